#include "guest.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::trade {
namespace {

constexpr std::size_t kPatience = 3;     // answers to one question of the same wish
constexpr std::size_t kCorrections = 3;  // of one slot of the same wish
constexpr int kMoreMessages = 5;         // than twice the shortest way

// Words that say something, in lower case: those of four letters and more.
std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char sign : text::lower_ascii(text) + " ") {
    if (std::isalnum(static_cast<unsigned char>(sign)) || static_cast<unsigned char>(sign) >= 0x80) {
      word += sign;
      continue;
    }
    if (word.size() >= 4) words.insert(word);
    word.clear();
  }
  return words;
}

std::size_t taste_of(std::string_view id) {
  std::size_t sum = 0;
  for (const char sign : id) sum = sum * 31 + static_cast<unsigned char>(sign);
  return sum;
}

}  // namespace

bool hears_all(const Goal& goal, std::string_view said) {
  return std::ranges::all_of(goal.hears, [&](const std::vector<std::string>& ways) {
    return std::ranges::any_of(
        ways, [&](const std::string& way) { return said.find(text::lower_ascii(way)) != std::string_view::npos; });
  });
}

Guest::Guest(const Script& script, Names locations)
    : script_(script), locations_(std::move(locations)), pick_(taste_of(script.id)) {
  for (std::size_t i = 0; i < script_.wishes.size(); ++i) order_.push_back(i);
  begin_wish();
}

void Guest::begin_wish() {
  wants_ = wish().wants;
  says_ = wish().says;
  asked_.clear();
  corrected_.clear();
  opened_ = 0;
  pressed_ = false;
  wrote_ = false;
}

Said Guest::say(std::string text, std::string presses) {
  ++messages_;
  return {std::move(text), std::move(presses)};
}

std::string Guest::last_opening() const { return wish().opens[opened_ - 1]; }

Said Guest::open() {
  opened_ = 1;
  return say(wish().opens.front());
}

std::optional<Said> Guest::give_up() {
  gave_up_ = true;
  return std::nullopt;
}

std::optional<Said> Guest::react(const Heard& heard) {
  for (const auto& text : heard.texts) said_all_ += text::lower_ascii(text) + "\n";
  wrote_ = wrote_ || heard.wrote;
  if (has_left_ || heard.handed_over) return std::nullopt;
  if (messages_ >= 2 * script_.shortest + kMoreMessages) return give_up();
  if (is_next_wish_under_way(heard)) ++wish_, begin_wish();
  const bool has_next = wish_ + 1 < order_.size();
  if (has_next && !wrote_ && is_about(wish(wish_ + 1), heard))
    std::swap(order_[wish_], order_[wish_ + 1]), begin_wish();
  if (auto said = do_habit(heard)) return said;
  if (wants_.size() > 0 && wrote_) return begin_next_wish();  // whatever is asked now, it has what it wanted
  if (!heard.read_back.empty()) return answer_read_back(heard);
  if (!heard.asks.empty()) return answer(heard);
  return go_on(heard);
}

bool Guest::has_come(const Value& moment, const Heard& heard) const {
  if (moment.is_text()) {
    const auto word = moment.text();
    if (word == "read_back") return !heard.read_back.empty();
    if (word == "refused") return heard.refused.has_value();
    if (word == "not_understood") return heard.not_understood;
    return heard.asks.empty() && heard.read_back.empty();  // answered
  }
  if (moment.contains("asked")) {
    const auto slot = moment["asked"].text();
    return heard.read_back.empty() && !heard.asks.empty() && (slot == "any" || slot == heard.asks);
  }
  if (moment.contains("refused")) return heard.refused == std::string(moment["refused"].text());
  return moment["message"].integer() == messages_ + 1;
}

std::optional<Said> Guest::do_habit(const Heard& heard) {
  for (const auto& habit : wish().habits) {
    if (used_.contains(&habit) || !has_come(habit.when, heard)) continue;
    used_.insert(&habit);
    if (habit.wants.is_object()) wants_ = wants_.merged(habit.wants);
    for (const auto& [slot, wording] : habit.says.members()) {
      says_[std::string(slot.text())] = {std::string(wording.text())};
      asked_.erase(std::string(slot.text()));
    }
    has_left_ = habit.leaves;
    return say(habit.say);
  }
  return std::nullopt;
}

