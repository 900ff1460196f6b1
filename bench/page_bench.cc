// A page of 100 records of about 1.5 KB: what reading it costs.
#include <benchmark/benchmark.h>

#include <string>

#include "hubspot/record_page.h"
#include "json/writer.h"

namespace {

std::string MakePage() {
  std::string page = R"({"results":[)";
  for (int record = 0; record < 100; ++record) {
    const std::string id = std::to_string(513881705057 + record);
    page += (record == 0 ? "" : ",") + std::string(R"({"id":")") + id + R"(","properties":{)";
    for (int p = 100; p < 140; ++p) {
      page += (p == 100 ? "\"property_" : ",\"property_") + std::to_string(p) + "\":";
      page += p % 3 == 0 ? "null" : (p == 125 ? R"("line\nbreak \u00e9")" : "\"value of " + id + "\"");
    }
    page += R"(},"createdAt":"2022-06-01T14:31:48.469Z","updatedAt":"2025-07-07T20:27:17.947Z",)"
            R"("archived":false,"url":"https://app.hubspot.com/contacts/1/record/0-1/)" +
            id + "\"}";
  }
  return page + R"(],"paging":{"next":{"after":"513881705158"}}})";
}

void BM_ParsePage(benchmark::State& state) {
  const std::string text = MakePage();
  hm::hubspot::RecordPage page;
  for (auto _ : state) {
    hm::http::Buffer buffer = page.TakeBuffer();
    buffer.Clear();
    buffer.Append(text);
    page.Parse(std::move(buffer));
    benchmark::DoNotOptimize(page.records().data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_ParsePage);

void BM_ParseAndWriteJson(benchmark::State& state) {
  const std::string text = MakePage();
  hm::hubspot::RecordPage page;
  page.Parse(hm::http::Buffer(text));
  std::string out;
  for (auto _ : state) {
    out.clear();
    for (const auto& record : page.records()) {
      for (const auto& property : record.properties) {
        hm::json::AppendString(out, property.name);
        hm::json::AppendString(out, property.value, property.plain);
      }
    }
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(BM_ParseAndWriteJson)->Name("BM_WriteStrings");

}  // namespace
