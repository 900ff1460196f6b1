#include "sync/views/view_columns.h"

#include <fmt/format.h>

#include "json/writer.h"

namespace hm::sync {
namespace {

// No backslashes, which mean one thing or another by sql_mode. The flags are set whatever
// default_regex_flags says; (?!.) is the very end, where $ would let a line break pass.
constexpr std::string_view kNumber = "(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)(?!.)";
constexpr std::string_view kScientific =
    "(?s-imx)^[-+]?(?:[0-9]{1,27}(?:[.][0-9]*)?|[.][0-9]+)[eE][-+]?[0-9]{1,2}(?!.)";
constexpr std::string_view kMillisPattern = "(?s-imx)^-?[0-9]{1,15}(?!.)";
// A day that there is, of the years 1 to 9999, perhaps with a time of UTC.
constexpr std::string_view kMoment =
    "(?s-imx)^(?!0000|.{5}(?:0[2469]|11)-31|.{5}02-30|(?!(?:..(?:0[48]|[2468][048]|[13579][26])|"
    "(?:[02468][048]|[13579][26])00)).{5}02-29)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    "(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)?(?!.)";

// Most values are NULL, so that is asked first: each mention of a value looks through its record's JSON.
std::string Number(const std::string& text) {
  return fmt::format(
      "CASE WHEN {0} IS NULL THEN NULL WHEN {0} REGEXP '{1}' THEN CAST({0} AS DECIMAL(38,10)) WHEN {0} "
      "REGEXP '{2}' THEN "
      "CASE WHEN ABS({0}) < 1e27 THEN CAST({0} AS DECIMAL(38,10)) END END",
      text, kNumber, kScientific);
}

std::string Moment(const std::string& text, std::string_view sql_type, int characters) {
  return fmt::format(
      "CASE WHEN {0} IS NULL THEN NULL WHEN {0} REGEXP '{1}' THEN CAST(LEFT(TRIM(TRAILING 'Z' FROM {0}), "
      "{3}) AS {4}) "
      "WHEN {0} REGEXP '{2}' THEN CASE WHEN CAST({0} AS SIGNED) BETWEEN -62135596800000 AND 253402300799999 "
      "THEN CAST(TIMESTAMP'1970-01-01 00:00:00' + INTERVAL CAST({0} AS SIGNED) * 1000 MICROSECOND AS {4}) "
      "END END",
      text, kMoment, kMillisPattern, characters, sql_type);
}

}  // namespace

std::string JsonPath(std::string_view property) {
  std::string path = "$.";
  json::AppendString(path, property);
  return path;
}

std::string TypedExpression(std::string_view hubspot_type, const std::string& text) {
  if (hubspot_type == "number") {
    return Number(text);
  }
  if (hubspot_type == "date") {
    return Moment(text, "DATE", 10);
  }
  if (hubspot_type == "datetime") {
    return Moment(text, "DATETIME(3)", 23);
  }
  if (hubspot_type == "bool") {
    return fmt::format("CASE {} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END", text);
  }
  return hubspot_type == "string" ? text + " COLLATE utf8mb4_unicode_ci" : text;
}

std::string LabelExpression(const std::string& text, const std::vector<ViewOption>& options) {
  std::string sql = "CASE " + text;
  for (const ViewOption& option : options) {
    sql += fmt::format(" WHEN {} THEN {}", option.value, option.label);
  }
  return sql + fmt::format(" ELSE {} END", text);
}

std::string LabelLookup(const std::string& text, const std::string& options) {
  return fmt::format("COALESCE((SELECT o.label FROM {1} AND o.value = {0}), {0})", text, options);
}

std::string LabelsLookup(const std::string& text, const std::string& options) {
  return fmt::format(
      "COALESCE((SELECT GROUP_CONCAT(o.label ORDER BY LOCATE(CONCAT(';', o.value, ';'), CONCAT(';', {0}, "
      "';')) "
      "SEPARATOR '; ') FROM {1} AND LOCATE(CONCAT(';', o.value, ';'), CONCAT(';', {0}, ';')) > 0), {0})",
      text, options);
}

}  // namespace hm::sync
