#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

#define STAGES \
  "{customer,evangelist,lead,marketingqualifiedlead,opportunity,other,salesqualifiedlead,subscriber}"

constexpr NameGroup kContacts[] = {
    {"string", "text", false,
     "email firstname lastname company jobtitle address city state zip country website salutation school "
     "gender "
     "degree field_of_study job_function graduation_date industry start_date work_email seniority "
     "company_size "
     "annualrevenue relationship_status marital_status military_status date_of_birth owneremail "
     "ownername "
     "twitterhandle twitterprofilephoto photo ip_{city,country,country_code,state,state_code,zipcode,latlon} "
     "first_conversion_event_name recent_conversion_event_name hs_{state,country_region}_code "
     "hs_email_domain twitterbio linkedinbio"},
    {"string", "textarea", false, "message hs_content_membership_notes internal_remarks"},
    {"string", "phonenumber", false, "phone mobilephone fax hs_whatsapp_phone_number"},
    {"phone_number", "phonenumber", true,
     "hs_searchable_calculated_{phone,mobile,international_phone,international_mobile}_number"},
    {"object_coordinates", "text", true, "hs_object_coordinates_{home,work}"},
    {"enumeration", "radio", false,
     "lifecyclestage hs_lead_status hs_predictivescoringtier hs_journey_stage "
     "hs_email_hard_bounce_reason_enum"},
    {"enumeration", "select", false,
     "hubspot_owner_id hubspot_team_id hs_language hs_persona hs_pipeline hs_timezone numemployees "
     "hs_analytics_source hs_latest_source hs_marketable_reason_type hs_last_sales_activity_type "
     "hs_email_{quarantined_reason,customer_quarantined_reason} hs_seniority hs_current_customer "
     "hs_object_source_label hs_content_membership_status hs_feedback_last_nps_rating "
     "hs_inferred_language_codes"},
    {"enumeration", "select", true,
     "hs_all_{owner,team,accessible_team}_ids hs_calculated_merged_vids hs_additional_emails"},
    {"enumeration", "checkbox", false,
     "hs_buying_role hs_legal_basis hs_all_assigned_business_unit_ids "
     "hs_merged_object_ids hs_shared_{team,user}_ids hs_user_ids_of_all_owners"},
    {"enumeration", "booleancheckbox", false,
     "hs_is_contact_flag hs_linkedin_ad_clicked hs_marketable_status currentlyinworkflow"},
    {"bool", "booleancheckbox", true, "hs_{facebook,tiktok,bing}_ad_clicked"},
    {"bool", "calculation_equation", false, "hs_is_unworked"},
    {"bool", "calculation_read_time", true, "hs_is_contact"},
    {"bool", "booleancheckbox", false,
     "hs_sequences_is_enrolled hs_email_optout hs_email_optout_{410001,410002,410003} hs_email_bad_address "
     "hs_email_quarantined hs_email_is_ineligible hs_was_imported hs_read_only hs_cross_sell_opportunity "
     "hs_contact_enrichment_opt_out "
     "hs_is_enriched "
     "hs_has_active_subscription_flag hs_data_privacy_ads_consent"},
    {"datetime", "date", false,
     "createdate lastmodifieddate closedate hs_lastmodifieddate hs_createdate notes_last_contacted "
     "notes_last_updated notes_next_activity_date first_conversion_date recent_conversion_date "
     "recent_deal_close_date first_deal_created_date hubspot_owner_assigneddate "
     "hs_email_{first,last}_{click,open,reply,send}_date hs_sales_email_last_{clicked,opened,replied} "
     "hs_analytics_{first,last}_{timestamp,visit_timestamp} hs_latest_sequence_{ended,enrolled,"
     "finished,unenrolled}_date hs_last_sms_send_date "
     "hs_v2_date_{entered,exited}_" STAGES " hs_lifecyclestage_" STAGES "_date"},
    {"datetime", "calculation_rollup", false, "hs_latest_{open,qualified,disqualified}_lead_date"},
    {"date", "date", false, "birthday_date contract_renewal_date first_visit_date"},
    {"number", "number", false,
     "followercount kloutscoregeneral linkedinconnections num_notes "
     "num_contacted_notes num_conversion_events num_unique_conversion_events associatedcompanyid "
     "hs_object_id "
     "hs_email_{click,open,delivered,bounce,replied} hs_email_sends_since_last_engagement "
     "hs_social_{facebook,google_plus,linkedin,twitter}_clicks hs_social_num_broadcast_clicks "
     "hs_sequences_{enrolled,actively_enrolled}_count hs_{latitude,longitude} days_to_close "
     "hs_time_to_first_engagement total_revenue recent_deal_amount hs_predictivecontactscore_v2 "
     "hs_created_by_user_id "
     "hs_{object_source,updated_by}_user_id "
     "hs_analytics_{num_page_views,num_visits,num_event_completions,revenue,average_page_views} "
     "hs_v2_{cumulative,latest}_time_in_" STAGES},
    {"number", "calculation_equation", true,
     "hs_count_is_{worked,unworked} hs_time_between_contact_creation_and_deal_{close,creation} "
     "hs_time_to_move_from_{lead,marketingqualifiedlead,opportunity,salesqualifiedlead,subscriber}_to_"
     "customer"},
    {"number", "calculation_rollup", false, "num_associated_deals hs_associated_target_accounts_count"},
    {"number", "calculation_score", false, "hubspotscore"},
    {"string", "calculation_equation", true, "hs_full_name_or_email"},
    {"string", "text", true,
     "hs_object_source hs_object_source_{id,detail_1,detail_2,detail_3} hs_testpurge hs_testrollback "
     "hs_analytics_{first,last}_{referrer,url,touch_converting_campaign} hs_analytics_source_data_{1,2} "
     "hs_latest_source_data_{1,2} hs_facebook_click_id hs_google_click_id hs_linkedin_url hs_avatar_file_key "
     "hs_content_membership_{email,registration_domain_sent_to} hs_email_last_email_name "
     "hs_facebookid "
     "hs_googleplusid hs_linkedinid hs_twitterid hs_feedback_last_nps_follow_up "
     "hs_ip_timezone hs_unique_creation_key"},
};

