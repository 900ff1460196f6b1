// Reads answers about associations (of a batch of records, or of one) in one pass with simdjson, every value
// looked at. Lenient where HubSpot is: ids come as numbers or strings, keys in any order, unknown ones are
// skipped.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "json/record_reader.h"

namespace hm::json {

// One type of one association. Several of the same two records follow each other.
struct LinkView {
  std::string_view from_id;  // "" in an answer about one record
  std::string_view to_id;
  std::string_view category;
  std::string_view type_id;
  std::string_view label;  // "" for none
};

// Not thread-safe. Views as RecordReader's.
class AssociationReader {
 public:
  AssociationReader();
  ~AssociationReader();
  AssociationReader(AssociationReader&&) noexcept;
  AssociationReader& operator=(AssociationReader&&) noexcept;

  // As RecordReader::Parse(), for `results` of {"from":{"id":…},"to":[PARTNER…],"paging":…} or of PARTNER,
  // which is {"toObjectId":…,"associationTypes":[…]}.
  void Parse(std::string_view text, std::size_t capacity);
  void Clear();

  std::span<const LinkView> links() const;
  // Batch: records that the answer speaks of, and those of them whose associations go on beyond it.
  std::span<const std::string_view> answered() const;
  std::span<const std::string_view> unfinished() const;
  // Of one record: paging.next.after; empty at the end.
  std::string_view next_after() const;
  std::span<const ItemError> errors() const;  // ids: context.fromObjectId

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hm::json
