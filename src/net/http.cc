#include "net/http.h"

#include <utility>

#include "base/text.h"
#include "net/percent.h"

namespace frontdesk::net {

void Headers::set(std::string_view name, std::string_view value) {
  std::erase_if(list_, [&](const Header& header) { return text::equal_ignoring_case(header.name, name); });
  add(name, value);
}

std::string_view Headers::get(std::string_view name) const {
  for (const auto& header : list_) {
    if (text::equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::ranges::any_of(list_, [&](const Header& header) { return text::equal_ignoring_case(header.name, name); });
}

std::string_view Request::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string Request::query(std::string_view name) const { return find_query(name).value_or(""); }

std::optional<std::string> Request::find_query(std::string_view name) const {
  const auto mark = target.find('?');
  if (mark == std::string::npos) return {};
  for (const auto pair : text::split(std::string_view(target).substr(mark + 1), '&')) {
    const auto equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    return equals == std::string_view::npos ? std::string() : percent_decode(pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

Response Response::json(int status, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.headers.add("content-type", "application/json");
  return response;
}

Response Response::text(int status, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.headers.add("content-type", "text/plain; charset=utf-8");
  return response;
}

std::string percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const auto octet = encoded_at(text, i)) {
      out += static_cast<char>(*octet);
      i += 2;
    } else {
      out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c))
      out += c;
    else
      put_encoded(out, static_cast<unsigned char>(c));
  }
  return out;
}

namespace {

class WholeBody final : public BodyReader {
 public:
  explicit WholeBody(std::string body) : body_(std::move(body)) {}
  Task<std::string> read() override { co_return std::exchange(body_, {}); }

 private:
  std::string body_;
};

}  // namespace

std::shared_ptr<BodyReader> read_whole(std::string body) { return std::make_shared<WholeBody>(std::move(body)); }

}  // namespace frontdesk::net
