#include "dialog/reading/several.h"

#include <algorithm>
#include <set>

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kLettersMin = 3;  // of a word that may name something

std::string between_blanks(std::string_view text) { return fmt::format(" {} ", text); }

bool contains(std::string_view longer, std::string_view shorter) {
  return between_blanks(longer).find(between_blanks(shorter)) != std::string::npos;
}

class SeveralReader {
 public:
  SeveralReader(const Hearing& heard, const Terms& terms, const std::vector<std::vector<std::string>>& leads,
                const Terms& of_examples)
      : heard_(heard), terms_(terms), named_(terms.find(heard)) {
    for (const auto& each : of_examples.find(heard)) {
      if (!each.guessed) of_examples_.insert(each.begin);
    }
    for (std::uint32_t at = 0; at < heard.count(); ++at) {
      const auto end = end_of_lead(leads, at);
      if (end > at) leads_.push_back({at, end});
      for (auto inside = at; inside < end; ++inside) of_examples_.insert(inside);
    }
  }

  void run() {
    for (const auto& each : named_) {
      add(each.begin, each.end, terms_.id(each.term));
      row_behind(each.end);
      row_before(each.begin);
    }
    for (const auto& each : leads_) {
      const auto at = behind_thing(behind_small(each.end));
      if (is_unknown(at)) {
        take_row(at);
      } else if (each.begin > 0 && is_unknown(each.begin - 1) && !is_named(at)) {
        take_word(each.begin - 1);
        row_before(each.begin - 1);
      }
    }
  }

  std::optional<Several> result() {
    if (said_.empty()) return std::nullopt;
    std::ranges::sort(said_, {}, &Said::begin);
    Several several{heard_.span(said_.front().begin, said_.front().end), {}};
    for (const auto& each : said_) put(several.values, each.value);
    return several;
  }

  static void put(std::vector<std::string>& values, const std::string& value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  }

 private:
  struct Said {
    std::uint32_t begin, end;
    std::string value;
  };

  struct Lead {
    std::uint32_t begin, end;
  };

  // The longest that begins there; `at` where none does.
  std::uint32_t end_of_lead(const std::vector<std::vector<std::string>>& leads, std::uint32_t at) const {
    auto longest = at;
    for (const auto& lead : leads) {
      const auto end = at + static_cast<std::uint32_t>(lead.size());
      if (end <= longest || end > heard_.count()) continue;
      const auto says = [](const std::string& word, const Token& token) { return word == token.text; };
      if (std::equal(lead.begin(), lead.end(), heard_.tokens.begin() + at, says)) longest = end;
    }
    return longest;
  }

  void add(std::uint32_t begin, std::uint32_t end, const std::string& value) { said_.push_back({begin, end, value}); }

  bool is_named(std::uint32_t at) const {
    return std::ranges::any_of(named_, [&](const TermAt& each) { return at >= each.begin && at < each.end; });
  }

  // What neither the language nor the tenant's file knows, and no other reader has.
  bool is_unknown(std::uint32_t at) const {
    return at < heard_.count() && heard_.is_word(at) && !heard_.is_taken(at) && !heard_.is_known(at) && !is_named(at) &&
           !of_examples_.contains(at) && heard_.tokens[at].text.size() >= kLettersMin;
  }

  bool joins(std::uint32_t at) const {
    return heard_.is_mark(at, ",/&+") || heard_.phrase_at(List::joins, at) == at + 1 ||
           heard_.phrase_at(List::until, at) == at + 1 || heard_.phrase_at(List::also, at) == at + 1;
  }

  // Behind articles and prepositions: "allergic [to the] …".
  std::uint32_t behind_small(std::uint32_t at) const {
    constexpr std::size_t kSmallMax = 4;  // letters
    for (;;) {
      auto next = at;
      for (const auto list : {List::determiner, List::negation, List::place_before})
        next = std::max(next, heard_.behind(list, at));
      const bool is_small = at < heard_.count() && heard_.tokens[at].text.size() < kSmallMax;
      if (is_small) next = std::max(next, heard_.behind(List::common, at));
      if (next == at || is_unknown(at) || is_named(at)) return at;
      at = next;
    }
  }

  // Behind what another reader has: "does [the pesto] contain …" in the order of other languages.
  std::uint32_t behind_thing(std::uint32_t at) const {
    auto end = at;
    while (end < heard_.count() && heard_.is_word(end) && heard_.is_taken(end)) ++end;
    return end == at ? at : behind_small(end);
  }

  void take_word(std::uint32_t at) {
    const auto is_same = [&](const Said& each) { return each.begin == at; };
    if (std::ranges::none_of(said_, is_same)) add(at, at + 1, heard_.tokens[at].text);
  }

  void take_row(std::uint32_t at) {
    take_word(at);
    row_behind(at + 1);
  }

  // Behind a comma the sentence may go on with anything: there it must be all of its part.
  void row_behind(std::uint32_t at) {
    if (at >= heard_.count() || !joins(at)) return;
    const auto next = behind_small(at + 1);
    if (!is_unknown(next)) return;
    const auto behind = next + 1;
    const bool ends = behind == heard_.count() || joins(behind) || heard_.is_mark(behind, ".!?;");
    if (ends || !heard_.is_mark(at, ",")) take_row(next);
  }

  // "shellfish and [egg]"; a comma before may stand behind anything, as a name or a greeting.
  void row_before(std::uint32_t at) {
    while (at > 0 && !joins(at - 1) && heard_.phrase_before(List::common, at)) --at;
    if (at < 2 || !joins(at - 1)) return;
    const bool is_row = !heard_.is_mark(at - 1, ",") ||
                        std::ranges::any_of(leads_, [&](const Lead& lead) { return lead.end < at || lead.begin > at; });
    if (!is_row || !is_unknown(at - 2)) return;
    take_word(at - 2);
    row_before(at - 2);
  }

  const Hearing& heard_;
  const Terms& terms_;
  std::set<std::uint32_t> of_examples_;
  std::vector<Lead> leads_;
  std::vector<TermAt> named_;
  std::vector<Said> said_;
};

}  // namespace

std::optional<Several> read_several(const Hearing& heard, const Terms& terms, const std::vector<std::string>& all,
                                    const std::vector<std::vector<std::string>>& leads, const Terms& of_examples) {
  SeveralReader reader(heard, terms, leads, of_examples);
  reader.run();
  auto several = reader.result();
  if (!several) return several;
  const auto said = several->values;
  for (const auto& value : said) {
    for (const auto& other : all) {
      if (contains(other, value) || contains(value, other)) SeveralReader::put(several->values, other);
    }
  }
  return several;
}

}  // namespace frontdesk::dialog::reading
