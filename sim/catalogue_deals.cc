#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

#define DEAL_STAGES                                                                                      \
  "{appointmentscheduled,closedlost,closedwon,contractsent,decisionmakerboughtin,presentationscheduled," \
  "qualifiedtobuy}"
// The 206 deal properties that a real account had in 2026.
constexpr NameGroup kDeals[] = {
    {"number", "number", false, false,
     "amount hs_acv hs_arr hs_average_deal_owner_duration_in_current_stage "
     "hs_created_by_user_id hs_deal_registration_mrr hs_deal_score hs_deal_stage_probability "
     "hs_exchange_rate hs_forecast_amount hs_forecast_probability "
     "hs_last_call_id_with_followups hs_last_meeting_id_with_followups "
     "hs_latest_approval_status_approval_id hs_likelihood_to_close hs_mrr "
     "hs_net_pipeline_impact hs_next_meeting_id hs_num_associated_active_deal_registrations "
     "hs_num_associated_deal_registrations hs_num_associated_deal_splits "
     "hs_num_of_associated_line_items hs_num_target_accounts hs_object_id hs_tcv "
     "hs_updated_by_user_id num_associated_contacts num_contacted_notes num_notes "
     "hs_v2_{cumulative,latest}_time_in_" DEAL_STAGES " "},
    {"number", "calculation_equation", false, true,
     "amount_in_home_currency days_to_close hs_actual_duration hs_closed_amount "
     "hs_closed_deal_close_date hs_closed_deal_create_date hs_closed_won_count "
     "hs_days_to_close_raw hs_deal_stage_probability_shadow hs_is_closed_count "
     "hs_is_open_count hs_open_deal_create_date hs_predicted_amount hs_projected_amount "
     "hs_weighted_pipeline_in_company_currency "
     "hs_{closed,open,predicted,projected}_amount_in_home_currency "},
    {"string", "textarea", false, false,
     "closed_lost_reason closed_won_reason description hs_cross_account_note hs_next_step "},
    {"datetime", "date", false, false,
     "closedate createdate engagements_last_meeting_booked "
     "hs_analytics_latest_source_timestamp_company "
     "hs_analytics_latest_source_timestamp_contact hs_closed_won_date "
     "hs_is_stalled_after_timestamp hs_last_partner_shared_message_date "
     "hs_last_shared_message_create_date hs_next_meeting_start_time "
     "hs_primary_quote_data_updated_at hs_sales_email_last_replied hubspot_owner_assigneddate "
     "notes_last_contacted notes_last_updated notes_next_activity_date "
     "hs_v2_date_{entered,exited}_" DEAL_STAGES " "},
    {"enumeration", "select", false, false,
     "deal_currency_code hs_analytics_latest_source_company hs_analytics_latest_source_contact "
     "hs_analytics_source hs_associated_deal_registration_deal_type "
     "hs_deal_registration_mrr_currency_code hs_manual_forecast_category "
     "hs_object_source_label hs_priority hubspot_owner_id hubspot_team_id pipeline "},
    {"string", "text", false, false,
     "dealname engagements_last_meeting_booked_{campaign,medium,source} "
     "hs_analytics_latest_source_data_1 hs_analytics_latest_source_data_1_company "
     "hs_analytics_latest_source_data_1_contact hs_analytics_latest_source_data_2 "
     "hs_analytics_latest_source_data_2_company hs_analytics_latest_source_data_2_contact "
     "hs_analytics_source_data_1 hs_analytics_source_data_2 hs_campaign hs_form_id "
     "hs_last_gs_shared_message hs_latest_approval_status "
     "hs_line_item_global_term_hs_discount_percentage "
     "hs_line_item_global_term_hs_recurring_billing_period "
     "hs_line_item_global_term_hs_recurring_billing_start_date "
     "hs_line_item_global_term_recurringbillingfrequency hs_next_meeting_name "
     "hs_object_source_detail_{1,2,3} hs_submission_idempotent_id "
     "hs_synced_deal_owner_name_and_email "},
    {"enumeration", "radio", false, false, "dealstage dealtype hs_deal_amount_calculation_preference "},
    {"enumeration", "select", true, false,
     "hs_all_accessible_team_ids hs_all_owner_ids hs_all_team_ids hs_notes_next_activity_type "},
    {"enumeration", "checkbox", false, false,
     "hs_all_assigned_business_unit_ids hs_all_collaborator_owner_ids "
     "hs_all_deal_split_owner_ids hs_associated_deal_registration_product_interests "
     "hs_attributed_team_ids hs_merged_object_ids hs_shared_team_ids hs_shared_user_ids "
     "hs_tag_ids hs_user_ids_of_all_notification_recipients "},
    {"enumeration", "calculation_equation", false, true, "hs_analytics_latest_source "},
    {"datetime", "number", false, false, "hs_analytics_latest_source_timestamp "},
    {"number", "calculation_rollup", false, true,
     "hs_average_call_duration hs_number_of_call_engagements hs_number_of_inbound_calls "
     "hs_number_of_outbound_calls hs_number_of_overdue_tasks hs_number_of_scheduled_meetings "
     "hs_primary_associated_company "},
    {"datetime", "date", true, false, "hs_createdate hs_lastmodifieddate hs_latest_meeting_activity "},
    {"bool", "booleancheckbox", true, false, "hs_cross_sell_opportunity hs_read_only hs_was_imported "},
    {"bool", "booleancheckbox", false, false,
     "hs_has_empty_conditional_stage_properties hs_has_last_conversation_follow_ups "
     "hs_has_last_meeting_followups hs_is_active_shared_deal hs_is_in_first_deal_stage "
     "hs_line_item_global_term_hs_discount_percentage_enabled "
     "hs_line_item_global_term_hs_recurring_billing_period_enabled "
     "hs_line_item_global_term_hs_recurring_billing_start_date_enabled "
     "hs_line_item_global_term_recurringbillingfrequency_enabled hs_partner_tech_win "},
    {"bool", "calculation_equation", false, true,
     "hs_is_closed hs_is_closed_lost hs_is_closed_won hs_is_deal_split hs_is_stalled "},
    {"object_coordinates", "text", false, false,
     "hs_last_conversation_with_followups_object_coordinates "
     "hs_last_email_with_followups_object_coordinates "},
    {"datetime", "calculation_rollup", false, true,
     "hs_latest_marketing_email_{click,open,reply}_date "
     "hs_latest_sales_email_{click,open,reply}_date "},
    {"number", "calculation_rollup", true, true, "hs_manual_campaign_ids "},
    {"datetime", "calculation_equation", false, true,
     "hs_next_step_updated_at hs_v2_date_entered_current_stage hs_v2_time_in_current_stage "},
    {"object_coordinates", "text", true, false, "hs_notes_last_activity hs_notes_next_activity "},
    {"string", "text", true, false, "hs_object_source hs_object_source_id hs_unique_creation_key "},
    {"number", "number", true, false,
     "hs_object_source_user_id hs_pinned_engagement_id hs_source_object_id "},
    {"enumeration", "checkbox", true, false,
     "hs_owning_teams hs_user_ids_of_all_notification_followers "
     "hs_user_ids_of_all_notification_unfollowers hs_user_ids_of_all_owners "},
};

#undef DEAL_STAGES

}  // namespace

std::span<const NameGroup> DealNames() { return kDeals; }

}  // namespace hubsim
