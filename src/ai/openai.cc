#include "ai/openai.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "ai/openai_stream.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "net/sse.h"
#include "platform/retry.h"

namespace frontdesk::ai {
namespace {

constexpr std::size_t kAnswerBytesMax = 8 * 1024 * 1024;
constexpr std::size_t kWholeBytesMax = 1024 * 1024;

// "https://x/v1/?version=2" -> "https://x/v1/chat/completions?version=2"
std::string completions_url(std::string_view base_url) {
  const auto path = base_url.substr(0, base_url.find('?'));
  const auto end = path.find_last_not_of('/');
  return fmt::format("{}/chat/completions{}", path.substr(0, end + 1), base_url.substr(path.size()));
}

Value as_text(const Value& value) { return value.is_text() ? value : Value(json::print(value)); }

Value calls_as_text(const Value& calls) {
  ListBuilder all;
  for (const auto& call : calls.items()) {
    const auto& function = call["function"];
    all.add(call.with("function", function.with("arguments", as_text(function["arguments"]))));
  }
  return all.build();
}

// Other members (ids, times) are ours, and strict servers refuse what they do not know.
Value plain_messages(const Value& messages) {
  ListBuilder plain;
  for (const auto& message : messages.items()) {
    ObjectBuilder one;
    for (const auto* const key : {"role", "content", "name", "tool_call_id"}) {
      if (const auto* const given = message.find(key)) one.set(key, *given);
    }
    if (const auto* const calls = message.find("tool_calls")) one.set("tool_calls", calls_as_text(*calls));
    if (const auto* const result = message.find("result")) one.set("content", as_text(*result));
    plain.add(one.build());
  }
  return plain.build();
}

Value body_for(const OpenAiOptions& options, const ModelRequest& request) {
  auto body = Value::object({{"model", options.model},
                             {"messages", plain_messages(request.messages)},
                             {"max_tokens", request.output_tokens_max},
                             {"stream", true},
                             {"stream_options", Value::object({{"include_usage", true}})}});
  if (request.tools.size() > 0) body = body.with("tools", request.tools);
  for (const auto& member : options.options.members()) {
    body = member.value.is_null() ? body.without(member.key()) : body.with(member.key(), member.value);
  }
  return body;
}

// What the provider says, for the log. A refused request may quote the customer: only its code is kept.
std::string told_by(const net::ClientResponse& response) {
  std::string said;
  try {
    const auto document = json::parse(response.body);
    const auto& error = document["error"].is_object() ? document["error"] : document;
    said = fmt::format("{} {}", error["type"].text(), error["code"].text());
    if (response.status != 400 && response.status != 422) said += fmt::format(" {}", error["message"].text());
  } catch (const Error&) {
    said = "no JSON";
  }
  return fmt::format("status {}: {}", response.status, text::head(text::trim(said), kBytesShown));
}

Error refusal(const std::string& name, const net::ClientResponse& response, Timestamp now) {
  const auto error = [&](Kind kind, const char* slug, std::string_view what) {
    return Error(kind, slug, fmt::format("The model provider \"{}\" {}.", name, what)).because(told_by(response));
  };
  switch (response.status) {
    case 400:
    case 413:
    case 422:
      return error(Kind::invalid, "model/refused-request", "refuses the request");
    case 401:
    case 403:
      return error(Kind::unavailable, "model/credentials", "does not accept the key; check its secret");
    case 404:
      return error(Kind::unavailable, "model/not-found", "knows no such model or address; check base_url and model");
    case 429: {
      auto busy = error(Kind::exhausted, "model/busy", "is busy or its quota is used up");
      busy.retry_after = platform::parse_retry_after(response.headers.get("Retry-After"), now);
      return busy;
    }
    default:
      return error(Kind::unavailable, "model/unavailable", fmt::format("answered with status {}", response.status));
  }
}

Error failure_of(const std::string& name, const Error& error) {
  if (error.slug.starts_with("model/")) return error;
  const auto cause = fmt::format("{}: {}", error.slug, error.detail);
  if (error.slug.starts_with("secrets/")) {
    return Error(Kind::unavailable, "model/credentials",
                 fmt::format("The key of the model provider \"{}\" is not set up.", name))
        .because(cause);
  }
  if (error.kind == Kind::timeout) {
    return Error(Kind::timeout, "model/timeout", fmt::format("The model provider \"{}\" took too long.", name))
        .because(cause);
  }
  return Error(Kind::unavailable, "model/unreachable",
               fmt::format("The model provider \"{}\" cannot be reached or broke off.", name))
      .because(cause);
}

}  // namespace

// One request and what has come of it so far.
struct OpenAi::Exchange {
  Exchange(std::string fallback_id, TokenSink& sink, Moment begun)
      : reader(std::move(fallback_id)), sink(sink), last(begun) {}

