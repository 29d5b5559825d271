#include "dialog/left_open.h"

#include <utility>
#include <vector>

#include "dialog/consent.h"

namespace frontdesk::dialog {
namespace {

struct Line {
  std::string key;
  std::string text;
};

bool is_bare_answer(std::string_view text) {
  const auto answer = read_answer(text);
  return answer == Answer::yes || answer == Answer::no || answer == Answer::unclear;
}

}  // namespace

LeftOpen left_open_in(std::span<const graph::StoredEvent> events) {
  LeftOpen left;
  std::vector<Line> lines;
  bool is_with_bot = true;
  for (const auto& event : events) {
    if (event.type == "owner") is_with_bot = event.data["owner"].text() == "bot";
    if (event.type != "message") continue;
    const auto& message = event.data["message"];
    if (message["role"].text() == "customer") {
      lines.push_back({std::string(message["id"].text()), std::string(message["text"].text())});
      if (is_with_bot) left.read_back.clear();  // the bot was at their answer
      continue;
    }
    lines.clear();
    if (message["role"].text() == "bot") left.read_back = message["read_back"]["id"].text();
  }
  for (auto& line : lines) {
    if (left.has_read_back() && is_bare_answer(line.text)) continue;
    left.unanswered += (left.unanswered.empty() ? "" : "\n") + line.text;
    left.last_key = std::move(line.key);
  }
  return left;
}

}  // namespace frontdesk::dialog
