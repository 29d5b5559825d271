#include "platform/mail/dkim.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/text.h"

namespace frontdesk::platform::mail {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::size_t kFoldedBytes = 70;

// What is signed: each of these that a letter has, and that there is no second of the first five.
constexpr std::array<std::string_view, 9> kSigned{
    "from",          "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "auto-submitted"};
constexpr std::size_t kOnce = 5;

struct Field {
  std::string name;   // in small letters
  std::string value;  // relaxed: on one line, blanks are single (RFC 6376, section 3.4.2)
};

std::string_view bytes_of(const crypto::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// Runs of blanks become one, in front and behind there is none.
std::string relaxed(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const bool is_blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    if (!is_blank) {
      out += letter;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::vector<Field> fields_of(std::string_view head) {
  std::vector<Field> fields;
  for (std::size_t at = 0; at < head.size();) {
    auto end = head.find(kEnd, at);
    while (end + 2 < head.size() && (head[end + 2] == ' ' || head[end + 2] == '\t')) end = head.find(kEnd, end + 2);
    const auto line = head.substr(at, end - at);
    const auto colon = line.find(':');
    fields.push_back({text::lower_ascii(relaxed(line.substr(0, colon))), relaxed(line.substr(colon + 1))});
    at = end + 2;
  }
  return fields;
}

// RFC 6376, section 3.4.4: blanks at the ends of lines and empty lines at the end do not count.
std::string relaxed_body(std::string_view body) {
  std::string out;
  std::size_t kept = 0;
  while (!body.empty()) {
    const auto end = std::min(body.find(kEnd), body.size());
    const bool is_indented = body.front() == ' ' || body.front() == '\t';
    const auto line = relaxed(body.substr(0, end));
    if (!line.empty() && is_indented) out += ' ';
    out += line;
    out += kEnd;
    if (!line.empty()) kept = out.size();
    body.remove_prefix(std::min(end + 2, body.size()));
  }
  out.resize(kept);
  return out;
}

std::string folded(std::string_view text) {
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), kFoldedBytes)))
    lines += fmt::format("\r\n {}", text.substr(0, kFoldedBytes));
  return lines;
}

bool is_rsa(const DkimKey& key) { return key.key.kind() == crypto::SigningKey::Kind::rsa; }

const Field* find(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

std::string names_signed(const std::vector<Field>& fields) {
  constexpr int kOnALine = 5;
  std::string names;
  int count = 0;
  for (std::size_t i = 0; i < kSigned.size(); ++i) {
    const int times = (find(fields, kSigned[i]) ? 1 : 0) + (i < kOnce ? 1 : 0);
    for (int time = 0; time < times; ++time, ++count)
      names += fmt::format("{}{}{}", count == 0 ? "" : ":", count % kOnALine == 0 ? "\r\n  " : "", kSigned[i]);
  }
  return names;
}

// One of each, as to_wire() writes none twice.
std::string signed_fields(const std::vector<Field>& fields) {
  std::string text;
  for (const auto name : kSigned)
    if (const auto* field = find(fields, name)) text += fmt::format("{}:{}\r\n", field->name, field->value);
  return text;
}

std::string signature_of(const DkimKey& key, const std::vector<Field>& fields, std::string_view body_hash,
                         Timestamp at) {
  const auto field = fmt::format("v=1; a={}; c=relaxed/relaxed; d={}; s={};\r\n t={}; h={};\r\n bh={};\r\n b=",
                                 is_rsa(key) ? "rsa-sha256" : "ed25519-sha256", key.domain, key.selector, at.ms / 1000,
                                 names_signed(fields), body_hash);
  const auto what = signed_fields(fields) + fmt::format("dkim-signature:{}", relaxed(field));
  // Ed25519 signs the digest (RFC 8463, section 3); RSA makes it itself.
  const auto signature = is_rsa(key) ? key.key.sign(what) : key.key.sign(bytes_of(crypto::sha256(what)));
  return fmt::format("DKIM-Signature: {}{}\r\n", field, folded(crypto::base64(signature)));
}

}  // namespace

std::string dns_record_of(const DkimKey& key) {
  return fmt::format("v=DKIM1; k={}; p={}", is_rsa(key) ? "rsa" : "ed25519", crypto::base64(key.key.public_key()));
}

std::string with_signatures(std::string wire, const std::vector<DkimKey>& keys, Timestamp at) {
  const auto end = wire.find("\r\n\r\n");
  const auto fields = fields_of(std::string_view(wire).substr(0, end + 2));
  const auto body_hash = crypto::base64(bytes_of(crypto::sha256(relaxed_body(std::string_view(wire).substr(end + 4)))));
  std::string signatures;
  for (const auto& key : keys) signatures += signature_of(key, fields, body_hash, at);
  return signatures + wire;
}

}  // namespace frontdesk::platform::mail
