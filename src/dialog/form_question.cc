#include "dialog/form_question.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dialog/calendar.h"
#include "dialog/opening.h"
#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

using reading::Clause;
using reading::Hearing;
using reading::List;

constexpr double kLeaning = 0.15;            // from which the classifier leans to a flow
constexpr std::size_t kUnknownWordsMax = 1;  // of a question that it leans to

bool is_of_time(const Slot& slot) { return slot.type == "date" || slot.type == "time"; }

class Questions {
 public:
  Questions(const Flow& flow, const Slot* asked, const Value& slots, const reading::Reading& reading,
            std::string_view sentence, const Surroundings& around)
      : flow_(flow),
        asked_(asked),
        slots_(slots),
        reading_(reading),
        sentence_(sentence),
        around_(around),
        trade_(reading::trade_of(around.config)),
        heard_(sentence, *language_of(reading, around)) {
    for (const auto& each : trade_->ordinary.find(heard_)) {
      if (!each.guessed) ordinary_.push_back(each.begin);
    }
  }

  std::optional<FormQuestion> find() const {
    FormQuestion found;
    found.rest = std::string(sentence_);
    bool is_one = false;
    for (const auto& clause : heard_.scope.clauses) {
      const auto span = heard_.span(clause.begin, clause.end);
      const auto told = may_ask(clause) ? told_in(span) : std::vector<SlotFinding>();
      const bool is_of_form = is_about_the_form(clause, told);
      if (!asks_something(clause, told, is_of_form) && !asks_of_something_else(clause, told)) continue;
      if (is_of_form && found.answer.empty()) found.answer = when_open(told);
      std::fill(found.rest.begin() + span.begin, found.rest.begin() + span.end, ' ');
      is_one = true;
    }
    if (!is_one) return std::nullopt;
    found.rest = says_anything(found.rest) ? std::string(text::trim(found.rest)) : std::string();
    return found;
  }

  std::string beside(std::uint32_t from) const {
    for (const auto& clause : heard_.scope.clauses) {
      const auto span = heard_.span(clause.begin, clause.end);
      if (span.begin < from || !clause.question || suggests(clause)) continue;
      if (told_in(span).empty() && unknown_words(clause, {}) > 0) return std::string(heard_.bytes(span));
    }
    return {};
  }

 private:
  static const reading::Language* language_of(const reading::Reading& reading, const Surroundings& around) {
    const auto* heard = reading::find_language(reading.language);
    return heard ? heard : reading::find_language(around.language);
  }

  static bool says_anything(std::string_view rest) { return rest.find_first_not_of(" .,;:!?") != std::string::npos; }

  std::uint32_t behind_lead(const Clause& clause) const {
    constexpr std::array kLead{List::filler,  List::courtesy, List::greeting,   List::assent,
                               List::refusal, List::joins,    List::correction, List::tell_me};
    for (auto at = clause.begin;;) {
      auto next = at;
      for (const auto list : kLead) next = std::max(next, heard_.behind(list, at));
      if (next == at || next >= clause.end) return at;
      at = next;
    }
  }

  // Its spans are those of the message.
  std::vector<SlotFinding> told_in(const reading::Span& span) const {
    auto told = read_message(flow_, nullptr, heard_.bytes(span), around_);
    for (auto& each : told) each.span = {each.span.begin + span.begin, each.span.end + span.begin};
    return told;
  }

  bool may_ask(const Clause& clause) const { return clause.question || asks_what(clause); }

  bool asks_what(const Clause& clause) const { return heard_.phrase_at(List::asks_what, behind_lead(clause)) != 0; }

  bool suggests(const Clause& clause) const { return heard_.phrase_at(List::suggests, behind_lead(clause)) != 0; }

  // "What …", "tell me when …", and not "what about friday?": where it names what the form could take for told, or is
  // about what was asked.
  bool asks_something(const Clause& clause, const std::vector<SlotFinding>& told, bool is_of_form) const {
    if (!asks_what(clause) || suggests(clause)) return false;
    return !told.empty() || (asked_ && is_of_time(*asked_) && is_of_form);
  }

