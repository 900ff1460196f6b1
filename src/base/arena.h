// Bytes that live as long as a batch: append-only blocks, so that views into it stay valid until Clear().
// Not thread-safe. Clear() keeps the first block, so a reused arena does not allocate in steady state.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace hm {

class Arena {
 public:
  explicit Arena(std::size_t block_size = std::size_t{256} * 1024) : block_size_(block_size) {}

  // Room for `size` bytes; valid until Clear().
  char* Allocate(std::size_t size);

  // Gives back the unused tail of the last Allocate().
  void Shrink(std::size_t unused) { used_ -= unused; }

  std::string_view Copy(std::string_view text) {
    char* out = Allocate(text.size());
    std::memcpy(out, text.data(), text.size());
    return {out, text.size()};
  }

  void Clear();

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    std::size_t size;
  };
  std::size_t block_size_;
  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // of the last block
};

}  // namespace hm
