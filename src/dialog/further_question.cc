#include "dialog/further_question.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/facts.h"
#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog {
namespace {

using reading::Hearing;
using reading::List;

// Whose place, day, time or thing may be another one.
bool may_differ(const SlotFinding& found) {
  constexpr std::string_view kTypes[] = {"location", "date", "time", "choice", "choices"};
  return std::ranges::find(kTypes, found.slot->type) != std::end(kTypes) && !found.is_relative && !found.is_same;
}

std::vector<SlotFinding> told_in(std::string_view message, const Surroundings& around) {
  return read_for_all(reading::trade_of(around.config)->all.form, message, around);
}

// Small words lead to it, and nothing else stands beside it.
bool says_only(const Hearing& heard, const std::vector<reading::Span>& told) {
  constexpr List kBeside[] = {
      List::also,    List::joins,  List::suggests,   List::common, List::place_before, List::contrast, List::courtesy,
      List::as_well, List::filler, List::determiner, List::there,  List::negation,     List::assent,
  };
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const bool is_told =
        std::ranges::any_of(told, [&](const reading::Span& span) { return span.overlaps(heard.tokens[at].span); });
    const bool is_beside = std::ranges::any_of(kBeside, [&](List list) { return heard.heard.has(list, at, at + 1); });
    if (!is_told && !is_beside && (heard.is_word(at) || heard.tokens[at].number)) return false;
  }
  return true;
}

// The words of it that name the item, so that they are none that nobody knows.
std::vector<reading::Span> words_of_item(const FactItem& item, const Hearing& heard) {
  std::vector<reading::Span> spans;
  std::vector<std::string> names = item.also;
  names.push_back(item.name);
  for (const auto& name : names) {
    for (const auto& word : reading::words_of(name)) {
      for (std::uint32_t at = 0; at < heard.count(); ++at) {
        const auto& said = heard.tokens[at].text;
        if (said == word.folded || said == word.folded + "s") spans.push_back(heard.tokens[at].span);
      }
    }
  }
  return spans;
}

}  // namespace

std::optional<std::string> further_question(const Value& asked, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return std::nullopt;
  const Hearing heard(message, *language);
  std::vector<reading::Span> spans;
  std::vector<const Slot*> different;
  for (const auto& found : told_in(message, around)) {
    if (!may_differ(found)) return std::nullopt;
    spans.push_back(found.span);
    different.push_back(found.slot);
  }
  const auto* fact = around.config.fact(asked["fact"].text());
  const auto* item = fact ? item_named(*fact, message) : nullptr;
  if (item) std::ranges::move(words_of_item(*item, heard), std::back_inserter(spans));
  if (spans.empty() || !says_only(heard, spans)) return std::nullopt;
  if (!fact || item) return std::string(message);
  std::string words(asked["words"].text());
  for (const auto& found : told_in(words, around)) {
    const bool is_replaced = std::ranges::any_of(
        different, [&](const Slot* slot) { return slot == found.slot || slot->type == found.slot->type; });
    if (is_replaced) std::fill(words.begin() + found.span.begin, words.begin() + found.span.end, ' ');
  }
  std::ranges::replace(words, '?', ' ');
  return fmt::format("{} {}", text::trim(words), message);
}

Surroundings around_asked(const Value& asked, const Surroundings& around) {
  auto here = around;
  for (const auto& found : told_in(asked["words"].text(), around)) {
    if (found.slot->type == "date" && found.value.is_text()) here.about = Date::parse_iso(found.value.text());
  }
  return here;
}

}  // namespace frontdesk::dialog
