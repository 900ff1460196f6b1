// The words that a wrong set-up meets, kept in a golden file: a cause, a cure, a code, in at most three
// lines.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/process.h"

namespace hm::test {

// What differs from run to run, and the word that stands for it.
using Replacements = std::vector<std::pair<std::string, std::string>>;

// The section of one set-up: stderr without the log's lines (JSON), and of stdout what is no success and no
// table. Expects the exit code and the form.
std::string MetWords(const std::string& name, const RunResult& run, int exit_code,
                     const Replacements& replacements);

// Compares with tests/integration/FILE; with HM_UPDATE_DOCS set, writes it first.
void ExpectGolden(const std::string& file, const std::string& met);

}  // namespace hm::test
