#include <cstdio>
#include <fstream>

#include "base/error.h"
#include "base/json.h"
#include "platform/mail/bouncing.h"
#include "platform/mail/dkim.h"
#include "platform/mail/mailing.h"
#include "platform/tests/one_place.h"
#include "support/letterbox.h"

namespace frontdesk::platform {
namespace {

using mail::Letter;

const mail::Sender kSender{"desk@frontdesk.example", "frontdesk"};
constexpr Timestamp kAt{1'800'000'000'000};

std::string wire_of(const Letter& letter) { return mail::to_wire(letter, kSender, "<1@frontdesk.example>", kAt); }

// What Python's parser of mail (RFC 5322, MIME) makes of it.
Value read_by_python(const std::string& wire) {
  const auto path = testing::TempDir() + "/letter.eml";
  std::ofstream(path, std::ios::binary) << wire;
  const auto command = fmt::format(
      R"(python3 -c "
import email, email.policy, json, sys
m = email.message_from_binary_file(open('{}', 'rb'), policy=email.policy.default)
def text(kind):
    part = m.get_body((kind,))
    return part.get_content() if part else ''
print(json.dumps(dict(subject=m['subject'], to=m['to'].addresses[0].addr_spec, name=m['to'].addresses[0].display_name,
  sender=m['from'].addresses[0].display_name, date=m['date'].datetime.isoformat(), id=m['message-id'],
  plain=text('plain'), html=text('html'), defects=len(m.defects))))
")",
      path);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"),
                                                   [](FILE* file) { return file ? ::pclose(file) : 0; });
  std::string out;
  char piece[4096];
  while (pipe && std::fgets(piece, sizeof piece, pipe.get())) out += piece;
  return json::parse(out);
}

TEST(Letter, is_read_by_another_as_it_was_meant) {
  const Letter letter{.to = "ana@lume.example",
                      .to_name = "Ána, \"the\" Bär",
                      .subject = "Eine Änderung wartet: Öffnungszeiten und Preise für die nächste Woche 🍝 und mehr",
                      .text = "Grüß Gott,\n\n.ein Punkt am Anfang\n" + std::string(500, 'x') + "\n",
                      .html = "<p>Grüß Gott</p>\n"};
  const auto read = read_by_python(wire_of(letter));
  EXPECT_EQ(read["subject"].text(), letter.subject);
  EXPECT_EQ(read["to"].text(), letter.to);
  EXPECT_EQ(read["name"].text(), letter.to_name);
  EXPECT_EQ(read["sender"].text(), "frontdesk");
  EXPECT_EQ(read["plain"].text(), letter.text);
  EXPECT_EQ(read["html"].text(), letter.html);
  EXPECT_EQ(read["date"].text(), "2027-01-15T08:00:00+00:00");
  EXPECT_EQ(read["id"].text(), "<1@frontdesk.example>");
  EXPECT_EQ(read["defects"].integer(), 0);
}

TEST(Letter, of_text_alone_is_one_part) {
  const auto read = read_by_python(wire_of({.to = "ana@lume.example", .subject = "Hello", .text = "One.\n"}));
  EXPECT_EQ(read["plain"].text(), "One.\n");
  EXPECT_EQ(read["html"].text(), "");
}

TEST(Letter, has_short_lines_of_ascii_only) {
  const auto wire =
      wire_of({.to = "ana@lume.example", .subject = std::string(300, 'a') + "é", .text = std::string(999, '\xc3')});
  for (std::size_t begin = 0, end = 0; (end = wire.find("\r\n", begin)) != std::string::npos; begin = end + 2)
    EXPECT_LE(end - begin, 78U) << wire.substr(begin, end - begin);
  EXPECT_TRUE(std::ranges::all_of(wire, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; }));
  std::string bare = wire;
  for (std::size_t at = 0; (at = bare.find("\r\n", at)) != std::string::npos;) bare.erase(at, 2);
  EXPECT_EQ(bare.find_first_of("\r\n"), std::string::npos);
}