  void receive(std::string_view bytes, Moment now) {
    if (!saw_event && raw.size() < kWholeBytesMax) raw += bytes;
    events.feed(bytes, [&](const net::ServerEvent& event) {
      saw_event = true;
      raw.clear();
      const auto added = reader.feed(event.data, event.event);
      if (added.is_sign) last = now;
      send(added);
    });
  }

  // The service has said all. A last event counts also where the empty line behind it is missing.
  void end(Moment now) {
    if (!reader.is_finished()) receive("\n\n", now);
    if (!saw_event) send(reader.take_whole(raw));
    send({.text = reader.close()});
  }

  void send(const CompletionReader::Added& added) {
    if (added.takes_back && std::exchange(sent, false)) sink.reset();
    if (added.text.empty()) return;
    sent = true;
    sink.text(added.text);
  }

  CompletionReader reader;
  TokenSink& sink;
  net::SseReader events;
  std::string raw;  // of a body that is no stream of events
  bool saw_event = false;
  bool sent = false;
  Moment last;  // when the last piece came; the beginning, before the first
  std::exception_ptr failure;
};

// A connection that breaks, or is left open, behind the end of the answer. What the service sends is never bearable.
bool OpenAi::is_bearable(const Exchange& exchange) {
  if (!exchange.reader.is_finished()) return false;
  try {
    std::rethrow_exception(exchange.failure);
  } catch (const Error& error) {
    return !error.slug.starts_with("model/");
  } catch (...) {
    return true;  // we hung up ourselves
  }
}

net::ClientRequest OpenAi::request_for(const ModelRequest& request) const {
  net::ClientRequest http{.method = "POST", .url = completions_url(options_.base_url)};
  http.headers.add("Content-Type", "application/json");
  http.headers.add("Accept", "text/event-stream");
  if (options_.key) http.headers.add("Authorization", "Bearer " + options_.key());
  if (request.trace) http.headers.add("traceparent", traceparent_of(*request.trace));
  http.body = json::print(body_for(options_, request));
  http.response_bytes_max = kAnswerBytesMax;
  http.repeatable = true;  // an answer that nobody got has done nothing
  return http;
}

Task<> OpenAi::talk(Exchange& exchange, net::ClientRequest request, Deadline deadline) const {
  try {
    const auto response = co_await client_.stream(
        std::move(request), deadline, [&](std::string_view bytes) { exchange.receive(bytes, clock_.now()); });
    if (response.status != 200) throw refusal(options_.name, response, clock_.wall());
    exchange.end(clock_.now());
  } catch (...) {
    exchange.failure = std::current_exception();
  }
}

// Ends when nothing has come for too long.
Task<> OpenAi::watch(const Exchange& exchange) const {
  for (;;) {
    const auto limit = exchange.reader.has_begun() ? options_.gap_timeout : options_.first_token_timeout;
    const auto until = exchange.last + limit;
    if (clock_.now() >= until) co_return;
    co_await clock_.sleep_until(until);
  }
}

Task<ModelAnswer> OpenAi::answer(ModelRequest request, TokenSink sink, Deadline deadline) {
  using namespace boost::asio::experimental::awaitable_operators;
  OpenSpan span(spans_, clock_, random_, request.trace, "chat " + options_.model, Span::Kind::client);
  span.set("gen_ai.operation.name", "chat");
  span.set("gen_ai.provider.name", options_.name);
  span.set("gen_ai.request.model", options_.model);
  request.trace = span.context();
  Exchange exchange(crypto::sha256_hex(request.turn_key).substr(0, 12), sink, clock_.now());
  const auto until = Deadline::in(clock_, options_.timeout).sooner(deadline);
  std::optional<Error> failure;
  try {
    const auto first = co_await (talk(exchange, request_for(request), until) || watch(exchange));
    if (first.index() == 1 && !exchange.reader.is_finished()) {
      throw Error(Kind::timeout, "model/timeout", fmt::format("The model provider \"{}\" fell silent.", options_.name));
    }
    if (exchange.failure && !is_bearable(exchange)) std::rethrow_exception(exchange.failure);
    if (exchange.failure || first.index() == 1) exchange.send({.text = exchange.reader.close()});
    ModelAnswer answer{
        .message = exchange.reader.message(), .usage = exchange.reader.usage(), .provider = options_.name};
    answer.trace = Value::object({{"finish_reason", exchange.reader.finish_reason()}});
    span.set("gen_ai.usage.input_tokens", answer.usage.input_tokens);
    span.set("gen_ai.usage.output_tokens", answer.usage.output_tokens);
    co_return answer;
  } catch (const Error& error) {
    failure = failure_of(options_.name, error);
    span.fail(failure->slug);
  }
  if (exchange.sent) sink.reset();
  throw std::move(*failure);
}

}  // namespace frontdesk::ai
