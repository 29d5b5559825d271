#include "platform/config/inline_secrets.h"

#include <algorithm>

#include "base/text.h"
#include "platform/secrets.h"

namespace frontdesk::platform::config {
namespace {

// What members are called that hold secrets.
constexpr std::string_view kSecretNames[] = {
    "password", "passwd", "api_key",    "apikey",        "api-key",     "access_token", "auth_token",
    "bearer",   "secret", "secret_key", "client_secret", "private_key", "credentials",  "refresh_token"};

bool names_a_secret(std::string_view member) {
  return std::ranges::find(kSecretNames, text::lower_ascii(member)) != std::end(kSecretNames);
}

void refuse(std::string_view pointer, Findings& findings) {
  findings.error(
      pointer, "A key stands in the file itself.",
      "Write secret:NAME here; the operator keeps the key in secrets.json. If this file was shared, change the key.");
}

// Within JSON Schemas `password: {…}` is a property, and its texts describe.
void walk(const Value& value, const std::string& pointer, bool is_named_secret, Findings& findings) {
  if (value.is_text()) {
    const bool written_out = is_named_secret && !value.text().empty() && !is_secret_reference(value.text());
    if (written_out || looks_like_a_secret(value.text())) refuse(pointer, findings);
    return;
  }
  for (std::size_t i = 0; i < value.size() && value.is_list(); ++i)
    walk(value[i], join(pointer, i), is_named_secret, findings);
  for (const auto& member : value.members()) {
    walk(member.value, join(pointer, member.key()), names_a_secret(member.key()), findings);
  }
}

}  // namespace

void refuse_inline_secrets(const Value& document, Findings& findings) { walk(document, "", false, findings); }

}  // namespace frontdesk::platform::config