TEST(Letter, lets_nobody_write_headers_of_his_own) {
  const auto slug = [](const Letter& letter) -> std::string {
    try {
      wire_of(letter);
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  };
  EXPECT_EQ(slug({.to = "ana@lume.example", .subject = "Hi\r\nBcc: all@lume.example"}), "mail/bad-header");
  EXPECT_EQ(slug({.to = "ana@lume.example", .to_name = "A\nB", .subject = "Hi"}), "mail/bad-header");
  for (const auto* address :
       {"", "ana", "ana@", "@lume.example", "a b@lume.example", "ana@lume.example>\r\nRCPT TO:<x@y.example",
        "ana@lume.example,ben@lume.example", "<ana@lume.example>", "ana@@lume.example", ".a@lume.example"}) {
    EXPECT_EQ(slug({.to = address, .subject = "Hi"}), "mail/bad-address") << address;
  }
  EXPECT_EQ(slug({.to = "ana+news@lume.example", .subject = "Hi"}), "");
}

class MailingTest : public OnePlace {
 protected:
  MailingTest() {
    frame_.add(mail::mailing(&letterbox_, kSender));
    open();
  }
  support::Letterbox letterbox_;
};

TEST_F(MailingTest, hands_a_letter_in_once_and_under_one_id_where_it_comes_again) {
  letterbox_.failure = Error(Kind::unavailable, "mail/put-off", "Later.");
  ask(mail::item({.to = "ana@lume.example", .subject = "Hi", .text = "Hello."}, "k1"));
  ask(mail::item({.to = "ana@lume.example", .subject = "Hi", .text = "Hello."}, "k1"));
  do_what_is_due();
  letterbox_.failure.reset();
  clock_.advance(std::chrono::seconds(5));
  do_what_is_due();
  ASSERT_EQ(letterbox_.taken.size(), 1U);
  EXPECT_EQ(letterbox_.taken[0].to, "ana@lume.example");
  EXPECT_THAT(letterbox_.taken[0].wire, testing::HasSubstr(mail::message_id(TenantId::parse("acme"), "k1", kSender)));
}

TEST_F(MailingTest, shows_a_letter_that_nobody_will_ever_take) {
  letterbox_.failure = Error(Kind::invalid, "mail/refused", "Nobody of this name lives there.");
  ask(mail::item({.to = "ana@lume.example", .subject = "Hi", .text = "Hello."}, "k1"));
  do_what_is_due();
  EXPECT_EQ(pieces().at(0).state, work::State::failed);
}

TEST_F(MailingTest, says_what_to_do_where_there_is_no_mail_server) {
  Frame frame(clock_, random_, *log_, audit::Audit(std::string(32, 'k')));
  frame.add(mail::mailing(nullptr, kSender));
  Place place(place_->store(), frame, context_.get_executor());
  run(place.write("test", [](Writing& writing) { writing.ask(mail::item({.to = "ana@lume.example"}, "k1")); }));
  run(place.worker().do_what_is_due());
  EXPECT_THAT(pieces().at(0).last_error, testing::StartsWith("mail/no-server: "));
}

std::string report(const std::string& message_id, const std::string& status) {
  return "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nContent-Type: multipart/report;\r\n"
         " report-type=delivery-status; boundary=\"=_b\"\r\n\r\nA preamble.\r\n--=_b\r\n\r\nSorry.\r\n--=_b\r\n"
         "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" +
         status +
         "\r\n--=_b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: desk@frontdesk.example\r\nMessage-ID:\r\n " +
         message_id + "\r\n\r\n--=_b--\r\n";
}

TEST(Bounce, is_read_as_rfc_3464_has_it) {
  const auto read =
      mail::read_bounces(report("<1.acme@frontdesk.example>",
                                "Original-Recipient: rfc822; Ana@lume.example\r\nFinal-Recipient: rfc822;"
                                " a2@lume.example\r\nAction: failed (for good)\r\nStatus: 5.1.1 (no such)\r\n"
                                "Diagnostic-Code: smtp; 550 5.1.1\r\n  Nobody of this name\r\n\r\n"
                                "Final-Recipient: rfc822;ben@lume.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n"
                                "Final-Recipient: rfc822;eve@lume.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].message_id, "<1.acme@frontdesk.example>");
  EXPECT_EQ(read[0].address, "Ana@lume.example");
  EXPECT_EQ(read[0].status, "5.1.1");
  EXPECT_EQ(read[0].said, "550 5.1.1 Nobody of this name");
  EXPECT_TRUE(read[0].is_over);
  EXPECT_FALSE(read[1].is_over);
}

TEST(Bounce, is_nothing_else) {
  EXPECT_TRUE(mail::read_bounces("").empty());
  EXPECT_TRUE(mail::read_bounces("Subject: Re: hello\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n").empty());
  EXPECT_TRUE(mail::read_bounces("Content-Type: multipart/report; boundary=\"a\"\r\n\r\n--a\r\n--a\r\n--a").empty());
  std::string nested;
  for (int level = 0; level < 10'000; ++level) nested += "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n";
  EXPECT_TRUE(mail::read_bounces(nested).empty());
}

TEST_F(MailingTest, notes_once_what_came_back_and_nothing_of_others) {
  ask(mail::item({.to = "ana@lume.example", .to_name = {}, .subject = "S", .text = "T", .html = {}}, "k1"));
  do_what_is_due();
  const auto note = [this](const std::string& id) {
    const auto bounces = mail::read_bounces(
        report(id, "Final-Recipient: rfc822;ana@lume.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"));
    return run(mail::note_bounce(*place_, bounces.at(0), kSender));
  };
  const auto id = mail::message_id(place_->id(), "k1", kSender);
  EXPECT_EQ(mail::place_of(id), place_->id());
  EXPECT_FALSE(note(mail::message_id(place_->id(), "k2", kSender)));
  EXPECT_TRUE(note(id));
  EXPECT_FALSE(note(id));
  const auto events =
      run(place_->store().read([](store::Reader& reader) { return events::list(reader, {.type = "mail.bounced"}); }));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event.subject, "mail/k1");
  EXPECT_EQ(events[0].event.data["status"].text(), "5.1.1");
}

TEST(Bounce, names_the_place_of_its_letter) {
  EXPECT_EQ(mail::place_of(mail::message_id(TenantId::of_operator(), "k", kSender)), TenantId::of_operator());
  for (const auto* id : {"", "<", "<1@frontdesk.example>", "<0123456789012345678901234567890123456789@a>",
                         "<0123456789012345678901234567890123456789.../@a>"})
    EXPECT_FALSE(mail::place_of(id)) << id;
}

}  // namespace
}  // namespace frontdesk::platform