  // "Do you have live music on friday?": asks, is not about what the flow is for, and has words that neither the
  // language nor the tenant's file knows.
  bool asks_of_something_else(const Clause& clause, const std::vector<SlotFinding>& told) const {
    if (!clause.question || told.empty() || suggests(clause) || is_sure_of_flow()) return false;
    return unknown_words(clause, told) > (leans_to_flow() ? kUnknownWordsMax : 0);
  }

  bool starts_this(std::string_view name) const {
    const auto* intent = around_.config.intent(name);
    return intent && intent->flow == flow_.name;
  }

  bool is_sure_of_flow() const {
    return std::ranges::any_of(reading_.wishes, [&](const reading::Wish& wish) { return starts_this(wish.intent); });
  }

  bool leans_to_flow() const {
    if (reading_.whole.guesses.empty()) return false;
    const auto& first = reading_.whole.guesses.front();
    return first.confidence >= kLeaning && starts_this(first.intent);
  }

  std::size_t unknown_words(const Clause& clause, const std::vector<SlotFinding>& told) const {
    std::size_t count = 0;
    for (auto at = clause.begin; at < clause.end; ++at) {
      if (!heard_.is_word(at) || heard_.is_known(at) || std::ranges::find(ordinary_, at) != ordinary_.end()) continue;
      const auto& span = heard_.tokens[at].span;
      const bool is_told = std::ranges::any_of(told, [&](const auto& found) { return found.span.overlaps(span); });
      count += is_told ? 0 : 1;
    }
    return count;
  }

  // Asks for what may be told to the form: which times there are, what is free.
  bool is_about_the_form(const Clause& clause, const std::vector<SlotFinding>& told) const {
    if (unknown_words(clause, told) > 0) return false;
    for (auto at = clause.begin; at < clause.end; ++at) {
      if (heard_.phrase_at(List::asks_free, at) != 0) return true;
    }
    return false;
  }

  const Location* place(const std::vector<SlotFinding>& told) const {
    for (const auto& found : told) {
      const auto* named = found.slot->type == "location" ? around_.config.location(found.value.text()) : nullptr;
      if (named) return named;
    }
    return around_.location;
  }

  // The day that the question names, else the one that is known.
  std::optional<Date> day(const std::vector<SlotFinding>& told) const {
    for (const auto& found : told) {
      if (found.slot->type == "date") return Date::parse_iso(found.value.text());
    }
    for (const auto& slot : flow_.slots) {
      const auto known = slot.type == "date" ? Date::parse_iso(slots_[slot.name].text()) : std::nullopt;
      if (known) return known;
    }
    return std::nullopt;
  }

  std::string when_open(const std::vector<SlotFinding>& told) const {
    std::string all;
    const auto* only = place(told);
    const auto asked_day = day(told);
    for (const auto& each : around_.config.locations) {
      if ((only && only != &each) || !each.hours.is_object()) continue;
      const auto hours = Value::object({{"place", each.name}, {"hours", spoken_hours(each.hours, around_.language)}});
      all += asked_day ? open_on(each, *asked_day, around_) : sentence(around_.language, "open_all", hours);
      all += ' ';
    }
    return all + sentence(around_.language, "free_once_named");
  }

  const Flow& flow_;
  const Slot* asked_;
  const Value& slots_;
  const reading::Reading& reading_;
  std::string_view sentence_;
  const Surroundings& around_;
  std::shared_ptr<const reading::Trade> trade_;
  Hearing heard_;
  std::vector<std::uint32_t> ordinary_;  // tokens
};

}  // namespace

std::optional<FormQuestion> question_in_form(const Flow& flow, const Slot* asked, const Value& slots,
                                             const reading::Reading& reading, std::string_view sentence,
                                             const Surroundings& around) {
  const bool takes_any_words = asked && asked->type == "text";
  if (takes_any_words) return std::nullopt;
  return Questions(flow, asked, slots, reading, sentence, around).find();
}

std::string question_beside(const Flow& flow, std::uint32_t from, const reading::Reading& reading,
                            std::string_view sentence, const Surroundings& around) {
  const auto known = Value::object();
  return Questions(flow, nullptr, known, reading, sentence, around).beside(from);
}

}  // namespace frontdesk::dialog
