#include "dialog/giving_way.h"

#include "base/text.h"
#include "dialog/reading/hearing.h"

namespace frontdesk::dialog {

std::optional<GivesWay> gives_way(std::string_view message, const Flow& maker, const Surroundings& around) {
  using reading::List;
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return std::nullopt;
  const reading::Hearing heard(message, *language);
  if (!heard.heard.has_said(List::undo)) return std::nullopt;
  std::uint32_t undone = 0;
  for (const auto& phrase : heard.heard.phrases) {
    if (phrase.list == List::undo && undone == 0) undone = phrase.end;
    const bool joins = phrase.list == List::also || phrase.list == List::joins;
    if (!joins || undone == 0 || phrase.begin < undone || phrase.end >= heard.count()) continue;
    const auto at = heard.tokens[phrase.begin].span.begin;
    GivesWay parts{std::string(text::trim(message.substr(0, at))),
                   std::string(message.substr(heard.tokens[phrase.end].span.begin))};
    const auto told = read_message(maker, nullptr, parts.wanted, around);
    const bool says_when = std::ranges::any_of(told, [](const SlotFinding& found) {
      return found.slot->type == "date" || found.slot->type == "time" || found.slot->type == "location";
    });
    if (says_when) return parts;
  }
  return std::nullopt;
}

}  // namespace frontdesk::dialog
