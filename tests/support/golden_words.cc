#include "support/golden_words.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace hm::test {
namespace {

std::string WithoutWhatDiffers(std::string text, const Replacements& replacements) {
  for (const auto& [word, by] : replacements) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
      text.replace(at, word.size(), by);
    }
  }
  const std::pair<const char*, const char*> patterns[] = {
      {"absent\\.invalid:[0-9]+", "absent.invalid:PORT"},
      {"127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT"},
      {"127\\.0\\.0\\.1, port [0-9]+", "127.0.0.1, port PORT"},
      {"sport = :[0-9]+", "sport = :PORT"},
      {"db\\\\_[0-9]+", "DATABASE"},
      {"after [0-9]+ ms", "after some ms"},
      {"pid [0-9]+ on [^,]+, since [-0-9: ]+ UTC", "pid 42 on HOST, since THEN"},
      {"clock is 3[56][0-9][0-9] s", "clock is 3600 s"},
      {" \\(correlation id [^)]*\\)", ""},
  };
  for (const auto& [pattern, by] : patterns) {
    text = std::regex_replace(text, std::regex(pattern), by);
  }
  return text;
}

bool IsOfATable(const std::string& line) {
  return line.starts_with("object ") || line.ends_with("FAILED") || line.ends_with("done") ||
         line.ends_with("never synced");
}

}  // namespace

std::string MetWords(const std::string& name, const RunResult& run, int exit_code,
                     const Replacements& replacements) {
  EXPECT_EQ(run.exit_code, exit_code) << name << "\n" << run.out << run.err;
  std::string words;
  std::istringstream in(run.err + run.out);
  bool success = false;
  for (std::string line; std::getline(in, line);) {
    success = line.starts_with("ok ") || (success && line.starts_with("         "));
    if (!line.empty() && !line.starts_with("{") && !success && !IsOfATable(line)) {
      words += line + "\n";
    }
  }
  words = WithoutWhatDiffers(words, replacements);
  const auto lines = std::count(words.begin(), words.end(), '\n');
  EXPECT_GE(lines, 2) << name << ": a cause and a cure\n" << run.out << run.err;
  EXPECT_LE(lines, 3) << name << "\n" << words;
  EXPECT_TRUE(words.starts_with("warning") || std::regex_search(words, std::regex("\\[HM[0-9]{4}\\]")))
      << name << ": a code\n"
      << words;
  return fmt::format("== {}: exit {}\n{}\n", name, run.exit_code, words);
}

void ExpectGolden(const std::string& file, const std::string& met) {
  const std::string path = TESTS_DIR "/integration/" + file;
  if (std::getenv("HM_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << met;
  }
  std::ifstream golden(path);
  EXPECT_EQ(met, std::string(std::istreambuf_iterator<char>(golden), {}));
}

}  // namespace hm::test