// As a careful reader: what is not there as wanted is corrected, one thing at a time.
std::optional<Said> Guest::answer_read_back(const Heard& heard) {
  const bool is_done_already = wish_ > 0 && is_about(wish(wish_ - 1), heard);
  if (wants_.size() == 0 || is_done_already) return say(usual_no(script_.language));  // nobody asked for that
  for (const auto& [name, value] : wants_.members()) {
    if (shows(heard.read_back_text, value, locations_)) continue;
    const std::string slot(name.text());
    if (++corrected_[slot] > kCorrections) return give_up();
    const auto own = wish().corrects.find(slot);
    if (own != wish().corrects.end() && corrected_[slot] == 1) return say(own->second);
    const bool says_all_again = corrected_[slot] > 1 && opened_ > 0;
    return say(usual_no(script_.language) + ", " + (says_all_again ? last_opening() : spoken(value, locations_)));
  }
  if (!wish().yes.empty()) return say(wish().yes);
  const bool presses = pick_ % 5 == 0;
  return presses ? say("Yes", heard.read_back) : say(usual_yes(script_.language, pick_));
}

std::optional<std::string> Guest::wording_for(const std::string& slot) {
  const auto count = asked_[slot]++;
  const auto own = says_.find(slot);
  if (own != says_.end()) return own->second[std::min(count, own->second.size() - 1)];
  if (const auto* value = wants_.find(slot)) return spoken(*value, locations_);
  for (const auto& other : script_.wishes) {  // a name is the same for both wishes
    const auto known = other.says.find(slot);
    if (known != other.says.end()) return known->second.front();
    if (const auto* value = other.wants.find(slot)) return spoken(*value, locations_);
  }
  return std::nullopt;
}

std::optional<Said> Guest::answer(const Heard& heard) {
  const auto& slot = heard.asks;
  if (asked_[slot] >= kPatience) return give_up();
  const bool is_again = asked_[slot] > 0;
  const auto wording = wording_for(slot);
  const auto* value = wants_.find(slot);
  if (is_again && value) {
    for (const auto& button : heard.buttons) {
      if (shows(button.label + " " + button.text, *value, locations_)) return say(button.text);
    }
  }
  if (wording) return say(*wording);
  // Asked for what it does not know, a guest says so, and then what it came for.
  return say(is_again && opened_ > 0 ? last_opening() : usual_ignorance(script_.language));
}

// With `wants` a wish is done when the business did something; without, when all is said that there is to hear.
bool Guest::is_done() const {
  if (wants_.size() > 0) return wrote_;
  const bool is_only_wish = script_.wishes.size() == 1;
  return !is_only_wish || hears_all(script_.goal, said_all_);
}

// Of "did you mean one of these?" the one that has most of the guest's own words; none where two have as many.
const Offer* Guest::offer_of_this_wish(const Heard& heard) const {
  std::set<std::string> own;
  for (const auto& opening : wish().opens) own.merge(words_of(opening));
  const Offer* best = nullptr;
  std::size_t most = 0;
  for (const auto& offer : heard.buttons) {
    const auto words = words_of(offer.label);
    const auto shared =
        static_cast<std::size_t>(std::ranges::count_if(words, [&](const auto& word) { return own.contains(word); }));
    if (shared == most) best = nullptr;
    if (shared > most) best = &offer, most = shared;
  }
  return best;
}

std::optional<Said> Guest::go_on(const Heard& heard) {
  if (is_done() && !heard.not_understood) return begin_next_wish();
  const auto* offer = heard.not_understood && !pressed_ ? offer_of_this_wish(heard) : nullptr;
  if (offer) {
    pressed_ = true;
    return say(offer->text);
  }
  if (opened_ < wish().opens.size()) return say(wish().opens[opened_++]);
  if (heard.refused) return begin_next_wish();  // it was told that it cannot be had, and has nothing else in mind
  if (wants_.size() > 0 && wish_ + 1 == script_.wishes.size()) return give_up();
  return begin_next_wish();
}

// A wish that was told with the first one is taken up by the bot; the guest only notices.
bool Guest::is_next_wish_under_way(const Heard& heard) const {
  if (wish_ + 1 >= order_.size() || !wish(wish_ + 1).opens.empty()) return false;
  return is_done() && (!heard.asks.empty() || !heard.read_back.empty());
}

// What is read back shows something that only another wish is about.
bool Guest::is_about(const Wish& other, const Heard& heard) const {
  if (heard.read_back.empty()) return false;
  return std::ranges::any_of(other.wants.members(), [&](const Member& member) {
    return member.value.is_text() && !wants_.contains(member.key()) &&
           shows(heard.read_back_text, member.value, locations_);
  });
}

std::optional<Said> Guest::begin_next_wish() {
  if (wish_ + 1 >= script_.wishes.size()) return std::nullopt;
  ++wish_;
  begin_wish();
  const bool is_answered =
      wish().wants.size() == 0 && !script_.goal.hears.empty() && hears_all(script_.goal, said_all_);
  if (wish().opens.empty() || is_answered) return std::nullopt;
  opened_ = order_[wish_] < wish_ ? wish().opens.size() : 1;  // of what was said together, only what is left
  return say(last_opening());
}

}  // namespace frontdesk::trade
