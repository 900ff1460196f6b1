// Properties of one object in a file, as the simulator's --catalogue takes them.
#pragma once

#include <filesystem>
#include <string>

namespace hm::test {

// Those that the program needs come by themselves.
struct Catalogue {
  int properties = 0;
  int filled = 0;           // of them, those that have a value in each record
  bool long_texts = false;  // about 160 characters in place of about 14
};

// The simulator reads it at its start; gone with this. One at a time in a process.
class CatalogueFile {
 public:
  explicit CatalogueFile(const Catalogue& catalogue);
  ~CatalogueFile();
  CatalogueFile(const CatalogueFile&) = delete;
  CatalogueFile& operator=(const CatalogueFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace hm::test
