#include "support/connector.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <set>

#include "support/await.h"

namespace hm::test {
namespace {

using nlohmann::json;

// Written apart from the program's own: the first `characters` code points.
std::string FirstCharacters(const std::string& text, std::size_t characters) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && characters > 0; --characters) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out += text.substr(i, length);
    i += length;
  }
  return out;
}

std::string Show(const json& value) {
  return value.dump(-1, ' ', true, json::error_handler_t::replace).substr(0, 120);
}

std::string HubSpotName(const std::string& object) { return object == "goals" ? "goal_targets" : object; }

// What a token without the sensitive scopes can see, and has a value.
json Visible(const json& properties, const std::set<std::string>& names) {
  json out = json::object();
  for (const auto& [name, value] : properties.items()) {
    if (!value.is_null() && names.contains(name)) {
      out[name] = value;
    }
  }
  return out;
}

}  // namespace

std::string BinaryDir() { return BINARY_DIR; }

Connector::Connector(const Simulator& simulator, MariadbServer& server, std::string program)
    : simulator_(simulator),
      server_(server),
      program_(std::move(program)),
      database_(server.CreateDatabase()) {}

Environment Connector::Settings(const Environment& more) const {
  Environment env{{"HUBSPOT_API_KEY", Simulator::Token()},
                  {"HUBSPOT_BASE_URL", simulator_.url()},
                  {"DB_SOCKET", server_.socket()},
                  {"DB_USER", "root"},
                  {"DB_NAME", database_},
                  {"LOG_FORMAT", "text"}};
  for (const auto& [name, value] : more) {
    env[name] = value;
  }
  return env;
}

RunResult Connector::Run(const std::vector<std::string>& args, const Environment& env) const {
  std::vector<std::string> argv{BinaryDir() + "/" + program_};
  argv.insert(argv.end(), args.begin(), args.end());
  return test::Run(argv, Settings(env), std::chrono::seconds{180});
}

std::unique_ptr<Process> Connector::Start(const std::vector<std::string>& args,
                                          const Environment& env) const {
  std::vector<std::string> argv{BinaryDir() + "/" + program_};
  argv.insert(argv.end(), args.begin(), args.end());
  return std::make_unique<Process>(argv, Settings(env));
}

std::string Connector::Value(const std::string& sql) const {
  mariadb::Connection connection(options());
  mariadb::Result rows = connection.Query(sql);
  return rows.Next() ? rows.String(0) : "";
}

std::int64_t Connector::Count(const std::string& table) const {
  return std::stoll(Value("SELECT COUNT(*) FROM " + table));
}

void Connector::Execute(const std::string& sql) const { mariadb::Connection(options()).Execute(sql); }

bool Connector::Await(const std::string& sql, const std::string& value,
                      std::chrono::milliseconds timeout) const {
  return test::Await([&] { return Value(sql) == value; }, timeout);
}

