#include "json/association_reader.h"

#include <simdjson.h>

#include <string>
#include <vector>

#include "json/page_parts.h"
#include "json/value_reader.h"

namespace hm::json {
namespace {

namespace ondemand = simdjson::ondemand;

bool IsObject(ondemand::value& value) { return value.type() == ondemand::json_type::object; }
bool IsArray(ondemand::value& value) { return value.type() == ondemand::json_type::array; }

}  // namespace

class AssociationReader::Impl {
 public:
  void Parse(std::string_view text, std::size_t capacity);
  void Reset();

  std::vector<LinkView> links;
  std::vector<std::string_view> answered;
  std::vector<std::string_view> unfinished;
  std::string_view next_after;
  std::span<const ItemError> errors;

 private:
  void ParseOnce(std::string_view text, std::size_t capacity);
  // Calls `read` with each object of the array; anything else in it is an error.
  template <typename Read>
  void EachObject(ondemand::value value, Read read);
  void ReadResult(ondemand::object object);
  // One field of a partner; false when it is none of its.
  bool ReadPartnerField(std::string_view key, ondemand::value& value, std::string_view& to_id);
  void ReadPartner(ondemand::object object);
  void ReadType(ondemand::object object);
  std::string_view ReadKey(ondemand::value value, std::string_view wanted);
  // Those from `first` on get what was only known after them.
  void Complete(std::size_t first, std::string_view LinkView::* field, std::string_view value);

  ValueReader values_;
  std::string repaired_;  // only for a body that is not UTF-8
  ItemErrors errors_;
};

void AssociationReader::Impl::Reset() {
  links.clear();
  answered.clear();
  unfinished.clear();
  next_after = {};
  errors = {};
  errors_.Clear();
  values_.Clear();
}

void AssociationReader::Impl::Parse(std::string_view text, std::size_t capacity) {
  ParseBody(
      text, capacity, repaired_,
      [this](std::string_view body, std::size_t readable) { ParseOnce(body, readable); },
      [this] { Reset(); });
}

void AssociationReader::Impl::ParseOnce(std::string_view text, std::size_t capacity) {
  Reset();
  if (text.empty()) {
    Unexpected("empty body");
  }
  bool have_results = false;
  for (ondemand::field field : values_.Start(text, capacity)) {
    const std::string_view key = values_.Key(field).text;
    ondemand::value value = field.value();
    if (key == "results") {
      if (have_results || !IsArray(value)) {
        Unexpected("`results` twice, or not an array");
      }
      have_results = true;
      EachObject(value, [&](ondemand::object object) { ReadResult(object); });
    } else if (key == "paging") {
      next_after = ReadNextAfter(values_, value);
    } else if (key == "errors") {
      errors_.Read(values_, value);
    } else {
      values_.Skip(value);
    }
  }
  if (!have_results) {
    Unexpected("no `results`");
  }
  if (!values_.AtEnd()) {
    Unexpected("something follows the JSON");
  }
  errors = errors_.Bound();
}

template <typename Read>
void AssociationReader::Impl::EachObject(ondemand::value value, Read read) {
  for (ondemand::value item : value.get_array()) {
    if (!IsObject(item)) {
      Unexpected("an entry is not an object");
    }
    read(ondemand::object(item.get_object()));
  }
}

void AssociationReader::Impl::Complete(std::size_t first, std::string_view LinkView::* field,
                                       std::string_view value) {
  for (std::size_t i = first; i < links.size(); ++i) {
    links[i].*field = value;
  }
}

void AssociationReader::Impl::ReadResult(ondemand::object object) {
  const std::size_t first = links.size();
  std::string_view from_id;
  std::string_view to_id;
  bool more = false;
  for (ondemand::field field : object) {
    const std::string_view key = values_.Key(field).text;
    ondemand::value value = field.value();
    if (key == "from" && IsObject(value)) {
      from_id = ReadKey(value, "id");
    } else if (key == "to" && IsArray(value)) {
      EachObject(value, [&](ondemand::object partner) { ReadPartner(partner); });
    } else if (key == "paging") {
      more = !ReadNextAfter(values_, value).empty();
    } else if (!ReadPartnerField(key, value, to_id)) {
      values_.Skip(value);
    }
  }
  if (!to_id.empty()) {
    Complete(first, &LinkView::to_id, to_id);
    return;
  }
  if (from_id.empty()) {
    Unexpected("a result says neither whose it is nor of whom");
  }
  Complete(first, &LinkView::from_id, from_id);
  answered.push_back(from_id);
  if (more) {
    unfinished.push_back(from_id);
  }
}

bool AssociationReader::Impl::ReadPartnerField(std::string_view key, ondemand::value& value,
                                               std::string_view& to_id) {
  if (key == "toObjectId") {
    to_id = values_.Read(value).text;
  } else if (key == "associationTypes" && IsArray(value)) {
    EachObject(value, [&](ondemand::object type) { ReadType(type); });
  } else {
    return false;
  }
  return true;
}

void AssociationReader::Impl::ReadPartner(ondemand::object object) {
  const std::size_t first = links.size();
  std::string_view to_id;
  for (ondemand::field field : object) {
    const std::string_view key = values_.Key(field).text;
    ondemand::value value = field.value();
    if (!ReadPartnerField(key, value, to_id)) {
      values_.Skip(value);
    }
  }
  if (to_id.empty()) {
    Unexpected("an association has no `toObjectId`");
  }
  Complete(first, &LinkView::to_id, to_id);
}

void AssociationReader::Impl::ReadType(ondemand::object object) {
  LinkView link;
  for (ondemand::field field : object) {
    const std::string_view key = values_.Key(field).text;
    const Text text = values_.Read(field.value());
    if (key == "category") {
      link.category = text.text;
    } else if (key == "typeId") {
      link.type_id = text.text;
    } else if (key == "label") {
      link.label = text.text;
    }
  }
  links.push_back(link);
}

std::string_view AssociationReader::Impl::ReadKey(ondemand::value value, std::string_view wanted) {
  std::string_view found;
  for (ondemand::field field : value.get_object()) {
    const bool is_wanted = values_.Key(field).text == wanted;
    const Text text = values_.Read(field.value());
    if (is_wanted) {
      found = text.text;
    }
  }
  return found;
}

AssociationReader::AssociationReader() : impl_(std::make_unique<Impl>()) {}
AssociationReader::~AssociationReader() = default;
AssociationReader::AssociationReader(AssociationReader&&) noexcept = default;
AssociationReader& AssociationReader::operator=(AssociationReader&&) noexcept = default;

void AssociationReader::Parse(std::string_view text, std::size_t capacity) { impl_->Parse(text, capacity); }
void AssociationReader::Clear() { impl_->Reset(); }
std::span<const LinkView> AssociationReader::links() const { return impl_->links; }
std::span<const std::string_view> AssociationReader::answered() const { return impl_->answered; }
std::span<const std::string_view> AssociationReader::unfinished() const { return impl_->unfinished; }
std::string_view AssociationReader::next_after() const { return impl_->next_after; }
std::span<const ItemError> AssociationReader::errors() const { return impl_->errors; }

}  // namespace hm::json
