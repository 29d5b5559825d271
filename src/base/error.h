#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

// What a caller can do about a failure; nine words (after Abseil's canonical codes).
enum class Kind {
  invalid,          // the request is wrong and stays wrong
  unauthenticated,  // who are you?
  forbidden,        // you may not
  not_found,        // it is not there, or not yours
  conflict,         // it clashes with what is there
  exhausted,        // a limit is used up; retry_after says when it helps to come back
  unavailable,      // try again soon
  timeout,          // the time was up
  internal,         // our fault
};

std::string_view to_string(Kind kind);

// The one exception of frontdesk. `slug` is public and stable ("chatbot/unknown-conversation"), `detail` is a sentence
// for the person who has to mend it. `cause` goes to the log only.
struct Error : std::exception {
  Error(Kind kind, std::string slug, std::string detail)
      : kind(kind), slug(std::move(slug)), detail(std::move(detail)) {}

  Error&& at(std::string place) && { return pointer = std::move(place), std::move(*this); }
  Error&& because(std::string why) && { return cause = std::move(why), std::move(*this); }
  Error&& after(std::chrono::milliseconds wait) && { return retry_after = wait, std::move(*this); }

  const char* what() const noexcept override { return detail.c_str(); }

  // Graphs and tools try again after these (design, section 5).
  bool can_be_retried() const {
    return kind == Kind::unavailable || kind == Kind::timeout || (kind == Kind::exhausted && retry_after.has_value());
  }

  Kind kind;
  std::string slug;
  std::string detail;
  std::string pointer;  // JSON pointer, or another name of the place; may be empty
  std::string cause;
  std::optional<std::chrono::milliseconds> retry_after;
};

}  // namespace frontdesk
