// What a page of 100 records costs, from the bytes of the answer to rows ready to bind. `allocations` counts
// calls of operator new a record, once memory has grown to its size.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "hubspot/rate_limiter.h"
#include "hubspot/record_page.h"
#include "sync/objects/object_types.h"
#include "sync/store/row_batch.h"
#include "sync/store/tables.h"

namespace {

std::atomic<std::int64_t> allocations{0};

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

constexpr int kRecords = 100;

// `properties` of 24 bytes a record, one in three null; names ascend, as HubSpot's do.
std::string MakePage(int properties) {
  std::string page = R"({"results":[)";
  for (int record = 0; record < kRecords; ++record) {
    const std::string id = std::to_string(513881705057 + record);
    page += (record == 0 ? "" : ",") + std::string(R"({"id":")") + id +
            R"(","properties":{"email":"someone@example.com","lastmodifieddate":"2025-07-07T20:27:17.947Z")";
    for (int p = 1000; p < 1000 + properties; ++p) {
      page += ",\"property_" + std::to_string(p) + "\":";
      page += p % 3 == 0 ? "null" : (p == 1025 ? R"("line\nbreak \u00e9")" : "\"a value of " + id + "\"");
    }
    page += R"(},"createdAt":"2022-06-01T14:31:48.469Z","updatedAt":"2025-07-07T20:27:17.947Z",)"
            R"("archived":false,"url":"https://app.hubspot.com/contacts/1/record/0-1/)" +
            id + "\"}";
  }
  return page + R"(],"paging":{"next":{"after":"513881705158"}}})";
}

class Counting {
 public:
  explicit Counting(benchmark::State& state) : state_(state), before_(allocations) {}
  ~Counting() {
    const auto records = static_cast<double>(state_.iterations()) * kRecords;
    state_.counters["ns_a_record"] =
        benchmark::Counter(records * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state_.counters["allocations"] = static_cast<double>(allocations - before_) / records;
  }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

 private:
  benchmark::State& state_;
  std::int64_t before_;
};

void Fill(hm::hubspot::RecordPage& page, const std::string& text) {
  hm::http::Buffer buffer = page.TakeBuffer();
  buffer.Clear();
  buffer.Append(text);
  page.Parse(std::move(buffer));
}

void BM_ParsePage(benchmark::State& state) {
  const std::string text = MakePage(static_cast<int>(state.range(0)));
  hm::hubspot::RecordPage page;
  Fill(page, text);
  const Counting counting(state);
  for (auto _ : state) {
    Fill(page, text);
    benchmark::DoNotOptimize(page.records().data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_ParsePage)->Arg(40)->Arg(250);

// The table as the program makes it, without a database to ask.
hm::mariadb::TableShape ShapeOf(const hm::mariadb::TableDef& table) {
  hm::mariadb::TableShape shape;
  shape.name = table.name;
  for (const auto& column : table.columns) {
    hm::mariadb::ColumnShape its;
    its.name = column.name;
    its.data_type = "varchar";
    its.char_length = 255;
    its.numeric_precision = 15;
    its.numeric_scale = 2;
    shape.columns.push_back(its);
  }
  return shape;
}

void BM_BytesToRows(benchmark::State& state) {
  const std::string text = MakePage(static_cast<int>(state.range(0)));
  const hm::sync::ObjectType contacts = hm::sync::StandardObjects().front();
  hm::sync::RowBuilder builder(contacts, ShapeOf(hm::sync::ObjectTable(contacts)));
  hm::sync::RowBatch rows(builder.columns().size());
  hm::hubspot::RecordPage page;
  for (int warm = 0; warm < 2; ++warm) {
    Fill(page, text);
    builder.Build(page.records(), rows);
  }
  const Counting counting(state);
  for (auto _ : state) {
    Fill(page, text);
    builder.Build(page.records(), rows);
    benchmark::DoNotOptimize(rows.cells.rows());
  }
}
BENCHMARK(BM_BytesToRows)->Arg(40)->Arg(250);

// A page's cells in the shape that is bound, as the writer puts those together that are new.
void BM_BatchCells(benchmark::State& state) {
  const hm::sync::ObjectType contacts = hm::sync::StandardObjects().front();
  const hm::sync::RowBuilder builder(contacts, ShapeOf(hm::sync::ObjectTable(contacts)));
  hm::mariadb::ColumnBatch cells(builder.columns().size());
  cells.Reserve(kRecords);
  const Counting counting(state);
  for (auto _ : state) {
    cells.Clear();
    for (int record = 0; record < kRecords; ++record) {
      for (std::size_t column = 0; column < cells.column_count(); ++column) {
        cells.Append(column, "a value");
      }
    }
    benchmark::DoNotOptimize(cells.lengths(0, 0));
  }
}
BENCHMARK(BM_BatchCells);

void BM_Limiter(benchmark::State& state) {
  hm::SteadyTime now{};
  hm::hubspot::RateLimiter limiter(190, [&] { return now; });
  for (auto _ : state) {
    benchmark::DoNotOptimize(limiter.TryAcquire(hm::hubspot::Lane::kBurst));
    now += std::chrono::milliseconds(53);
  }
}
BENCHMARK(BM_Limiter);

}  // namespace
