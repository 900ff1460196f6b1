#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

#define LIFECYCLE_STAGES \
  "{customer,evangelist,lead,marketingqualifiedlead,opportunity,other,salesqualifiedlead,subscriber}"
// The 243 company properties that a real account had in 2026.
constexpr NameGroup kCompanies[] = {
    {"string", "text", false, false,
     "about_us address address2 city country domain "
     "engagements_last_meeting_booked_{campaign,medium,source} facebook_company_page "
     "founded_year googleplus_page hs_analytics_first_touch_converting_campaign "
     "hs_analytics_last_touch_converting_campaign hs_analytics_latest_source_data_1 "
     "hs_analytics_latest_source_data_2 hs_analytics_source_data_1 hs_analytics_source_data_2 "
     "hs_country_code hs_employee_range hs_geohash_{1,2,3,4,5,6} hs_gps_error "
     "hs_industry_group hs_inferred_domain hs_linkedin_handle hs_logo_url "
     "hs_object_source_detail_{1,2,3} hs_reason_to_reach_out hs_redirect_domain "
     "hs_redirect_url hs_research_agent_execution_id hs_revenue_range hs_signals_summary "
     "hs_state_code linkedin_company_page linkedinbio name owneremail ownername state timezone "
     "total_money_raised twitterbio twitterhandle website zip "},
    {"number", "number", false, false,
     "annualrevenue facebookfans hs_analytics_num_page_views hs_analytics_num_visits "
     "hs_created_by_user_id hs_intent_page_views_last_30_days hs_intent_visitors_last_30_days "
     "hs_latitude hs_longitude hs_num_blockers hs_num_child_companies "
     "hs_num_contacts_with_buying_roles hs_num_decision_makers hs_num_open_deals hs_object_id "
     "hs_parent_company_id hs_predictivecontactscore_v2 hs_research_agent_id "
     "hs_suggested_contact_count hs_target_account_probability hs_total_deal_value "
     "hs_updated_by_user_id hubspotscore num_associated_contacts num_associated_deals "
     "num_contacted_notes num_notes numberofemployees recent_deal_amount twitterfollowers "
     "hs_v2_{cumulative,latest}_time_in_" LIFECYCLE_STAGES " "},
    {"datetime", "date", false, false,
     "closedate createdate engagements_last_meeting_booked first_contact_createdate "
     "first_deal_created_date hs_analytics_first_timestamp hs_analytics_first_visit_timestamp "
     "hs_analytics_last_timestamp hs_analytics_last_visit_timestamp "
     "hs_analytics_latest_source_timestamp hs_last_booked_meeting_date "
     "hs_last_logged_call_date hs_last_open_task_date hs_last_sales_activity_timestamp "
     "hs_latest_intent_signal_timestamp hs_latest_prospecting_agent_monitoring_date "
     "hs_latest_suggested_contact_timestamp hs_most_recent_de_anonymized_visit "
     "hs_sales_email_last_replied hs_target_account_recommendation_snooze_time "
     "hubspot_owner_assigneddate notes_last_contacted notes_last_updated "
     "notes_next_activity_date recent_deal_close_date "
     "hs_v2_date_{entered,exited}_" LIFECYCLE_STAGES " "},
    {"number", "calculation_equation", false, true, "days_to_close "},
    {"string", "textarea", false, false, "description "},
    {"datetime", "calculation_rollup", false, true,
     "first_contact_createdate_timestamp_earliest_value_78b50eea "
     "hs_analytics_last_timestamp_timestamp_latest_value_4e16365a "
     "hs_analytics_last_visit_timestamp_timestamp_latest_value_999a0fce "
     "hs_last_logged_outgoing_email_date hs_latest_createdate_of_active_subscriptions "
     "hs_latest_intent_signal_occurred_at hs_next_renewal_date "
     "recent_conversion_date_timestamp_latest_value_72856da1 "},
    {"datetime", "date", false, true, "first_conversion_date recent_conversion_date "},
    {"string", "text", false, true, "first_conversion_event_name recent_conversion_event_name "},
    {"number", "calculation_rollup", false, true,
     "hs_active_contracts_{arr,mrr,tcv} hs_analytics_num_page_views_cardinality_sum_e46e85b0 "
     "hs_analytics_num_visits_cardinality_sum_53d952a6 "
     "hs_count_intent_signals_created_last_{14,30,7}_days hs_max_recommendation_score "
     "hs_num_active_contracts hs_predictivecontactscore_v2_next_max_max_d4e58c1e "
     "num_conversion_events_cardinality_sum_d095f14b total_revenue "},
    {"enumeration", "checkbox", false, false,
     "hs_additional_domains hs_all_assigned_business_unit_ids hs_keywords hs_merged_object_ids "
     "hs_plays hs_recent_intent_signals hs_shared_team_ids hs_shared_user_ids "
     "hs_user_ids_of_all_notification_recipients web_technologies "},
    {"enumeration", "select", true, false,
     "hs_all_accessible_team_ids hs_all_owner_ids hs_all_team_ids hs_last_sales_activity_type "
     "hs_notes_next_activity_type hs_pipeline "},
    {"string", "calculation_rollup", false, true,
     "hs_analytics_last_touch_converting_campaign_timestamp_latest_value_81a64e30 "
     "recent_conversion_event_name_timestamp_latest_value_66c820bf "},
    {"enumeration", "select", false, false,
     "hs_analytics_latest_source hs_analytics_source hs_csm_sentiment hs_current_customer "
     "hs_customer_success_ticket_sentiment hs_domain_status hs_object_source_label hs_tax_id "
     "hubspot_owner_id hubspot_team_id industry "},
    {"string", "calculation_equation", false, true, "hs_annual_revenue_currency_code hs_task_label "},
    {"string", "text", true, false,
     "hs_avatar_filemanager_key hs_gps_latitude hs_gps_longitude hs_object_source "
     "hs_object_source_id hs_unique_creation_key "},
    {"string", "text", true, true, "hs_calculated_phone_number "},
    {"datetime", "date", true, false,
     "hs_createdate hs_last_metered_enrichment_timestamp hs_last_sales_activity_date "
     "hs_lastmodifieddate hs_latest_meeting_activity hs_live_enrichment_deadline "},
    {"bool", "booleancheckbox", false, false,
     "hs_excluded_from_cross_account_data_mirroring hs_intent_signals_enabled hs_is_enriched "
     "hs_is_intent_monitored hs_is_target_account hs_paid_for_intent_signals is_public "},
    {"enumeration", "radio", false, false,
     "hs_ideal_customer_profile hs_lead_status hs_target_account "
     "hs_target_account_recommendation_state lifecyclestage type "},
    {"date", "date", true, false, "hs_intent_paid_up_to_date "},
    {"object_coordinates", "text", true, false, "hs_notes_last_activity hs_notes_next_activity "},
    {"number", "number", true, false,
     "hs_object_source_user_id hs_pinned_engagement_id hs_source_object_id "},
    {"enumeration", "checkbox", true, false,
     "hs_owning_teams hs_user_ids_of_all_notification_followers "
     "hs_user_ids_of_all_notification_unfollowers hs_user_ids_of_all_owners "},
    {"string", "html", false, false, "hs_quick_context "},
    {"bool", "booleancheckbox", true, false, "hs_read_only hs_was_imported "},
    {"phone_number", "phonenumber", true, true,
     "hs_searchable_calculated_international_phone_number "
     "hs_searchable_calculated_phone_number "},
    {"datetime", "calculation_equation", false, true,
     "hs_v2_date_entered_current_stage hs_v2_time_in_current_stage "},
    {"number", "number", false, true, "num_conversion_events "},
    {"string", "phonenumber", false, false, "phone "},
};

#undef LIFECYCLE_STAGES

}  // namespace

std::span<const NameGroup> CompanyNames() { return kCompanies; }

}  // namespace hubsim
