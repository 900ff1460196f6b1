#include "http/buffer.h"

#include <algorithm>

namespace hm::http {

void Buffer::Reserve(std::size_t size) {
  if (size + kPadding <= capacity_) {
    return;
  }
  const std::size_t capacity = std::max({size + kPadding, 2 * capacity_, std::size_t{64} * 1024});
  auto data = std::make_unique_for_overwrite<char[]>(capacity);
  if (size_ > 0) {
    std::memcpy(data.get(), data_.get(), size_);
  }
  data_ = std::move(data);
  capacity_ = capacity;
}

}  // namespace hm::http
