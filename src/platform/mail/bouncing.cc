#include "platform/mail/bouncing.h"

#include "platform/places/place.h"
#include "platform/work/work.h"

namespace frontdesk::platform::mail {
namespace {

constexpr std::string_view kBounced = "mail.bounced";
constexpr std::size_t kPage = 200;

// The key of the letter that a Message-ID stands for; the digest in it cannot be turned around.
std::optional<std::string> find_letter(store::Reader& reader, const TenantId& place, const Bounce& bounce,
                                       const Sender& sender) {
  work::Filter filter{.kind = "mail", .limit = kPage};
  for (;;) {
    const auto pieces = work::list(reader, filter);
    for (const auto& piece : pieces)
      if (message_id(place, piece.item.key, sender) == bounce.message_id) return piece.item.key;
    if (pieces.size() < kPage) return std::nullopt;
    filter.before = pieces.back().number;
  }
}

bool is_noted(store::Reader& reader, const std::string& subject, const Bounce& bounce) {
  for (const auto& known : events::list(reader, {.type = std::string(kBounced), .subject = subject})) {
    const auto& data = known.event.data;
    if (data["address"].text() == bounce.address && data["is_over"].boolean() == bounce.is_over) return true;
  }
  return false;
}

}  // namespace

Task<bool> note_bounce(Place& place, Bounce bounce, Sender sender) {
  co_return co_await place.write("work:mail", [&](Writing& writing) {
    const auto letter = find_letter(writing.sql, place.id(), bounce, sender);
    const auto subject = "mail/" + letter.value_or("");
    if (!letter || is_noted(writing.sql, subject, bounce)) return false;
    writing.announce({.type = std::string(kBounced),
                      .subject = subject,
                      .data = Value::object({{"letter", *letter},
                                             {"address", bounce.address},
                                             {"status", bounce.status},
                                             {"said", bounce.said},
                                             {"is_over", bounce.is_over}})});
    writing.note(std::string(kBounced), subject,
                 Value::object({{"status", bounce.status}, {"is_over", bounce.is_over}}));
    return true;
  });
}

}  // namespace frontdesk::platform::mail
