#include "engines/chatbot/errors.h"

namespace frontdesk::engines::chatbot::errors {

// The words of dialog, so that a conversation of somebody else looks like one that is not there.
Error unknown_conversation() {
  return {Kind::not_found, "dialog/unknown-conversation", "There is no such conversation."};
}

Error no_trace() {
  return {Kind::forbidden, "chatbot/no-trace", "The trace is for the business's own people; leave out trace=1."};
}

Error slow_reader() {
  return {Kind::unavailable, "chatbot/slow-reader",
          "The client reads its stream too slowly; it can go on from the last event that it got."};
}

Error cursor_ahead(std::int64_t after) {
  return {
      Kind::conflict, "chatbot/cursor-ahead",
      fmt::format("This conversation has no event {0} or behind: what it had was lost, as {0} was given out before. "
                  "Forget what you have of it and begin at 0.",
                  after)};
}

Error bad_parameter(std::string_view name, std::string_view wanted) {
  return Error(Kind::invalid, "chatbot/bad-parameter", fmt::format("The parameter \"{}\" must be {}.", name, wanted))
      .at(std::string(name));
}

}  // namespace frontdesk::engines::chatbot::errors