constexpr NameGroup kCompanies[] = {
    {"string", "text", false,
     "name domain website address address2 city state zip country industry_text timezone founded_year "
     "twitterhandle twitterbio_short linkedin_company_page facebook_company_page googleplus_page owneremail "
     "ownername hs_logo_url first_conversion_event_name recent_conversion_event_name hs_country_code "
     "hs_state_code hs_analytics_{first,latest}_touch_source hs_geohash_{1,2,3,4,5,6}"},
    {"string", "textarea", false, "description about_us linkedinbio company_history"},
    {"string", "phonenumber", false, "phone"},
    {"object_coordinates", "text", true, "hs_object_coordinates_head_office"},
    {"json", "text", true, "hs_enrichment_payload"},
    {"enumeration", "radio", false, "lifecyclestage"},
    {"enumeration", "select", false,
     "industry type hubspot_owner_id hubspot_team_id hs_lead_status hs_pipeline hs_analytics_source "
     "hs_employee_range hs_revenue_range hs_ideal_customer_profile hs_target_account hs_domain_status"},
    {"enumeration", "checkbox", false,
     "hs_all_{owner,team,accessible_team}_ids hs_merged_object_ids web_technologies"},
    {"bool", "booleancheckbox", false,
     "is_public hs_was_imported hs_read_only hs_is_target_account hs_current_customer"},
    {"datetime", "date", false,
     "createdate hs_lastmodifieddate closedate notes_last_contacted notes_last_updated "
     "notes_next_activity_date "
     "first_contact_createdate first_deal_created_date recent_deal_close_date hubspot_owner_assigneddate "
     "hs_last_{booked_meeting,logged_call,open_task,sales_activity,logged_outgoing_email}_date "
     "hs_analytics_{first,last}_{timestamp,visit_timestamp} hs_v2_date_{entered,exited}_" STAGES
     " hs_lifecyclestage_" STAGES "_date"},
    {"date", "date", false, "contract_start_date contract_end_date"},
    {"number", "number", false,
     "annualrevenue numberofemployees facebookfans twitterfollowers num_notes num_contacted_notes "
     "hs_object_id "
     "hs_parent_company_id hs_num_{blockers,decision_makers,open_deals,child_companies} "
     "hs_analytics_num_{page_views,visits} hs_v2_{cumulative,latest}_time_in_" STAGES},
    {"number", "calculation_rollup", false,
     "num_associated_contacts num_associated_deals total_revenue recent_deal_amount hs_total_deal_value"},
    {"datetime", "calculation_rollup", true,
     "hs_analytics_last_touch_converting_campaign_timestamp_latest_value_5d0c11e7"},
    {"string", "text", true,
     "hs_object_source hs_object_source_{id,label,user_id,detail_1,detail_2,detail_3} hs_additional_domains "
     "hs_analytics_source_data_{1,2} hs_latest_source_data_{1,2} hs_avatar_file_key hs_unique_creation_key"},
};

