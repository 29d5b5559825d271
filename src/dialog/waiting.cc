#include "dialog/waiting.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "dialog/consent.h"
#include "dialog/reading/contacts.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/language.h"
#include "dialog/reading/phones.h"
#include "dialog/reading/words.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

// Nobody is told the same at every line they write.
constexpr std::chrono::milliseconds kToldAgainAfter = std::chrono::minutes(3);

// "Oh, actually, [forget it]".
std::uint32_t behind_small_talk(const std::vector<reading::PhraseAt>& phrases, const reading::Tokens& tokens) {
  constexpr reading::List kSmall[] = {reading::List::filler, reading::List::correction, reading::List::courtesy,
                                      reading::List::assent};
  for (std::uint32_t at = 0; at < tokens.size();) {
    auto next = tokens[at].text == "," ? at + 1 : at;
    for (const auto& phrase : phrases)
      if (phrase.begin == at && std::ranges::find(kSmall, phrase.list) != std::end(kSmall))
        next = std::max(next, phrase.end);
    if (next == at) return at;
    at = next;
  }
  return 0;
}

// "Ok, I'm off, cheers": wants nothing, and is no news for those who are waited for.
bool takes_leave(std::string_view said, std::string_view language) {
  using reading::List;
  constexpr List kSmall[] = {List::thanks,   List::farewell, List::filler,  List::assent,
                             List::courtesy, List::common,   List::greeting};
  const auto* table = reading::find_language(language);
  if (!table) return false;
  const auto heard = reading::heard_as(said, *table);
  return (heard.has(List::thanks) || heard.has(List::farewell)) && heard.words_beside(kSmall) == 0;
}

// What follows the words that take the wish for a person back, where they begin a sentence in any language that we have
// a table of, small words before them passed over; nullopt: it begins with none.
std::optional<std::string_view> behind_taking_back(std::string_view sentence) {
  const auto words = reading::words_of(sentence);
  if (words.empty()) return std::nullopt;
  for (const auto& language : reading::languages()) {
    const auto tokens = language.tokens(words);
    const auto phrases = language.phrases(tokens);
    const auto begin = behind_small_talk(phrases, tokens);
    for (const auto& phrase : phrases) {
      if (phrase.list != reading::List::leave || phrase.begin != begin) continue;
      auto rest = text::trim(sentence.substr(tokens[phrase.end - 1].span.end));
      while (!rest.empty() && std::string_view(",.;:!-").find(rest.front()) != std::string_view::npos)
        rest = text::trim(rest.substr(1));
      return rest;
    }
  }
  return std::nullopt;
}

// In whatever language the button was shown.
bool is_label(std::string_view sentence, std::string_view label) {
  constexpr std::size_t kBesideMax = 12;  // "…, please"
  const auto said = text::lower_ascii(text::trim(sentence));
  return std::ranges::any_of(spoken_languages(), [&](std::string_view language) {
    const auto shown = text::lower_ascii(dialog::sentence(language, label));
    return said.size() <= shown.size() + kBesideMax && said.find(shown) != std::string::npos;
  });
}

std::string counted(std::string_view language, std::string_view one, std::string_view many, std::int64_t count) {
  return count == 1 ? sentence(language, one)
                    : sentence(language, many, Value::object({{"count", std::to_string(count)}}));
}

std::string spoken_wait(std::int64_t ms, std::string_view language) {
  const auto minutes = ms / 60'000;
  if (minutes < 1) return sentence(language, "just_now");
  if (minutes < 60) return counted(language, "minute_ago", "minutes_ago", minutes);
  return counted(language, "hour_ago", "hours_ago", minutes / 60);
}

std::string spoken_place(std::int64_t ahead, std::string_view language) {
  return ahead == 0 ? sentence(language, "you_are_next")
                    : counted(language, "one_waits_longer", "others_wait_longer", ahead);
}

std::string how_it_stands(const Waiting& waiting, const Attendance& attendance, Timestamp now,
                          std::string_view language) {
  if (!attendance.is_in) {
    const auto when = attendance.from ? " " + spoken_return(attendance, now, language) : std::string();
    const auto nobody = sentence(language, "nobody_is_in", Value::object({{"when", when}}));
    return waiting.has_contact ? nobody : fmt::format("{} {}", nobody, sentence(language, "leave_contact"));
  }
  return sentence(language, "asked_ago",
                  Value::object({{"ago", spoken_wait(now.ms - waiting.since.ms, language)},
                                 {"place", spoken_place(waiting.ahead, language)}}));
}

HeardWaiting goes_back(std::string_view wish, std::string_view language) {
  if (!wish.empty()) return {.goes_back = true, .wish = std::string(wish)};
  return {.goes_back = true, .say = sentence(language, "with_bot_again")};
}

}  // namespace

