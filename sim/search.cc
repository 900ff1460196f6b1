// POST /crm/objects/{type}/search.
#include "sim/search.h"

#include <algorithm>

#include "sim/api.h"
#include "sim/records_json.h"

namespace hubsim {
namespace {

constexpr std::size_t kMostBody = 3000;

bool IsKeysetBound(const ObjectStore& store, const Filter& filter) {
  return store.Properties().At(filter.property).kind == Kind::kId && filter.op == "GT";
}

// All filters but the window and the id bound, which CollectMatches answers itself.
bool OnlyWindowAndKeyset(const ObjectStore& store, const SearchQuery& query) {
  if (query.groups.size() != 1 || !query.text.empty()) return false;
  return std::ranges::all_of(query.groups[0], [&](const Filter& filter) {
    const bool window = filter.cursor && (filter.op == "GT" || filter.op == "GTE" || filter.op == "LT" ||
                                          filter.op == "LTE" || filter.op == "EQ" || filter.op == "BETWEEN");
    return window || IsKeysetBound(store, filter);
  });
}

std::uint64_t IdBound(const ObjectStore& store, const SearchQuery& query) {
  std::uint64_t bound = 0;
  if (query.groups.size() != 1) return bound;
  for (const Filter& filter : query.groups[0]) {
    if (IsKeysetBound(store, filter)) bound = std::max(bound, ParseUnsigned(filter.value).value_or(0));
  }
  return bound;
}

std::vector<Slot> CollectMatches(const World& world, ObjectStore& store, const SearchQuery& query) {
  const bool future = world.settings.future_rows;
  const Millis high = future ? std::numeric_limits<Millis>::max() : query.high_bound;
  const std::vector<Slot>& window = store.Indexed(query.low, high, World::RealNow());
  auto from = window.begin();
  if (const std::uint64_t bound = IdBound(store, query); bound > 0) {
    from = std::upper_bound(window.begin(), window.end(), bound,
                            [&](std::uint64_t id, Slot slot) { return id < store.At(slot).id; });
  }
  std::vector<Slot> matches;
  const bool plain = OnlyWindowAndKeyset(store, query);
  for (; from != window.end(); ++from) {
    if (plain || Matches(store, query, *from, future)) matches.push_back(*from);
  }
  return matches;
}

struct Page {
  std::vector<Slot> rows;
  std::optional<std::size_t> next;
};

Page PlainPage(const SearchQuery& query, const std::vector<Slot>& matches) {
  Page page;
  const std::size_t end = std::min(matches.size(), query.after + query.limit);
  for (std::size_t i = query.after; i < end; ++i) page.rows.push_back(matches[i]);
  if (end < matches.size()) page.next = end;
  return page;
}

// Pages that lost rows after the index was asked: every third is empty, the others half full, and all carry a
// cursor until the end. Following cursors still finds every row; the phase varies with the question.
Page ShortPage(const SearchQuery& query, const std::vector<Slot>& matches, std::uint64_t phase) {
  Page page;
  const std::size_t block = query.after / query.limit;
  const std::size_t rows = std::max<std::size_t>(1, query.limit / 2);
  std::size_t first = 0;
  for (std::size_t i = 0; i < block; ++i) {
    if ((i + phase) % 3 != 1) first += rows;
  }
  std::size_t end = std::min(first, matches.size());
  if ((block + phase) % 3 != 1) end = std::min(first + rows, matches.size());
  for (std::size_t i = first; i < end; ++i) page.rows.push_back(matches[i]);
  if (end < matches.size()) page.next = (block + 1) * query.limit;
  return page;
}

void Shuffle(std::vector<Slot>& rows) {
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[Mix(i) % i]);
}

std::string Render(World& world, ObjectStore& store, const SearchQuery& query, const Page& page,
                   std::size_t total) {
  const Selection selection = Select(store, query.properties);
  std::string out = SpareBody();
  out += R"({"total":)" + std::to_string(total) + R"(,"results":[)";
  bool first = true;
  for (const Slot slot : page.rows) {
    RenderOptions options;
    // Usually the index and the document agree; HubSpot sometimes serves the newer document.
    if (!world.settings.future_rows) options.modified = store.IndexedModified(slot);
    if (!first) out += ',';
    first = false;
    AppendRecord(world, store, slot, selection, options, out);
  }
  out += ']';
  if (page.next) out += R"(,"paging":{"next":{"after":")" + std::to_string(*page.next) + "\"}}";
  return out + "}";
}

}  // namespace

Reply HandleSearch(World& world, ObjectStore& store, const Request& request) {
  if (request.body.size() > kMostBody) {
    return ValidationError(world, "The request body is longer than 3000 characters");
  }
  SearchQuery query;
  try {
    query = ParseSearch(store, request.body.empty() ? Json::object() : Json::parse(request.body));
  } catch (const SearchError& error) {
    if (error.status == 400) return ValidationError(world, error.message);
    return ErrorReply(world, {error.status, "INTERNAL_ERROR", error.message});
  }
  std::set<std::string> sensitive = Select(store, query.properties).sensitive;
  for (const std::vector<Filter>& group : query.groups) {
    for (const Filter& filter : group) {
      const std::string& of_class = store.Properties().At(filter.property).sensitivity;
      if (of_class != "non_sensitive") sensitive.insert(of_class);
    }
  }
  if (auto refusal = SensitiveRefusal(world, store.Type(), sensitive)) return *std::move(refusal);
  std::vector<Slot> matches = CollectMatches(world, store, query);
  const bool by_id = query.sort && store.Properties().At(*query.sort).kind == Kind::kId && !query.descending;
  if (!by_id) SortSlots(store, query, matches);
  const std::uint64_t phase = IdBound(store, query) % 3;
  Page page = world.settings.short_pages ? ShortPage(query, matches, phase) : PlainPage(query, matches);
  if (world.settings.shuffle_search) Shuffle(page.rows);
  Reply reply;
  reply.body = Render(world, store, query, page, matches.size());
  return reply;
}

}  // namespace hubsim
