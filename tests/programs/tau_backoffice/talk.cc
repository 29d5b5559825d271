#include "talk.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::tau {
namespace {

constexpr std::chrono::milliseconds kPause{10};

struct Attempt {
  bool answered = false;
  Value value;
  std::string what;  // why not
};

Task<Attempt> attempt(net::Client& client, net::ClientRequest request, Deadline deadline) {
  try {
    const auto response = co_await client.send(std::move(request), deadline);
    if (response.status / 100 == 2) co_return Attempt{true, json::parse(response.body), {}};
    co_return Attempt{false, {}, fmt::format("{} {}", response.status, response.body)};
  } catch (const Error& error) {
    co_return Attempt{false, {}, error.detail};
  }
}

}  // namespace

Task<Value> insist(Caller caller, net::ClientRequest request) {
  request.response_bytes_max = 16 * 1024 * 1024;
  const auto until = Deadline::in(caller.clock, caller.patience);
  for (;;) {
    auto result = co_await attempt(caller.client, request, Deadline::in(caller.clock, std::chrono::seconds(10)));
    if (result.answered) co_return result.value;
    if (until.passed(caller.clock))
      throw Error(Kind::unavailable, "tau/no-answer", fmt::format("{}: {}", request.url, result.what));
    co_await caller.clock.sleep_for(kPause);
  }
}

net::ClientRequest Talk::request(const char* method, const std::string& path, const std::string& token) const {
  net::ClientRequest request{.method = method, .url = address_ + path};
  request.headers.set("Authorization", "Bearer " + token);
  request.headers.set("Content-Type", "application/json");
  return request;
}

Task<> Talk::open() {
  auto wish = request("POST", "/v1/conversations", key_);
  wish.body = R"({"channel":"web"})";
  const auto opened = co_await insist(caller_, std::move(wish));
  id_ = opened["id"].text();
  token_ = opened["token"].text();
}

Task<> Talk::deliver(std::string id, std::string text, std::string read_back) {
  auto wish = request("POST", fmt::format("/v1/conversations/{}/messages", id_), token_);
  auto body = Value::object({{"id", id}, {"text", text}});
  if (!read_back.empty()) body = body.with("answer", Value::object({{"to", read_back}, {"with", "yes"}}));
  wish.body = json::print(body);
  co_await insist(caller_, std::move(wish));
}

Task<> Talk::say(std::string id, std::string text, bool twice) {
  using namespace boost::asio::experimental::awaitable_operators;
  if (twice) {
    co_await (deliver(id, text) && deliver(id, text));
  } else {
    co_await deliver(std::move(id), std::move(text));
  }
}

Task<> Talk::press(std::string id, std::string text, std::string read_back) {
  co_await deliver(std::move(id), std::move(text), std::move(read_back));
}

Task<> Talk::until_finished(int runs) {
  const auto until = Deadline::in(caller_.clock, caller_.patience);
  for (;;) {
    const auto page = co_await insist(
        caller_,
        request("GET", fmt::format("/v1/conversations/{}/events?trace=1&limit=1000&after={}", id_, seen_), token_));
    for (const auto& event : page["items"].items()) {
      seen_ = event["seq"].integer();
      events_.push_back(event);
    }
    if (static_cast<int>(events_of("run.finished").size()) >= runs) co_return;
    if (until.passed(caller_.clock))
      throw Error(Kind::timeout, "tau/no-end", fmt::format("Conversation {} does not end.", id_));
    co_await caller_.clock.sleep_for(kPause);
  }
}

std::vector<Value> Talk::events_of(std::string_view type) const {
  std::vector<Value> found;
  std::ranges::copy_if(events_, std::back_inserter(found),
                       [&](const Value& event) { return event["type"].text() == type; });
  return found;
}

}  // namespace frontdesk::tau