std::string contact_in(std::string_view sentence) {
  constexpr std::size_t kDigitsMin = 7;  // of a number whose plan is not known
  sentence = text::head(sentence, reading::kMessageBytesMax);
  // An address that is written out is one in any language.
  const reading::Hearing heard(sentence, reading::languages().front());
  if (const auto mails = reading::read_emails(heard, false); !mails.empty()) return mails.front().text;
  for (const auto& phone : reading::find_phones(sentence, "")) {
    const auto said = sentence.substr(phone.begin, phone.end - phone.begin);
    const auto digits = std::ranges::count_if(said, [](char c) { return c >= '0' && c <= '9'; });
    if (phone.is_valid || static_cast<std::size_t>(digits) >= kDigitsMin) return std::string(said);
  }
  return {};
}

HeardWaiting hear_waiting(const Waiting& waiting, std::string_view said, const Attendance& attendance,
                          const WaitingBot& bot, Timestamp now, std::string_view language) {
  const auto own = [&](std::string_view id) { return sentence(language, id); };
  const auto standing = [&](std::string_view id, const Waiting& known) {
    return sentence(language, id, Value::object({{"standing", how_it_stands(known, attendance, now, language)}}));
  };
  if (!waiting.offer.empty()) {
    const auto answer = read_answer(said);
    if (is_label(said, "go_on") || answer == Answer::yes)
      return {.goes_back = true, .keeps_place = true, .wish = waiting.offer, .say = own("place_kept")};
    if (is_label(said, "wait_on") || answer == Answer::no) return {.say = standing("waits_on", waiting)};
  }
  if (is_label(said, "go_on")) return goes_back("", language);
  // "Forget it, I just need the address": asked as a question it is one that the file answers.
  const auto wants = [&](std::string_view rest) {
    return rest.empty() || bot.is_wish(rest) || !bot.answer_of(fmt::format("{}?", rest)).empty();
  };
  auto rest = behind_taking_back(said);
  for (auto next = rest; next; next = behind_taking_back(*next)) rest = next;  // "forget it, no need any more"
  if (rest && wants(*rest)) return goes_back(*rest, language);
  if (bot.wants_nobody(said)) return goes_back("", language);
  const bool is_for_people =
      reading::says(said, language, reading::List::for_people) || reading::says(said, language, reading::List::late);
  const auto go_on_or_wait = [&](std::string before) {
    return HeardWaiting{
        .say = before + own("go_on_or_wait"),
        .buttons = {{own("go_on"), own("go_on")}, {own("wait_on"), own("wait_on")}},
        .offer = waiting.offer.empty() ? std::string(said) : fmt::format("{}\n{}", waiting.offer, said)};
  };
  if (auto contact = contact_in(said); !contact.empty()) {
    auto known = waiting;
    known.has_contact = true;
    auto say =
        sentence(language, "contact_noted",
                 Value::object({{"contact", contact}, {"standing", how_it_stands(known, attendance, now, language)}}));
    // "Then book me a table on Friday, my number is …" leaves a number, and a wish beside it.
    auto beside = std::string(said);
    beside.erase(beside.find(contact), contact.size());
    auto heard = !is_for_people && bot.is_wish(beside) ? go_on_or_wait(say + " ")
                                                       : HeardWaiting{.say = std::move(say), .offer = waiting.offer};
    heard.contact = std::move(contact);
    return heard;
  }
  // "Yes, go on", where a form was open, is what the button says.
  const bool goes_on = read_answer(said) == Answer::yes && reading::says(said, language, reading::List::still_wanted);
  if (goes_on && bot.is_wish(said)) return goes_back(said, language);
  if (!is_for_people && bot.is_wish(said)) return go_on_or_wait("");
  // What is told between the offer and its answer is part of what is offered.
  if (!waiting.offer.empty() && !is_for_people && bot.adds_to(waiting.offer, said)) return go_on_or_wait("");
  const bool knows =
      waiting.told_at.ms > 0 && now.ms - waiting.told_at.ms < std::chrono::milliseconds(kToldAgainAfter).count();
  if (reading::says(said, language, reading::List::asks_when))
    return {.say = how_it_stands(waiting, attendance, now, language), .offer = waiting.offer};
  if (auto answer = bot.answer_of(said); !answer.empty()) {
    if (!knows) answer += " " + how_it_stands(waiting, attendance, now, language);
    return {.say = std::move(answer), .offer = waiting.offer, .tells_stand = !knows};
  }
  if (takes_leave(said, language)) return {.say = own("goodbye"), .offer = waiting.offer, .tells_stand = false};
  if (knows && bot.is_question(said))
    return {.say = how_it_stands(waiting, attendance, now, language), .offer = waiting.offer};
  if (knows) return {.say = own("noted"), .offer = waiting.offer, .tells_stand = false};
  return {.say = standing("arrived", waiting), .offer = waiting.offer};
}

}  // namespace frontdesk::dialog
