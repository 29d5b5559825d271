#include "dialog/card.h"

#include "base/json.h"
#include "dialog/calendar.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

// "party_size" is read as "Party size".
std::string label_of(std::string_view name, const Value& property) {
  if (property["title"].is_text()) return std::string(property["title"].text());
  std::string label(name);
  for (auto& c : label) {
    if (c == '_' || c == '-') c = ' ';
  }
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 32);
  return label;
}

std::string shown(const Value& value, const DialogConfig& config, std::string_view language, const Date& today) {
  if (value.is_list()) {
    std::string all;
    for (const auto& item : value.items()) all += (all.empty() ? "" : ", ") + shown(item, config, language, today);
    return all;
  }
  if (!value.is_text()) return json::print(value);
  if (value.text().empty()) return sentence(language, "none");
  if (Date::parse_iso(value.text())) return spoken_date(value.text(), language, today);
  const auto* place = config.location(value.text());
  return place ? place->name : std::string(value.text());
}

bool is_filled(const Value& value) { return value.is_text() && !value.text().empty(); }

}  // namespace

std::vector<Field> argument_fields(const Value& arguments, const Value& schema, const DialogConfig& config,
                                   std::string_view language, const Date& today) {
  std::vector<Field> fields;
  for (const auto& argument : arguments.members())
    fields.push_back({label_of(argument.key(), schema["properties"][argument.key()]),
                      shown(argument.value, config, language, today)});
  return fields;
}

Value card_of(const Value& rendered) {
  ObjectBuilder card;
  card.set("kind", "done");
  if (is_filled(rendered["title"])) card.set("title", rendered["title"]);
  ListBuilder fields;
  std::size_t count = 0;
  for (const auto& member : rendered["fields"].members()) {
    const auto value = member.value.is_text() ? std::string(member.value.text()) : json::print(member.value);
    if (value.empty()) continue;
    fields.add(Value::object({{"label", member.key()}, {"value", value}}));
    ++count;
  }
  card.set("fields", fields.build());
  if (is_filled(rendered["code"])) card.set("code", rendered["code"]);
  const auto& calendar = rendered["calendar"];
  const bool has_moment = Date::parse_iso(calendar["date"].text()) && parse_clock(calendar["time"].text());
  if (has_moment) card.set("calendar", calendar);
  return count == 0 && !is_filled(rendered["code"]) && !has_moment ? Value() : card.build();
}

}  // namespace frontdesk::dialog
