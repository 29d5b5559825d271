#include "app/cli_mail.h"

#include <algorithm>
#include <iterator>
#include <ostream>

#include "app/cli_files.h"
#include "app/cli_remote.h"
#include "base/error.h"
#include "base/text.h"
#include "platform/mail/dkim.h"

namespace frontdesk::app {

int mail_dns_command(const std::string& key_file, Terminal terminal) try {
  terminal.out << platform::mail::dns_record_of({{}, {}, crypto::SigningKey::from_pem(read_text_file(key_file))})
               << "\n";
  return 0;
} catch (const Error& error) {
  terminal.err << "frontdesk: " << key_file << ": " << error.detail << "\n";
  return 2;
}

int mail_bounce_command(const std::string& data, std::istream& message, Terminal terminal) try {
  // Mail comes in any coding; what a report says of a delivery is ASCII.
  std::string bytes(std::istreambuf_iterator<char>(message), {});
  if (!text::is_utf8(bytes)) std::ranges::replace_if(bytes, [](unsigned char c) { return c >= 0x80; }, '?');
  std::ranges::replace(bytes, '\0', '?');
  const auto answer = Remote(data).post("/v1/house/mail/bounces", Value::object({{"message", bytes}}));
  terminal.out << answer["found"].integer() << " found, " << answer["noted"].integer() << " noted\n";
  return 0;
} catch (const Error& error) {
  terminal.err << "frontdesk: " << error.detail << "\n";
  return 2;
}

}  // namespace frontdesk::app