constexpr NameGroup kDeals[] = {
    {"string", "text", false,
     "dealname closed_lost_reason closed_won_reason hs_next_step hs_campaign deal_reference"},
    {"string", "textarea", false, "description hs_closed_won_notes hs_forecast_notes"},
    {"enumeration", "select", false,
     "pipeline hubspot_owner_id hubspot_team_id hs_priority hs_analytics_source hs_manual_forecast_category "
     "deal_currency_code hs_deal_source"},
    {"enumeration", "radio", false, "dealstage dealtype"},
    {"enumeration", "checkbox", false,
     "hs_all_{owner,team,accessible_team}_ids hs_merged_object_ids hs_tag_ids"},
    {"bool", "booleancheckbox", false,
     "hs_is_closed hs_is_closed_won hs_is_stalled hs_was_imported hs_read_only"},
    {"datetime", "date", false,
     "closedate createdate hs_lastmodifieddate hs_createdate notes_last_contacted notes_last_updated "
     "notes_next_activity_date hubspot_owner_assigneddate hs_v2_date_{entered,exited}_{appointmentscheduled,"
     "qualifiedtobuy,presentationscheduled,decisionmakerboughtin,contractsent,closedwon,closedlost,71340001,"
     "71340002,"
     "71340003,71340004} hs_date_{entered,exited}_{appointmentscheduled,qualifiedtobuy,presentationscheduled,"
     "decisionmakerboughtin,contractsent,closedwon,closedlost} hs_latest_meeting_activity"},
    {"date", "date", false, "contract_signed_on delivery_date"},
    {"number", "number", false,
     "amount hs_object_id num_notes num_contacted_notes hs_deal_stage_probability hs_forecast_probability "
     "hs_{acv,arr,mrr,tcv} hs_v2_{cumulative,latest}_time_in_{appointmentscheduled,qualifiedtobuy,"
     "presentationscheduled,decisionmakerboughtin,contractsent,closedwon,closedlost}"},
    {"number", "calculation_equation", false,
     "amount_in_home_currency days_to_close hs_closed_amount hs_closed_amount_in_home_currency "
     "hs_projected_amount hs_days_to_close_raw hs_exchange_rate"},
    {"number", "calculation_rollup", false, "num_associated_contacts hs_num_of_associated_line_items"},
    {"string", "text", true,
     "hs_object_source hs_object_source_{id,label,user_id,detail_1,detail_2,detail_3} "
     "hs_analytics_source_data_{1,2} hs_unique_creation_key"},
};

constexpr NameGroup kTickets[] = {
    {"string", "text", false, "subject"},
    {"string", "textarea", false, "content"},
    {"enumeration", "select", false,
     "hs_pipeline hs_pipeline_stage hs_ticket_category hs_ticket_priority hubspot_owner_id source_type"},
    {"datetime", "date", false, "createdate hs_lastmodifieddate closed_date first_agent_reply_date"},
    {"number", "number", false, "hs_object_id time_to_close hs_num_times_contacted"},
};

constexpr NameGroup kCars[] = {
    {"string", "text", false, "name maker licence_plate"},
    {"number", "number", false, "mileage hs_object_id"},
    {"date", "date", false, "first_registration"},
    {"datetime", "date", false, "hs_createdate hs_lastmodifieddate"},
};

#undef STAGES

}  // namespace

std::span<const NameGroup> ContactNames() { return kContacts; }
std::span<const NameGroup> CompanyNames() { return kCompanies; }
std::span<const NameGroup> DealNames() { return kDeals; }
std::span<const NameGroup> TicketNames() { return kTickets; }
std::span<const NameGroup> CustomObjectNames() { return kCars; }

std::string_view SmallNames(std::string_view object) {
  if (object == "contacts") {
    return " email firstname lastname phone company website lifecyclestage jobtitle createdate "
           "lastmodifieddate "
           "hs_lastmodifieddate hs_object_id hubspot_owner_id message num_notes hs_email_optout city "
           "hs_merged_object_ids hs_calculated_merged_vids birthday_date ";
  }
  if (object == "companies") {
    return " name domain website phone city country industry lifecyclestage createdate hs_lastmodifieddate "
           "hs_object_id hubspot_owner_id annualrevenue numberofemployees description is_public "
           "hs_merged_object_ids contract_start_date ";
  }
  if (object == "deals") {
    return " dealname dealstage pipeline amount closedate createdate hs_lastmodifieddate hubspot_owner_id "
           "dealtype "
           "hs_object_id description hs_is_closed hs_merged_object_ids hs_exchange_rate contract_signed_on ";
  }
  return {};
}

}  // namespace hubsim
