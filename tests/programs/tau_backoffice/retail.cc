#include <algorithm>
#include <optional>

#include "base/text.h"
#include "tools.h"

// The shop's own rules (policy.md of tau's retail domain): orders, products, users.
namespace frontdesk::tau {
namespace {

constexpr auto kOrders = "orders";
constexpr auto kUsers = "users";

struct Order {
  std::string id;
  Value value;

  std::string_view status() const { return value["status"].text(); }
  std::string user_id() const { return std::string(value["user_id"].text()); }
};

Order find_order(const Draft& draft, const Value& arguments, std::string_view status_wanted, const char* otherwise) {
  auto id = text_of(arguments, "order_id");
  Order order{id, record(draft, kOrders, id, "order not found")};
  if (order.status() != status_wanted) throw Refusal{otherwise};
  return order;
}

Value save(Draft& draft, const Order& order) {
  draft.put(kOrders, order.id, order.value);
  return order.value;
}

const Value& method_of(const Value& user, std::string_view method_id) {
  const auto* method = user["payment_methods"].find(method_id);
  if (!method) throw Refusal{"payment method not found"};
  return *method;
}

bool is_gift_card(const Value& method) { return method["source"].text() == "gift_card"; }

// Takes the amount off a gift card (a negative one is put on it); other methods are charged elsewhere.
void charge(Draft& draft, const std::string& user_id, std::string_view method_id, double amount) {
  const auto& user = record(draft, kUsers, user_id, "user not found");
  const auto& method = method_of(user, method_id);
  if (!is_gift_card(method)) return;
  const auto charged = method.with("balance", rounded(method["balance"].number() - amount));
  draft.put(kUsers, user_id, user.with("payment_methods", user["payment_methods"].with(method_id, charged)));
}

void require_balance(const Value& method, double amount, const char* otherwise) {
  if (is_gift_card(method) && method["balance"].number() < amount) throw Refusal{otherwise};
}

Value payment_entry(const char* type, Value amount, std::string_view method_id) {
  return Value::object({{"transaction_type", type}, {"amount", std::move(amount)}, {"payment_method_id", method_id}});
}

std::vector<std::string> ids_of(const Value& arguments, std::string_view name) {
  std::vector<std::string> ids;
  for (const auto& id : required(arguments, name).items()) ids.emplace_back(id.text());
  return ids;
}

Value list_of(const std::vector<std::string>& ids) {
  ListBuilder list;
  for (const auto& id : ids) list.add(id);
  return list.build();
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  return ids;
}

// The same id may be asked for as often as it stands in the order.
void require_items(const Order& order, const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    const auto has = std::ranges::count_if(order.value["items"].items(),
                                           [&](const Value& item) { return item["item_id"].text() == id; });
    if (std::ranges::count(ids, id) > has) throw Refusal{fmt::format("{} not found", id)};
  }
}

std::size_t index_of(const Value& items, std::string_view item_id) {
  const auto found =
      std::ranges::find_if(items.items(), [&](const Value& item) { return item["item_id"].text() == item_id; });
  return static_cast<std::size_t>(found - items.items().begin());
}

struct Swap {
  Value variants;     // the new items, in the order asked
  double difference;  // new prices less old ones, summed in list order
};

// Each old item for an available variant of the same product.
Swap price_swap(const Draft& draft, const Order& order, const std::vector<std::string>& old_ids,
                const std::vector<std::string>& new_ids) {
  require_items(order, old_ids);
  if (old_ids.size() != new_ids.size()) throw Refusal{"the number of items to be exchanged should match"};
  Swap swap{{}, 0};
  const auto& items = order.value["items"];
  for (std::size_t i = 0; i < old_ids.size(); ++i) {
    const auto& item = items[index_of(items, old_ids[i])];
    const auto& product = record(draft, "products", item["product_id"].text(), "product not found");
    const auto* variant = product["variants"].find(new_ids[i]);
    if (!variant || !(*variant)["available"].boolean())
      throw Refusal{fmt::format("new item {} not found or available", new_ids[i])};
    swap.variants = swap.variants.push(*variant);
    swap.difference += (*variant)["price"].number() - item["price"].number();
  }
  return swap;
}

Value cancel_pending_order(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "pending", "non-pending order cannot be cancelled");
  const auto reason = text_of(arguments, "reason");
  if (reason != "no longer needed" && reason != "ordered by mistake") throw Refusal{"invalid reason"};
  const auto paid = order.value["payment_history"];
  auto history = paid;
  for (const auto& entry : paid.items()) {
    const auto method_id = entry["payment_method_id"].text();
    history = history.push(payment_entry("refund", entry["amount"], method_id));
    charge(draft, order.user_id(), method_id, -entry["amount"].number());
  }
  order.value = order.value.with("status", "cancelled").with("cancel_reason", reason).with("payment_history", history);
  return save(draft, order);
}

