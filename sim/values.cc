#include "sim/values.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/owners.h"
#include "sim/pipelines.h"

namespace hubsim {
namespace {

template <std::size_t N>
std::string_view Pick(const std::array<std::string_view, N>& from, std::uint64_t hash) {
  return from[hash % N];
}

constexpr std::array<std::string_view, 32> kFirst{
    "Amelia", "Noah",   "Sofía", "Lukas",   "Zoë",   "Mateo",  "Chloé",   "Oliver",
    "Freya",  "Jürgen", "Aisha", "Hiroshi", "Ngozi", "Piotr",  "Ingrid",  "Ahmed",
    "Priya",  "Carlos", "Emma",  "Yuki",    "Björn", "Fatima", "Daniel",  "Élodie",
    "Tomás",  "Grace",  "Wei",   "Milan",   "Layla", "Ivan",   "Beatriz", "Seán"};
constexpr std::array<std::string_view, 32> kLast{
    "Smith",  "García",    "Müller",       "Nakamura", "O'Brien", "Okafor", "Kowalski", "Johnson",
    "Dubois", "Andersson", "Patel",        "Silva",    "Nguyen",  "Rossi",  "Novák",    "Haddad",
    "Brown",  "Schmidt",   "van der Berg", "Kim",      "Ivanova", "Martin", "López",    "Jensen",
    "Taylor", "Öztürk",    "Wilson",       "Fischer",  "Moreau",  "Costa",  "Chen",     "D'Angelo"};
constexpr std::array<std::string_view, 16> kTrade{"Northwind",  "Blue Harbour", "Acme",    "Vertex",
                                                  "Silverline", "Café Central", "Granite", "Lumen",
                                                  "Redwood",    "Atlas",        "Pioneer", "Orchard",
                                                  "Kite",       "Summit",       "Mosaic",  "Harbor & Sons"};
constexpr std::array<std::string_view, 8> kForm{"Ltd",  "GmbH", "Inc.",  "S.A.",
                                                "& Co", "Labs", "Group", "Partners"};
constexpr std::array<std::string_view, 12> kCity{"Berlin", "São Paulo", "Dublin",    "New York",
                                                 "Kraków", "Osaka",     "Lagos",     "Montréal",
                                                 "Austin", "Zürich",    "Bangalore", "Malmö"};
constexpr std::array<std::string_view, 8> kCountry{"Germany", "Brazil", "Ireland", "United States",
                                                   "Poland",  "Japan",  "Nigeria", "Canada"};
constexpr std::array<std::string_view, 8> kJob{"Head of Operations",
                                               "CEO",
                                               "Sales Manager",
                                               "Software Engineer",
                                               "Buyer",
                                               "Chief of Staff",
                                               "Marketing Lead",
                                               "Account Executive"};

// With the space after it, and room up to a length that is copied in one go.
struct Word {
  static constexpr std::size_t kRoom = 16;

  template <std::size_t N>
  consteval Word(const char (&word)[N]) : unused(kRoom - N) {
    std::copy_n(word, N - 1, text.begin());
    text[N - 1] = ' ';
  }

