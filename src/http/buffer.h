// A growing byte buffer that is kept for reuse. kPadding spare bytes always stand behind the content, so that
// the JSON reader may read past the end without a copy. Growth leaves the new bytes uninitialised; Clear()
// keeps the memory. Not thread-safe. Move-only: a page's text is never copied by accident.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace hm::http {

class Buffer {
 public:
  static constexpr std::size_t kPadding = 64;

  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : data_(std::move(other.data_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  explicit Buffer(std::string_view text) { Append(text); }

  void Append(std::string_view bytes) {
    if (bytes.empty()) {
      return;
    }
    Reserve(size_ + bytes.size());
    std::memcpy(data_.get() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  // Room for `size` bytes of content and the padding.
  void Reserve(std::size_t size);
  void Clear() { size_ = 0; }

  std::string_view view() const { return {data_.get(), size_}; }
  const char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Readable bytes, padding included; at least size() + kPadding unless nothing was ever stored.
  std::size_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace hm::http