Value modify_pending_order_items(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "pending", "non-pending order cannot be modified");
  const auto old_ids = ids_of(arguments, "item_ids");
  const auto swap = price_swap(draft, order, old_ids, ids_of(arguments, "new_item_ids"));
  const auto method_id = text_of(arguments, "payment_method_id");
  const auto& method = method_of(record(draft, kUsers, order.user_id(), "user not found"), method_id);
  require_balance(method, swap.difference, "insufficient gift card balance to pay for the new item");

  const auto entry = payment_entry(swap.difference > 0 ? "payment" : "refund", std::abs(swap.difference), method_id);
  charge(draft, order.user_id(), method_id, swap.difference);
  auto items = order.value["items"];
  for (std::size_t i = 0; i < old_ids.size(); ++i) {
    const auto place = index_of(items, old_ids[i]);
    const auto& variant = swap.variants[i];
    items = items.with_item(place, items[place]
                                       .with("item_id", variant["item_id"])
                                       .with("price", variant["price"])
                                       .with("options", variant["options"]));
  }
  order.value = order.value.with("payment_history", order.value["payment_history"].push(entry))
                    .with("items", items)
                    .with("status", "pending (item modified)");
  return save(draft, order);
}

Value modify_pending_order_payment(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "pending", "non-pending order cannot be modified");
  const auto method_id = text_of(arguments, "payment_method_id");
  const auto& method = method_of(record(draft, kUsers, order.user_id(), "user not found"), method_id);
  const auto history = order.value["payment_history"];
  if (history.size() != 1 || history[0]["transaction_type"].text() != "payment")
    throw Refusal{"there should be exactly one payment for a pending order"};
  const auto old_id = history[0]["payment_method_id"].text();
  if (old_id == method_id) throw Refusal{"the new payment method should be different from the current one"};
  const auto amount = history[0]["amount"];
  require_balance(method, amount.number(), "insufficient gift card balance to pay for the order");

  charge(draft, order.user_id(), method_id, amount.number());
  charge(draft, order.user_id(), old_id, -amount.number());
  order.value = order.value.with(
      "payment_history",
      history.push(payment_entry("payment", amount, method_id)).push(payment_entry("refund", amount, old_id)));
  return save(draft, order);
}

Value address_of(const Value& arguments) {
  ObjectBuilder address;
  for (const auto* part : {"address1", "address2", "city", "state", "country", "zip"})
    address.set(part, required(arguments, part));
  return address.build();
}

Value modify_pending_order_address(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "pending", "non-pending order cannot be modified");
  order.value = order.value.with("address", address_of(arguments));
  return save(draft, order);
}

Value modify_user_address(Draft& draft, const Value& arguments) {
  const auto id = text_of(arguments, "user_id");
  const auto user = record(draft, kUsers, id, "user not found").with("address", address_of(arguments));
  draft.put(kUsers, id, user);
  return user;
}

