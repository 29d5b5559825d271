#include "app/letters.h"

#include <fstream>

#include "app/cli_files.h"
#include "base/crypto.h"
#include "base/error.h"
#include "platform/mail/dkim.h"

namespace frontdesk::app {
namespace {

using platform::people::Colleague;
using platform::people::Directory;
using platform::people::UserPtr;

Error bad_mail(std::string detail) { return {Kind::invalid, "app/bad-option", "mail: " + std::move(detail)}; }

std::string password_in(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file(path);
  std::string password;
  if (!std::getline(file, password) || password.empty())
    throw bad_mail(fmt::format("password_file: there is no password in {}.", path));
  return password;
}

// Another name for a host is letters, digits and "-" between dots.
bool is_selector(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}

platform::mail::DkimKey key_of(const DkimRules& rules, const std::string& from) {
  if (!is_selector(rules.selector))
    throw bad_mail(
        fmt::format("dkim: \"{}\" is no selector, which is of small letters, digits, \"-\" and dots.", rules.selector));
  try {
    return {from.substr(from.find('@') + 1), rules.selector,
            crypto::SigningKey::from_pem(read_text_file(rules.key_file))};
  } catch (const Error& error) {
    throw bad_mail(fmt::format("dkim: {}: {}", rules.key_file, error.detail));
  }
}

using Keys = std::shared_ptr<const std::vector<platform::mail::DkimKey>>;

Task<std::string> sign(Pool& pool, Keys keys, std::string wire, Timestamp at) {
  co_return co_await pool.run("mail", [keys, wire = std::move(wire), at](Effort&) mutable {
    return platform::mail::with_signatures(std::move(wire), *keys, at);
  });
}

Colleague colleague_of(const UserPtr& user) { return {platform::people::principal_of(*user), user->name, user->email}; }

std::optional<Colleague> find(const Directory& directory, std::string_view principal) {
  const auto user = directory.users.find(platform::people::user_id_in(principal));
  return user ? std::optional(colleague_of(user)) : std::nullopt;
}

}  // namespace

std::unique_ptr<platform::mail::PostOffice> post_office_of(const MailRules& rules) {
  if (rules.server.empty()) {
    if (rules.from.empty() && rules.user.empty()) return nullptr;
    throw bad_mail("server is empty. Say smtp://HOST:PORT or smtps://HOST, or leave all of it out.");
  }
  if (!rules.server.starts_with("smtp://") && !rules.server.starts_with("smtps://"))
    throw bad_mail(fmt::format("server must begin with smtp:// or smtps://, not be \"{}\".", rules.server));
  // Whether the address is one is seen on a letter that nobody gets.
  platform::mail::to_wire({.to = rules.from, .to_name = {}, .subject = {}, .text = {}, .html = {}},
                          {rules.from, rules.name}, "<start@frontdesk>", {});
  return platform::mail::smtp_office({.server = rules.server,
                                      .user = rules.user,
                                      .password = password_in(rules.password_file),
                                      .tls = rules.tls,
                                      .authorities = rules.authorities});
}

platform::mail::Sign signer_of(const MailRules& rules, Pool& pool) {
  if (rules.dkim.empty() || rules.server.empty()) return {};
  std::vector<platform::mail::DkimKey> keys;
  for (const auto& each : rules.dkim) keys.push_back(key_of(each, rules.from));
  const auto shared = std::make_shared<const std::vector<platform::mail::DkimKey>>(std::move(keys));
  return [&pool, shared](std::string wire, Timestamp at) { return sign(pool, shared, std::move(wire), at); };
}

platform::people::Colleagues colleagues_of(const Directory& directory) {
  return {.name_of = [&directory](const std::string& principal) { return directory.name_of(principal); },
          .find = [&directory](const std::string& principal) { return find(directory, principal); },
          .is_same_person = [&directory](const std::string& one,
                                         const std::string& other) { return directory.is_same_person(one, other); },
          .who_may =
              [&directory](const TenantId& place, platform::Permission permission) {
                std::vector<Colleague> all;
                for (const auto& user : directory.who_may(place, permission)) all.push_back(colleague_of(user));
                return all;
              }};
}

void ask_for_letter(platform::Writing& writing, const platform::people::Invitation& invitation,
                    const std::string& address) {
  const auto link = address + invitation.path;
  const platform::mail::Letter letter{
      .to = invitation.email,
      .to_name = invitation.name,
      .subject = "Your link to frontdesk",
      .text =
          fmt::format("{} has made a link that lets you in. It can be used once, until {}:\n\n{}\n\nWhere you do not "
                      "know what this is about, leave it alone.\n",
                      invitation.by, to_iso(invitation.expires_at), link),
      .html = {}};
  // The link is in the key as a digest only: it says which letter this is and lets nobody in.
  const auto key = "link/" + crypto::sha256_hex(link);
  writing.ask(platform::mail::item(letter, key));
}

}  // namespace frontdesk::app
