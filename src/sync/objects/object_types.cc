#include "sync/objects/object_types.h"

namespace hm::sync {
namespace {

using enum CellKind;
using Columns = std::vector<TypedColumn>;

constexpr const char* kModified = "hs_lastmodifieddate";
constexpr const char* kContactsScope = "crm.objects.contacts.read";

TypedColumn Text(const char* property, const char* type = "VARCHAR(255)") {
  return {property, property, kText, type};
}
TypedColumn Indexed(const char* property, const char* type = "VARCHAR(100)") {
  return {property, property, kText, type, true};
}
TypedColumn Number(const char* property, const char* type = "DECIMAL(20,2)") {
  return {property, property, kDecimal, type};
}
TypedColumn Time(const char* property, bool indexed = false) {
  return {property, property, kDateTime, "DATETIME", indexed};
}
TypedColumn Owner() { return Indexed("hubspot_owner_id", "VARCHAR(50)"); }

// What calls, emails, meetings, notes, tasks and communications begin with.
Columns Engagement(Columns more) {
  Columns columns{Time("hs_timestamp", true), Owner()};
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

// One that HubSpot's paths name by its plural, with a table of that name.
ObjectType Standard(const char* name, const char* type_id, const char* created, const char* scope,
                    Columns columns, const char* modified = kModified) {
  return {.name = name,
          .path = name,
          .type_id = type_id,
          .table = std::string("hubspot_") + name,
          .last_modified_property = modified,
          .create_property = created,
          .scope = scope,
          .columns = std::move(columns)};
}

// Contacts and deals have the columns that the Node connector's tables have.
ObjectType Contacts() {
  return Standard(
      "contacts", "0-1", "createdate", kContactsScope,
      {Indexed("email", "VARCHAR(255)"), Text("firstname"), Text("lastname"), Text("phone", "VARCHAR(50)"),
       Text("company"), Text("website"), Text("lifecyclestage", "VARCHAR(100)"), Text("jobtitle")},
      "lastmodifieddate");
}

ObjectType Deals() {
  ObjectType type = Standard(
      "deals", "0-3", "createdate", "crm.objects.deals.read",
      {Text("dealname"), Indexed("dealstage"), Indexed("pipeline"), Number("amount", "DECIMAL(15,2)"),
       Time("closedate"), Owner(), Text("dealtype", "VARCHAR(100)")});
  type.pipeline_tables = "hubspot_deal";
  return type;
}

ObjectType Tickets() {
  ObjectType type = Standard(
      "tickets", "0-5", "createdate", "tickets",
      {Text("subject"), Indexed("hs_pipeline"), Indexed("hs_pipeline_stage"),
       Text("hs_ticket_priority", "VARCHAR(100)"), Text("hs_ticket_category"), Owner(), Time("closed_date")});
  type.pipeline_tables = "hubspot_ticket";
  return type;
}

ObjectType Goals() {
  ObjectType type = Standard("goals", "0-74", "hs_createdate", "crm.objects.goals.read",
                             {Text("hs_goal_name"), Number("hs_target_amount"), Time("hs_start_datetime"),
                              Time("hs_end_datetime"), Owner()});
  type.path = "goal_targets";
  return type;
}

}  // namespace

std::vector<ObjectType> StandardObjects() {
  return {
      Contacts(),
      Deals(),
      Standard("companies", "0-2", "createdate", "crm.objects.companies.read",
               {Text("name"), Indexed("domain", "VARCHAR(255)"), Text("industry"),
                Text("phone", "VARCHAR(50)"), Text("website"), Text("city"), Text("state"), Text("country"),
                Text("lifecyclestage", "VARCHAR(100)"), Number("numberofemployees"), Number("annualrevenue"),
                Owner()}),
      Tickets(),
      Standard("products", "0-7", "createdate", "crm.objects.products.read",
               {Text("name"), Indexed("hs_sku", "VARCHAR(255)"), Number("price", "DECIMAL(20,6)")}),
      Standard("line_items", "0-8", "createdate", "crm.objects.line_items.read",
               {Text("name"), Indexed("hs_product_id", "VARCHAR(50)"), Text("hs_sku"),
                Number("quantity", "DECIMAL(20,6)"), Number("price", "DECIMAL(20,6)"), Number("amount")}),
      Standard("quotes", "0-14", "hs_createdate", "crm.objects.quotes.read",
               {Text("hs_title"), Text("hs_quote_number", "VARCHAR(100)"), Indexed("hs_status"),
                Number("hs_quote_amount"), Text("hs_currency", "VARCHAR(10)"), Time("hs_expiration_date"),
                Owner()}),
      Standard("orders", "0-123", "hs_createdate", "crm.objects.orders.read",
               {Text("hs_order_name"), Indexed("hs_external_order_id", "VARCHAR(255)"),
                Indexed("hs_pipeline"), Indexed("hs_pipeline_stage"), Number("hs_total_price"),
                Text("hs_currency_code", "VARCHAR(10)"), Owner()}),
      Standard("invoices", "0-53", "hs_createdate", "crm.objects.invoices.read",
               {Text("hs_number", "VARCHAR(100)"), Indexed("hs_invoice_status"), Number("hs_amount_billed"),
                Number("hs_balance_due"), Text("hs_currency", "VARCHAR(10)"), Time("hs_invoice_date"),
                Time("hs_due_date")}),
      Standard(
          "leads", "0-136", "hs_createdate", "crm.objects.leads.read",
          {Text("hs_lead_name"), Text("hs_lead_type", "VARCHAR(100)"), Text("hs_lead_label", "VARCHAR(100)"),
           Indexed("hs_pipeline"), Indexed("hs_pipeline_stage"), Owner()}),
      Standard("calls", "0-48", "hs_createdate", kContactsScope,
               Engagement({Text("hs_call_title"), Text("hs_call_direction", "VARCHAR(50)"),
                           Text("hs_call_status", "VARCHAR(50)"), Text("hs_call_disposition", "VARCHAR(100)"),
                           Number("hs_call_duration", "DECIMAL(20,0)")})),
      Standard("emails", "0-49", "hs_createdate", kContactsScope,
               Engagement({Text("hs_email_subject"), Text("hs_email_direction", "VARCHAR(50)"),
                           Text("hs_email_status", "VARCHAR(50)"), Text("hs_email_from_email")})),
      Standard("meetings", "0-47", "hs_createdate", kContactsScope,
               Engagement({Text("hs_meeting_title"), Text("hs_meeting_outcome", "VARCHAR(100)"),
                           Time("hs_meeting_start_time"), Time("hs_meeting_end_time")})),
      Standard("notes", "0-46", "hs_createdate", kContactsScope, Engagement({})),
      Standard("tasks", "0-27", "hs_createdate", kContactsScope,
               Engagement({Text("hs_task_subject"), Indexed("hs_task_status"),
                           Text("hs_task_priority", "VARCHAR(50)"), Text("hs_task_type", "VARCHAR(50)")})),
      Standard("communications", "0-18", "hs_createdate", kContactsScope,
               Engagement({Text("hs_communication_channel_type", "VARCHAR(100)"),
                           Text("hs_communication_logged_from", "VARCHAR(100)")})),
      Goals(),
  };
}

}  // namespace hm::sync
