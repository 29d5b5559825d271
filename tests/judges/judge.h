#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"

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
    } else if (!word.starts_with("--")) {
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

// The lines of a file that are not empty.
inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::istringstream file(read_file(path));
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

// Of a file that has a JSON value in each line.
inline std::vector<frontdesk::Value> values_of(const std::filesystem::path& path) {
  std::vector<frontdesk::Value> values;
  for (const auto& line : lines_of(path)) values.push_back(frontdesk::json::parse(line));
  return values;
}

// RFC 4648 section 4, with padding or without.
inline std::string from_base64(std::string_view text) {
  std::string url(text.substr(0, text.find('=')));
  std::ranges::replace(url, '+', '-');
  std::ranges::replace(url, '/', '_');
  return frontdesk::crypto::from_base64url(url).value();
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
