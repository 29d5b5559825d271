#include "dialog/slots.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error.h"
#include "base/json.h"
#include "dialog/card.h"
#include "dialog/template.h"
#include "support/slug_of.h"

namespace frontdesk::dialog {
namespace {

// Monday 23 November 2026, 09:00 UTC.
constexpr Timestamp kNow{1'795'424'400'000};

DialogConfig two_locations() {
  DialogConfig config;
  config.locations = {{.id = "harbor",
                       .name = "Harbor",
                       .hours = json::parse(R"({"mon":"closed","tue":"11:30-22:00","wed":"11:30-22:00"})")},
                      {.id = "old-town", .name = "Old Town"}};
  return config;
}

std::string read(std::string type, std::string_view sentence, bool asked = false) {
  Slot slot{"x", std::move(type)};
  if (slot.type == "code") slot.pattern = "LUME-[0-9]{4}";
  if (slot.type == "choice") slot.of = {"tiramisu", "panna cotta"};
  if (slot.type == "number") slot.min = 1, slot.max = 12;
  const auto config = two_locations();
  const auto value = read_slot(slot, sentence, asked, {config, kNow});
  return value ? json::print(*value) : "-";
}

Value given(const char* slots) {
  static const auto config = two_locations();
  Flow flow;
  for (const auto* const type : {"date", "time", "number", "location", "name", "code", "yes_no", "choice"}) {
    flow.slots.push_back({.name = type, .type = type});
  }
  flow.slots[2].max = 12;
  flow.slots[5].pattern = "LUME-[0-9]{4}";
  flow.slots[7].of = {"lunch", "dinner"};
  return read_given(flow, json::parse(slots), {config, kNow});
}

TEST(Slots, today_is_that_of_the_location_and_not_of_greenwich) {
  const auto config = read_dialog_config(json::parse(
      R"({"time_zone":"America/New_York","locations":[{"id":"a","name":"A"},{"id":"b","name":"B","time_zone":"Europe/Rome"}]})"));
  const Timestamp night{1'795'739'400'000};  // 2026-11-27, 00:30 UTC
  const Slot slot{"day", "date"};
  EXPECT_EQ(read_slot(slot, "today", false, {config, night}), Value("2026-11-26"));
  EXPECT_EQ(read_slot(slot, "today", false, {config, night, "en", config.location("b")}), Value("2026-11-27"));
  EXPECT_EQ(read_slot(slot, "today at B", false, {config, night}), Value("2026-11-27"));
  EXPECT_EQ(read_slot(slot, "today, not at B", false, {config, night}), Value("2026-11-26"));
}

TEST(Slots, numbers_with_slashes_are_read_as_the_country_writes_them) {
  const auto config = read_dialog_config(json::parse(R"({"country":"US"})"));
  EXPECT_EQ(read_slot({"day", "date"}, "12/5/2026", false, {config, kNow}), Value("2026-12-05"));
  EXPECT_EQ(read_slot({"day", "date"}, "12/5/2026", false, {two_locations(), kNow}), std::nullopt);
}

TEST(SlotsOfAModel, are_read_as_the_words_of_the_customer) {
  EXPECT_EQ(given(R"({"date":"tomorrow","time":"8pm","number":"four","location":"Harbor"})"),
            json::parse(R"({"date":"2026-11-24","time":"20:00","number":4,"location":"harbor"})"));
  EXPECT_EQ(given(R"({"date":"tomorrow at 8"})"), json::parse(R"({"time":"20:00","date":"2026-11-24"})"));
  EXPECT_EQ(given(R"({"code":"lume-1234","yes_no":"yes","choice":"for dinner","number":4.0})"),
            json::parse(R"({"number":4,"code":"LUME-1234","yes_no":true,"choice":"dinner"})"));
}

TEST(SlotsOfAModel, stay_where_they_have_their_form_already) {
  const auto* const fitting =
      R"({"date":"2026-11-24","time":"08:00","number":4,"location":"harbor","name":"Ana Ruiz","yes_no":false,"choice":"lunch"})";
  EXPECT_EQ(given(fitting), json::parse(fitting));
}

TEST(SlotsOfAModel, are_left_out_where_they_say_nothing) {
  EXPECT_EQ(given(R"({"date":"soon","time":"late","number":13,"location":"Paris","code":"17","yes_no":"maybe"})"),
            Value::object());
  EXPECT_EQ(given(R"({"date":"2020-01-01","number":{"n":4},"location":null,"unknown":"x","choice":["lunch"]})"),
            Value::object());
}

TEST(Slots, dates_are_the_coming_ones) {
  EXPECT_EQ(read("date", "a table for tonight"), "\"2026-11-23\"");
  EXPECT_EQ(read("date", "Tomorrow at 7pm"), "\"2026-11-24\"");
  EXPECT_EQ(read("date", "on Friday"), "\"2026-11-27\"");
  EXPECT_EQ(read("date", "next monday"), "\"2026-11-30\"");
  EXPECT_EQ(read("date", "the 5th of December"), "\"2026-12-05\"");
  EXPECT_EQ(read("date", "January 2"), "\"2027-01-02\"");
  EXPECT_EQ(read("date", "2026-12-24"), "\"2026-12-24\"");
  EXPECT_EQ(read("date", "2026-01-24"), "-");
  EXPECT_EQ(read("date", "for two please"), "-");
}

TEST(Slots, times_are_those_of_the_afternoon_unless_said) {
  EXPECT_EQ(read("time", "at 7"), "\"19:00\"");
  EXPECT_EQ(read("time", "tomorrow 7:30pm"), "\"19:30\"");
  EXPECT_EQ(read("time", "11 am"), "\"11:00\"");
  EXPECT_EQ(read("time", "at half past seven"), "\"19:30\"");
  EXPECT_EQ(read("time", "eight", true), "\"20:00\"");
  EXPECT_EQ(read("time", "for eight people"), "-");
  EXPECT_EQ(read("time", "at 25:99"), "-");
}

TEST(Slots, numbers_are_guests_only_where_they_are_meant) {
  EXPECT_EQ(read("number", "a table for four at 7"), "4");
  EXPECT_EQ(read("number", "3 people"), "3");
  EXPECT_EQ(read("number", "at 7pm"), "-");
  EXPECT_EQ(read("number", "5", true), "5");
  EXPECT_EQ(read("number", "for 40 people"), "-");
}

TEST(Slots, nothing_is_read_into_an_address_of_the_web) {
  for (const auto* const type : {"code", "number", "time", "date", "phone", "name", "choice", "location"}) {
    EXPECT_EQ(read(type, "https://x.example/harbor/LUME-1234/Ana?guests=4&at=8pm&tel=+390612345678", true), "-")
        << type;
  }
  EXPECT_EQ(read("code", "LUME-1234, see https://x.example/LUME-9999", true), "\"LUME-1234\"");
}

TEST(Slots, digits_without_end_are_nothing) {
  for (const auto* const type : {"code", "number", "time", "date", "phone"}) {
    EXPECT_EQ(read(type, std::string(3000, '7'), true), "-") << type;
    EXPECT_EQ(read(type, "it is " + std::string(40, '7'), true), "-") << type;
  }
}

TEST(Slots, names_are_what_is_left) {
  EXPECT_EQ(read("name", "Ana Ruiz", true), "\"Ana Ruiz\"");
  EXPECT_EQ(read("name", "It's for José please", true), "\"José\"");
  EXPECT_EQ(read("name", "my name is Ben"), "\"Ben\"");
  EXPECT_EQ(read("name", "what is this?", true), "-");
}

TEST(Slots, codes_places_and_choices) {
  EXPECT_EQ(read("code", "my code is lume-1234."), "\"LUME-1234\"");
  EXPECT_EQ(read("code", "LUME-12345"), "-");
  EXPECT_EQ(read("location", "in the old town please"), "\"old-town\"");
  EXPECT_EQ(read("location", "somewhere"), "-");
  EXPECT_EQ(read("choice", "does the Panna Cotta have milk"), "\"panna cotta\"");
}

TEST(Slots, codes_are_read_however_their_pattern_writes_the_separator) {
  const auto read_as = [](std::string pattern, std::string_view sentence) {
    Slot slot{"x", "code"};
    slot.pattern = std::move(pattern);
    const auto config = two_locations();
    const auto value = read_slot(slot, sentence, true, {config, kNow});
    return value ? json::print(*value) : "-";
  };
  for (const auto* const pattern :
       {"AB-[0-9]{4}", "AB\\-[0-9]{4}", "AB.[0-9]{4}", "AB[-/][0-9]{4}", "AB[^a-z0-9][0-9]{4}", "AB\\W[0-9]{4}",
        "(?:AB|CD)-\\d{4}", "\\p{Lu}{2}-[0-9]{2,4}", "\\QAB-\\E[0-9]{4}", "[A-Z]{2}(?P<sign>-)[0-9]{4}"}) {
    EXPECT_EQ(read_as(pattern, "it is ab 1234"), "\"AB-1234\"") << pattern;
    EXPECT_EQ(read_as(pattern, "it is not mine"), "-") << pattern;
  }
  EXPECT_EQ(read_as("[A-Z]{2}[0-9]{2}-[0-9]{2}", "ab12 34"), "\"AB12-34\"");
}

TEST(Template, fills_holes_sections_and_filters) {
  const auto config = two_locations();
  const auto scope = json::parse(
      R"({"slots":{"location":"harbor","date":"2026-11-24","guests":3},"free":["19:00","20:00"],"dishes":[{"dish":"pesto","allergens":["nuts","milk"]}]})");
  EXPECT_EQ(render("{{slots.location | location}}, {{slots.date | date}}: {{free | list}}{{nothing}}", scope, config),
            "Harbor, Tuesday 24 November: 19:00 and 20:00");
  EXPECT_EQ(render("{{#dishes}}{{dish}}: {{allergens | list}}.{{/dishes}}{{#none}}x{{/none}}", scope, config),
            "pesto: nuts and milk.");
  EXPECT_EQ(
      json::print(render_value(
          json::parse(R"({"g":"{{slots.guests}}","x":"{{slots.none}}","t":"for {{slots.guests}}"})"), scope, config)),
      R"({"g":3,"t":"for 3"})");
}

TEST(Template, says_yes_and_no_to_customers_and_sends_what_is_stored) {
  const auto config = two_locations();
  const auto scope = json::parse(R"({"chair":true,"dog":false,"all":[true,false]})");
  EXPECT_EQ(render("{{chair}}, {{dog}}, {{dog | upper}}", scope, config), "yes, no, No");
  EXPECT_EQ(render("{{chair}}, {{dog}}, {{all | list}}", scope, config, {.language = "de"}), "ja, nein, ja und nein");
  EXPECT_EQ(render("{{chair}}, {{dog}}", scope, config, {.language = "es"}), "sí, no");
  EXPECT_EQ(json::print(render_value(json::parse(R"({"chair":"{{chair}}","note":"dog: {{dog}}"})"), scope, config)),
            R"({"chair":true,"note":"dog: false"})");
}

TEST(Card, says_yes_and_no) {
  const auto config = two_locations();
  const auto arguments = json::parse(R"({"chair":true,"dog":false})");
  std::string shown;
  for (const auto& field : argument_fields(arguments, Value::object(), {}, config, "de", {2026, 11, 23}))
    shown += field.label + "=" + field.value + "|";
  EXPECT_EQ(shown, "Chair=ja|Dog=nein|");
  const auto card = json::parse(R"({"fields":{"Dog":"{{dog}}"},"calendar":)"
                                R"({"title":"Dog: {{dog}}","date":"2026-11-24","time":"19:00","minutes":90}})");
  const auto done = card_of(card, arguments, config, "it");
  EXPECT_EQ(done["fields"][0]["value"].text(), "no");
  EXPECT_EQ(done["calendar"]["title"].text(), "Dog: no");
}

using support::slug_of;

TEST(Template, sections_see_what_is_around_them_and_end_where_their_name_closes) {
  const auto config = two_locations();
  const auto scope = json::parse(R"({"name":"out","a":[{"name":"in","b":["x","y"]},{"b":["z"]}],"e":[]})");
  EXPECT_EQ(render("{{#a}}{{name}}:{{#b}}{{.}}{{name}} {{/b}}{{/a}}|{{#e}}no{{/e}}", scope, config),
            "in:xin yin out:zout |");
  EXPECT_EQ(render("{{#a}}{{#b}}{{.}}{{/a}}!", scope, config), "xyz!") << "b ends with a at the latest";
  EXPECT_EQ(render("{{/a}}{{#a.0.b}}{{.}}{{/a.0.b}}", scope, config), "xy");
}

TEST(Template, lists_within_lists_end_at_a_budget) {
  const auto config = two_locations();
  ListBuilder numbers;
  for (int i = 0; i < 300; ++i) numbers.add(i);
  const auto scope = Value::object({{"l", numbers.build()}});
  const std::string_view three = "{{#l}}{{#l}}{{#l}}{{.}} {{/l}}{{/l}}{{/l}}";
  EXPECT_EQ(slug_of([&] { render(three, scope, config); }), "dialog/template-too-large");
  EXPECT_EQ(slug_of([&] { render("{{#l}}{{#l}}{{#l}}{{none}}{{/l}}{{/l}}{{/l}}", scope, config); }),
            "dialog/template-too-large");
  EXPECT_EQ(slug_of([&] { render("{{l}}", Value::object({{"l", std::string(16'001, 'x')}}), config); }),
            "dialog/template-too-large");
}

TEST(Template, cost_what_they_are_long_whoever_wrote_them) {
  const auto config = two_locations();
  const auto scope = json::parse(R"({"a":{"b":1},"note":"x","amount":5})");
  const auto times = [](int count, std::string_view words) {
    std::string out;
    while (count-- > 0) out += words;
    return out;
  };
  for (const auto& bomb : {times(50'000, "{{#a}}"), times(50'000, "{{#a}}") + times(50'000, "{{/b}}"),
                           times(50'000, "{{none}}"), "{{" + times(50'000, "a.") + "}}"})
    EXPECT_EQ(slug_of([&] { render(bomb, scope, config); }), "dialog/template-too-large") << bomb.substr(0, 12);
  EXPECT_EQ(render("{{#note | upper}}{{.}}{{/note}} {{amount}}", scope, config), "x 5")
      << "a section ends where its name closes, also with a filter";
}

TEST(Template, arguments_have_a_size) {
  const auto config = two_locations();
  const auto scope = Value::object({{"x", std::string(100'000, 'x')}});
  const auto pattern = json::parse(R"({"a":"{{x}}","b":["{{x}}"],"c":"{{x}}"})");
  EXPECT_EQ(slug_of([&] { render_value(pattern, scope, config); }), "dialog/template-too-large");
  EXPECT_EQ(render_value(pattern.without("c"), scope, config).size(), 2u);
}

TEST(Template, hours_are_told_by_runs_of_days) {
  EXPECT_EQ(spoken_hours(two_locations().locations[0].hours), "Mon closed, Tue to Wed 11:30-22:00, Thu to Sun closed");
}

}  // namespace
}  // namespace frontdesk::dialog
