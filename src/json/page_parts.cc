#include "json/page_parts.h"

namespace hm::json {
namespace {

using simdjson::ondemand::json_type;

}  // namespace

std::string_view ReadNextAfter(ValueReader& values, simdjson::ondemand::value paging) {
  std::string_view after;
  if (paging.type() != json_type::object) {
    values.Skip(paging);
    return after;
  }
  for (simdjson::ondemand::field field : paging.get_object()) {
    const bool is_next = values.Key(field).text == "next";
    simdjson::ondemand::value next = field.value();
    if (!is_next || next.type() != json_type::object) {
      values.Skip(next);
      continue;
    }
    for (simdjson::ondemand::field inner : next.get_object()) {
      const bool is_after = values.Key(inner).text == "after";
      const Text text = values.Read(inner.value());
      if (is_after && !text.null) {
        after = text.text;
      }
    }
  }
  return after;
}

void ItemErrors::Clear() {
  errors_.clear();
  ranges_.clear();
  ids_.clear();
}

void ItemErrors::Read(ValueReader& values, simdjson::ondemand::value array) {
  if (array.type() != json_type::array) {
    values.Skip(array);
    return;
  }
  for (simdjson::ondemand::value item : array.get_array()) {
    const std::size_t begin = ids_.size();
    errors_.push_back(item.type() == json_type::object ? ReadOne(values, item.get_object())
                                                       : ItemError{{}, values.Read(item).text, {}});
    ranges_.push_back({begin, ids_.size()});
  }
}

ItemError ItemErrors::ReadOne(ValueReader& values, simdjson::ondemand::object object) {
  ItemError error;
  for (simdjson::ondemand::field field : object) {
    const std::string_view key = values.Key(field).text;
    simdjson::ondemand::value value = field.value();
    if (key == "context") {
      ReadContext(values, value);
    } else if (key == "category") {
      error.category = values.Read(value).text;
    } else if (key == "message") {
      error.message = values.Read(value).text;
    } else {
      values.Skip(value);
    }
  }
  return error;
}

void ItemErrors::ReadContext(ValueReader& values, simdjson::ondemand::value context) {
  if (context.type() != json_type::object) {
    values.Skip(context);
    return;
  }
  for (simdjson::ondemand::field field : context.get_object()) {
    const std::string_view key = values.Key(field).text;
    const bool is_ids = key == "ids" || key == "fromObjectId";
    simdjson::ondemand::value ids = field.value();
    if (!is_ids) {
      values.Skip(ids);
    } else if (ids.type() != json_type::array) {
      ids_.push_back(values.Read(ids).text);
    } else {
      for (simdjson::ondemand::value id : ids.get_array()) {
        ids_.push_back(values.Read(id).text);
      }
    }
  }
}

std::span<const ItemError> ItemErrors::Bound() {
  const std::span<const std::string_view> ids(ids_);
  for (std::size_t i = 0; i < errors_.size(); ++i) {
    errors_[i].ids = ids.subspan(ranges_[i].begin, ranges_[i].end - ranges_[i].begin);
  }
  return errors_;
}

}  // namespace hm::json
