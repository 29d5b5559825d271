#include "dialog/asked_with_more.h"

#include <algorithm>
#include <set>

#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog {
namespace {

using reading::Hearing;
using reading::List;

constexpr std::size_t kLettersMin = 3;  // of a word that may name something
constexpr std::size_t kUnknownMax = 2;  // words; more are a sentence about something else

struct Told {
  Value several;
  bool names_thing = false;  // one of another list: the question is about that alone
  std::vector<reading::Span> spans;
};

Told told_by(const Flow& flow, const Slot& several, std::string_view message, const Surroundings& around) {
  Told told;
  for (const auto& found : read_message(flow, nullptr, message, around)) {
    told.spans.push_back(found.span);
    if (found.slot == &several) told.several = found.value;
    if (found.slot->type == "choice" && !found.value.is_null()) told.names_thing = true;
  }
  return told;
}

// What nobody knows is asked for as it was said: whoever is asked says that he does not know it.
Value unknown_words(const Hearing& heard, const std::vector<reading::Span>& told, const Surroundings& around) {
  std::set<std::uint32_t> of_examples;
  for (const auto& each : reading::trade_of(around.config)->of_examples.find(heard)) {
    if (!each.guessed) of_examples.insert(each.begin);
  }
  std::vector<Value> words;
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto& token = heard.tokens[at];
    const bool is_told = std::ranges::any_of(told, [&](const auto& span) { return span.overlaps(token.span); });
    if (!heard.is_word(at) || heard.is_known(at) || is_told || of_examples.contains(at)) continue;
    if (token.text.size() >= kLettersMin) words.emplace_back(token.text);
  }
  return words.empty() || words.size() > kUnknownMax ? Value() : Value::list(std::move(words));
}

Value united(const Value& before, const Value& more) {
  auto all = before.is_list() ? before : Value::list();
  for (const auto& each : more.items()) {
    if (std::ranges::find(all.items(), each) == all.items().end()) all = all.push(each);
  }
  return all;
}

}  // namespace

std::optional<Value> asked_with_more(const Flow& flow, const Value& before, std::string_view message, bool is_anew,
                                     const Surroundings& around) {
  const auto several = std::ranges::find(flow.slots, "choices", &Slot::type);
  const auto* language = reading::find_language(around.language_heard());
  if (several == flow.slots.end() || !language || !before.is_object()) return std::nullopt;
  const Hearing heard(message, *language);
  auto told = told_by(flow, *several, message, around);
  const bool adds = heard.phrase_at(List::also, 0) > 0 || heard.has(List::as_well) || heard.has(List::addition);
  const bool asks_of_unknown = adds && (told.names_thing || message.find('?') != std::string_view::npos);
  if (told.several.is_null() && asks_of_unknown) told.several = unknown_words(heard, told.spans, around);
  if (told.several.is_null()) {
    const bool is_for_all = heard.has(List::everyone) && before[several->name].size() > 0 && !told.names_thing;
    return is_for_all ? std::optional(Value::object()) : std::nullopt;
  }
  if (is_anew && !adds) return std::nullopt;
  const auto all = told.names_thing ? told.several : united(before[several->name], told.several);
  return Value::object({{several->name, all}});
}

}  // namespace frontdesk::dialog
