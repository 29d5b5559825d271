#include "dialog/left_to_us.h"

#include <algorithm>

#include "dialog/flow.h"
#include "dialog/opening.h"
#include "dialog/reading/hearing.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

using reading::Hearing;
using reading::List;

bool may_be_left(const Slot& slot) {
  constexpr std::string_view kTypes[] = {"date", "time", "number", "choice", "location", "yes_no"};
  return std::ranges::find(kTypes, slot.type) != std::end(kTypes);
}

// "Either place", which names none: what was found in it is all of them, or the one that the file names for that.
bool leaves_all_open(const SlotFinding& found, const Hearing& heard) {
  if (found.slot->type != "location" && found.slot->type != "choice") return false;
  return std::ranges::any_of(heard.heard.phrases, [&](const reading::PhraseAt& phrase) {
    const auto span = heard.span(phrase.begin, phrase.end);
    return phrase.list == List::no_preference && span.begin <= found.span.begin && found.span.end <= span.end;
  });
}

bool tells(const Flow& flow, const Slot& asked, std::string_view sentence, const Hearing& heard,
           const Surroundings& around) {
  return std::ranges::any_of(read_message(flow, &asked, sentence, around), [&heard](const SlotFinding& found) {
    if (found.doubt && found.doubt->why == reading::Why::vague) return false;  // "as early as you can"
    if (leaves_all_open(found, heard)) return false;
    return !found.value.is_null() || found.range || found.is_same || found.slot->type == "location";
  });
}

// "The second one": of days it would be one of the month.
std::optional<std::size_t> place_in_row(const Hearing& heard) {
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    if (const auto ordinal = heard.said_by("ordinal_word", at, reading::Field::day))
      return static_cast<std::size_t>(ordinal->value) - 1;
  }
  return std::nullopt;
}

std::optional<std::string> of_offers(const Value& offers, const Hearing& heard) {
  const auto size = offers.size();
  if (size == 0) return std::nullopt;
  std::optional<std::size_t> at;
  if (heard.has(List::latest) || heard.has(List::last_one)) {
    at = size - 1;
  } else if (heard.has(List::earliest) || heard.has(List::no_preference)) {
    at = 0;
  } else {
    at = place_in_row(heard);
  }
  return at && *at < size ? std::optional(std::string(offers[*at].text())) : std::nullopt;
}

// "Mine isn't any of those" leaves nothing to us.
bool has_no_preference(const Hearing& heard) {
  const auto& phrases = heard.heard.phrases;
  return std::ranges::any_of(phrases, [&](const reading::PhraseAt& phrase) {
    return phrase.list == List::no_preference && std::ranges::none_of(phrases, [&](const reading::PhraseAt& each) {
             return each.list == List::negation && each.end <= phrase.begin &&
                    heard.scope.clause_of[each.begin] == heard.scope.clause_of[phrase.begin];
           });
  });
}

// Of the day that is known.
LeftToUs time_of_day(const Flow& flow, const Value& state, bool is_earliest, const Surroundings& around) {
  const auto day = date_spoken_of(around.config, Value::object({{"flow", flow.name}, {"slots", state["slots"]}}));
  if (!day || !around.location) return {};
  const auto within = state["doubts"][state["asked"].text()];
  const auto first = is_earliest ? first_open(*around.location, *day, within, around.now) : std::nullopt;
  if (first) return {*first, {}, {}};
  return {{}, open_times(*around.location, *day, within, around.now), open_on(*around.location, *day, around)};
}

}  // namespace

std::optional<LeftToUs> left_to_us(const Flow& flow, const Value& state, std::string_view sentence,
                                   const Surroundings& around) {
  const auto* asked = flow.slot(state["asked"].text());
  const auto* language = reading::find_language(around.language_heard());
  if (!asked || !language || !may_be_left(*asked)) return std::nullopt;
  const Hearing heard(sentence, *language);
  if (tells(flow, *asked, sentence, heard, around)) return std::nullopt;
  if (heard.has(List::both)) return std::nullopt;  // of two that were asked about it wants each
  const bool is_of_time = asked->type == "time";
  if (is_of_time) {
    if (auto offer = of_offers(state["offers"], heard)) return LeftToUs{*offer, {}, {}};
  }
  const bool is_earliest = heard.has(List::earliest);
  if (!is_earliest && !has_no_preference(heard)) return std::nullopt;
  if (asked->any) return LeftToUs{*asked->any, {}, {}};
  if (is_of_time) return time_of_day(flow, state, is_earliest, around);
  if (is_earliest && asked->type == "date")
    return LeftToUs{place_time(around.location ? around.location->zone : Zone(), around.now).day.iso(), {}, {}};
  return LeftToUs{};
}

}  // namespace frontdesk::dialog
