#include "graph/failure.h"

#include "base/as_error.h"

namespace frontdesk::graph {

Error as_error(std::exception_ptr why, std::string_view sentence) {
  return frontdesk::as_error(why, "graph/node-failed", sentence);
}

Outcome last_words(Actor& actor, const Error& error) {
  const auto& failed = actor.policy().failed;
  if (!failed) return {};
  auto& image = actor.image();
  try {
    const auto run = actor.run_name(image.runs);
    auto words = failed(LocalView(image.checkpoint, {}), {.thread = actor.name(), .run = run, .error = error});
    image.check_writes(words.writes);
    return words;
  } catch (...) {
    const auto why = as_error(std::current_exception(), "The policy's function for failed runs failed.");
    actor.services().log.error("graph", "nobody could be told of a failed run",
                               Value::object({{"thread", actor.name()},
                                              {"slug", why.slug},
                                              {"detail", why.detail},
                                              {"cause", why.cause},
                                              {"run_failed_with", error.slug}}));
  }
  return {};
}

void add_last_words(Draft& draft, BodyWriter& body, Outcome words, std::vector<Event> before) {
  auto events = std::move(before);
  std::ranges::move(words.events, std::back_inserter(events));
  body.events(events);
  body.writes(words.writes);
  for (auto& event : events) draft.events.push_back({std::move(event), true});
  std::ranges::move(words.statements, std::back_inserter(draft.record.statements));
  draft.apply = [apply = std::move(draft.apply), writes = std::move(words.writes)](Image& image) {
    if (apply) apply(image);
    image.add_writes(writes);
  };
}

}  // namespace frontdesk::graph
