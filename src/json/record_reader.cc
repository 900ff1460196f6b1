#include "json/record_reader.h"

#include <simdjson.h>

#include <charconv>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "json/name_check.h"
#include "json/page_parts.h"
#include "json/value_reader.h"

namespace hm::json {
namespace {

namespace od = simdjson::ondemand;

// A property as HubSpot writes it, without white space; "" where a part is escaped or the value is no string.
std::string_view Verbatim(const Text& key, const Text& value) {
  constexpr std::string_view kBetween = R"(":")";
  const char* const end = key.text.data() + key.text.size();
  if (!key.plain || !value.plain || value.text.data() != end + kBetween.size() ||
      std::string_view(end, kBetween.size()) != kBetween) {
    return {};
  }
  return {key.text.data() - 1, key.text.size() + value.text.size() + kBetween.size() + 2};
}

}  // namespace

class RecordReader::Impl {
 public:
  explicit Impl(TimeParser parse_time) : parse_time_(parse_time) {}

  void Parse(std::string_view text, std::size_t capacity);
  void Reset();
  void TakeWork(Impl& other);

  std::vector<RecordView> records;
  std::span<const ItemError> errors;
  std::string_view next_after;
  std::optional<std::int64_t> total;

 private:
  // Indexes instead of spans while the vectors still grow.
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  void ParseOnce(std::string_view text, std::size_t capacity);
  void ReadRoot(od::object root);
  void ReadResults(od::value value);
  void ReadRecord(od::object object);
  // `is_new` becomes false when the record has had the name already.
  Text ReadName(od::field& field, bool& is_new);
  void ReadProperties(od::value value);
  void BindSpans();

  std::int64_t ReadTime(od::value value);

  TimeParser parse_time_;
  ValueReader values_;
  std::string repaired_;  // only for a body that is not UTF-8
  NameCheck names_;
  std::vector<PropertyValue> properties_;
  std::vector<Range> property_ranges_;  // one a record
  ItemErrors errors_;
};

void RecordReader::Impl::Reset() {
  records.clear();
  errors = {};
  next_after = {};
  total.reset();
  values_.Clear();
  properties_.clear();
  property_ranges_.clear();
  errors_.Clear();
  names_.StartPage();
}

void RecordReader::Impl::TakeWork(Impl& other) {
  records = std::exchange(other.records, {});
  properties_ = std::exchange(other.properties_, {});
  property_ranges_ = std::exchange(other.property_ranges_, {});
  records.clear();
  values_.TakeParser(other.values_);
}

void RecordReader::Impl::Parse(std::string_view text, std::size_t capacity) {
  ParseBody(
      text, capacity, repaired_,
      [this](std::string_view body, std::size_t readable) { ParseOnce(body, readable); },
      [this] { Reset(); });
}

void RecordReader::Impl::ParseOnce(std::string_view text, std::size_t capacity) {
  Reset();
  if (text.empty()) {
    Unexpected("empty body");
  }
  try {
    ReadRoot(values_.Start(text, capacity));
  } catch (const simdjson::simdjson_error&) {
    if (HM_PLANTED("cut_is_last_page")) return BindSpans();
    throw;
  }
  if (!values_.AtEnd()) {
    Unexpected("something follows the JSON");
  }
  BindSpans();
}

void RecordReader::Impl::ReadRoot(od::object root) {
  bool have_results = false;
  for (od::field field : root) {
    const std::string_view key = values_.Key(field).text;
    od::value value = field.value();
    if (key == "results") {
      if (have_results) {
        Unexpected("`results` twice");
      }
      have_results = true;
      ReadResults(value);
    } else if (key == "paging") {
      next_after = ReadNextAfter(values_, value);
    } else if (key == "errors") {
      errors_.Read(values_, value);
    } else if (key == "total") {
      const std::string_view digits = values_.Read(value).text;
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (error == std::errc{} && end == digits.data() + digits.size()) {
        total = number;
      }
    } else {
      values_.Skip(value);
    }
  }
  if (!have_results) {
    Unexpected("no `results`");
  }
}

void RecordReader::Impl::ReadResults(od::value value) {
  if (value.type() != od::json_type::array) {
    Unexpected("`results` is not an array");
  }
  for (od::value item : value.get_array()) {
    if (item.type() != od::json_type::object) {
      Unexpected("a record is not an object");
    }
    ReadRecord(item.get_object());
  }
}

void RecordReader::Impl::ReadRecord(od::object object) {
  RecordView record;
  Range range{properties_.size(), properties_.size()};
  for (od::field field : object) {
    const std::string_view key = values_.Key(field).text;
    od::value value = field.value();
    if (key == "properties") {
      properties_.resize(range.begin);
      ReadProperties(value);
    } else if (key == "id") {
      record.id = values_.Read(value).text;
    } else if (key == "updatedAt") {
      record.updated_at_ms = ReadTime(value);
    } else if (key == "createdAt") {
      record.created_at_ms = ReadTime(value);
    } else if (key == "archivedAt") {
      const Text text = values_.Read(value);
      record.archived_at_ms = text.null ? std::nullopt : parse_time_(text.text);
    } else if (key == "archived") {
      record.archived = values_.Read(value).text == "true";
    } else {
      values_.Skip(value);
    }
  }
  range.end = properties_.size();
  records.push_back(record);
  property_ranges_.push_back(range);
}

Text RecordReader::Impl::ReadName(od::field& field, bool& is_new) {
  if (const std::string_view name = values_.KeyIf(field, names_.Expected()); !name.empty()) {
    names_.TakeExpected(name);
    return {name};
  }
  const Text key = values_.Key(field);
  is_new = names_.IsNew(key.text, key.plain);
  return key;
}

void RecordReader::Impl::ReadProperties(od::value value) {
  if (value.type() != od::json_type::object) {
    values_.Skip(value);
    return;
  }
  const std::size_t begin = properties_.size();
  names_.StartRecord();
  for (auto item : value.get_object()) {
    // In place: copies of a field stall the processor, a tenth of the time a record takes.
    od::field&& field = std::move(item).take_value();
    bool is_new = true;
    const Text key = ReadName(field, is_new);
    const Text text = values_.Read(field.value());
    if (!is_new) {
      std::erase_if(properties_, [&, i = std::size_t{0}](const PropertyValue& p) mutable {
        return i++ >= begin && p.name == key.text;
      });
    }
    if (!text.null) {
      properties_.push_back({key.text, text.text, text.plain, Verbatim(key, text)});
    }
  }
}

void RecordReader::Impl::BindSpans() {
  const std::span<const PropertyValue> properties(properties_);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Range range = property_ranges_[i];
    records[i].properties = properties.subspan(range.begin, range.end - range.begin);
  }
  errors = errors_.Bound();
}

std::int64_t RecordReader::Impl::ReadTime(od::value value) {
  const Text text = values_.Read(value);
  return text.null ? 0 : parse_time_(text.text).value_or(0);
}

RecordReader::RecordReader(TimeParser parse_time) : impl_(std::make_unique<Impl>(parse_time)) {}
RecordReader::~RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;

void RecordReader::Parse(std::string_view text, std::size_t capacity) { impl_->Parse(text, capacity); }
void RecordReader::Clear() { impl_->Reset(); }
void RecordReader::TakeWork(RecordReader& other) { impl_->TakeWork(*other.impl_); }
std::span<const RecordView> RecordReader::records() const { return impl_->records; }
std::string_view RecordReader::next_after() const { return impl_->next_after; }
std::optional<std::int64_t> RecordReader::total() const { return impl_->total; }
std::span<const ItemError> RecordReader::errors() const { return impl_->errors; }

}  // namespace hm::json
