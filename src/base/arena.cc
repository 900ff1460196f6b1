#include "base/arena.h"

#include <algorithm>

namespace hm {

char* Arena::Allocate(std::size_t size) {
  if (blocks_.empty() || blocks_.back().size - used_ < size) {
    const std::size_t block = std::max(size, block_size_);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(block), block});
    used_ = 0;
  }
  char* out = blocks_.back().data.get() + used_;
  used_ += size;
  return out;
}

void Arena::Clear() {
  if (blocks_.size() > 1) {
    blocks_.erase(blocks_.begin() + 1, blocks_.end());
  }
  used_ = 0;
}

}  // namespace hm
