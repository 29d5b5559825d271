#include "engines/webhooks/lists.h"

#include "base/error.h"
#include "engines/webhooks/published.h"
#include "platform/paging.h"

namespace frontdesk::engines::webhooks {
Task<Value> Webhooks::list(platform::Caller caller) {
  auto& place = *co_await find_(caller.tenant);
  const auto hooks = co_await place.store().read([](store::Reader& reader) { return table::hooks(reader); });
  ListBuilder items;
  for (const auto& hook : hooks) items.add(to_json(hook, sending_->clock.wall()));
  ListBuilder types;
  for (const auto& published : sending_->catalogue) {
    const bool happens_here = !published.is_operators || caller.tenant.is_operator();
    if (published.type != kTest && happens_here) types.add(to_json(published));
  }
  co_return Value::object({{"items", items.build()}, {"types", types.build()}});
}

Task<Value> Webhooks::show(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  co_return to_json(co_await place.store().read([&](store::Reader& reader) { return table::demand_hook(reader, id); }),
                    sending_->clock.wall());
}

Task<Value> Webhooks::deliveries(platform::Caller caller, table::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto found = co_await place.store().read([&](store::Reader& reader) {
    table::demand_hook(reader, filter.hook);
    return table::deliveries(reader, filter);
  });
  co_return platform::page_json(found, filter.limit, [](const Delivery& delivery) { return to_json(delivery); });
}

Task<Value> Webhooks::delivery(platform::Caller caller, std::string id, std::int64_t number) {
  auto& place = *co_await find_(caller.tenant);
  co_return co_await place.store().read([&](store::Reader& reader) {
    const auto found = table::find_delivery(reader, number);
    if (!found || found->hook != id)
      throw Error(Kind::not_found, "webhooks/unknown-delivery",
                  fmt::format("Nothing with the number {} was sent to {}.", number, id));
    ListBuilder attempts;
    for (const auto& attempt : table::attempts(reader, number)) attempts.add(to_json(attempt));
    return to_json(*found).with("attempts", attempts.build());
  });
}

Task<Value> Webhooks::secret(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  const auto hook = co_await place.write(caller.principal, [&](platform::Writing& writing) {
    auto found = table::demand_hook(writing.sql, id);
    writing.note("webhooks.show_secret", "webhook/" + id);
    return found;
  });
  const auto secrets = secrets_of(sending_->key, place.id(), hook, sending_->clock.wall());
  co_return Value::object({{"secret", printed(secrets.front())},
                           {"old_secret", secrets.size() > 1 ? Value(printed(secrets.back())) : Value()}});
}

}  // namespace frontdesk::engines::webhooks
