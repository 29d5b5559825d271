#pragma once

#include <string>
#include <string_view>
#include <vector>

// Commands in documentation, for tests that run them.
namespace frontdesk::support {

struct ConsoleStep {
  std::string command;
  std::string output;  // as the page shows it
};

// Of every ```console block of a Markdown page: lines "$ command", each followed by what it prints.
std::vector<ConsoleStep> read_console(std::string_view markdown);

// Standard output and error of a command of bash.
std::string run_in_shell(const std::string& command);

std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace frontdesk::support
