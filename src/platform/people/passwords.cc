#include "platform/people/passwords.h"

#include "base/error.h"
#include "base/text.h"
#include "base/unicode.h"

namespace frontdesk::platform::people {
namespace {

Error weak(std::string_view why) {
  return Error(Kind::invalid, "people/weak-password", std::string(why)).at("/password");
}

bool is_same(std::string_view password, std::string_view word) {
  return !word.empty() && unicode::lower(password) == unicode::lower(unicode::compatible(text::trim(word)));
}

}  // namespace

std::string Passwords::read(std::string_view given, std::string_view email, std::string_view name) {
  if (!text::is_utf8(given)) throw weak("The password is no text.");
  if (given.size() > kBytesMax) throw weak(fmt::format("A password has at most {} bytes.", kBytesMax));
  auto password = unicode::compatible(given);
  if (!text::has_visible(password) || text::count_code_points(text::trim(password)) < kLettersMin)
    throw weak(
        fmt::format("A password has {} letters or more; a few words in a row are easy to keep in mind.", kLettersMin));
  if (is_same(password, email) || is_same(password, name) || is_same(password, email.substr(0, email.find('@'))))
    throw weak("Take a password that is neither the e-mail address nor the name.");
  return password;
}

Task<std::string> Passwords::hash(std::string owner, std::string password) {
  auto work = [password = std::move(password), cost = cost_](Effort&) { return password::hash(password, cost); };
  co_return co_await pool_.run(std::move(owner), std::move(work), kWaitingMax);
}

Task<bool> Passwords::matches(std::string owner, std::string hash, std::string given) {
  const bool is_somebodys = !hash.empty();
  const bool is_text = given.size() <= kBytesMax && text::is_utf8(given);
  auto work = [hash = is_somebodys ? std::move(hash) : nobodys_,
               given = is_text ? unicode::compatible(given) : std::string()](Effort&) {
    return password::matches(hash, given);
  };
  const bool matches = co_await pool_.run(std::move(owner), std::move(work), kWaitingMax);
  co_return matches&& is_somebodys&& is_text;
}

}  // namespace frontdesk::platform::people
