#include "platform/config/unread.h"

#include "base/text.h"

namespace frontdesk::platform::config {
namespace {

struct Unread {
  std::string_view path;  // "*" is every entry of a list
  std::string_view instead;
};

// What comes alive leaves this table.
constexpr Unread kUnread[] = {
    {"voice", "serves no calls"},
    {"integrations", "connects to no other system but the tools"},
    {"knowledge", "answers from intents, flows and tools only"},
    {"privacy", "treats all customers' data alike"},
    {"retention", "removes nothing by itself"},
    {"experiments", "serves every conversation alike"},
    {"channels/web/allowed_origins", "lets every page carry the chat window"},
    {"budgets/conversation/seconds", "does not add up the time of a conversation"},
    {"budgets/conversation/money", "does not know what a model costs"},
};

void look(const Value& value, std::string_view path, const std::string& pointer, std::string_view instead,
          Findings& findings) {
  if (path.empty()) {
    return findings.warning(pointer, fmt::format("This release {}: this is kept, and nothing acts on it.", instead),
                            "Leave it for later, or remove it.", Spot::key);
  }
  const auto end = std::min(path.find('/'), path.size());
  const auto step = path.substr(0, end);
  const auto rest = path.substr(std::min(end + 1, path.size()));
  for (std::size_t i = 0; step == "*" && i < value.items().size(); ++i)
    look(value[i], rest, join(pointer, i), instead, findings);
  if (const auto* member = value.find(step)) look(*member, rest, join(pointer, step), instead, findings);
}

}  // namespace

void warn_of_unread(const Value& document, Findings& findings) {
  for (const auto& unread : kUnread) look(document, unread.path, "", unread.instead, findings);
}

}  // namespace frontdesk::platform::config
