#include "dialog/reading/remarks.h"

#include <algorithm>
#include <ranges>

namespace frontdesk::dialog::reading {
namespace {

struct Place {
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
};

class RemarkReader {
 public:
  RemarkReader(const Hearing& heard, const Trade& trade, const std::vector<Span>& counts)
      : heard_(heard), trade_(trade), counts_(counts) {}

  std::vector<Span> run(std::vector<Span> notes) const {
    auto all = notes;
    const auto is_noted = [&](const Place& place) {
      const auto span = heard_.span(place.begin, place.end);
      return std::ranges::any_of(notes, [&](const Span& note) { return note.overlaps(span); });
    };
    std::uint32_t from = 0;
    for (const auto& named : named_things()) {
      if (named.begin < from || is_noted(named) || !is_said(named)) continue;
      const auto whole = whole_of(named);
      all.push_back(heard_.span(whole.begin, whole.end));
      from = whole.end;
    }
    std::ranges::sort(all, {}, &Span::begin);
    return all;
  }

 private:
  std::vector<Place> named_things() const {
    std::vector<Place> all;
    for (const auto& phrase : heard_.heard.phrases) {
      if (phrase.list == List::remark) all.push_back({phrase.begin, phrase.end});
    }
    for (const auto& term : trade_.remarks.find(heard_)) {
      if (!term.guessed) all.push_back({term.begin, term.end});
    }
    std::ranges::stable_sort(all, {}, &Place::begin);
    return all;
  }

  bool is_said(const Place& named) const {
    const auto& clause = heard_.scope.clauses[heard_.scope.clause_of[named.begin]];
    const bool is_denied = heard_.scope.of(named.begin, named.end) != Standing::said ||
                           heard_.phrase_before(List::none_of, named.begin).has_value();
    return !asks(clause) && !is_denied && is_free(named.begin, named.end);
  }

  // What is only built as a question is ("sono allergica") begins as one and ends as none.
  bool asks(const Clause& clause) const {
    auto end = clause.end;
    while (end < heard_.count() && !heard_.is_mark(end, ".!?")) ++end;
    const bool is_marked = end < heard_.count() && heard_.is_mark(end, "?");
    if (is_marked && end == clause.end) return true;
    if (heard_.phrase_at(List::asks_for_some, clause.begin) != 0) return true;
    return clause.question && (is_marked || heard_.phrase_at(List::asks_what, clause.begin) != 0);
  }

  // Whether what the remark is said with reaches over this token.
  bool is_open(std::uint32_t at) const {
    return !heard_.is_taken(at) || (!heard_.number_at(at) && is_free(at, at + 1));
  }

  bool is_free(std::uint32_t begin, std::uint32_t end) const {
    for (auto at = begin; at < end; ++at) {
      const auto& span = heard_.tokens[at].span;
      const bool is_counted = std::ranges::any_of(counts_, [&](const Span& count) { return count.overlaps(span); });
      if (heard_.is_taken(at) && !is_counted) return false;
    }
    return true;
  }

  // "A table for two | and a high chair | tomorrow": up to what others have taken; where that is on one side, what is
  // joined to it there is of it as well.
  Place whole_of(const Place& named) const {
    const auto& clause = heard_.scope.clauses[heard_.scope.clause_of[named.begin]];
    auto [begin, end] = named;
    while (begin > clause.begin && is_open(begin - 1)) --begin;
    while (end < clause.end && is_open(end)) ++end;
    const bool is_cut_before = begin > clause.begin, is_cut_behind = end < clause.end;
    for (auto at = named.begin; is_cut_before && at > begin; --at) {
      if (joins(at - 1)) begin = at;
    }
    for (auto at = named.end; is_cut_behind && at < end; ++at) {
      if (joins(at)) end = at;
    }
    while (const auto behind = behind_lead(begin, named.begin)) begin = behind;
    while (end > named.end && (is_lead(end - 1) || !heard_.is_word(end - 1))) --end;
    return {begin, end};
  }

  // "Yes, and please note that [we need a high chair]": the token behind a phrase that is no part of it, or 0.
  std::uint32_t behind_lead(std::uint32_t at, std::uint32_t end) const {
    if (at < end && !heard_.is_word(at)) return at + 1;
    for (const auto& phrase : heard_.heard.phrases) {  // "note, | that …", whose comma ends a clause
      const bool leads = phrase.list == List::noting || phrase.list == List::note_that;
      if (leads && phrase.begin < at && at < phrase.end && phrase.end <= end) return phrase.end;
    }
    for (const auto list : kBeforeNote) {
      const auto behind = at < end ? heard_.phrase_at(list, at) : 0;
      if (behind != 0 && behind <= end) return behind;
    }
    return 0;
  }

  bool joins(std::uint32_t at) const { return heard_.phrase_at(List::also, at) == at + 1; }

  // What leads to the words that others have taken: "… for [two]".
  bool is_lead(std::uint32_t at) const {
    constexpr List kLeads[] = {List::place_before, List::count_lead, List::also, List::determiner, List::name_lead};
    return std::ranges::any_of(kLeads, [&](List list) { return heard_.phrase_at(list, at) == at + 1; });
  }

  const Hearing& heard_;
  const Trade& trade_;
  const std::vector<Span>& counts_;
};

}  // namespace

std::vector<Span> read_notes(const Hearing& heard) {
  std::vector<Span> notes;
  std::uint32_t from = 0;
  for (const auto& phrase : heard.heard.phrases) {
    const bool is_noun = heard.phrase_before(List::determiner, phrase.begin).has_value();  // "the note"
    if (phrase.list != List::note_that || phrase.begin < from || is_noun) continue;
    auto begin = phrase.end;
    while (begin < heard.count() && !heard.is_word(begin) && !heard.tokens[begin].number) ++begin;
    const auto count = begin < heard.count() ? heard.phrase_at(List::we_are, begin) : 0;
    if (begin >= heard.count() || (count != 0 && count < heard.count() && heard.number_at(count))) continue;
    auto end = heard.scope.clauses[heard.scope.clause_of[begin]].end;
    const auto is_taken = [&](std::uint32_t at) { return heard.is_taken(at); };
    if (end == begin || std::ranges::any_of(std::views::iota(begin, end), is_taken)) continue;
    from = end;
    while (end > begin + 1 && !heard.is_word(end - 1) && !heard.tokens[end - 1].number) --end;
    notes.push_back(heard.span(begin, end));
  }
  return notes;
}

std::vector<Span> read_remarks(const Hearing& heard, const Trade& trade, const std::vector<Span>& counts,
                               std::vector<Span> notes) {
  return RemarkReader(heard, trade, counts).run(std::move(notes));
}

}  // namespace frontdesk::dialog::reading
