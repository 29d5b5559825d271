#include "dialog/reading/choices.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

class ChoiceReader {
 public:
  ChoiceReader(const Hearing& heard, const Terms& terms, const std::vector<std::string>& all)
      : heard_(heard), terms_(terms), all_(all) {}

  void named() {
    for (const auto& each : terms_.find(heard_)) {
      const auto span = heard_.span(each.begin, each.end);
      // A denial that belongs to the words themselves ("don't like it") denies nothing.
      const auto standing = heard_.scope.of(each.begin, each.begin + 1);
      if (!found_.empty() && found_.back().span == span) {
        found_.back().ids.push_back(terms_.id(each.term));
        continue;
      }
      found_.push_back({span, {terms_.id(each.term)}, false, standing});
      at_.push_back(each.begin);
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const bool corrected = std::ranges::any_of(
          at_, [&](std::uint32_t later) { return heard_.scope.correction[later] > heard_.scope.correction[at_[i]]; });
      if (found_[i].standing == Standing::said && corrected) found_[i].standing = Standing::withdrawn;
    }
  }

  // "the second one", "number two", "2", "the last one"
  void by_place() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      if (heard_.is_taken(at)) continue;
      if (const auto end = heard_.phrase_at(List::last_one, at)) return take(at, end, all_.size());
      const auto ordinal = heard_.said_by("ordinal_word", at, Field::day);
      if (ordinal) return take(at, ordinal->end, static_cast<std::size_t>(ordinal->value));
      const auto number = heard_.number_at(at);
      const bool alone = number && number->end - at == words_in_all();
      if (number && (alone || heard_.phrase_before(List::number_sign, at) || (at > 0 && heard_.is_mark(at - 1, "#"))))
        return take(at, number->end, static_cast<std::size_t>(std::max<std::int64_t>(0, number->value)));
    }
  }

  void any() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto end = heard_.phrase_at(List::no_preference, at);
      if (end == 0 || heard_.is_taken(at)) continue;
      found_.push_back({heard_.span(at, end), all_, true, heard_.scope.of(at, end)});
      return;
    }
  }

  std::vector<Choice> result(bool asked) {
    std::vector<Choice> said;
    std::vector<std::string> denied;
    for (const auto& each : found_) {
      if (each.standing == Standing::said) said.push_back(each);
      if (each.standing == Standing::denied) denied.insert(denied.end(), each.ids.begin(), each.ids.end());
    }
    if (said.empty() && are_all_asked_about()) {
      auto asked_about = join(found_);
      asked_about.front().standing = Standing::said;
      return asked_about;
    }
    if (!said.empty()) return join(said);
    if (denied.empty() || !asked) return {};
    Choice rest{found_.front().span, {}, false, Standing::said};
    for (const auto& id : all_) {
      if (std::ranges::find(denied, id) == denied.end()) rest.ids.push_back(id);
    }
    // What is left is likely meant, and was not said.
    rest.standing = Standing::denied;
    return rest.ids.empty() ? std::vector<Choice>() : std::vector{rest};
  }

  bool is_empty() const { return found_.empty(); }

 private:
  // Two different ones of one list are a question.
  static std::vector<Choice> join(const std::vector<Choice>& said) {
    auto joined = said.front();
    for (const auto& each : said) {
      for (const auto& id : each.ids) {
        if (std::ranges::find(joined.ids, id) == joined.ids.end()) joined.ids.push_back(id);
      }
    }
    return {joined};
  }

  // "Which dishes have no milk?" denies nothing: it asks.
  bool are_all_asked_about() const {
    return !found_.empty() && std::ranges::all_of(at_, [&](std::uint32_t at) {
      return heard_.scope.clauses[heard_.scope.clause_of[at]].question;
    }) && at_.size() == found_.size();
  }

  std::size_t words_in_all() const {
    std::size_t words = 0;
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      if (heard_.is_word(at) || heard_.tokens[at].number) words += heard_.phrase_at(List::courtesy, at) == 0 ? 1 : 0;
    }
    return words;
  }

  void take(std::uint32_t begin, std::uint32_t end, std::size_t place) {
    if (place < 1 || place > all_.size()) return;
    found_.push_back({heard_.span(begin, end), {all_[place - 1]}, false, heard_.scope.of(begin, end)});
  }

  const Hearing& heard_;
  const Terms& terms_;
  const std::vector<std::string>& all_;
  std::vector<Choice> found_;
  std::vector<std::uint32_t> at_;
};

}  // namespace

std::vector<Choice> read_choices(const Hearing& heard, const Terms& terms, const std::vector<std::string>& all,
                                 bool asked) {
  ChoiceReader reader(heard, terms, all);
  reader.named();
  if (asked && reader.is_empty()) reader.by_place();
  if (asked && reader.is_empty()) reader.any();
  return reader.result(asked);
}

}  // namespace frontdesk::dialog::reading
