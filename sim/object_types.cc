#include "sim/object_types.h"

namespace hubsim {
namespace {

ObjectType Standard(const char* name, const char* type_id, const char* singular, const char* scope,
                    std::vector<std::string> defaults) {
  ObjectType type{name, type_id, singular, "hs_lastmodifieddate", scope, std::move(defaults), "hs_createdate",
                  ""};
  type.defaults.insert(type.defaults.end(), {"hs_createdate", "hs_lastmodifieddate", "hs_object_id"});
  return type;
}

// What HubSpot had before 2019 calls its time of creation differently.
ObjectType Classic(const char* name, const char* type_id, const char* singular, const char* scope,
                   std::vector<std::string> defaults) {
  ObjectType type{name,         type_id, singular, "hs_lastmodifieddate", scope, std::move(defaults),
                  "createdate", ""};
  type.defaults.insert(type.defaults.end(), {"createdate", "hs_lastmodifieddate", "hs_object_id"});
  return type;
}

ObjectType Contacts() {
  return {"contacts",
          "0-1",
          "CONTACT",
          "lastmodifieddate",
          "crm.objects.contacts.read",
          {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"},
          "createdate",
          ""};
}

ObjectType Custom(const char* name, const char* type_id, const char* singular, const char* schema_name) {
  ObjectType type = Standard(name, type_id, singular, "crm.objects.custom.read", {});
  type.schema_name = schema_name;
  return type;
}

}  // namespace

// Engagements are read with the scope of contacts.
std::vector<ObjectType> AccountTypes() {
  constexpr const char* kContactsScope = "crm.objects.contacts.read";
  return {
      Contacts(),
      Classic("companies", "0-2", "COMPANY", "crm.objects.companies.read", {"domain", "name"}),
      Classic("deals", "0-3", "DEAL", "crm.objects.deals.read",
              {"amount", "closedate", "dealname", "dealstage", "pipeline"}),
      Classic("tickets", "0-5", "TICKET", "tickets",
              {"content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority",
               "subject"}),
      Classic("products", "0-7", "PRODUCT", "crm.objects.products.read", {"description", "name", "price"}),
      Classic("line_items", "0-8", "LINE_ITEM", "crm.objects.line_items.read",
              {"amount", "price", "quantity"}),
      Standard("quotes", "0-14", "QUOTE", "crm.objects.quotes.read",
               {"hs_expiration_date", "hs_public_url_key", "hs_status", "hs_title"}),
      Standard("orders", "0-123", "ORDER", "crm.objects.orders.read", {}),
      Standard("invoices", "0-53", "INVOICE", "crm.objects.invoices.read", {}),
      Standard("leads", "0-136", "LEAD", "crm.objects.leads.read", {}),
      Standard("calls", "0-48", "CALL", kContactsScope, {}),
      Standard("emails", "0-49", "EMAIL", kContactsScope, {}),
      Standard("meetings", "0-47", "MEETING_EVENT", kContactsScope, {}),
      Standard("notes", "0-46", "NOTE", kContactsScope, {}),
      Standard("tasks", "0-27", "TASK", kContactsScope, {}),
      Standard("communications", "0-18", "COMMUNICATION", kContactsScope, {}),
      Standard("goal_targets", "0-74", "GOAL_TARGETS", "crm.objects.goals.read", {}),
      Custom("cars", "2-3465404", "CAR", "cars"),
      // Its name in HubSpot is that of a standard object; only the simulator's own interface says custom_.
      Custom("custom_products", "2-3465777", "CUSTOM_PRODUCT", "products"),
  };
}

std::set<std::string> AllScopes() {
  std::set<std::string> scopes{"oauth", "crm.objects.owners.read", "crm.schemas.custom.read"};
  for (const ObjectType& type : AccountTypes()) {
    scopes.insert(type.read_scope);
    if (type.schema_name.empty()) scopes.insert("crm.schemas." + type.name + ".read");
  }
  return scopes;
}

}  // namespace hubsim
