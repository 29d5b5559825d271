#include "engines/webhooks/sending.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "engines/webhooks/published.h"
#include "engines/webhooks/store.h"
#include "platform/work/job.h"

namespace frontdesk::engines::webhooks {
namespace {

using platform::Announced;
using platform::Writing;
using platform::work::Job;

constexpr std::string_view kKind = "webhook";

bool is_for(const Hook& hook, const Announced& event) {
  if (hook.state != State::active) return false;
  if (event.event.type == kTest) return event.event.data["webhook"].text() == hook.id;
  return hook.wants(event.event.type);
}

void hear(Writing& writing, const platform::Heard& event) {
  for (const auto& hook : table::hooks(writing.sql)) {
    if (!is_for(hook, event)) continue;
    Delivery delivery{.hook = hook.id,
                      .message = message_id_of(event.place, hook, event.number),
                      .event = event.number,
                      .type = event.event.type,
                      .asked_at = writing.at};
    const auto number = table::add(writing.sql, delivery);
    if (!number) continue;
    delivery.number = *number;
    ask(writing, delivery);
  }
}

// All that an attempt needs, as it is when it begins.
struct Load {
  Delivery delivery;
  Hook hook;
  Announced event;
};

struct Found {
  std::optional<Load> load;
  bool is_there = false;  // the delivery, though it may not be sent
};

// A number may have passed to another delivery when this one was removed with its hook.
Found find(store::Reader& reader, const Value& payload) {
  const auto delivery = table::find_delivery(reader, payload["delivery"].integer());
  if (!delivery || delivery->message != payload["message"].text() || delivery->state != Outcome::waiting) return {};
  const auto hook = table::find_hook(reader, delivery->hook);
  auto event = platform::events::find(reader, delivery->event);
  if (!hook || hook->state != State::active || !event) return {.is_there = true};
  return {.load = Load{*delivery, *hook, *std::move(event)}, .is_there = true};
}

std::string body_of(const Sending& sending, const Announced& event) {
  const auto* const published = sending.find(event.event.type);
  if (!published)
    throw Error(Kind::not_found, "webhooks/unpublished",
                fmt::format("\"{}\" is no event that this program tells outside.", event.event.type));
  auto body = json::print(Value::object({{"type", event.event.type},
                                         {"version", published->version},
                                         {"timestamp", to_iso(event.at)},
                                         {"data", told_of(*published, event.event.data)}}));
  if (body.size() > kBodyMax)
    throw Error(Kind::invalid, "webhooks/too-large",
                fmt::format("The event has {} bytes; no more than {} are sent.", body.size(), kBodyMax));
  return body;
}

net::ClientRequest request_of(const Sending& sending, const TenantId& place, const Load& load, Timestamp now) {
  net::ClientRequest request{
      .method = "POST", .url = load.hook.url, .response_bytes_max = kBodyMax, .repeatable = true};
  request.headers.add("content-type", "application/json");
  request.headers.add("user-agent", "frontdesk");
  request.headers.add("webhook-id", load.delivery.message);
  request.headers.add("webhook-timestamp", std::to_string(now.ms / 1000));
  request.body = body_of(sending, load.event);
  request.headers.add("webhook-signature", signatures_of(secrets_of(sending.key, place, load.hook, now),
                                                         load.delivery.message, now, request.body));
  return request;
}

Task<Answer> post(const Sending& sending, const TenantId& place, const Load& load) {
  const auto now = sending.clock.wall();
  try {
    const auto response = co_await sending.client(place).send(request_of(sending, place, load, now),
                                                              Deadline::in(sending.clock, kAnswerMax));
    co_return answer_of(response, now);
  } catch (const Error& error) {
    co_return answer_of(error);
  }
}

void disable(Writing& writing, Hook hook, std::string reason) {
  hook.state = State::disabled;
  hook.reason = std::move(reason);
  table::write(writing.sql, hook);
  writing.announce({.type = std::string(kDisabled),
                    .subject = "webhook/" + hook.id,
                    .data = Value::object({{"webhook", hook.id}, {"url", hook.url}, {"reason", hook.reason}})});
  writing.note("webhooks.disable", "webhook/" + hook.id, Value::object({{"reason", hook.reason}}));
}

// What the hook is behind an attempt. It may have been changed or removed while the attempt was under way.
void look_at(Writing& writing, const std::string& id, const Answer& answer) {
  auto hook = table::find_hook(writing.sql, id);
  if (!hook) return;
  if (answer.error.empty()) {
    if (!hook->failing_since) return;
    hook->failing_since.reset();
    table::write(writing.sql, *hook);
    return;
  }
  if (!hook->failing_since) {
    hook->failing_since = writing.at;
    table::write(writing.sql, *hook);
  }
  if (hook->state != State::active) return;
  const auto failing_ms = writing.at.ms - hook->failing_since->ms;
  if (answer.is_gone) {
    disable(writing, *std::move(hook), "It answered 410: whoever was there is gone for good.");
  } else if (failing_ms >= std::chrono::milliseconds(kFailingMax).count()) {
    disable(writing, *std::move(hook), "Nothing has arrived there for five days. " + answer.error);
  }
}

Outcome outcome_of(const Answer& answer, int attempts) {
  if (answer.error.empty()) return Outcome::delivered;
  return answer.is_of_help && attempts < kRetry.attempts_max ? Outcome::waiting : Outcome::failed;
}

Task<> send(std::shared_ptr<const Sending> sending, Job& job) {
  auto& place = job.place;
  const auto payload = job.piece.item.payload;
  const auto found = co_await place.store().read([&](store::Reader& reader) { return find(reader, payload); });
  if (!found.load) {
    co_await job.settle([&](Writing& writing) {
      if (found.is_there) table::settle(writing.sql, payload["delivery"].integer(), Outcome::dropped, writing.at);
    });
    co_return;
  }
  const auto& load = *found.load;
  const auto began = sending->clock.now();
  const auto answer = co_await post(*sending, place.id(), load);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(sending->clock.now() - began);
  const auto outcome = outcome_of(answer, job.piece.attempts);
  const auto note = [&](Writing& writing) {
    table::add(writing.sql, load.delivery.number,
               {.at = writing.at, .status = answer.status, .error = answer.error, .took_ms = took.count()});
    look_at(writing, load.hook.id, answer);
    if (outcome == Outcome::waiting) return;
    table::settle(writing.sql, load.delivery.number, outcome, writing.at);
    job.settle_in(writing);
  };
  co_await place.write("work:" + job.piece.item.kind, note);
  if (outcome != Outcome::waiting) co_return;
  Error failure(Kind::unavailable, "webhooks/not-taken", answer.error);
  failure.retry_after = answer.retry_after;
  throw failure;
}

}  // namespace

const platform::Published* Sending::find(std::string_view type) const {
  const auto found = std::ranges::find(catalogue, type, &platform::Published::type);
  return found == catalogue.end() ? nullptr : &*found;
}

std::vector<platform::Hearer> hearers(const Sending& sending) {
  std::vector<platform::Hearer> all;
  for (const auto& published : sending.catalogue) all.push_back({"webhooks", std::string(published.type), hear});
  return all;
}

void ask(Writing& writing, const Delivery& delivery) {
  writing.ask({.kind = std::string(kKind),
               .key = fmt::format("{}/{}", delivery.message, delivery.round),
               .payload = Value::object({{"delivery", delivery.number}, {"message", delivery.message}}),
               .due = {},
               .lane = {}});
}

platform::work::Kind sending_of(std::shared_ptr<const Sending> sending) {
  return {.name = std::string(kKind),
          .perform = [sending = std::move(sending)](Job& job) { return send(sending, job); },
          .retry = kRetry};
}

}  // namespace frontdesk::engines::webhooks
