#include "engines/desk/letters.h"

#include "platform/mail/mailing.h"
#include "platform/places/writing.h"

namespace frontdesk::engines::desk {
namespace {

using platform::Announced;
using platform::Heard;
using platform::Writing;
namespace mail = platform::mail;

struct Letters {
  Colleagues colleagues;
  std::string console;

  std::string link_to(const Announced& event) const {
    return fmt::format("{}#/decisions/{}", console, event.event.data["id"].text());
  }

  void post(Writing& writing, const Colleague& to, const Announced& event, std::string subject,
            std::string text) const {
    const mail::Letter letter{
        .to = to.email, .to_name = to.name, .subject = std::move(subject), .text = std::move(text), .html = {}};
    writing.ask(mail::item(letter, fmt::format("event/{}/{}", event.number, to.principal)));
  }

  void tell_who_may_decide(Writing& writing, const Heard& event) const {
    const auto& data = event.event.data;
    const auto asked_by = std::string(data["asked_by"].text());
    const auto summary = data["summary"].text();
    const auto urgency = event.event.type == "approval.escalated" ? "This has waited for long. " : "";
    const auto text =
        fmt::format("{}{} asks for your decision for {}:\n\n{}\n\nLook at it, and approve or reject it here:\n{}\n",
                    urgency, colleagues.name_of(asked_by), event.place.text(), summary, link_to(event));
    for (const auto& one : colleagues.who_may(event.place, {data["permission"].text()})) {
      if (!colleagues.is_same_person(asked_by, one.principal))
        post(writing, one, event, fmt::format("Waits for you: {}", one_line(summary)), text);
    }
  }

  void tell_who_asked(Writing& writing, const Announced& event) const {
    const auto& data = event.event.data;
    const auto asked_by = colleagues.find(std::string(data["asked_by"].text()));
    if (!asked_by) return;
    const auto what = event.event.type.substr(event.event.type.find('.') + 1);
    const auto by = std::string(data["answered_by"].text());
    const auto reason = std::string(data["reason"].text());
    const auto text = fmt::format("{}\n\nThis is {}{}.{}\n{}\n", data["summary"].text(), what,
                                  by.starts_with("work:") ? "" : ", by " + colleagues.name_of(by),
                                  reason.empty() ? "" : fmt::format(" {}", reason), link_to(event));
    post(writing, *asked_by, event, fmt::format("Is {}: {}", what, one_line(data["summary"].text())), text);
  }

  // A summary may have been written in several lines, and a subject has one.
  static std::string one_line(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(line, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; }, ' ');
    return line;
  }
};

}  // namespace

std::vector<platform::Hearer> letters(Colleagues colleagues, std::string console) {
  const auto letters = std::make_shared<const Letters>(std::move(colleagues), std::move(console));
  std::vector<platform::Hearer> hearers;
  for (const auto* type : {"approval.asked", "approval.escalated"}) {
    hearers.push_back({"letters", type, [letters](Writing& writing, const Heard& event) {
                         letters->tell_who_may_decide(writing, event);
                       }});
  }
  for (const auto* type : {"approval.approved", "approval.rejected", "approval.expired", "approval.voided"}) {
    hearers.push_back({"letters", type, [letters](Writing& writing, const Announced& event) {
                         letters->tell_who_asked(writing, event);
                       }});
  }
  return hearers;
}

}  // namespace frontdesk::engines::desk
