#include "dialog/waiting.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "dialog/consent.h"
#include "dialog/reading/contacts.h"
#include "dialog/reading/language.h"
#include "dialog/reading/phones.h"
#include "dialog/reading/words.h"

namespace frontdesk::dialog {
namespace {

// Nobody is told the same at every line they write.
constexpr std::chrono::milliseconds kToldAgainAfter = std::chrono::minutes(3);

constexpr std::string_view kGoOn = "Go on with the assistant";
constexpr std::string_view kWait = "Wait for a colleague";

// What follows the words that take the wish for a person back, where they begin a sentence in any language that we have
// a table of; nullopt: it begins with none.
std::optional<std::string_view> behind_taking_back(std::string_view sentence) {
  const auto words = reading::words_of(sentence);
  if (words.empty()) return std::nullopt;
  for (const auto& language : reading::languages()) {
    const auto tokens = language.tokens(words);
    for (const auto& phrase : language.phrases(tokens)) {
      if (phrase.list != reading::List::leave || phrase.begin != 0) continue;
      auto rest = text::trim(sentence.substr(tokens[phrase.end - 1].span.end));
      while (!rest.empty() && std::string_view(",.;:!-").find(rest.front()) != std::string_view::npos)
        rest = text::trim(rest.substr(1));
      return rest;
    }
  }
  return std::nullopt;
}

bool is_label(std::string_view sentence, std::string_view label) {
  return text::lower_ascii(text::trim(sentence)) == text::lower_ascii(label);
}

std::string spoken_wait(std::int64_t ms) {
  const auto minutes = ms / 60'000;
  if (minutes < 1) return "just now";
  if (minutes < 60) return fmt::format("{} minute{} ago", minutes, minutes == 1 ? "" : "s");
  const auto hours = minutes / 60;
  return fmt::format("{} hour{} ago", hours, hours == 1 ? "" : "s");
}

std::string spoken_place(std::int64_t ahead) {
  if (ahead == 0) return "you are next";
  return ahead == 1 ? "one other waits longer" : fmt::format("{} others wait longer", ahead);
}

std::string how_it_stands(const Waiting& waiting, const Attendance& attendance, Timestamp now) {
  if (!attendance.is_in) {
    const auto when = attendance.from ? " " + spoken_return(attendance, now) : std::string();
    const std::string_view ask =
        waiting.has_contact ? "" : " If you leave a phone number or an e-mail address, we can reach you there as well.";
    return fmt::format("Nobody is in at this hour; you will be answered right here{}.{}", when, ask);
  }
  return fmt::format("A colleague was asked {} and will answer right here; {}.", spoken_wait(now.ms - waiting.since.ms),
                     spoken_place(waiting.ahead));
}

HeardWaiting goes_back(std::string_view wish) {
  if (!wish.empty()) return {.goes_back = true, .wish = std::string(wish)};
  return {.goes_back = true, .say = "All right, you are talking with the assistant again. What can I do for you?"};
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

HeardWaiting hear_waiting(const Waiting& waiting, std::string_view sentence, const Attendance& attendance,
                          const WaitingBot& bot, Timestamp now) {
  if (!waiting.offer.empty()) {
    const auto answer = read_answer(sentence);
    if (is_label(sentence, kGoOn) || answer == Answer::yes) return goes_back(waiting.offer);
    if (is_label(sentence, kWait) || answer == Answer::no)
      return {.say = "All right. " + how_it_stands(waiting, attendance, now)};
  }
  if (const auto rest = behind_taking_back(sentence); rest && (rest->empty() || bot.is_wish(*rest)))
    return goes_back(*rest);
  if (bot.wants_nobody(sentence)) return goes_back("");
  if (auto contact = contact_in(sentence); !contact.empty()) {
    auto known = waiting;
    known.has_contact = true;
    const auto say =
        fmt::format("Thank you, I have noted {} for my colleagues. {}", contact, how_it_stands(known, attendance, now));
    return {.contact = std::move(contact), .say = say};
  }
  if (waiting.offer.empty() && bot.is_wish(sentence)) {
    return {.say = "A colleague will answer you here. That is something I can do for you at once, too: shall I go on?",
            .buttons = {{std::string(kGoOn), std::string(kGoOn)}, {std::string(kWait), std::string(kWait)}},
            .offer = std::string(sentence)};
  }
  const bool knows =
      waiting.told_at.ms > 0 && now.ms - waiting.told_at.ms < std::chrono::milliseconds(kToldAgainAfter).count();
  if (auto answer = bot.answer_of(sentence); !answer.empty()) {
    if (!knows) answer += " " + how_it_stands(waiting, attendance, now);
    return {.say = std::move(answer), .offer = waiting.offer, .tells_stand = !knows};
  }
  if (knows && bot.is_question(sentence))
    return {.say = how_it_stands(waiting, attendance, now), .offer = waiting.offer};
  if (knows) return {.offer = waiting.offer};
  return {.say = "Your message has arrived. " + how_it_stands(waiting, attendance, now), .offer = waiting.offer};
}

}  // namespace frontdesk::dialog
