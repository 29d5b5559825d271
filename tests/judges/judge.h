#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

// What the judges share: their arguments, their files and the one line that tools/judge reads.
namespace judge {

struct Arguments {
  std::filesystem::path corpora;
  bool broken = false;      // judge something that is wrong on purpose: the verdict must be "below the bar"
  bool from_stdin = false;  // answer questions from standard input instead
};

inline Arguments arguments_of(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = values[i];
    if (word == "--broken") {
      arguments.broken = true;
    } else if (word == "--stdin") {
      arguments.from_stdin = true;
    } else if (word != "--data") {
      arguments.corpora = word;
    }
  }
  if (arguments.corpora.empty()) {
    std::cerr << "Say where the corpora are: " << values[0] << " --data DIR\n";
    std::exit(2);
  }
  return arguments;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("There is no " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

// Files below a folder in the order of their names.
inline std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// The pinned answers beside the judge, in the source tree.
inline std::filesystem::path expectations(std::string_view name) {
  return std::filesystem::path(__FILE__).parent_path() / "expectations" / name;
}

// Prints "NAME: got/total (bar BAR)"; 0 where the bar is reached.
inline int verdict(std::string_view name, std::size_t got, std::size_t total, std::size_t bar, bool also = true) {
  std::cout << name << ": " << got << '/' << total << " (bar " << bar << ")" << std::endl;
  return got >= bar && total > 0 && also ? 0 : 1;
}

}  // namespace judge
