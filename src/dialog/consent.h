#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::dialog {

// What the answer to a read-back is, by its words alone.
enum class Answer {
  yes,       // nothing but assent
  no,        // nothing but refusal
  leaves,    // says what they will do instead
  refuses,   // a refusal, and more behind it: a reason, or something else that is wanted
  question,  // asks something; an open read-back stays open
  unclear,   // its words are known, and decide nothing: they contradict each other, put it off, mock it, say good-bye
  other      // says something else, or nothing that can be read
};

// The words of a read-back that an answer may echo: where it says "Shall I book it?", "book it" is a yes and "don't
// book it" a no. Taken from what the tenant wrote, never from what a customer said.
struct Echo {
  std::vector<std::string> verbs;  // what the read-back says that the bot does: the word behind its "I"
  std::vector<std::string> nouns;  // and to what: what it begins with, and what stands right behind that word
  bool undoes = false;             // it takes something away that was there: a booking is cancelled
  // How that is asked for in the language of the read-back: "buchen" as "buche", and "eintragen" as "trage … ein",
  // where the second half comes last. So no word of another language asks for it.
  struct Request {
    std::string verb, particle;
  };
  std::vector<Request> requests;
  std::string language;
};
// `language`: that the pattern is written in; one without words for it gives no echo.
Echo echo_of(std::string_view confirm_pattern, std::string_view language);

// Reads the answer to a read-back. A yes is a closed grammar of whole utterances: every part of the sentence must be a
// word of assent, a courtesy, or an echo of the read-back. So "yes, but at eight" is other, "is it the right one" a
// question, and a word that the grammar does not know makes it other. A yes is meant, and for now: "yeah right", "yes,
// later", "yes no", "ok bye" and "please" alone are unclear, so that it is asked again.
Answer read_answer(std::string_view text, const Echo& echo = {});

// Whether there is no plain yes among the words of an answer: "ok", "perfect", "vale, gracias" may be said of anything,
// and so of whatever was answered just before.
bool is_mild(std::string_view text, const Echo& echo = {});

// Whether it gives thanks, beside whatever else it says.
bool gives_thanks(std::string_view text);

// Whether a question asks for something to be different ("can we make it nine?", "what about Friday?").
bool asks_for_a_change(std::string_view text);

// Whether all that is said is that something shall be different ("change", "no, change it please"): what the button
// "Change" says.
bool asks_what_to_change(std::string_view text);

}  // namespace frontdesk::dialog
