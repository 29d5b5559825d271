#include "platform/mail/letter.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "base/zone.h"

namespace frontdesk::platform::mail {
namespace {

constexpr std::size_t kWordBytes = 39;  // of an encoded word: 64 letters with what is around it, 73 behind "Subject: "
constexpr std::size_t kLineBytes = 57;  // of a body in base64: 76 letters
constexpr std::size_t kSubjectBytes = 67;  // of a plain one, behind "Subject: "
constexpr std::size_t kAddressBytes = 254;
constexpr std::size_t kDigestLetters = 40;  // of a Message-ID

bool is_letter_or_digit(char letter) {
  return (letter >= '0' && letter <= '9') || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
}
bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }
bool is_plain(char letter) {
  return static_cast<unsigned char>(letter) >= 0x20 && static_cast<unsigned char>(letter) < 0x7f;
}

void demand_one_line(std::string_view what, std::string_view text) {
  if (std::ranges::none_of(text, is_control)) return;
  throw Error(Kind::invalid, "mail/bad-header", fmt::format("The {} of a mail is one line without controls.", what));
}

void demand_address(std::string_view address) {
  if (!is_address(address))
    throw Error(Kind::invalid, "mail/bad-address", fmt::format("\"{}\" is no address that mail can go to.", address));
}

// RFC 2047: words on a line each.
std::string encoded(std::string_view utf8) {
  std::string words;
  while (!utf8.empty()) {
    const auto piece = text::head(utf8, kWordBytes);
    words += fmt::format("{}=?utf-8?B?{}?=", words.empty() ? "" : "\r\n ", crypto::base64(piece));
    utf8.remove_prefix(piece.size());
  }
  return words;
}

std::string subject_of(std::string_view subject) {
  demand_one_line("subject", subject);
  const bool is_readable = std::ranges::all_of(subject, is_plain) && subject.find("=?") == std::string_view::npos;
  return is_readable && subject.size() <= kSubjectBytes ? std::string(subject) : encoded(subject);
}

// A name that is more than letters and digits is encoded, so that none has to be quoted.
std::string mailbox(const std::string& address, const std::string& name) {
  demand_address(address);
  demand_one_line("name", name);
  if (name.empty()) return address;
  const bool is_words = name.size() <= kWordBytes && std::ranges::all_of(name, [](char letter) {
                          return letter == ' ' || is_letter_or_digit(letter);
                        });
  return fmt::format("{}\r\n <{}>", is_words ? name : encoded(name), address);
}

// RFC 5322, section 3.3; in UTC.
std::string date_of(Timestamp at) {
  static constexpr std::array kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970 began on a Thursday
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto iso = to_iso(at);  // 2026-11-23T04:15:00.000Z
  const auto month = (iso[5] - '0') * 10 + (iso[6] - '0');
  const auto day = WallTime{at.ms}.days();
  return fmt::format("{}, {} {} {} {} +0000", kDays[static_cast<std::size_t>(((day % 7) + 7) % 7)], iso.substr(8, 2),
                     kMonths[static_cast<std::size_t>(month - 1)], iso.substr(0, 4), iso.substr(11, 8));
}

std::string part(std::string_view type, std::string_view content) {
  auto text = fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
  for (; !content.empty(); content.remove_prefix(std::min(content.size(), kLineBytes)))
    text += crypto::base64(content.substr(0, kLineBytes)) + "\r\n";
  return text;
}

}  // namespace

bool is_address(std::string_view address) {
  constexpr std::string_view kAllowed = "!#$%&'*+-/=?^_`{|}~.@";
  const auto at = address.find('@');
  const auto is_allowed = [&](char letter) {
    return is_letter_or_digit(letter) || kAllowed.find(letter) != std::string_view::npos;
  };
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && at == address.rfind('@') &&
         address.size() <= kAddressBytes && address.front() != '.' && address[at - 1] != '.' &&
         address.find("..") == std::string_view::npos && address[at + 1] != '-' &&
         std::ranges::all_of(address, is_allowed);
}

std::string message_id(const TenantId& place, std::string_view key, const Sender& sender) {
  const auto domain = sender.address.substr(sender.address.find('@') + 1);
  const auto digest = crypto::sha256_hex(fmt::format("{}/{}", place.text(), key)).substr(0, kDigestLetters);
  return fmt::format("<{}.{}@{}>", digest, place.text(), domain);
}

std::optional<TenantId> place_of(std::string_view message_id) {
  const auto name = message_id.substr(0, message_id.find('@'));
  if (!name.starts_with('<') || name.size() < kDigestLetters + 3 || name[kDigestLetters + 1] != '.')
    return std::nullopt;
  const auto place = name.substr(kDigestLetters + 2);
  if (place == TenantId::of_operator().text()) return TenantId::of_operator();
  return TenantId::is_valid(place) ? std::optional(TenantId::parse(place)) : std::nullopt;
}

std::string to_wire(const Letter& letter, const Sender& sender, const std::string& id, Timestamp at) {
  auto wire = fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: {}\r\nMIME-Version: 1.0\r\n"
      "Auto-Submitted: auto-generated\r\n",
      date_of(at), mailbox(sender.address, sender.name), mailbox(letter.to, letter.to_name), subject_of(letter.subject),
      id);
  if (letter.html.empty()) return wire + part("text/plain", letter.text);
  // A line of base64 has no "=_", so that no part can contain what stands between parts (RFC 2045, section 6.7).
  const auto between = fmt::format("=_{}", crypto::sha256_hex(id).substr(0, 32));
  return wire +
         fmt::format("Content-Type: multipart/alternative; boundary=\"{0}\"\r\n\r\n--{0}\r\n{1}--{0}\r\n{2}--{0}--\r\n",
                     between, part("text/plain", letter.text), part("text/html", letter.html));
}

}  // namespace frontdesk::platform::mail
