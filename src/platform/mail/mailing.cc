#include "platform/mail/mailing.h"

#include "base/describe.h"
#include "base/error.h"
#include "platform/work/job.h"

namespace frontdesk::platform::mail {
namespace {

Task<> deliver(PostOffice* office, const Sender& sender, const Sign& sign, work::Job& job) {
  if (!office)
    throw Error(Kind::invalid, "mail/no-server",
                "There is no mail server. Name one in the options (mail.server), start anew, and have it tried again.");
  const auto letter = from_value<Letter>(job.piece.item.payload);
  const auto id = message_id(job.place.id(), job.piece.item.key, sender);
  auto wire = to_wire(letter, sender, id, job.piece.asked_at);
  if (sign) wire = co_await sign(std::move(wire), job.place.frame().clock.wall());
  co_await office->hand_in({sender.address, letter.to, std::move(wire)});
}

}  // namespace

work::Item item(const Letter& letter, std::string key) {
  return {.kind = "mail", .key = std::move(key), .payload = to_value(letter), .due = {}, .lane = {}};
}

work::Kind mailing(PostOffice* office, Sender sender, Sign sign) {
  return {.name = "mail",
          .perform = [office, sender = std::move(sender),
                      sign = std::move(sign)](work::Job& job) { return deliver(office, sender, sign, job); },
          .time_max = std::chrono::minutes(10)};
}

}  // namespace frontdesk::platform::mail