  std::array<char, kRoom> text{};
  std::size_t unused;
};
constexpr std::array<Word, 24> kWord{"quarterly", "renewal", "onboarding", "budget",  "review",  "pending",
                                     "north",     "premium", "legacy",     "export",  "partner", "pilot",
                                     "invoice",   "support", "team",       "licence", "upgrade", "meeting",
                                     "contract",  "launch",  "survey",     "website", "lead",    "campaign"};

std::uint64_t Sub(const Record& record, std::string_view name) { return Mix(record.seed ^ HashName(name)); }

void AppendSlug(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
}

void AppendCompany(const Record& record, std::string& out) {
  const std::uint64_t hash = Sub(record, "company");
  out += Pick(kTrade, hash);
  out += ' ';
  AppendUnsigned(out, hash / 16 % 9000);
  out += ' ';
  out += Pick(kForm, hash >> 40U);
}

void AppendDomain(const Record& record, std::string& out) {
  const std::uint64_t hash = Sub(record, "company");
  AppendSlug(out, Pick(kTrade, hash));
  AppendUnsigned(out, hash / 16 % 9000);
  out += ".example";
}

void AppendEmail(const Record& record, std::string& out) {
  AppendSlug(out, Pick(kFirst, Sub(record, "first")));
  out += '.';
  AppendSlug(out, Pick(kLast, Sub(record, "last")));
  out += '.';
  AppendUnsigned(out, record.seed % 1'000'000'007);
  out += '@';
  AppendDomain(record, out);
}

// At least one.
void AppendWords(std::uint64_t hash, std::size_t count, std::string& out) {
  for (std::size_t i = 0; i < count; ++i) {
    const Word& word = kWord[hash % kWord.size()];
    out.append(word.text.data(), Word::kRoom);
    out.resize(out.size() - word.unused);
    hash = Mix(hash);
  }
  out.pop_back();
}

void AppendPhone(std::uint64_t hash, std::string& out) {
  out += '+';
  AppendUnsigned(out, 1 + hash % 98);
  out += ' ';
  AppendUnsigned(out, 100 + hash / 97 % 900);
  out += ' ';
  AppendUnsigned(out, 1'000'000 + hash / 7919 % 9'000'000);
}

void AppendNumber(std::uint64_t hash, std::string& out) {
  AppendUnsigned(out, hash % 100'000);
  if (hash % 5 != 0) return;
  out += '.';
  AppendUnsigned(out, hash / 5 % 100);
}

Millis RandomTime(std::uint64_t hash) {
  // Between 2015 and 2026; one in 32 falls on a whole second, where HubSpot leaves the fraction out.
  const auto at = static_cast<Millis>(1'420'070'400'000ULL + hash % 378'000'000'000ULL);
  return hash % 32 == 0 ? at / 1000 * 1000 : at;
}

void AppendOption(const Property& property, std::uint64_t hash, std::string& out) {
  if (property.options.empty()) {
    AppendUnsigned(out, 100'000 + hash % 900);
    return;
  }
  out += property.options[hash % property.options.size()];
  if (property.field_type != "checkbox" || hash % 3 != 0) return;
  out += ';';
  out += property.options[(hash + 1) % property.options.size()];
}

void AppendByType(const Property& property, std::uint64_t hash, std::string& out) {
  switch (property.value_type) {
    case Type::kString:
      AppendWords(hash, property.long_text ? 20 : 1 + hash % 3, out);
      return;
    case Type::kNumber:
      AppendNumber(hash, out);
      return;
    case Type::kBool:
      out += hash % 2 == 0 ? "true" : "false";
      return;
    case Type::kEnumeration:
      AppendOption(property, hash, out);
      return;
    case Type::kDate:
      out += IsoDate(RandomTime(hash));
      return;
    case Type::kDateTime:
      AppendIso(out, RandomTime(hash));
      return;
    case Type::kPhone:
      AppendPhone(hash, out);
      return;
    case Type::kOther:
      out += property.type == "json" ? R"({"source":"enrichment","score":1})" : "52.5200,13.4050";
  }
}

void AppendAmount(std::uint64_t hash, std::string& out) {
  AppendUnsigned(out, hash % 250'000);
  if (hash % 3 == 0) out += ".00";
  if (hash % 3 == 1) out += ".5";
}

void AppendDealName(const Record& record, std::uint64_t hash, std::string& out) {
  AppendCompany(record, out);
  out += " - ";
  AppendWords(hash, 2, out);
}

void AppendStreet(std::uint64_t hash, std::string& out) {
  AppendUnsigned(out, 1 + hash % 300);
  out += ' ';
  out += Pick(kLast, hash >> 20U);
  out += " Street";
}

void AppendUrl(const Record& record, std::string& out) {
  out += "https://www.";
  AppendDomain(record, out);
}

void AppendPlain(const ValueSettings& settings, const Record& record, const Property& property,
                 std::uint64_t hash, std::string& out) {
  switch (property.kind) {
    case Kind::kFirst:
      out += Pick(kFirst, Sub(record, "first"));
      return;
    case Kind::kLast:
      out += Pick(kLast, Sub(record, "last"));
      return;
    case Kind::kEmail:
      return AppendEmail(record, out);
    case Kind::kPhone:
      return AppendPhone(hash, out);
    case Kind::kCompany:
      return AppendCompany(record, out);
    case Kind::kDomain:
      return AppendDomain(record, out);
    case Kind::kUrl:
      return AppendUrl(record, out);
    case Kind::kStreet:
      return AppendStreet(hash, out);
    case Kind::kCity:
      out += Pick(kCity, hash);
      return;
    case Kind::kCountry:
      out += Pick(kCountry, hash);
      return;
    case Kind::kZip:
      AppendUnsigned(out, 10'000 + hash % 89'999);
      return;
    case Kind::kJobTitle:
      out += Pick(kJob, hash);
      return;
    case Kind::kOwner:
      out += SeededOwnerId(hash);
      return;
    case Kind::kDealName:
      return AppendDealName(record, hash, out);
    case Kind::kPipeline:
      out += settings.lifecycle_pipeline.empty() ? SeededPipeline(settings.deals, Sub(record, "pipeline"))
                                                 : std::string_view(settings.lifecycle_pipeline);
      return;
    case Kind::kStage:
      out += SeededStage(settings.deals, Sub(record, "pipeline"), hash);
      return;
    case Kind::kAmount:
      return AppendAmount(hash, out);
    case Kind::kSubject:
      return AppendWords(hash, 4, out);
    default:
      return AppendByType(property, hash, out);
  }
}

// Names of options come from a catalogue file; of the rest made here, only JSON has quotes.
bool NeedsEscape(const Property& property) {
  return property.value_type == Type::kEnumeration || property.value_type == Type::kOther;
}

bool MayBeAwkward(const Property& property) {
  return property.kind != Kind::kPipeline && property.kind != Kind::kStage && property.kind != Kind::kOwner;
}

}  // namespace

Content Generate(const ValueSettings& settings, const Record& record, const Property& property,
                 std::string& out) {
  if (property.fill == 0) return Content::kNothing;
  const std::uint64_t hash = Mix(record.seed ^ property.salt);
  if (record.seed % 10'000 < settings.awkward && MayBeAwkward(property) && hash % 3 == 0) {
    if (GenerateAwkward(settings, hash / 3, property, out)) return Content::kAny;
  }
  if (hash % 100 >= property.fill) return Content::kNothing;
  AppendPlain(settings, record, property, hash / 100, out);
  return NeedsEscape(property) ? Content::kAny : Content::kClean;
}

}  // namespace hubsim
