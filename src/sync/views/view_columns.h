// One column of a typed view: HubSpot's text as a value of SQL. Whatever the text and the sql_mode, a value
// that cannot be converted is NULL, without error or warning: each conversion looks at the text first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hm::sync {

// SQL expressions of utf8mb4 text.
struct ViewOption {
  std::string value;
  std::string label;
};

// "$.name", quoted as JSON paths quote.
std::string JsonPath(std::string_view property);

// `text` gives HubSpot's text, or NULL; it is evaluated twice at most for a value that is as documented.
//   number     DECIMAL(38,10), of at most 27 digits before the point, rounded half away from zero
//   date       DATE, of YYYY-MM-DD, a whole moment or milliseconds since 1970
//   datetime   DATETIME(3) in UTC, of the same
//   bool       1, 0
//   string     text, compared without case
// and anything else the text as it is.
std::string TypedExpression(std::string_view hubspot_type, const std::string& text);

// The label of the option that `text` names, the text itself when it names none.
std::string LabelExpression(const std::string& text, const std::vector<ViewOption>& options);

// The same by way of hubspot_property_options, for long lists; `options` is the table with a condition.
std::string LabelLookup(const std::string& text, const std::string& options);

// The labels of several options, "a;b", in their order, with "; " between them.
std::string LabelsLookup(const std::string& text, const std::string& options);

}  // namespace hm::sync
