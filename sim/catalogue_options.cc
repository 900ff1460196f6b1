#include "sim/catalogue_options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

struct OptionList {
  std::string_view name;
  // Values, separated by bars.
  std::string_view values;
};

// Contact options are those of a real account in 2024.
constexpr OptionList kLists[] = {
    {"hs_analytics_source",
     "ORGANIC_SEARCH|PAID_SEARCH|EMAIL_MARKETING|SOCIAL_MEDIA|REFERRALS|OTHER_CAMPAIGNS|DIRECT_TRAFFIC|"
     "OFFLINE|PAID_SOCIAL|AI_REFERRALS"},
    {"hs_buying_role",
     "BLOCKER|BUDGET_HOLDER|CHAMPION|DECISION_MAKER|END_USER|EXECUTIVE_SPONSOR|INFLUENCER|LEGAL_AND_"
     "COMPLIANCE|OTHER"},
    {"hs_content_membership_status", "active|inactive"},
    {"hs_current_customer", "yes|no|unknown"},
    {"hs_customer_agent_lead_status", "qualified|partially_qualified|not_qualified"},
    {"hs_email_customer_quarantined_reason",
     "SUSPENSION_REMEDIATION|BLOCKLIST_REMEDIATION|TRUST_SAFETY_REMEDIATION"},
    {"hs_email_hard_bounce_reason_enum", "CONTENT|MAILBOX_FULL|OTHER|POLICY|SPAM|UNKNOWN_USER"},
    {"hs_email_quarantined_reason",
     "ON_LIST_IMPORT|HIGH_HARD_BOUNCE_RATE|MULTIPLE_CANCELLED_CAMPAIGNS|FORM_ABUSE|RECIPIENT_COMPLAINT|"
     "SUSPENSION_REMEDIATION|BLOCKLIST_REMEDIATION|TRUST_SAFETY_REMEDIATION|OTHER|UNDELIVERABLE_ADDRESS|"
     "MICROSOFT_UNDELIVERABLE"},
    {"hs_emailconfirmationstatus",
     "Confirmed|Confirmation Pending|Confirmation Email Sent|User clicked confirmation|HubSpot Rep. marked "
     "confirmed|Customer marked confirmed|Confirmed from previous behavior|Confirmed due to form"},
    {"hs_feedback_last_nps_rating", "0|1|2|3|4|5|6|7|8|9|10"},
    {"hs_journey_stage",
     "new_contact|in_nurturing|low_intent|mid_intent|high_intent|unqualified|qualified|onboarding|post_"
     "onboarding|engaged|unengaged"},
    {"hs_last_sales_activity_type",
     "COMPANYPROSPECTS_REVISIT|PRESENTATION_REVISIT|EMAIL_CLICK|EMAIL_OPEN|EMAIL_REPLY|FORM_SUBMITTED|"
     "MEETING_BOOKED|HUBSPOT_REVISIT"},
    {"hs_latest_source",
     "ORGANIC_SEARCH|PAID_SEARCH|EMAIL_MARKETING|SOCIAL_MEDIA|REFERRALS|OTHER_CAMPAIGNS|DIRECT_TRAFFIC|"
     "OFFLINE|PAID_SOCIAL|AI_REFERRALS"},
    {"hs_lead_status",
     "NEW|OPEN|IN_PROGRESS|OPEN_DEAL|UNQUALIFIED|ATTEMPTED_TO_CONTACT|CONNECTED|BAD_TIMING"},
    {"hs_legal_basis",
     "Legitimate interest – prospect/lead|Legitimate interest – existing customer|Legitimate interest - "
     "other|Performance of a contract|Freely given consent from contact|Not applicable"},
    {"hs_marketable_reason_type",
     "AD|CONTACT_IMPORT|CONVERSATION|FORM_SUBMISSION|INITIAL_STATE|INTEGRATOR_SET|USER_SET|WORKFLOW|EMAIL|"
     "SAMPLE_CONTACT|FEEDBACK_SUBMISSION"},
    {"hs_notes_next_activity_type",
     "CALL|CONVERSATION_SESSION|INCOMING_EMAIL|EMAIL|FORWARDED_EMAIL|LINKEDIN_MESSAGE|MEETING|NOTE|POSTAL_"
     "MAIL|PUBLISHING_TASK|SMS|TASK|WHATS_APP"},
    {"hs_predictivecontactscorebucket", "bucket_1|bucket_2|bucket_3|bucket_4"},
    {"hs_predictivescoringtier", "tier_1|tier_2|tier_3|tier_4|closed_won"},
    {"hs_role",
     "accounting|administrative|business_development|communications|consulting|customer_service|design|"
     "education|engineering|entrepreneurship|finance|health_professional|human_resources|information_"
     "technology|legal|marketing|operations|product|project_management|public_relations|quality_assurance|"
     "real_estate|recruiting|research|sales|support|retired"},
    {"hs_sa_first_engagement_descr",
     "EMPTY_DESCRIPTION|BOUNCED|BUSY|CALLING_CRM_USER|CANCELED|COMPLETED|CONNECTING|DEFERRED|FB_MESSENGER|"
     "FAILED|IN_PROGRESS|LIVE_CHAT|LOGGED_CALL|NO_ANSWER|NO_SHOW|NOT_STARTED|QUEUED|RESCHEDULED|RINGING|"
     "SCHEDULED|SENDING|SENT|WAITING|MISSED|HOLD"},
    {"hs_sa_first_engagement_object_type", "CALL|CONVERSATION_SESSION|EMAIL|MEETING_EVENT|TASK"},
    {"hs_seniority", "vp|director|entry|executive|manager|owner|partner|senior|employee"},
    {"lifecyclestage",
     "subscriber|lead|marketingqualifiedlead|salesqualifiedlead|opportunity|customer|evangelist|other"},
    {"numemployees", "1-5|5-25|25-50|50-100|100-500|500-1000|1000+"},
    {"hs_analytics_latest_source",
     "ORGANIC_SEARCH|PAID_SEARCH|EMAIL_MARKETING|SOCIAL_MEDIA|REFERRALS|OTHER_CAMPAIGNS|DIRECT_TRAFFIC|"
     "OFFLINE|PAID_SOCIAL|AI_REFERRALS"},
    {"industry", "ACCOUNTING|AUTOMOTIVE|BANKING|COMPUTER_SOFTWARE|CONSTRUCTION|HOSPITALITY|MACHINERY|RETAIL"},
    {"type", "PROSPECT|PARTNER|RESELLER|VENDOR|OTHER"},
    {"hs_ideal_customer_profile", "tier_1|tier_2|tier_3"},
    {"hs_target_account", "tier_1|tier_2|tier_3"},
    {"dealtype", "newbusiness|existingbusiness"},
    {"deal_currency_code", "USD|EUR|GBP"},
    {"hs_priority", "low|medium|high"},
    {"hs_manual_forecast_category", "OMIT|PIPELINE|BEST_CASE|COMMIT|CLOSED"},
};

