#include "platform/mail/bounce.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"

namespace frontdesk::platform::mail {
namespace {

constexpr int kLevelsMax = 5;
constexpr std::size_t kPartsMax = 50;
constexpr std::size_t kAddressesMax = 100;
constexpr std::size_t kSaidBytes = 500;

using Fields = std::map<std::string, std::string, std::less<>>;  // by name in small letters; the first of each

// Takes a line off, without its end.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_indented(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

// Takes the fields off up to an empty line, which goes with them.
Fields take_fields(std::string_view& text) {
  Fields fields;
  auto last = fields.end();
  while (!text.empty()) {
    const auto line = take_line(text);
    if (text::trim(line).empty()) break;
    if (is_indented(line)) {
      if (last != fields.end()) last->second += fmt::format("{}{}", last->second.empty() ? "" : " ", text::trim(line));
      continue;
    }
    const auto colon = line.find(':');
    last = fields.end();
    if (colon == std::string_view::npos) continue;
    const auto [place, is_new] = fields.emplace(text::lower_ascii(text::trim(line.substr(0, colon))),
                                                std::string(text::trim(line.substr(colon + 1))));
    if (is_new) last = place;
  }
  return fields;
}

std::string_view value_of(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string type_of(const Fields& fields) {
  const auto field = value_of(fields, "content-type");
  return text::lower_ascii(text::trim(field.substr(0, field.find(';'))));
}

std::string boundary_of(const Fields& fields) {
  const auto field = value_of(fields, "content-type");
  constexpr std::string_view kName = "boundary=";
  const auto at = text::lower_ascii(field).find(kName);
  if (at == std::string::npos) return {};
  const auto rest = field.substr(at + kName.size());
  if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
  return std::string(text::trim(rest.substr(0, rest.find(';'))));
}

// What a report says in parts, wherever in it they are.
struct Report {
  std::string_view statuses;  // the part message/delivery-status
  std::string message_id;     // of the letter that comes back, whole or its head
  std::size_t parts = 0;

  void read(std::string_view entity, int level) {
    if (level > kLevelsMax || ++parts > kPartsMax) return;
    const auto fields = take_fields(entity);
    const auto type = type_of(fields);
    if (type.starts_with("multipart/")) return read_parts(entity, boundary_of(fields), level);
    const bool is_status = type == "message/delivery-status" || type == "message/global-delivery-status";
    if (is_status && statuses.empty()) statuses = entity;
    const bool is_letter = type == "message/rfc822" || type == "text/rfc822-headers" || type == "message/global" ||
                           type == "message/global-headers";
    if (is_letter && message_id.empty()) message_id = value_of(take_fields(entity), "message-id");
  }

  void read_parts(std::string_view body, const std::string& boundary, int level) {
    if (boundary.empty()) return;
    const auto line = "--" + boundary;
    std::optional<std::size_t> began;
    const auto whole = body;
    while (!body.empty()) {
      const auto at = whole.size() - body.size();
      const auto mark = take_line(body);
      if (!mark.starts_with(line)) continue;
      if (began) read(whole.substr(*began, at - *began), level + 1);
      if (mark.substr(line.size()).starts_with("--")) return;
      began = whole.size() - body.size();
    }
    if (began) read(whole.substr(*began), level + 1);
  }
};

// "rfc822; ana@lume.example": what is behind the type, as far as it is an address.
std::string address_in(std::string_view field) {
  const auto semicolon = field.find(';');
  auto address = text::trim(semicolon == std::string_view::npos ? field : field.substr(semicolon + 1));
  if (address.starts_with('<')) address = address.substr(1, address.find('>') - 1);
  return std::string(text::trim(address.substr(0, address.find_first_of(" \t("))));
}

// A status is three numbers between dots; whatever follows is a comment.
std::string status_in(std::string_view field) {
  const auto status = field.substr(0, field.find_first_not_of("0123456789."));
  const bool is_one = status.size() >= 5 && status.size() <= 9 && std::ranges::count(status, '.') == 2 &&
                      std::string_view("245").find(status.front()) != std::string_view::npos;
  return is_one ? std::string(status) : std::string();
}

std::string words_in(std::string_view field) {
  const auto semicolon = field.find(';');
  std::string words(
      text::head(text::trim(semicolon == std::string_view::npos ? field : field.substr(semicolon + 1)), kSaidBytes));
  std::ranges::replace_if(words, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text::is_utf8(words) ? words : std::string();
}

}  // namespace

std::vector<Bounce> read_bounces(std::string_view message) {
  Report report;
  report.read(message, 0);
  std::vector<Bounce> bounces;
  auto rest = report.statuses;
  while (!rest.empty() && bounces.size() < kAddressesMax) {
    const auto fields = take_fields(rest);
    const auto action = text::lower_ascii(value_of(fields, "action"));
    const bool is_failed = action.starts_with("failed");
    if (!is_failed && !action.starts_with("delayed")) continue;
    auto recipient = value_of(fields, "original-recipient");
    if (recipient.empty()) recipient = value_of(fields, "final-recipient");
    bounces.push_back({.message_id = report.message_id,
                       .address = address_in(recipient),
                       .status = status_in(value_of(fields, "status")),
                       .said = words_in(value_of(fields, "diagnostic-code")),
                       .is_over = is_failed});
  }
  return bounces;
}

}  // namespace frontdesk::platform::mail
