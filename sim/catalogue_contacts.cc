#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

#define LIFECYCLE_STAGES \
  "{customer,evangelist,lead,marketingqualifiedlead,opportunity,other,salesqualifiedlead,subscriber}"
// The 367 contact properties that a real account had in 2024.
constexpr NameGroup kContacts[] = {
    {"string", "text", false, false,
     "address annualrevenue city company company_size country date_of_birth degree email "
     "engagements_last_meeting_booked_{campaign,medium,source} field_of_study firstname gender "
     "graduation_date hs_analytics_first_referrer hs_analytics_first_touch_converting_campaign "
     "hs_analytics_first_url hs_analytics_last_referrer "
     "hs_analytics_last_touch_converting_campaign hs_analytics_last_url "
     "hs_analytics_source_data_1 hs_analytics_source_data_2 "
     "hs_contact_creation_legal_basis_source_instance_id hs_content_membership_email "
     "hs_content_membership_registration_domain_sent_to hs_country_region_code "
     "hs_email_last_email_name hs_feedback_last_nps_follow_up hs_gps_error hs_ip_timezone "
     "hs_latest_source_data_1 hs_latest_source_data_2 hs_linkedin_url hs_marketable_reason_id "
     "hs_object_source_detail_{1,2,3} hs_registration_method hs_state_code "
     "hs_{bing,facebook,google,linkedin,tiktok}_click_id industry ip_city ip_country "
     "ip_country_code ip_state ip_state_code job_function jobtitle lastname linkedinbio "
     "marital_status military_status owneremail ownername relationship_status salutation "
     "school seniority start_date state twitterbio twitterhandle twitterprofilephoto website "
     "work_email zip "},
    {"number", "number", true, false,
     "associatedcompanyid associatedcompanylastupdated hs_messaging_engagement_score "
     "hs_object_source_user_id hs_pinned_engagement_id hs_sequences_actively_enrolled_count "
     "hs_source_object_id hs_source_portal_id surveymonkeyeventlastupdated "
     "webinareventlastupdated "},
    {"datetime", "date", false, false,
     "closedate createdate engagements_last_meeting_booked first_deal_created_date "
     "hs_analytics_first_timestamp hs_analytics_first_visit_timestamp "
     "hs_analytics_last_timestamp hs_analytics_last_visit_timestamp "
     "hs_contact_enrichment_opt_out_timestamp hs_content_membership_follow_up_enqueued_at "
     "hs_content_membership_registered_at hs_content_membership_registration_email_sent_at "
     "hs_email_first_{click,open,reply,send}_date hs_email_last_{click,open,reply,send}_date "
     "hs_feedback_last_survey_date hs_first_order_closed_date hs_last_sales_activity_timestamp "
     "hs_latest_sequence_enrolled_date hs_latest_source_timestamp "
     "hs_membership_last_private_content_access_date hs_recent_closed_order_date "
     "hs_sa_first_engagement_date hs_sales_email_last_{clicked,opened,replied} "
     "hs_social_last_engagement hubspot_owner_assigneddate lastmodifieddate "
     "notes_last_contacted notes_last_updated notes_next_activity_date recent_deal_close_date "
     "hs_v2_date_{entered,exited}_" LIFECYCLE_STAGES " "},
    {"enumeration", "booleancheckbox", false, false,
     "currentlyinworkflow hs_email_optout_{531794701,531794702,531794706} hs_marketable_status "
     "hs_marketable_until_renewal "},
    {"number", "number", false, true,
     "days_to_close hs_first_engagement_object_id hs_time_to_first_engagement "
     "num_conversion_events num_unique_conversion_events "},
    {"string", "phonenumber", false, false, "fax hs_whatsapp_phone_number mobilephone phone "},
    {"datetime", "date", false, true,
     "first_conversion_date hs_latest_sequence_ended_date recent_conversion_date "},
    {"string", "text", false, true,
     "first_conversion_event_name hs_email_domain recent_conversion_event_name "},
    {"number", "number", false, false,
     "followercount hs_analytics_average_page_views hs_analytics_num_event_completions "
     "hs_analytics_num_page_views hs_analytics_num_visits hs_analytics_revenue "
     "hs_created_by_user_id hs_email_sends_since_last_engagement "
     "hs_email_{bounce,click,delivered,open,replied} hs_first_closed_order_id "
     "hs_latest_sequence_enrolled hs_latitude hs_longitude hs_object_id "
     "hs_predictivecontactscore hs_predictivecontactscore_v2 hs_sequences_enrolled_count "
     "hs_social_google_plus_clicks hs_social_num_broadcast_clicks "
     "hs_social_{facebook,linkedin,twitter}_clicks hs_updated_by_user_id kloutscoregeneral "
     "linkedinconnections num_contacted_notes num_notes recent_deal_amount total_revenue "
     "hs_v2_{cumulative,latest}_time_in_" LIFECYCLE_STAGES " "},
    {"enumeration", "select", true, false,
     "hs_additional_emails hs_all_accessible_team_ids hs_all_owner_ids hs_all_team_ids "
     "hs_last_sales_activity_type hs_notes_next_activity_type hs_pipeline "},
    {"enumeration", "checkbox", false, false,
     "hs_all_assigned_business_unit_ids hs_buying_role hs_legal_basis hs_merged_object_ids "
     "hs_shared_team_ids hs_shared_user_ids "},
    {"enumeration", "select", true, true,
     "hs_all_contact_vids hs_calculated_form_submissions hs_calculated_merged_vids "},
    {"enumeration", "select", false, false,
     "hs_analytics_source hs_content_membership_status hs_current_customer "
     "hs_email_customer_quarantined_reason hs_email_quarantined_reason "
     "hs_emailconfirmationstatus hs_feedback_last_nps_rating hs_inferred_language_codes "
     "hs_language hs_latest_source hs_marketable_reason_type hs_object_source_label hs_persona "
     "hs_role hs_seniority hs_sub_role hs_timezone hubspot_owner_id hubspot_team_id "
     "numemployees "},
    {"string", "text", true, false,
     "hs_analytics_source_composite_data hs_avatar_filemanager_key "
     "hs_conversations_visitor_email hs_email_hard_bounce_reason "
     "hs_email_optimal_send_day_of_week hs_email_optimal_send_time_of_day hs_facebookid "
     "hs_googleplusid hs_gps_latitude hs_gps_longitude hs_last_sms_send_name "
     "hs_latest_source_composite_data hs_linkedinid hs_mobile_sdk_push_tokens hs_object_source "
     "hs_object_source_id hs_testpurge hs_testrollback hs_twitterid hs_unique_creation_key "
     "ip_latlon ip_zipcode photo "},
    {"number", "calculation_rollup", true, false,
     "hs_associated_target_accounts hs_has_active_subscription "
     "hs_prospecting_agent_actively_enrolled_count "},
    {"bool", "booleancheckbox", true, false,
     "hs_created_by_conversations hs_cross_sell_opportunity hs_data_privacy_ads_consent "
     "hs_email_is_ineligible hs_feedback_show_nps_web_survey hs_is_merge_revertible "
     "hs_read_only hs_was_imported hs_{bing,facebook,tiktok}_ad_clicked "},
    {"string", "text", true, true,
     "hs_calculated_mobile_number hs_calculated_phone_number "
     "hs_calculated_phone_number_{area,country,region}_code "},
    {"enumeration", "booleancheckbox", true, false, "hs_clicked_linkedin_ad hs_linkedin_ad_clicked "},
    {"bool", "booleancheckbox", false, false,
     "hs_contact_enrichment_opt_out hs_content_membership_email_confirmed hs_email_bad_address "
     "hs_email_optout hs_email_quarantined hs_enriched_email_bounce_detected "
     "hs_intent_signals_enabled hs_is_enriched "},
    {"string", "textarea", false, false, "hs_content_membership_notes hs_quarantined_emails message "},
    {"number", "calculation_equation", true, false, "hs_count_is_unworked hs_count_is_worked "},
    {"datetime", "date", true, false,
     "hs_createdate hs_document_last_revisited hs_email_recipient_fatigue_recovery_time "
     "hs_last_metered_enrichment_timestamp hs_last_sales_activity_date hs_last_sms_send_date "
     "hs_lastmodifieddate hs_latest_meeting_activity hs_latest_sequence_finished_date "
     "hs_latest_sequence_unenrolled_date hs_live_enrichment_deadline "},
    {"bool", "calculation_equation", false, true, "hs_currently_enrolled_in_prospecting_agent "},
    {"enumeration", "radio", false, false,
     "hs_customer_agent_lead_status hs_email_hard_bounce_reason_enum hs_journey_stage "
     "hs_lead_status hs_predictivecontactscorebucket hs_predictivescoringtier lifecyclestage "},
    {"date", "date", false, false,
     "hs_employment_change_detected_date hs_job_change_detected_date "
     "hs_returning_to_office_detected_date "},
    {"datetime", "calculation_rollup", false, false,
     "hs_feedback_last_ces_survey_date hs_feedback_last_csat_survey_date "
     "hs_prospecting_agent_last_enrolled "},
    {"string", "calculation_rollup", false, false,
     "hs_feedback_last_ces_survey_follow_up hs_feedback_last_csat_survey_follow_up "},
    {"number", "calculation_rollup", false, false,
     "hs_feedback_last_ces_survey_rating hs_feedback_last_csat_survey_rating "
     "hs_feedback_last_nps_rating_number hs_prospecting_agent_total_enrolled_count "
     "num_associated_deals "},
    {"datetime", "date", true, true, "hs_first_outreach_date "},
    {"datetime", "calculation_rollup", true, false,
     "hs_first_subscription_create_date hs_latest_subscription_create_date "},
    {"string", "calculation_equation", true, true, "hs_full_name_or_email "},
    {"date", "date", true, false, "hs_intent_paid_up_to_date "},
    {"bool", "calculation_read_time", true, true, "hs_is_contact "},
    {"bool", "calculation_equation", false, false, "hs_is_unworked "},
    {"datetime", "calculation_rollup", false, true, "hs_latest_{disqualified,open,qualified}_lead_date "},
    {"number", "calculation_rollup", true, true, "hs_manual_campaign_ids "},
    {"number", "calculation_equation", false, true,
     "hs_membership_has_accessed_private_content hs_registered_member "},
    {"object_coordinates", "text", true, false, "hs_notes_last_activity hs_notes_next_activity "},
    {"enumeration", "checkbox", true, false,
     "hs_owning_teams hs_user_ids_of_all_notification_followers "
     "hs_user_ids_of_all_notification_unfollowers hs_user_ids_of_all_owners "},
    {"enumeration", "select", false, true,
     "hs_sa_first_engagement_descr hs_sa_first_engagement_object_type "},
    {"phone_number", "phonenumber", true, true,
     "hs_searchable_calculated_international_mobile_number "
     "hs_searchable_calculated_international_phone_number "
     "hs_searchable_calculated_mobile_number hs_searchable_calculated_phone_number "},
    {"bool", "booleancheckbox", false, true, "hs_sequences_is_enrolled "},
    {"number", "calculation_equation", false, false,
     "hs_time_between_contact_creation_and_deal_close "
     "hs_time_between_contact_creation_and_deal_creation "
     "hs_time_to_move_from_{lead,marketingqualifiedlead,opportunity,salesqualifiedlead,"
     "subscriber}_to_customer "},
    {"datetime", "calculation_equation", false, true,
     "hs_v2_date_entered_current_stage hs_v2_time_in_current_stage "},
    {"number", "calculation_score", false, false, "hubspotscore "},
};

#undef LIFECYCLE_STAGES

}  // namespace

std::span<const NameGroup> ContactNames() { return kContacts; }

}  // namespace hubsim
