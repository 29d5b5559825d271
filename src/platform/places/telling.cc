#include "platform/places/telling.h"

#include "base/error.h"
#include "platform/work/job.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kTelling = "event";

Task<> tell(work::Job& job) {
  const auto& payload = job.piece.item.payload;
  const auto name = payload["hearer"].text();
  const auto* const hearer = job.place.frame().find_hearer(name, payload["type"].text());
  if (!hearer) {
    throw Error(Kind::not_found, "events/unheard",
                fmt::format("Nobody is called \"{}\" and hears \"{}\"; whoever did is not part of this program.", name,
                            payload["type"].text()));
  }
  const auto number = payload["event"].integer();
  co_await job.settle([&](Writing& writing) {
    auto event = events::find(writing.sql, number);
    if (!event) throw Error(Kind::not_found, "events/gone", fmt::format("The event {} is not there any more.", number));
    hearer->hear(writing, Heard{*std::move(event), job.place.id()});
  });
}

}  // namespace

work::Item telling_of(const Hearer& hearer, const Event& event, std::int64_t number) {
  return {.kind = std::string(kTelling),
          .key = fmt::format("{}/{}", hearer.name, number),
          .payload = Value::object({{"hearer", hearer.name}, {"type", hearer.type}, {"event", number}}),
          .due = {},
          .lane = fmt::format("{}/{}/{}", kTelling, hearer.name, event.subject)};
}

work::Kind telling() { return {.name = std::string(kTelling), .perform = tell}; }

}  // namespace frontdesk::platform
