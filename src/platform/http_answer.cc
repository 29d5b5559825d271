#include "platform/http_answer.h"

#include "base/json.h"
#include "base/text.h"
#include "platform/retry.h"

namespace frontdesk::platform {
namespace {

constexpr std::size_t kDetailBytesMax = 2'000;
constexpr std::size_t kSlugBytesMax = 80;

bool is_json(std::string_view content_type) {
  const auto type = text::lower_ascii(text::trim(content_type.substr(0, content_type.find(';'))));
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

Kind kind_of(int status) {
  switch (status) {
    case 401:
      return Kind::unauthenticated;
    case 403:
      return Kind::forbidden;
    case 404:
    case 410:
      return Kind::not_found;
    case 409:
    case 412:
      return Kind::conflict;
    default:
      return Kind::invalid;
  }
}

// "https://lume.example/problems/fully-booked" -> "fully-booked". A back office cannot speak in our own slugs: they
// have a slash.
std::string slug_of(std::string_view type) {
  type = type.substr(0, type.find_first_of("?#"));
  const auto slash = type.find_last_of("/:");
  if (slash != std::string_view::npos) type.remove_prefix(slash + 1);
  std::string slug;
  for (const char c : text::lower_ascii(type.substr(0, kSlugBytesMax))) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    slug += fits ? c : '-';
  }
  return slug.empty() || slug == "blank" ? "tool/refused" : slug;
}

std::string_view first_text(std::initializer_list<std::string_view> texts) {
  for (const auto text : texts) {
    if (!text.empty()) return text;
  }
  return {};
}

Error refusal(const std::string& tool, const net::ClientResponse& response, std::size_t depth_max) {
  Value document;
  if (is_json(response.headers.get("Content-Type"))) {
    try {
      document = json::parse(response.body, {.depth_max = depth_max});
    } catch (const Error&) {
      document = Value();  // no document, then: the status alone speaks
    }
  }
  const auto plain = fmt::format("The tool \"{}\" refused the call with status {}.", tool, response.status);
  const auto detail = first_text({document["detail"].text(), document["title"].text(), plain});
  Error error(kind_of(response.status), slug_of(document["type"].text()),
              std::string(text::head(detail, kDetailBytesMax)));
  error.pointer = text::head(document["pointer"].text(), kDetailBytesMax);
  return error;
}

Trouble unusable(const std::string& tool, const std::string& why) {
  return {Error(Kind::unavailable, "tool/unavailable", fmt::format("The tool \"{}\" {}.", tool, why))};
}

ToolAnswer read_result(const std::string& tool, const net::ClientResponse& response, std::size_t depth_max) {
  if (text::trim(response.body).empty()) return Value();  // done, and there is nothing to say about it
  const auto type = response.headers.get("Content-Type");
  if (!is_json(type)) {
    return unusable(tool, fmt::format("answered with {} where application/json is due",
                                      type.empty() ? "no content type" : text::head(type, 80)));
  }
  try {
    return json::parse(response.body, {.depth_max = depth_max, .is_unambiguous = true});
  } catch (const Error& error) {
    return unusable(tool, fmt::format("answered with broken JSON ({}: {})", error.pointer, error.detail));
  }
}

// Then nobody has seen the request.
bool is_before_sending(std::string_view slug) {
  return slug == "net/connection-refused" || slug == "net/unknown-host" || slug == "net/tls-failed" ||
         slug == "net/bad-url" || slug == "net/bad-header";
}

}  // namespace

ToolAnswer read_answer(const std::string& tool, const net::ClientResponse& response, std::size_t depth_max,
                       Timestamp now) {
  const int status = response.status;
  // 202 too: whoever accepts a call has taken it over. A part of an answer was not asked for.
  if (status >= 200 && status < 300 && status != 206) return read_result(tool, response, depth_max);
  const auto wait = parse_retry_after(response.headers.get("Retry-After"), now);
  if (status == 429) {
    Error busy(Kind::exhausted, "tool/busy",
               fmt::format("The tool \"{}\" is busy and asked to come back later.", tool));
    busy.retry_after = wait;
    return Trouble{std::move(busy), false};
  }
  if (status >= 400 && status < 500 && status != 408) return refusal(tool, response, depth_max);
  auto trouble = unusable(tool, fmt::format("answered with status {}", status));
  trouble.error.retry_after = wait;
  trouble.helps_to_retry = status >= 400;  // a redirection is not followed, and stays one
  trouble.is_away = status >= 502 && status <= 504;
  return trouble;
}

Trouble read_failure(const std::string& tool, const Error& failure) {
  const auto cause = fmt::format("{}: {}", failure.slug, failure.detail);
  if (failure.slug == "net/response-too-large") {
    Error error(Kind::invalid, "tool/result-too-large",
                fmt::format("The answer of the tool \"{}\" is too large.", tool));
    return {std::move(error).because(cause), true, false};
  }
  if (failure.slug == "net/address-refused") {
    Error error(Kind::forbidden, "tool/address-refused",
                fmt::format("The tool \"{}\" is served at an address that may not be called.", tool));
    return {std::move(error).because(cause), false, false};
  }
  if (failure.kind == Kind::timeout) {
    Error error(Kind::timeout, "tool/timeout", fmt::format("The tool \"{}\" did not answer in time.", tool));
    return {std::move(error).because(cause)};
  }
  auto trouble = unusable(tool, "could not be reached, or broke off before it had answered");
  trouble.error.cause = cause;
  trouble.may_be_done = !is_before_sending(failure.slug);
  trouble.helps_to_retry = failure.slug != "net/bad-url" && failure.slug != "net/bad-header";
  trouble.is_away = trouble.helps_to_retry && failure.slug != "net/tls-failed" && failure.slug != "net/unknown-host";
  return trouble;
}

}  // namespace frontdesk::platform