Value exchange_delivered_order_items(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "delivered", "non-delivered order cannot be exchanged");
  const auto old_ids = ids_of(arguments, "item_ids");
  const auto new_ids = ids_of(arguments, "new_item_ids");
  const auto swap = price_swap(draft, order, old_ids, new_ids);
  const auto method_id = text_of(arguments, "payment_method_id");
  const auto difference = rounded(swap.difference);
  const auto& method = method_of(record(draft, kUsers, order.user_id(), "user not found"), method_id);
  require_balance(method, difference, "insufficient gift card balance to pay for the price difference");
  order.value = order.value.with("status", "exchange requested")
                    .with("exchange_items", list_of(sorted(old_ids)))
                    .with("exchange_new_items", list_of(sorted(new_ids)))
                    .with("exchange_payment_method_id", method_id)
                    .with("exchange_price_difference", difference);
  return save(draft, order);
}

Value return_delivered_order_items(Draft& draft, const Value& arguments) {
  auto order = find_order(draft, arguments, "delivered", "non-delivered order cannot be returned");
  const auto ids = ids_of(arguments, "item_ids");
  require_items(order, ids);
  const auto method_id = text_of(arguments, "payment_method_id");
  method_of(record(draft, kUsers, order.user_id(), "user not found"), method_id);
  const bool original = order.value["payment_history"][0]["payment_method_id"].text() == method_id;
  if (!original && method_id.find("gift_card") == std::string::npos) {
    throw Refusal{"payment method should be either the original payment method or a gift card"};
  }
  order.value = order.value.with("status", "return requested")
                    .with("return_items", list_of(sorted(ids)))
                    .with("return_payment_method_id", method_id);
  return save(draft, order);
}

Value find_user(const Draft& draft, const std::function<bool(const Value& user)>& is_wanted) {
  std::optional<std::string> found;
  draft.each(kUsers, [&](const std::string& id, const Value& user) {
    if (!found && is_wanted(user)) found = id;
  });
  if (!found) throw Refusal{"user not found"};
  return *found;
}

Value find_user_id_by_email(Draft& draft, const Value& arguments) {
  const auto email = text_of(arguments, "email");
  return find_user(draft, [&](const Value& user) { return text::equal_ignoring_case(user["email"].text(), email); });
}

Value find_user_id_by_name_zip(Draft& draft, const Value& arguments) {
  const auto first = text_of(arguments, "first_name");
  const auto last = text_of(arguments, "last_name");
  const auto zip = text_of(arguments, "zip");
  return find_user(draft, [&](const Value& user) {
    return text::equal_ignoring_case(user["name"]["first_name"].text(), first) &&
           text::equal_ignoring_case(user["name"]["last_name"].text(), last) && user["address"]["zip"].text() == zip;
  });
}

Value list_all_product_types(Draft& draft, const Value&) {
  std::map<std::string, Value> by_name;
  draft.each("products",
             [&](const std::string& id, const Value& product) { by_name[std::string(product["name"].text())] = id; });
  ObjectBuilder list;
  for (const auto& [name, id] : by_name) list.set(name, id);
  return list.build();
}

}  // namespace

Tools retail_tools() {
  const auto get = [](const char* table, const char* argument, const char* absent) {
    return [=](Draft& draft, const Value& arguments) {
      return record(draft, table, text_of(arguments, argument), absent);
    };
  };
  Tools tools{
      {"cancel_pending_order", {true, cancel_pending_order}},
      {"exchange_delivered_order_items", {true, exchange_delivered_order_items}},
      {"find_user_id_by_email", {false, find_user_id_by_email}},
      {"find_user_id_by_name_zip", {false, find_user_id_by_name_zip}},
      {"get_order_details", {false, get(kOrders, "order_id", "order not found")}},
      {"get_product_details", {false, get("products", "product_id", "product not found")}},
      {"get_user_details", {false, get(kUsers, "user_id", "user not found")}},
      {"list_all_product_types", {false, list_all_product_types}},
      {"modify_pending_order_address", {true, modify_pending_order_address}},
      {"modify_pending_order_items", {true, modify_pending_order_items}},
      {"modify_pending_order_payment", {true, modify_pending_order_payment}},
      {"modify_user_address", {true, modify_user_address}},
      {"return_delivered_order_items", {true, return_delivered_order_items}},
  };
  add_common_tools(tools);
  return tools;
}

}  // namespace frontdesk::tau