// Enumerations whose values are ids or addresses, or come from elsewhere in the account.
constexpr std::array<std::string_view, 14> kOpen{"hs_additional_domains",
                                                 "hs_additional_emails",
                                                 "hs_all_contact_vids",
                                                 "hs_calculated_form_submissions",
                                                 "hs_calculated_merged_vids",
                                                 "hs_keywords",
                                                 "hs_merged_object_ids",
                                                 "hs_persona",
                                                 "hs_tag_ids",
                                                 "hs_pipeline",
                                                 "hs_pipeline_stage",
                                                 "pipeline",
                                                 "dealstage",
                                                 "web_technologies"};

constexpr std::string_view kExternal =
    " associatedcompanyid dealstage hs_all_accessible_team_ids hs_all_assigned_business_unit_ids "
    "hs_all_collaborator_owner_ids hs_all_deal_split_owner_ids hs_all_owner_ids hs_all_team_ids "
    "hs_analytics_first_touch_converting_campaign hs_analytics_last_touch_converting_campaign "
    "hs_attributed_team_ids hs_created_by_user_id hs_latest_sequence_enrolled hs_manual_campaign_ids "
    "hs_object_source_label hs_owning_teams hs_pipeline hs_pipeline_stage hs_shared_team_ids "
    "hs_shared_user_ids "
    "hs_updated_by_user_id hs_user_ids_of_all_notification_followers "
    "hs_user_ids_of_all_notification_recipients hs_user_ids_of_all_notification_unfollowers "
    "hs_user_ids_of_all_owners hubspot_owner_id hubspot_team_id lifecyclestage pipeline ";

// ISO 639-1.
constexpr std::string_view kLanguages =
    "ab aa af ak sq am ar an hy as av ae ay az bm ba eu be bn bi nb bs br bg my ca km ch ce ny "
    "zh cu cv kw co cr hr cs da dv nl dz en eo et ee fo fj fi fr ff gd gl lg ka de el gn gu ht "
    "ha he hz hi ho hu is io ig id ia ie iu ik ga it ja jv kl kn kr ks kk ki rw ky kv kg ko kj "
    "ku lo la lv li ln lt lu lb mk mg ms ml mt gv mi mr mh mn na nv nd nr ng ne se nn no oc oj "
    "or om os pi pa fa pl pt ps qu ro rm rn ru sm sg sa sc sr sn ii sd si sk sl so st es su sw "
    "ss sv tl ty tg ta tt te th bo ti to ts tn tr tk tw ug uk ur uz ve vi vo wa cy fy wo xh yi "
    "yo za zu ";

Names Languages() {
  Names list;
  for (const std::string_view code : Split(kLanguages, ' ')) list.emplace_back(code);
  return list;
}

// The real list has as many: languages, then languages of a country.
Names LanguagesAndCountries() {
  constexpr std::size_t kReal = 308;
  Names list = Languages();
  for (std::size_t i = 0; list.size() < kReal; ++i) list.push_back(list[i] + "-" + list[i]);
  return list;
}

// As many as the real list has, in its form.
Names Zones() {
  Names zones;
  for (const char* area : {"africa", "america", "asia", "australia", "europe"}) {
    for (int i = 0; i < 105; ++i) zones.push_back(std::string(area) + "_slash_city_" + std::to_string(i));
  }
  return zones;
}

Names SubRoles() {
  Names roles;
  for (const char* level : {"chief", "lead", "senior", "junior"}) {
    for (int i = 0; i < 32; ++i) roles.push_back(std::string(level) + "_officer_" + std::to_string(i));
  }
  return roles;
}

}  // namespace

Names OptionsOf(const Property& property) {
  if (property.type == "bool" || property.field_type == "booleancheckbox") return {"true", "false"};
  const std::string& name = property.name;
  if (name == "hs_timezone") return Zones();
  if (name == "hs_language") return LanguagesAndCountries();
  if (name == "hs_inferred_language_codes") return Languages();
  if (name == "hs_sub_role") return SubRoles();
  for (const OptionList& list : kLists) {
    if (list.name != name) continue;
    const auto values = Split(list.values, '|');
    return {values.begin(), values.end()};
  }
  if (std::ranges::find(kOpen, name) != kOpen.end() || HasExternalOptions(name)) return {};
  return {"first_choice", "second_choice", "third choice", "Other"};
}

bool HasExternalOptions(std::string_view name) {
  std::string word = " ";
  word += name;
  return kExternal.find(word + " ") != std::string_view::npos;
}

}  // namespace hubsim
