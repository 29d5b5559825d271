#include "engines/webhooks/types.h"

#include <algorithm>

#include "base/describe.h"
#include "base/json.h"
#include "engines/webhooks/rules.h"

namespace frontdesk::engines::webhooks {
namespace {

Value time_or_null(const std::optional<Timestamp>& time) { return time ? Value(to_iso(*time)) : Value(); }

}  // namespace

bool Hook::wants(std::string_view type) const { return types.empty() || std::ranges::find(types, type) != types.end(); }

Value to_json(const Hook& hook, Timestamp now) {
  const auto old_until = old_secret_until(hook);
  return Value::object({{"id", hook.id},
                        {"url", hook.url},
                        {"description", hook.description},
                        {"types", to_value(hook.types)},
                        {"state", to_value(hook.state)},
                        {"reason", hook.reason},
                        {"old_secret_until", old_until && *old_until > now ? Value(to_iso(*old_until)) : Value()},
                        {"failing_since", time_or_null(hook.failing_since)},
                        {"added_at", to_iso(hook.added_at)}});
}

Value to_json(const Delivery& delivery) {
  return Value::object({{"number", delivery.number},
                        {"webhook", delivery.hook},
                        {"message", delivery.message},
                        {"type", delivery.type},
                        {"state", to_value(delivery.state)},
                        {"asked_at", to_iso(delivery.asked_at)},
                        {"settled_at", time_or_null(delivery.settled_at)}});
}

Value to_json(const Attempt& attempt) {
  return Value::object({{"number", attempt.number},
                        {"at", to_iso(attempt.at)},
                        {"status", attempt.status == 0 ? Value() : Value(attempt.status)},
                        {"error", attempt.error},
                        {"took_ms", attempt.took_ms}});
}

Value to_json(const platform::Published& published) {
  return Value::object({{"type", published.type},
                        {"version", published.version},
                        {"description", published.description},
                        {"schema", json::parse(published.schema)}});
}

}  // namespace frontdesk::engines::webhooks
