#include "engines/webhooks/letters.h"

#include "engines/webhooks/permissions.h"
#include "engines/webhooks/published.h"
#include "platform/mail/mailing.h"
#include "platform/places/writing.h"

namespace frontdesk::engines::webhooks {
namespace {

using platform::Heard;
using platform::Writing;

void tell(Writing& writing, const Heard& event, const platform::people::Colleagues& colleagues,
          const std::string& console) {
  const auto& data = event.event.data;
  const auto text = fmt::format(
      "A webhook of {} is disabled: nothing is sent to {} any more.\n\n{}\n\nWhat happens meanwhile is not sent later. "
      "Resume it here when it is mended:\n{}#/webhooks/{}\n",
      event.place.text(), data["url"].text(), data["reason"].text(), console, data["webhook"].text());
  for (const auto& one : colleagues.who_may(event.place, permissions::kManage)) {
    const platform::mail::Letter letter{
        .to = one.email, .to_name = one.name, .subject = "A webhook is disabled", .text = text, .html = {}};
    writing.ask(platform::mail::item(letter, fmt::format("event/{}/{}", event.number, one.principal)));
  }
}

}  // namespace

platform::Hearer letters(platform::people::Colleagues colleagues, std::string console) {
  return {"letters", std::string(kDisabled),
          [colleagues = std::move(colleagues), console = std::move(console)](Writing& writing, const Heard& event) {
            tell(writing, event, colleagues, console);
          }};
}

}  // namespace frontdesk::engines::webhooks
