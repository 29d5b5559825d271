#include "dialog/wishes.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/another.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/words.h"
#include "dialog/waiting.h"

namespace frontdesk::dialog {
namespace {

constexpr double kSureOfRecord = 0.5;  // confidence of a wish whose record is named: nothing else looks like its code

bool tells_code(std::string_view words, const Flow& flow, const Surroundings& around) {
  return std::ranges::any_of(read_message(flow, nullptr, words, around),
                             [](const SlotFinding& found) { return found.slot->type == "code" && found.is_certain(); });
}

}  // namespace

bool begins_something(const reading::Reading& reading, const DialogConfig& config) {
  return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = config.intent(wish.intent);
    return intent && (intent->flow || intent->handoff);
  });
}

namespace {

// "Phone +44 20 7946 0958": tells how to reach somebody, and wants nothing.
bool is_contact_alone(std::string_view words) {
  constexpr std::size_t kWordsBesideMax = 2;
  const auto contact = contact_in(words);
  return !contact.empty() && reading::words_of(words).size() <= reading::words_of(contact).size() + kWordsBesideMax;
}

// "I need to change my booking, but I can't find the code" wants one thing.
bool lacks_code(const reading::Wish& wish, std::string_view words, const reading::Reading& reading,
                const Surroundings& around) {
  const auto is_of_record = [&](const reading::Wish& each) {
    const auto* intent = around.config.intent(each.intent);
    const auto* flow = intent && intent->flow ? around.config.flow(*intent->flow) : nullptr;
    return flow && is_about_record(*flow);
  };
  const auto is_other = [&](const reading::Wish& each) { return each.intent != wish.intent && is_of_record(each); };
  return is_of_record(wish) && reading::says(words, around.language_heard(), reading::List::lacks) &&
         std::ranges::any_of(reading.wishes, is_other);
}

}  // namespace

std::vector<FlowWish> flow_wishes(const reading::Reading& reading, std::string_view message,
                                  const Surroundings& around) {
  std::vector<FlowWish> all;
  for (const auto& wish : reading.wishes) {
    const auto* intent = around.config.intent(wish.intent);
    if (!intent || !intent->flow || !around.config.flow(*intent->flow)) continue;
    const auto words = message.substr(wish.span.begin, wish.span.end - wish.span.begin);
    if (reading.wishes.size() > 1 && (is_contact_alone(words) || lacks_code(wish, words, reading, around))) continue;
    if (!all.empty()) all.back().about.end = std::max(all.back().span.end, wish.span.begin);
    all.push_back({intent, wish.confidence, wish.span, wish.span, {}});
  }
  if (all.empty()) return all;
  all.back().about.end = static_cast<std::uint32_t>(message.size());
  std::vector<FlowWish> distinct;
  for (auto& wish : all) {
    wish.words = without_joins(message.substr(wish.about.begin, wish.about.end - wish.about.begin), around);
    const auto& flow = *around.config.flow(*wish.intent->flow);
    const auto same = std::ranges::find_if(distinct, [&](const FlowWish& other) {
      return other.intent->flow == wish.intent->flow && !are_two_records(other.words, wish.words, flow, around);
    });
    if (same == distinct.end()) {
      distinct.push_back(std::move(wish));
    } else {
      same->words += ", " + wish.words;
    }
  }
  return distinct;
}

bool names_other_record(const FlowWish& wish, const Flow& flow, const Surroundings& around) {
  return *wish.intent->flow != flow.name && wish.confidence >= kSureOfRecord &&
         tells_code(wish.words, *around.config.flow(*wish.intent->flow), around) &&
         !tells_code(wish.words, flow, around);
}

bool tells_code_and_more(std::string_view words, const Flow& flow, const Surroundings& around) {
  std::string rest(words);
  bool has_code = false;
  for (const auto& found : read_message(flow, nullptr, words, around)) {
    if (found.slot->type != "code" || !found.is_certain()) continue;
    has_code = true;
    std::fill(rest.begin() + found.span.begin, rest.begin() + found.span.end, ' ');
  }
  return has_code && !without_joins(text::trim(rest), around).empty();
}

bool tells_any_code(std::string_view words, const Surroundings& around) {
  return std::ranges::any_of(around.config.flows, [&](const Flow& flow) { return tells_code(words, flow, around); });
}

}  // namespace frontdesk::dialog
