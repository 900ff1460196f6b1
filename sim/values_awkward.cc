// Values that real accounts hold and that break naive programs (hubspot-api.md §6, §12).
#include <array>
#include <string_view>

#include "sim/values.h"

namespace hubsim {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array<std::string_view, 16> kTexts{
    "\xF0\x9F\x98\x80 launch \xF0\x9F\x9A\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"sv,
    R"(She said "yes" and 'no'; DROP TABLE contacts; --)"sv,
    R"(C:\temp\new\\share\)"sv,
    "nul\0inside"sv,
    "\x01\x02\x1B[31mred\x7F"sv,
    "line one\r\nline two\n\ttabbed"sv,
    ""sv,
    "  leading and trailing  "sv,
    "null"sv,
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE"
    "rtl\xE2\x80\xAC"sv,
    "e\xCC\x81 is not \xC3\xA9"sv,
    "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD \xE5\x8C\x97\xE4\xBA\xAC"sv,
    "0"sv,
    "<p>Hi&nbsp;<b>there</b> &amp; all</p>"sv,
    "`back` %s ? :x $1"sv,
    "\xEF\xBB\xBF\xE2\x80\x8Bzero width"sv,
};
constexpr std::array<std::string_view, 10> kNumbers{
    "0.200000000000000011102230246251565404236316680908203125",
    "8.600000000000000477395900588817312382161617279052734375",
    "1.5E10",
    "-2.5e-7",
    "1743685150726",
    "1500.00",
    "",
    "99999999999999999999999999999999999999999999999999999999999999999999999",
    "-0.0",
    "9007199254740993",
};
constexpr std::array<std::string_view, 6> kDates{"1653696000000", "2023-02-30",   "0000-00-00", "",
                                                 "275760-09-13",  "1572480000000"};
constexpr std::array<std::string_view, 6> kTimes{"1653696000123",
                                                 "2022-02-17T19:25:29Z",
                                                 "+292278994-08-17T07:12:55.807Z",
                                                 "",
                                                 "1969-12-31T23:59:59.999Z",
                                                 "2024-02-30T25:61:61Z"};

constexpr std::size_t kLongText = 65'536;

void AppendLong(std::uint64_t hash, std::string& out) {
  // Characters, not bytes: every 64th is an emoji, so the UTF-8 form is longer than 65,536.
  for (std::size_t i = 0; i < kLongText; ++i) {
    if (i % 64 == 63) {
      out += "\xF0\x9F\x93\x8E";
    } else {
      out += static_cast<char>('a' + (hash + i) % 26);
    }
  }
}

bool AwkwardText(const ValueSettings& settings, std::uint64_t hash, const Property& property,
                 std::string& out) {
  if (property.long_text && hash % 4 == 0) {
    AppendLong(hash, out);
    return true;
  }
  if (settings.lone_surrogates && hash % 5 == 0) {
    out += "half \xED\xA0\xBD pair";
    return true;
  }
  out += kTexts[hash / 8 % kTexts.size()];
  return true;
}

bool AwkwardLong(std::uint64_t hash, std::string_view unit, std::string& out) {
  if (hash % 2 == 0) return false;
  for (int i = 0; i < 60; ++i) out += unit;
  return true;
}

}  // namespace

bool GenerateAwkward(const ValueSettings& settings, std::uint64_t hash, const Property& property,
                     std::string& out) {
  if (property.kind == Kind::kEmail) return AwkwardLong(hash, "long.address.", out);
  if (property.kind == Kind::kPhone) return AwkwardLong(hash, "+49 30 ", out);
  switch (property.value_type) {
    case Type::kString:
    case Type::kPhone:
      return AwkwardText(settings, hash, property, out);
    case Type::kNumber:
      out += kNumbers[hash % kNumbers.size()];
      return true;
    case Type::kDate:
      out += kDates[hash % kDates.size()];
      return true;
    case Type::kDateTime:
      out += kTimes[hash % kTimes.size()];
      return true;
    case Type::kEnumeration:
      out += hash % 2 == 0 ? "an_option_deleted_since" : "";
      return true;
    default:
      return hash % 4 == 0;
  }
}

}  // namespace hubsim