std::vector<std::string> Connector::Differences(const std::string& object) const {
  // The table, its text columns, which have the name of their property, and their widths.
  const std::string table = "hubspot_" + object;
  const std::string modified_property = object == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate";
  std::string columns;
  std::vector<std::string> texts;
  std::map<std::string, std::size_t> widths;
  mariadb::Connection connection(options());
  mariadb::Result lengths = connection.Query(
      "SELECT column_name, character_maximum_length FROM information_schema.columns WHERE table_schema = "
      "DATABASE() AND data_type = 'varchar' AND column_name NOT IN ('id', 'merged_into') AND table_name = '" +
      table + "'");
  while (lengths.Next()) {
    texts.push_back(lengths.String(0));
    columns += ", " + lengths.String(0);
    widths[lengths.String(0)] = static_cast<std::size_t>(lengths.OptionalInt(1).value_or(0));
  }
  mariadb::Result rows = connection.Query(
      "SELECT id, properties_json, hs_lastmodifieddate, DATE_FORMAT(lastmodifieddate, '%Y-%m-%dT%H:%i:%s'), "
      "archived, "
      "TIMESTAMPDIFF(SECOND, '1970-01-01', lastmodifieddate)" +
      columns + " FROM " + table);
  std::set<std::string> names;
  const json definitions = simulator_.Api("/crm/v3/properties/" + HubSpotName(object)).Json();
  for (const json& property : definitions.at("results")) {
    names.insert(property.at("name"));
  }
  std::map<std::string, json> truth;
  for (const bool archived : {false, true}) {
    for (const json& record : simulator_.Truth(HubSpotName(object), archived)) {
      truth[record.at("id").get<std::string>()] = record;
    }
  }
  std::map<std::string, std::string> states;
  for (const json& record : simulator_.Get("/_sim/states?object=" + HubSpotName(object))) {
    states[record.at("id").get<std::string>()] = record.at("state");
  }
  std::vector<std::string> differences;
  const auto differ = [&](const std::string& id, const std::string& what) {
    differences.push_back(fmt::format("{} {}: {}", object, id, what));
  };
  while (rows.Next()) {
    const std::string id = rows.String(0);
    const auto found = truth.find(id);
    if (found == truth.end()) {
      const std::string state = states.contains(id) ? states.at(id) : "erased";
      const bool is_marked = rows.Int(4) != 0 && (state == "merged" || state == "purged");
      if (!is_marked) {
        differ(id, "is in the table as " + std::string(rows.Int(4) != 0 ? "archived" : "live") +
                       " but in HubSpot it is " + state);
      }
      continue;
    }
    const json properties = Visible(found->second.at("properties"), names);
    const json stored = json::parse(rows.String(1));
    if (stored != properties) {
      for (const auto& [name, value] : properties.items()) {
        if (!stored.contains(name) || stored[name] != value) {
          differ(id, fmt::format("{} is {} in HubSpot, {} here", name, Show(value),
                                 stored.contains(name) ? Show(stored[name]) : "absent"));
        }
      }
      for (const auto& [name, value] : stored.items()) {
        if (!properties.contains(name)) {
          differ(id, name + " is here but not in HubSpot");
        }
      }
    }
    const std::string modified = properties.at(modified_property);
    if (rows.String(3) != modified.substr(0, 19)) {
      differ(id, "lastmodifieddate is " + rows.String(3) + ", should be " + modified);
    }
    if (rows.Int(2) / 1000 != rows.Int(5)) {
      differ(id, "hs_lastmodifieddate does not agree with lastmodifieddate");
    }
    if ((rows.Int(4) != 0) != (states.at(id) != "live")) {
      differ(id, fmt::format("archived is {} here, but in HubSpot it is {}", rows.Int(4), states.at(id)));
    }
    std::size_t column = 6;
    for (const std::string& name : texts) {
      const std::string wanted =
          properties.contains(name) ? FirstCharacters(properties.at(name).get<std::string>(), widths.at(name))
                                    : "";
      if (rows.String(column) != wanted || rows.IsNull(column) != !properties.contains(name)) {
        differ(id,
               fmt::format("column {} is {}, should be {}", name, Show(rows.String(column)), Show(wanted)));
      }
      ++column;
    }
    truth.erase(found);
  }
  for (const auto& [id, record] : truth) {
    differ(id, "is missing");
  }
  return differences;
}

std::vector<std::string> Connector::LinkDifferences(const std::string& from, const std::string& to) const {
  static const std::map<std::string, std::string> ids{
      {"contacts", "0-1"}, {"companies", "0-2"}, {"deals", "0-3"}, {"tickets", "0-5"}, {"cars", "2-3465404"}};
  std::multiset<std::string> truth;
  for (const json& link : simulator_.Get("/_sim/truth?object=associations&from=" + from + "&to=" + to)) {
    truth.insert(fmt::format("{} {} {} {} {}", link.at("fromId").get<std::string>(),
                             link.at("toId").get<std::string>(), link.at("category").get<std::string>(),
                             link.at("typeId").get<int>(),
                             link.at("label").is_null() ? "-" : link.at("label").get<std::string>()));
  }
  mariadb::Connection connection(options());
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT CONCAT_WS(' ', from_id, to_id, category, association_type_id, IFNULL(label, '-')) FROM "
      "hubspot_associations WHERE from_object_type_id = '{}' AND to_object_type_id = '{}'",
      ids.at(from), ids.at(to)));
  std::vector<std::string> differences;
  while (rows.Next()) {
    const auto found = truth.find(rows.String(0));
    if (found == truth.end()) {
      differences.push_back(fmt::format("{} to {}: {} is here but not in HubSpot", from, to, rows.String(0)));
    } else {
      truth.erase(found);
    }
  }
  for (const std::string& link : truth) {
    differences.push_back(fmt::format("{} to {}: {} is missing", from, to, link));
  }
  return differences;
}

}  // namespace hm::test
