#include "sim/fault_page.h"

#include <algorithm>
#include <string>

namespace hubsim {
namespace {

std::string AsText(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

// `drop` is a number of rows from the start, or a list of ids.
void Drop(const Json& drop, Json& rows) {
  Json kept = Json::array();
  std::size_t place = 0;
  for (const Json& row : rows) {
    const bool gone =
        drop.is_array()
            ? std::ranges::any_of(drop, [&](const Json& id) { return AsText(id) == AsText(row.at("id")); })
            : place < drop.get<std::size_t>();
    ++place;
    if (!gone) kept.push_back(row);
  }
  rows = std::move(kept);
}

void Duplicate(std::size_t count, Json& rows) {
  for (std::size_t i = std::min(count, rows.size()); i > 0; --i) rows.push_back(Json(rows[i - 1]));
}

void EditRows(const Json& fault, Json& rows) {
  if (fault.value("results", "") == "none") rows = Json::array();
  if (fault.contains("drop")) Drop(fault.at("drop"), rows);
  if (fault.contains("duplicate")) Duplicate(fault.at("duplicate").get<std::size_t>(), rows);
  if (fault.value("reverse", false)) std::ranges::reverse(rows);
  for (const Json& row : fault.value("add", Json::array())) rows.push_back(row);
  if (rows.empty()) return;
  if (fault.contains("id")) rows[0]["id"] = fault.at("id");
  const Json set = fault.value("set", Json::object());
  for (const auto& [name, value] : set.items()) {
    rows[0]["properties"][name] = value;
  }
}

// The cursor that the request came with.
std::string CursorOf(const Request& request) {
  if (request.method == "GET") return request.Query("after").value_or("0");
  const Json body = Json::parse(request.body, nullptr, false);
  return body.is_object() && body.contains("after") ? AsText(body.at("after")) : "0";
}

void EditPaging(const Json& fault, const Request& request, Json& answer) {
  if (!fault.contains("paging")) return;
  const std::string paging = AsText(fault.at("paging"));
  if (paging == "none") {
    answer.erase("paging");
  } else {
    answer["paging"]["next"]["after"] = paging == "same" ? CursorOf(request) : paging;
  }
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace

void EditPage(const Json& fault, const Request& request, Reply& reply) {
  Json answer = Json::parse(reply.body, nullptr, false);
  if (!answer.is_object() || !answer.contains("results")) return;
  EditRows(fault, answer["results"]);
  EditPaging(fault, request, answer);
  if (fault.contains("total")) answer["total"] = fault.at("total");
  reply.body = answer.dump();
}

void EditText(const Json& fault, Reply& reply) {
  const auto find = fault.at("find").get<std::string>();
  const std::string with =
      fault.contains("withHex") ? FromHex(fault.at("withHex").get<std::string>()) : fault.value("with", "");
  std::size_t at = reply.body.find(find);
  while (at != std::string::npos) {
    reply.body.replace(at, find.size(), with);
    if (!fault.value("all", false)) return;
    at = reply.body.find(find, at + with.size());
  }
}

}  // namespace hubsim
