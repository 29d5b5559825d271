#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/attendance.h"
#include "dialog/messages.h"

// A guest who waits for a person: what they hear, what they may leave, and how they come back to the bot. Pure rules.
namespace frontdesk::dialog {

// What is known of one who waits.
struct Waiting {
  Timestamp since;    // when a person was asked for
  Timestamp told_at;  // when they last heard how it stands, since then; 0: not yet
  std::string offer;  // the wish with which they may go on with the bot; empty: none is open
  bool has_contact = false;
  std::int64_t ahead = 0;  // how many wait longer, for the same people
};

// What a sentence of theirs comes to.
struct HeardWaiting {
  bool goes_back = false;    // to the bot
  bool keeps_place = false;  // and waits for a person all the same
  std::string wish = {};     // what the bot is to hear then; empty: nothing, they only wait no longer
  std::string contact = {};  // a phone number or a mail address that was left
  std::string say = {};      // the answer; empty: it is the bot's
  std::vector<Button> buttons = {};
  std::string offer = {};           // what is open behind it
  bool tells_stand = !say.empty();  // the answer says how it stands with the waiting
};

// Whether a sentence clearly wants something that the bot does by itself, or goes on with what it was doing.
using IsWish = std::function<bool(std::string_view sentence)>;

// What the bot answers to a question by itself, from what the tenant's file says; "" where it does not say it.
using AnswerOf = std::function<std::string(std::string_view sentence)>;

// What the bot knows of a sentence.
struct WaitingBot {
  IsWish is_wish;
  AnswerOf answer_of;
  std::function<bool(std::string_view sentence)> is_question;
  std::function<bool(std::string_view sentence)> wants_nobody;  // does not want a person any more
  // Whether a sentence tells more of a wish: what it asks for.
  std::function<bool(std::string_view wish, std::string_view sentence)> adds_to;
};

// `language`: in which they are answered.
HeardWaiting hear_waiting(const Waiting& waiting, std::string_view said, const Attendance& attendance,
                          const WaitingBot& bot, Timestamp now, std::string_view language);

// The first phone number or mail address of a sentence; empty: none.
std::string contact_in(std::string_view sentence);

}  // namespace frontdesk::dialog
