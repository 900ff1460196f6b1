#include "support/catalogue_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace hm::test {

CatalogueFile::CatalogueFile(const Catalogue& catalogue)
    : path_(std::filesystem::temp_directory_path() / fmt::format("hm-catalogue-{}.json", getpid())) {
  nlohmann::json results = nlohmann::json::array();
  for (const auto& [name, type] : {std::pair{"createdate", "datetime"},
                                   {"lastmodifieddate", "datetime"},
                                   {"hs_object_id", "number"},
                                   {"email", "string"},
                                   {"firstname", "string"},
                                   {"lastname", "string"}}) {
    results.push_back(
        {{"name", name}, {"label", name}, {"type", type}, {"fieldType", "text"}, {"fill", 100}});
  }
  for (int i = 0; i < catalogue.properties; ++i) {
    const bool filled =
        i * catalogue.filled / catalogue.properties != (i + 1) * catalogue.filled / catalogue.properties;
    results.push_back({{"name", fmt::format("property_{:04d}", i)},
                       {"label", fmt::format("Property {}", i)},
                       {"type", "string"},
                       {"fieldType", catalogue.long_texts ? "textarea" : "text"},
                       {"fill", filled ? 100 : 0}});
  }
  std::ofstream(path_) << nlohmann::json{{"results", results}};
}

CatalogueFile::~CatalogueFile() { std::filesystem::remove(path_); }

}  // namespace hm::test
