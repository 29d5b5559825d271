#include "dialog/reading/scope.h"

#include <algorithm>
#include <map>

namespace frontdesk::dialog::reading {
namespace {

constexpr std::uint32_t kReachMax = 8;  // so many tokens a denial reaches, where no clause ends before

bool is_mark(const Token& token) {
  return token.text.size() == 1 && std::string_view(".,;:!?").contains(token.text[0]);
}

// A comma parts clauses, too: "not friday, saturday". One inside of a number, or a stop behind "5." or "dec.", is no
// end; readers that know take it into their match.
bool ends_clause(const Tokens& tokens, std::size_t at) {
  if (!is_mark(tokens[at])) return false;
  const bool glued_stop = tokens[at].text == "." && at > 0 && tokens[at - 1].number && tokens[at].glued &&
                          at + 1 < tokens.size() && !is_mark(tokens[at + 1]);
  return !glued_stop;
}

class ScopeReader {
 public:
  ScopeReader(std::vector<PhraseAt> phrases, const Tokens& tokens) : tokens_(tokens), phrases_(std::move(phrases)) {
    scope_.clause_of.resize(tokens.size());
    scope_.standing.resize(tokens.size(), Standing::said);
    scope_.correction.resize(tokens.size());
  }

  Scope run() {
    cut();
    for (const auto& phrase : phrases_) {
      if (phrase.list == List::negation && !is_unsure(phrase)) deny(phrase.end, Standing::denied, denies_thing(phrase));
      if (phrase.list == List::exception && follows_all(phrase)) deny(phrase.end, Standing::denied);
      if (phrase.list == List::instead_of) deny(phrase.end, Standing::old);
      if (phrase.list == List::denied_behind) deny_before(phrase);
      if (phrase.list == List::correction) correct(phrase);
    }
    return std::move(scope_);
  }

 private:
  // "Not sure, my friend is at Harbor usually" denies nothing.
  bool is_unsure(const PhraseAt& negation) const {
    return std::ranges::any_of(phrases_, [&](const PhraseAt& each) {
      return each.list == List::unsure && each.begin <= negation.begin && negation.end < each.end;
    });
  }

  const PhraseAt* phrase(List list, std::uint32_t at) const {
    const auto found =
        std::ranges::find_if(phrases_, [&](const PhraseAt& each) { return each.list == list && each.begin == at; });
    return found == phrases_.end() ? nullptr : &*found;
  }

  // Clauses end at marks and before a word of contrast.
  void cut() {
    std::uint32_t begin = 0;
    for (std::uint32_t at = 0; at < tokens_.size(); ++at) {
      if (ends_clause(tokens_, at)) {
        close(begin, at + 1);
        begin = at + 1;
      } else if (at > begin && phrase(List::contrast, at)) {
        close(begin, at);
        begin = at;
      }
    }
    close(begin, static_cast<std::uint32_t>(tokens_.size()));
  }

  void close(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end) return;
    const auto index = static_cast<std::uint32_t>(scope_.clauses.size());
    for (auto at = begin; at < end; ++at) scope_.clause_of[at] = index;
    const auto within = [&](List list) {
      return std::ranges::any_of(
          phrases_, [&](const PhraseAt& p) { return p.list == list && p.begin >= begin && p.begin < end; });
    };
    scope_.clauses.push_back(
        {begin, end, tokens_[end - 1].text == "?" || phrase(List::question, begin) != nullptr, within(List::move)});
  }

  // "Without milk at Harbor" denies no Harbor.
  bool denies_thing(const PhraseAt& negation) const { return phrase(List::without, negation.begin) != nullptr; }

  // `thing_only`: up to where it is said where, when or for whom.
  void deny(std::uint32_t from, Standing standing, bool thing_only = false) {
    if (from >= tokens_.size() || from == 0) return;
    const auto clause = scope_.clause_of[from - 1];
    // "not, friday": the clause of the denial is over, and nothing is denied.
    for (auto at = from; at < std::min<std::size_t>(tokens_.size(), from + kReachMax); ++at) {
      if (scope_.clause_of[at] != clause) return;
      if (thing_only && at > from && phrase(List::place_before, at)) return;
      scope_.standing[at] = standing;
    }
  }

  // "any day but friday"; "not friday but saturday" is a contrast and no exception.
  bool follows_all(const PhraseAt& exception) const {
    return std::ranges::any_of(phrases_, [&](const PhraseAt& each) {
      return each.list == List::all && each.end <= exception.begin && each.end + 3 >= exception.begin;
    });
  }

  void deny_before(const PhraseAt& phrase) {
    const auto clause = scope_.clause_of[phrase.begin];
    for (auto at = phrase.begin; at-- > 0 && scope_.clause_of[at] == clause;) scope_.standing[at] = Standing::denied;
  }

  void correct(const PhraseAt& phrase) {
    if (phrase.begin == 0) return;  // an apology at the start corrects nothing of this message
    for (auto at = phrase.end; at < tokens_.size(); ++at) ++scope_.correction[at];
  }

  const Tokens& tokens_;
  std::vector<PhraseAt> phrases_;
  Scope scope_;
};

}  // namespace

Standing Scope::of(std::uint32_t begin, std::uint32_t end) const {
  return begin < end && end <= standing.size() ? standing[end - 1] : Standing::said;
}

Scope scope_of(std::vector<PhraseAt> phrases, const Tokens& tokens) {
  return ScopeReader(std::move(phrases), tokens).run();
}

void settle_corrections(const Scope& scope, const std::vector<std::uint32_t>& tokens, std::vector<Entity>& entities) {
  std::map<EntityKind, std::uint32_t> last;
  for (std::size_t i = 0; i < entities.size(); ++i) {
    if (entities[i].standing != Standing::said) continue;
    auto& most = last[entities[i].kind];
    most = std::max(most, scope.correction[tokens[i]]);
  }
  for (std::size_t i = 0; i < entities.size(); ++i) {
    if (entities[i].standing == Standing::said && scope.correction[tokens[i]] < last[entities[i].kind])
      entities[i].standing = Standing::withdrawn;
  }
}

}  // namespace frontdesk::dialog::reading
