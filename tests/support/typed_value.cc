#include "support/typed_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <regex>

namespace hm::test {
namespace {

using Optional = std::optional<std::string>;

constexpr std::size_t kWhole = 27;  // digits before the point, before rounding
constexpr std::size_t kDecimals = 10;

// School arithmetic: moves the point, rounds the eleventh decimal, half away from zero.
Optional Decimal(const std::string& text) {
  static const std::regex shape(R"(([-+]?)(\d{1,27}(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d{1,2}))?)");
  std::smatch part;
  if (!std::regex_match(text, part, shape)) return std::nullopt;
  std::string digits = part[2];
  const std::size_t dot = std::min(digits.find('.'), digits.size());
  digits.erase(std::min(dot, digits.size()), 1);
  long point = static_cast<long>(dot) + (part[3].matched ? std::stol(part[3]) : 0);
  while (point < 0) {
    digits.insert(0, "0");
    ++point;
  }
  while (digits.size() < static_cast<std::size_t>(point) + kDecimals + 1) digits += '0';
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), static_cast<std::size_t>(point));
  if (static_cast<std::size_t>(point) - zeros > kWhole) return std::nullopt;
  const auto keep = static_cast<std::size_t>(point) + kDecimals;
  std::string kept = "0" + digits.substr(0, keep);
  if (digits[keep] >= '5') {
    std::size_t i = kept.size() - 1;
    while (kept[i] == '9') kept[i--] = '0';
    ++kept[i];
  }
  std::string whole = kept.substr(0, kept.size() - kDecimals);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  const std::string decimals = kept.substr(kept.size() - kDecimals);
  const bool zero = whole == "0" && decimals.find_first_not_of('0') == std::string::npos;
  return (part[1] == "-" && !zero ? "-" : "") + whole + "." + decimals;
}

struct Moment {
  std::chrono::year_month_day day;
  std::string time;  // hh:mm:ss.mmm
};

std::optional<Moment> FromIso(const std::string& text) {
  static const std::regex shape(
      R"((\d{4})-(\d\d)-(\d\d)(?:T(([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?Z)?)");
  std::smatch part;
  if (!std::regex_match(text, part, shape)) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{std::stoi(part[1])},
                                        std::chrono::month{static_cast<unsigned>(std::stoi(part[2]))},
                                        std::chrono::day{static_cast<unsigned>(std::stoi(part[3]))}};
  if (!day.ok() || day.year() < std::chrono::year{1}) return std::nullopt;
  const std::string time = part[4].matched ? part[4].str() : "00:00:00";
  return Moment{day, time + "." + (part[6].str() + "000").substr(0, 3)};
}

std::optional<Moment> FromMillis(const std::string& text) {
  static const std::regex shape("-?[0-9]{1,15}");
  if (!std::regex_match(text, shape)) return std::nullopt;
  const std::int64_t millis = std::stoll(text);
  if (millis < -62'135'596'800'000 || millis > 253'402'300'799'999) return std::nullopt;
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{millis}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::int64_t of_day = (at - day).count();
  return Moment{std::chrono::year_month_day{day},
                fmt::format("{:02}:{:02}:{:02}.{:03}", of_day / 3'600'000, of_day / 60'000 % 60,
                            of_day / 1000 % 60, of_day % 1000)};
}

Optional MomentText(const std::string& text, bool with_time) {
  std::optional<Moment> moment = FromIso(text);
  if (!moment) moment = FromMillis(text);
  if (!moment) return std::nullopt;
  const std::string day =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(moment->day.year()),
                  static_cast<unsigned>(moment->day.month()), static_cast<unsigned>(moment->day.day()));
  return with_time ? day + " " + moment->time : day;
}

}  // namespace

Optional TypedValue(const std::string& hubspot_type, const Optional& text) {
  if (!text) return std::nullopt;
  if (hubspot_type == "number") return Decimal(*text);
  if (hubspot_type == "date") return MomentText(*text, false);
  if (hubspot_type == "datetime") return MomentText(*text, true);
  if (hubspot_type == "bool") {
    return *text == "true" ? Optional("1") : *text == "false" ? Optional("0") : std::nullopt;
  }
  return text;
}

const std::map<std::string, std::vector<std::string>>& AwkwardTexts() {
  static const std::map<std::string, std::vector<std::string>> texts{
      {"number",
       {"0",
        "43",
        "-7.5",
        "+7",
        ".5",
        "5.",
        "1500.00",
        "1.5E3",
        "2e-3",
        "9e26",
        "9e27",
        "1e99",
        "0.5596858859062195",
        "0.200000000000000011102230246251565404236316680908203125",
        "123456789012345678901234567.99999999999",
        "999999999999999999999999999.99999999999",
        "1234567890123456789012345678",
        "0.00000000005",
        "-0.00000000004",
        "1743685150726",
        "",
        " 5",
        "5 ",
        "1,5",
        "abc",
        "0x1F",
        "1e",
        "--1",
        "NaN",
        "00000000000000000000000000000005",
        "0e500",
        "1e-99",
        "+",
        "-.5e1",
        "5\n",
        "1.2.3"}},
      {"date",
       {"2024-02-29",
        "2023-02-29",
        "1900-02-29",
        "2000-02-29",
        "2024-02-30",
        "2024-04-31",
        "2024-12-31",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2024-1-1",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "1653696000000",
        "-86400000",
        "-1",
        "0",
        "253402300799999",
        "253402300800000",
        "-62135596800001",
        "999999999999999",
        "9999999999999999",
        "2024-05-06T23:59:59.999Z",
        "",
        "x",
        "2024-01-01\n",
        "2024-01-01 "}},
      {"datetime",
       {"2020-02-29T03:30:17.000Z", "2022-02-17T19:25:29Z", "2022-02-17T19:25:29.5Z",
        "2022-02-17T19:25:29.123456789Z", "2022-02-17T24:00:00Z", "2022-02-17T23:60:00Z",
        "2022-02-30T00:00:00Z", "2022-02-17T19:25:29", "2022-02-17 19:25:29", "2022-02-17T19:25:29+02:00",
        "2022-02-17", "1645125929123", "-1", "253402300799999", "253402300800000",
        "+292278994-08-17T07:12:55Z", "9999-12-31T23:59:59.999999Z", "", "soon"}},
      {"bool", {"true", "false", "", "TRUE", "yes", "1"}},
      {"string", {"", "plain", "ünïcödé 😀", "'\"`\\%_", "a\nb", "null", "true"}},
      {"enumeration", {"a", "b;a", "gone", "", "a;gone;b"}},
      {"object_coordinates", {"52.5,13.4", ""}},
  };
  return texts;
}

}  // namespace hm::test
