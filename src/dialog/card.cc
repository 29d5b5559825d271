#include "dialog/card.h"

#include <algorithm>

#include "base/json.h"
#include "dialog/calendar.h"
#include "dialog/sentences.h"

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

bool is_one_of(const Value& choices, const Value& value) {
  return std::ranges::find(choices.items(), value) != choices.items().end();
}

// `property`: the schema of the argument. Only where it lists the value is that a choice, and no name that is written
// alike.
std::string shown(const Value& value, const Value& property, const DialogConfig& config, std::string_view language,
                  const Date& today) {
  if (value.is_list()) {
    std::string all;
    for (const auto& item : value.items())
      all += (all.empty() ? "" : ", ") + shown(item, property["items"], config, language, today);
    return all;
  }
  if (value.is_bool()) return spoken_answer(value.boolean(), language);
  if (!value.is_text()) return json::print(value);
  if (value.text().empty()) return sentence(language, "none");
  if (Date::parse_iso(value.text())) return spoken_date(value.text(), language, today);
  if (const auto* place = config.location(value.text())) return place->name;
  return std::string(is_one_of(property["enum"], value) ? config.label_of(value.text(), language) : value.text());
}

// An entry for a calendar; null without its day and time.
Value calendar_of(const Value& calendar, const Value& scope, const DialogConfig& config, std::string_view language) {
  Value plain = Value::object();
  for (const auto& member : calendar.members())
    plain =
        plain.with(member.key(), member.value.is_object() ? Value(config.text(member.value, language)) : member.value);
  auto limits = kArgumentsLimits;
  limits.language = language;
  limits.is_stored = false;
  auto entry = render_value(plain, scope, config, limits);
  return Date::parse_iso(entry["date"].text()) && parse_clock(entry["time"].text()) ? entry : Value();
}

}  // namespace

std::vector<Field> argument_fields(const Value& arguments, const Value& schema, const Labels& labels,
                                   const DialogConfig& config, std::string_view language, const Date& today) {
  std::vector<Field> fields;
  for (const auto& argument : arguments.members()) {
    const auto own = labels.find(std::string(argument.key()));
    const auto& property = schema["properties"][argument.key()];
    fields.push_back(
        {own == labels.end() ? label_of(argument.key(), property) : std::string(config.text(own->second, language)),
         shown(argument.value, property, config, language, today)});
  }
  return fields;
}

std::vector<Field> rendered_lines(const Value& lines, const Value& scope, const DialogConfig& config,
                                  RenderLimits limits) {
  std::vector<Field> fields;
  const auto add = [&](std::string_view label, const Value& wording) {
    auto value = render(config.text(wording, limits.language), scope, config, limits);
    if (!value.empty()) fields.push_back({std::string(label), std::move(value)});
  };
  for (const auto& member : lines.members()) add(member.key(), member.value);
  for (const auto& line : lines.items()) add(config.text(line["label"], limits.language), line["value"]);
  return fields;
}

Value card_of(const Value& card, const Value& scope, const DialogConfig& config, std::string_view language) {
  const auto filled = [&](const Value& wording) {
    return render(config.text(wording, language), scope, config, {.language = language});
  };
  ObjectBuilder shown;
  shown.set("kind", "done");
  if (const auto title = filled(card["title"]); !title.empty()) shown.set("title", title);
  ListBuilder fields;
  const auto lines = rendered_lines(card["fields"], scope, config, {.language = language});
  for (const auto& line : lines) fields.add(Value::object({{"label", line.label}, {"value", line.value}}));
  shown.set("fields", fields.build());
  const auto code = filled(card["code"]);
  if (!code.empty()) shown.set("code", code);
  const auto calendar = calendar_of(card["calendar"], scope, config, language);
  if (!calendar.is_null()) shown.set("calendar", calendar);
  return lines.empty() && code.empty() && calendar.is_null() ? Value() : shown.build();
}

}  // namespace frontdesk::dialog
