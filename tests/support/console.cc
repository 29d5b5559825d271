#include "support/console.h"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace frontdesk::support {

std::vector<ConsoleStep> read_console(std::string_view markdown) {
  std::vector<ConsoleStep> steps;
  bool inside = false;
  for (const auto line : text::split(markdown, '\n')) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      steps.push_back({std::string(line.substr(2)), {}});
    } else if (inside && !steps.empty()) {
      steps.back().output += std::string(line) + "\n";
    }
  }
  return steps;
}

std::string run_in_shell(const std::string& command) {
  const auto close = [](FILE* file) { pclose(file); };
  const auto quoted = "bash -c '" + replaced(command, "'", "'\\''") + "' 2>&1";
  const std::unique_ptr<FILE, decltype(close)> pipe(popen(quoted.c_str(), "r"), close);
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string out;
  std::array<char, 4096> buffer;
  for (std::size_t count; (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    out.append(buffer.data(), count);
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace frontdesk::support
