#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

// What every object has.
#define COMMON_TIMES {"datetime", "date", false, false, "hs_createdate hs_lastmodifieddate"}
#define CLASSIC_TIMES {"datetime", "date", false, false, "createdate hs_lastmodifieddate"}
#define COMMON_IDS                                                          \
  {"number", "number", false, false, "hs_object_id hs_created_by_user_id"}, \
      {"enumeration", "checkbox", false, false, "hs_merged_object_ids"}

constexpr NameGroup kProducts[] = {
    {"string", "text", false, false, "name hs_sku hs_url hs_images"},
    {"string", "textarea", false, false, "description"},
    {"number", "number", false, false, "price hs_cost_of_goods_sold hs_price_{eur,gbp,usd}"},
    {"enumeration", "select", false, false,
     "hs_product_type hs_status recurringbillingfrequency hubspot_owner_id"},
    {"string", "text", false, false, "hs_recurring_billing_period"},
    {"bool", "booleancheckbox", false, false, "hs_active"},
    CLASSIC_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kLineItems[] = {
    {"string", "text", false, false, "name hs_sku hs_external_id hs_recurring_billing_period"},
    {"string", "textarea", false, false, "description"},
    {"number", "number", false, false,
     "quantity price discount hs_discount_percentage hs_product_id hs_position_on_quote"},
    {"number", "calculation_equation", false, true,
     "amount hs_acv hs_arr hs_mrr hs_tcv hs_pre_discount_amount"},
    {"enumeration", "select", false, false, "hs_line_item_currency_code recurringbillingfrequency"},
    {"date", "date", false, false, "hs_recurring_billing_start_date hs_recurring_billing_end_date"},
    CLASSIC_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kQuotes[] = {
    {"string", "text", false, false,
     "hs_title hs_quote_number hs_public_url_key hs_quote_link hs_sender_{email,firstname,lastname}"},
    {"string", "html", false, false, "hs_terms hs_comments"},
    {"number", "calculation_equation", false, true, "hs_quote_amount hs_quote_total_preference"},
    {"enumeration", "select", false, false,
     "hs_status hs_currency hs_language hs_template_type hubspot_owner_id"},
    {"datetime", "date", false, false, "hs_expiration_date hs_esign_date hs_payment_date"},
    {"bool", "booleancheckbox", false, false, "hs_esign_enabled hs_payment_enabled hs_locked"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kOrders[] = {
    {"string", "text", false, false,
     "hs_order_name hs_external_order_id hs_{billing,shipping}_address_{city,country,street} "
     "hs_shipping_tracking_number hs_source_store"},
    {"enumeration", "select", false, false,
     "hs_currency_code hs_fulfillment_status hs_pipeline hs_pipeline_stage hubspot_owner_id"},
    {"number", "number", false, false, "hs_total_price hs_subtotal_price hs_tax hs_shipping_cost"},
    {"datetime", "date", false, false, "hs_external_created_date hs_processed_date"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kInvoices[] = {
    {"string", "text", false, false, "hs_number hs_title hs_purchase_order_number hs_invoice_link"},
    {"string", "html", false, false, "hs_comments"},
    {"enumeration", "select", false, false, "hs_invoice_status hs_currency hs_language hubspot_owner_id"},
    {"number", "number", false, false, "hs_amount_billed hs_amount_paid hs_balance_due hs_subtotal"},
    {"datetime", "date", false, false, "hs_invoice_date hs_due_date hs_payment_date"},
    {"bool", "booleancheckbox", false, false, "hs_is_overdue"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kLeads[] = {
    {"string", "text", false, false, "hs_lead_name hs_lead_name_calculated hs_lead_source_drill_down_1"},
    {"enumeration", "select", false, false,
     "hs_lead_type hs_lead_label hs_pipeline hs_pipeline_stage hs_lead_source hubspot_owner_id"},
    {"datetime", "date", false, false, "hs_lead_activity_date hs_lead_disqualification_date"},
    {"number", "number", false, false, "hs_num_associated_contacts"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kGoals[] = {
    {"string", "text", false, false, "hs_goal_name"},
    {"enumeration", "select", false, false, "hs_goal_type hs_status hs_milestone hubspot_owner_id"},
    {"number", "number", false, false,
     "hs_target_amount hs_kpi_value hs_kpi_progress_percent hs_assignee_team_id"},
    {"datetime", "date", false, false, "hs_start_datetime hs_end_datetime"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kCalls[] = {
    {"datetime", "date", false, false, "hs_timestamp"},
    {"string", "text", false, false, "hs_call_title hs_call_{from,to}_number hs_call_recording_url"},
    {"string", "html", false, false, "hs_call_body"},
    {"enumeration", "select", false, false,
     "hs_call_direction hs_call_disposition hs_call_status hs_call_source hubspot_owner_id"},
    {"number", "number", false, false, "hs_call_duration"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kEmails[] = {
    {"datetime", "date", false, false, "hs_timestamp"},
    {"string", "text", false, false,
     "hs_email_subject hs_email_{from,to}_{email,firstname,lastname} hs_email_message_id"},
    {"string", "html", false, false, "hs_email_html hs_email_text hs_email_headers"},
    {"enumeration", "select", false, false, "hs_email_direction hs_email_status hubspot_owner_id"},
    {"number", "number", false, false, "hs_email_open_count hs_email_click_count"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kMeetings[] = {
    {"datetime", "date", false, false, "hs_timestamp hs_meeting_start_time hs_meeting_end_time"},
    {"string", "text", false, false, "hs_meeting_title hs_meeting_location hs_meeting_external_url"},
    {"string", "html", false, false, "hs_meeting_body hs_internal_meeting_notes"},
    {"enumeration", "select", false, false, "hs_meeting_outcome hs_activity_type hubspot_owner_id"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kNotes[] = {
    {"datetime", "date", false, false, "hs_timestamp"},
    {"string", "html", false, false, "hs_note_body"},
    {"string", "text", false, false, "hs_attachment_ids"},
    {"enumeration", "select", false, false, "hubspot_owner_id"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kTasks[] = {
    {"datetime", "date", false, false, "hs_timestamp hs_task_completion_date hs_task_reminders"},
    {"string", "text", false, false, "hs_task_subject"},
    {"string", "html", false, false, "hs_task_body"},
    {"enumeration", "select", false, false, "hs_task_status hs_task_priority hs_task_type hubspot_owner_id"},
    {"bool", "booleancheckbox", false, true, "hs_task_is_overdue"},
    COMMON_TIMES,
    COMMON_IDS,
};

constexpr NameGroup kCommunications[] = {
    {"datetime", "date", false, false, "hs_timestamp"},
    {"string", "html", false, false, "hs_communication_body"},
    {"enumeration", "select", false, false,
     "hs_communication_channel_type hs_communication_logged_from hubspot_owner_id"},
    COMMON_TIMES,
    COMMON_IDS,
};

// Of a custom object with the name of a standard one.
constexpr NameGroup kCustomProducts[] = {
    {"string", "text", false, false, "name batch_code"},
    {"number", "number", false, false, "shelf_life_days"},
    {"date", "date", false, false, "best_before"},
    COMMON_TIMES,
    COMMON_IDS,
};

struct Named {
  std::string_view object;
  std::span<const NameGroup> groups;
};

constexpr Named kMore[] = {
    {"products", kProducts},
    {"line_items", kLineItems},
    {"quotes", kQuotes},
    {"orders", kOrders},
    {"invoices", kInvoices},
    {"leads", kLeads},
    {"goal_targets", kGoals},
    {"calls", kCalls},
    {"emails", kEmails},
    {"meetings", kMeetings},
    {"notes", kNotes},
    {"tasks", kTasks},
    {"communications", kCommunications},
    {"custom_products", kCustomProducts},
};

}  // namespace

std::span<const NameGroup> MoreNames(std::string_view object) {
  for (const Named& named : kMore) {
    if (named.object == object) return named.groups;
  }
  return {};
}

}  // namespace hubsim
