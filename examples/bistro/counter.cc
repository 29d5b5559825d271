#include "counter.h"

#include "base/json.h"

namespace bistro {

using frontdesk::Error;
using frontdesk::Kind;
using frontdesk::Task;
using frontdesk::Value;
namespace json = frontdesk::json;
namespace net = frontdesk::net;

namespace {

constexpr std::size_t kKeyMax = 200;
constexpr auto kLookUp = std::chrono::seconds(2);

int status_of(Kind kind) {
  switch (kind) {
    case Kind::invalid:
      return 400;
    case Kind::unauthenticated:
      return 401;
    case Kind::forbidden:
      return 403;
    case Kind::not_found:
      return 404;
    case Kind::conflict:
      return 409;
    case Kind::exhausted:
    case Kind::unavailable:
      return 503;
    case Kind::timeout:
      return 504;
    case Kind::internal:
      return 500;
  }
  return 500;
}

// "fully-booked" is "Fully booked".
std::string title_of(std::string_view slug) {
  std::string title(slug.substr(slug.rfind('/') + 1));
  for (auto& c : title) c = c == '-' ? ' ' : c;
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 32);
  return title;
}

// The answer of an earlier call with this key, where there was one.
std::optional<std::string> answered_before(Reader& reader, const std::string& key, const std::string& tool,
                                           const std::string& arguments) {
  const auto kept = key.empty() ? std::nullopt : find_answer(reader, key);
  if (!kept) return std::nullopt;
  if (kept->tool != tool || kept->arguments != arguments) {
    throw Error(Kind::conflict, "key-reused", fmt::format("The key {} was used for another call.", key));
  }
  return kept->answer;
}

}  // namespace

Counter::Counter(frontdesk::store::Tenant& tenant, frontdesk::Clock& clock, frontdesk::Random& random,
                 int utc_offset_minutes)
    : tenant_(tenant),
      clock_(clock),
      random_(random),
      utc_offset_minutes_(utc_offset_minutes),
      reads_{{"find_table", desk::find_table},
             {"find_booking", desk::find_booking},
             {"order_status", desk::order_status},
             {"allergens", desk::allergens}},
      writes_{{"book_table", desk::book_table},
              {"move_booking", desk::move_booking},
              {"cancel_booking", desk::cancel_booking}} {}

Task<net::Response> Counter::call(std::string tool, net::Request request) {
  try {
    co_return net::Response::json(200, co_await answer(std::move(tool), request));
  } catch (const Error& error) {
    co_return problem_of(error);
  }
}

Task<bool> Counter::is_put_away(frontdesk::Value arguments) {
  const auto body = [&](Reader& reader) { return desk::is_put_away(reader, now(), arguments); };
  co_return co_await tenant_.read(body);
}

Task<std::string> Counter::answer(std::string tool, const net::Request& request) {
  const auto arguments = json::parse(request.body, json::kForeign);
  if (tool == "order_status" && co_await is_put_away(arguments)) co_await clock_.sleep_for(kLookUp);
  const auto today = now();
  if (const auto read = reads_.find(tool); read != reads_.end()) {
    const auto body = [&](Reader& reader) { return read->second(reader, today, arguments); };
    co_return json::print(co_await tenant_.read(body));
  }
  const auto write = writes_.find(tool);
  if (write == writes_.end()) throw Error(Kind::not_found, "unknown-tool", fmt::format("There is no tool {}.", tool));
  const std::string key(request.headers.get("Idempotency-Key"));
  if (key.size() > kKeyMax)
    throw Error(Kind::invalid, "key-too-long", fmt::format("A key has at most {} characters.", kKeyMax));
  const auto body = [&](Transaction& transaction) {
    const auto asked = json::canonical(arguments);
    if (auto before = answered_before(transaction, key, tool, asked)) return *before;
    auto text = json::print(write->second(transaction, today, random_, arguments));
    if (!key.empty()) keep_answer(transaction, key, {tool, asked, text}, today.ms);
    return text;
  };
  co_return co_await tenant_.write(body);
}

net::Response problem_of(const Error& error) {
  const bool is_argument = error.slug.starts_with("value/") || error.slug.starts_with("json/");
  const std::string slug = is_argument ? "arguments" : error.slug;
  const auto status = status_of(error.kind);
  auto document = Value::object({{"type", "/problems/" + slug},
                                 {"title", title_of(slug)},
                                 {"status", status},
                                 {"detail", status < 500 ? error.detail : "Something went wrong here; try again."}});
  if (!error.pointer.empty()) document = document.with("pointer", error.pointer);
  auto response = net::Response::json(status, json::print(document));
  response.headers.set("Content-Type", "application/problem+json");
  return response;
}

}  // namespace bistro
