#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

constexpr NameGroup kTickets[] = {
    {"string", "text", false, false, "subject"},
    {"string", "textarea", false, false, "content"},
    {"enumeration", "select", false, false,
     "hs_pipeline hs_pipeline_stage hs_ticket_category hs_ticket_priority hubspot_owner_id source_type"},
    {"datetime", "date", false, false, "createdate hs_lastmodifieddate closed_date first_agent_reply_date"},
    {"enumeration", "checkbox", false, false, "hs_merged_object_ids"},
    {"number", "number", false, false, "hs_object_id time_to_close hs_num_times_contacted"},
};

constexpr NameGroup kCars[] = {
    {"string", "text", false, false, "name maker licence_plate"},
    {"number", "number", false, false, "mileage hs_object_id"},
    {"enumeration", "checkbox", false, false, "hs_merged_object_ids"},
    {"date", "date", false, false, "first_registration"},
    {"datetime", "date", false, false, "hs_createdate hs_lastmodifieddate"},
};

// Two names of 75 characters, alike in the first 64: all that MariaDB allows for a column.
#define LONG_TWINS "first_conversion_event_of_the_primary_contact_timestamp_earliest_value_78b{a,b}"

constexpr NameGroup kCompanyCustom[] = {
    {"string", "text", false, false, LONG_TWINS},
    {"date", "date", false, false, "contract_start_date contract_end_date"},
    {"json", "text", true, false, "enrichment_payload"},
};

constexpr NameGroup kDealCustom[] = {
    {"string", "text", false, false, LONG_TWINS " deal_reference"},
    {"date", "date", false, false, "contract_signed_on delivery_date"},
};

#undef LONG_TWINS

}  // namespace

std::span<const NameGroup> TicketNames() { return kTickets; }
std::span<const NameGroup> CarNames() { return kCars; }

std::span<const NameGroup> CustomNames(std::string_view object) {
  if (object == "companies") return kCompanyCustom;
  if (object == "deals") return kDealCustom;
  return {};
}

std::string_view SmallNames(std::string_view object) {
  if (object == "contacts") {
    return " email firstname lastname phone company website lifecyclestage jobtitle createdate "
           "lastmodifieddate "
           "hs_lastmodifieddate hs_object_id hubspot_owner_id message num_notes hs_email_optout city "
           "hs_merged_object_ids hs_calculated_merged_vids hs_job_change_detected_date ";
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
