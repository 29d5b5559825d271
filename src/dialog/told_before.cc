#include "dialog/told_before.h"

#include <algorithm>
#include <set>

#include "dialog/another.h"
#include "dialog/flow.h"
#include "dialog/told_in.h"
#include "dialog/wish_by_slots.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kMessagesMax = 3;
constexpr std::size_t kBytesMax = 400;  // a longer one tells a story

bool leads_to_record(const Intent& intent, const DialogConfig& config) {
  const auto* flow = intent.flow ? config.flow(*intent.flow) : nullptr;
  return flow && takes_code(*flow);
}

}  // namespace

bool may_tell_for_later(const reading::Reading& reading, std::string_view message, const Surroundings& around) {
  using reading::Act;
  const bool is_plain = reading.act == Act::statement || reading.act == Act::question || reading.act == Act::greeting;
  if (!is_plain || !reading.denied.empty() || message.size() > kBytesMax) return false;
  const auto is_of_record = [&](const reading::Wish& wish) {
    const auto* intent = around.config.intent(wish.intent);
    return intent && leads_to_record(*intent, around.config);
  };
  return std::ranges::none_of(reading.wishes, is_of_record) && !told_to_flows(message, around).empty();
}

Value with_told(const Value& messages, std::string_view message) {
  std::vector<Value> all;
  for (const auto& before : messages.items()) {
    if (before.text() != message) all.push_back(before);
  }
  all.emplace_back(message);
  if (all.size() > kMessagesMax) all.erase(all.begin());
  return Value::list(std::move(all));
}

Value told_before(const Flow& flow, const Value& messages, std::string_view now, const Surroundings& around) {
  auto all = Value::object();
  std::set<std::string, std::less<>> doubtful;
  for (const auto& message : messages.items()) {
    if (message.text() == now) continue;
    const auto told = told_slots(flow, message.text(), around);
    const bool asked = message.text().find('?') != std::string_view::npos;
    for (const auto& slot : told.values.members()) {
      if (asked && flow.slot(slot.key())->remarks) continue;  // what was asked, and perhaps answered, is no note
      const bool is_value = !is_shift(slot.value) && is_in_bounds(*flow.slot(slot.key()), slot.value);
      if (!is_value || (all.contains(slot.key()) && !(all[slot.key()] == slot.value))) doubtful.emplace(slot.key());
      all = all.with(slot.key(), slot.value);
    }
    for (const auto& doubt : told.doubts.members()) doubtful.emplace(doubt.key());
  }
  for (const auto& slot : doubtful) all = all.without(slot);
  return all;
}

}  // namespace frontdesk::dialog
