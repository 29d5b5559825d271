#include "dialog/told.h"

#include <algorithm>

#include "base/json.h"
#include "base/unicode.h"
#include "dialog/facts.h"

namespace frontdesk::dialog {
namespace {

std::string in_words(const Value& value) { return value.is_text() ? std::string(value.text()) : json::print(value); }

std::string in_words(const SlotFinding& finding) {
  if (finding.is_same) return "the same";
  if (finding.is_relative) return fmt::format("{} more", in_words(finding.value));
  if (!finding.value.is_null()) return in_words(finding.value) + (finding.doubt ? "?" : "");
  if (!finding.doubt || finding.doubt->candidates.empty()) return "unclear";
  std::vector<std::string> candidates;
  for (const auto& candidate : finding.doubt->candidates) candidates.push_back(in_words(candidate));
  return fmt::format("{}?", fmt::join(candidates, " or "));
}

std::string_view words_at(std::string_view message, const reading::Span& span) {
  const auto begin = std::min<std::size_t>(span.begin, message.size());
  return message.substr(begin, span.end - std::min<std::size_t>(begin, span.end));
}

}  // namespace

std::vector<Told> told_of(const Flow& flow, const Slot* asked, std::string_view message, const Surroundings& around) {
  std::vector<Told> told;
  for (const auto& finding : read_message(flow, asked, message, around))
    told.push_back({finding.slot->name, in_words(finding), std::string(words_at(message, finding.span))});
  return told;
}

Telling::Telling(const DialogConfig& config) : config_(config) {
  for (const auto& flow : config.flows) {
    for (const auto& slot : flow.slots) {
      if (std::ranges::find(all_.slots, slot.name, &Slot::name) == all_.slots.end()) all_.slots.push_back(slot);
    }
  }
}

std::vector<Told> Telling::in(std::string_view written, std::string_view asked, Timestamp now) const {
  const auto message = unicode::plain(written);
  const Surroundings around{config_, now, config_.languages.front()};
  auto told = told_of(all_, asked.empty() ? nullptr : all_.slot(asked), message, around);
  std::ranges::move(of_facts(message), std::back_inserter(told));
  return told;
}

std::vector<Told> Telling::of_facts(std::string_view message) const {
  std::vector<Told> told;
  for (const auto& fact : config_.facts) {
    if (const auto* item = item_named(fact, message)) told.push_back({fact.id, item->name});
  }
  return told;
}

}  // namespace frontdesk::dialog
