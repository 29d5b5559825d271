// What customers say for the slots of a flow.
#include <gtest/gtest.h>

#include "base/describe.h"
#include "base/json.h"
#include "dialog/reading/trade.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {
namespace {

// Thursday 26 November 2026, 10:00 in Rome.
constexpr Timestamp kNow{1'795'683'600'000};

DialogConfig trattoria() {
  DialogConfig config;
  config.country = "IT";
  config.words = from_value<TradeWords>(json::parse(
      R"({"counted":[{"name":"people","words":["guests","pax"]},{"name":"parcels","words":["parcel","boxes"]}],)"
      R"("parts_of_day":[],"synonyms":[{"name":"tiramisu","words":["coffee dessert"]}]})"));
  config.locations = {{.id = "harbor", .name = "Harbor", .address = "12 Quay Street", .synonyms = {"the port"}},
                      {.id = "old-town", .name = "Old Town", .address = "3 Lantern Lane"}};
  Flow flow;
  flow.name = "f";
  Slot guests{"guests", "number"};
  guests.counts = {"people"};
  guests.min = 1;
  guests.max = 12;
  Slot dish{"dish", "choice"};
  dish.of = {"tiramisu", "panna cotta", "carbonara"};
  Slot code{"code", "code"};
  code.pattern = "LUME-[0-9]{4}";
  Slot order{"order", "code"};
  order.pattern = "[0-9]{4}";
  flow.slots = {guests,
                {"name", "name"},
                dish,
                {"where", "location"},
                code,
                order,
                {"phone", "phone"},
                {"mail", "email"},
                {"sum", "money"},
                {"address", "address"}};
  config.flows = {flow};
  config.trade = std::make_shared<const reading::Trade>(config);
  return config;
}

// What is understood of one slot: its value; "?" with what may be meant where it has to be asked; "-" where nothing is.
std::string read(std::string_view slot, std::string_view message, bool asked = true, std::string_view heard_in = "") {
  static const auto config = trattoria();
  const auto& flow = config.flows.front();
  const auto* wanted = flow.slot(slot);
  for (const auto& each :
       read_message(flow, asked ? wanted : nullptr, message, {.config = config, .now = kNow, .heard_in = heard_in})) {
    if (each.slot != wanted) continue;
    std::string out = each.value.is_null() ? "?" : json::print(each.value);
    if (each.value.is_text()) out = each.value.text();
    if (each.is_relative) out = (out.starts_with('-') ? "" : "+") + out;
    if (each.is_out_of_range) out += "!";
    if (each.doubt) {
      for (const auto& candidate : each.doubt->candidates)
        out += " " + (candidate.is_text() ? std::string(candidate.text()) : json::print(candidate));
    }
    return out;
  }
  return "-";
}

// The name that is read in the answer to another question.
std::string beside(std::string_view asked, std::string_view message) {
  static const auto config = trattoria();
  const auto& flow = config.flows.front();
  for (const auto& each : read_message(flow, flow.slot(asked), message, {config, kNow})) {
    if (each.slot->type == "name") return std::string(each.value.text());
  }
  return "-";
}

std::string told(std::string_view slot, std::string_view message) { return read(slot, message, false); }

TEST(Names, are_read_where_somebody_says_who_they_are) {
  EXPECT_EQ(told("name", "I'm Eva, 2 guests tomorrow"), "Eva");
  EXPECT_EQ(told("name", "hello I'm Eva Novak. 2 guests tomorrow"), "Eva Novak");
  EXPECT_EQ(told("name", "Good evening, this is Dr. Weber speaking"), "Dr. Weber");
  EXPECT_EQ(told("name", "Hallo, hier ist Jana Brandt, wir sind zwei"), "Jana Brandt");
  EXPECT_EQ(told("name", "Buenas tardes, soy Lucía, somos dos"), "Lucía");
  EXPECT_EQ(told("name", "Buongiorno, sono Chiara, siamo in due"), "Chiara");
  for (const auto* none : {"I'm hungry, 2 guests", "I'm late", "I'm not Eva, 2 guests", "I am Irish and vegan",
                           "this is Harbor calling about Friday", "Ich bin Allergiker, wir sind zwei",
                           "soy celíaca, somos dos", "sono allergica, siamo in due", "Is this Eva?"})
    EXPECT_EQ(told("name", none), "-") << none;
}

TEST(Names, keep_their_particles) {
  for (const auto* language : {"en", "de", "es"})
    EXPECT_EQ(read("name", "Jordi Puigdemont i Vila", true, language), "Jordi Puigdemont i Vila") << language;
  EXPECT_EQ(read("name", "von Hohenstein", true, "de"), "von Hohenstein");
  EXPECT_EQ(read("name", "auf von Hohenstein", true, "de"), "von Hohenstein");
  EXPECT_EQ(read("name", "von Anna Müller", true, "de"), "Anna Müller");
}

TEST(Names, are_read_in_passing_beside_a_code_and_beside_another_answer) {
  EXPECT_EQ(told("name", "LUME-3728 bitte stornieren, Groß"), "Groß");
  EXPECT_EQ(told("name", "cancel my booking LUME-3728 (Björk Gudmunds)"), "Björk Gudmunds");
  EXPECT_EQ(told("name", "move LUME-3728, under Whitlock"), "Whitlock");
  EXPECT_EQ(told("name", "LUME-3728 for Castellanos"), "Castellanos");
  EXPECT_EQ(read("name", "LUME-3728 auf Dorfmeister", false, "de"), "Dorfmeister");
  EXPECT_EQ(told("name", "a table for Castellanos Street"), "-") << "nothing says that it is a name";
}

TEST(Names, are_no_street_that_was_asked_for) {
  EXPECT_EQ(beside("address", "45 Quay Lane, Via Garibaldi"), "-");
  EXPECT_EQ(beside("guests", "2, Siobhán Ní Dhomhnaill"), "Siobhán Ní Dhomhnaill");
  EXPECT_EQ(beside("guests", "2, Old Town"), "-");
}

TEST(Names, are_never_what_the_file_has_for_something_else) {
  EXPECT_EQ(read("name", "at Old Town"), "-");
  EXPECT_EQ(read("name", "the same, Old Town"), "-");
  EXPECT_EQ(read("name", "Anna Harbor"), "Anna Harbor");
}

TEST(Numbers, of_people_add_up) {
  EXPECT_EQ(read("guests", "2 adults and 1 child"), "3");
  EXPECT_EQ(read("guests", "me, my husband and our two daughters"), "4");
  EXPECT_EQ(read("guests", "my parents and me"), "3");
  EXPECT_EQ(read("guests", "four people, two adults and two kids"), "4");
  EXPECT_EQ(read("guests", "two couples"), "4");
  EXPECT_EQ(read("guests", "three of us plus a high chair"), "3");
  EXPECT_EQ(told("guests", "a table for my wife and me on friday"), "2");
  EXPECT_EQ(told("guests", "we will be five hungry pax"), "5");
}

TEST(Numbers, are_counts_in_any_order_of_words) {
  EXPECT_EQ(read("guests", "morgen um 19 Uhr sind wir zu acht", false, "de"), "8");
  EXPECT_EQ(read("guests", "morgen um 19 Uhr bei Harbor sind wir zu acht", false, "de"), "8");
  EXPECT_EQ(read("guests", "morgen kommen wir zu zehnt", false, "de"), "10");
  EXPECT_EQ(read("guests", "mañana, solo nosotros dos", false, "es"), "2");
  EXPECT_EQ(read("guests", "domani, solo noi due", false, "it"), "2");
  EXPECT_EQ(read("guests", "wir kommen morgen zu sechst", false, "de"), "6");
  EXPECT_EQ(read("guests", "wir sind zwei", false, "de"), "2");
  EXPECT_EQ(told("guests", "tomorrow, just us two"), "2");
}

TEST(Numbers, that_are_not_certain_are_asked) {
  EXPECT_EQ(read("guests", "4 or 5"), "? 4 5");
  EXPECT_EQ(read("guests", "between six and eight"), "? 6 7 8");
  EXPECT_EQ(read("guests", "at least 6"), "?");
  EXPECT_EQ(read("guests", "my kids and me"), "?");
  EXPECT_EQ(read("guests", "-2"), "?");
  EXPECT_EQ(read("guests", "zero"), "?");
  EXPECT_EQ(read("guests", "to"), "? 2");
}

TEST(Numbers, beyond_what_a_slot_takes_are_told_as_such) {
  EXPECT_EQ(read("guests", "25"), "25!");
  EXPECT_EQ(told("guests", "a dinner for two hundred guests"), "200!");
}

TEST(Numbers, may_be_a_difference_to_what_is_known) {
  EXPECT_EQ(told("guests", "one more person"), "+1");
  EXPECT_EQ(told("guests", "we are two fewer"), "-2");
  EXPECT_EQ(told("guests", "please add another guest"), "+1");
  EXPECT_EQ(told("guests", "one more question"), "-");
}

TEST(Numbers, of_other_things_are_not_the_slots) {
  EXPECT_EQ(told("guests", "I have 3 parcels"), "-");
  EXPECT_EQ(told("guests", "two of them are vegan"), "-");
  EXPECT_EQ(told("guests", "at 8"), "-");
  EXPECT_EQ(read("guests", "tomorrow"), "-");
  EXPECT_EQ(told("guests", "not 4 but 5 people"), "5");
}

TEST(Names, are_what_is_left_of_an_answer) {
  EXPECT_EQ(read("name", "put it under van der Berg, thanks"), "van der Berg");
  EXPECT_EQ(read("name", "Sure, it's ana de la cruz"), "Ana de la Cruz");
  EXPECT_EQ(read("name", "This is Prof. J. R. Novak speaking"), "Prof. J. R. Novak");
  EXPECT_EQ(read("name", "Мария Иванова"), "Мария Иванова");
  EXPECT_EQ(read("name", "Eva. we celebrate a birthday"), "Eva");
  EXPECT_EQ(read("name", "No, the name is Katarina"), "Katarina");
  EXPECT_EQ(read("name", "May"), "May");
  EXPECT_EQ(told("name", "a table for two, my name is Ben"), "Ben");
  for (const auto* const text : {"next friday", "not sure yet", "actually three", "what for?", "never mind", "hi there",
                                 "yes please", "the name is wrong", "can we sit outside", "7pm"}) {
    EXPECT_EQ(read("name", text), "-") << text;
  }
}

TEST(Codes, are_read_however_they_are_written) {
  EXPECT_EQ(read("code", "it is lume 4711 I think"), "LUME-4711");
  EXPECT_EQ(read("code", "L U M E dash four seven one one"), "LUME-4711");
  EXPECT_EQ(read("code", "4711"), "LUME-4711");
  EXPECT_EQ(read("order", "double four one oh"), "4410");
  EXPECT_EQ(read("order", "ten forty two"), "1042");
  EXPECT_EQ(told("code", "cancel LUME_4711 please"), "LUME-4711");
  EXPECT_EQ(told("order", "4711 is my order"), "4711");
  for (const auto* const text : {"+39 06 6988 3333", "the card ending in 4242", "24/12/2026", "12345", "LUME-47"}) {
    EXPECT_EQ(read("order", text), "-") << text;
  }
}

TEST(Choices, are_found_with_typing_errors_and_other_words) {
  EXPECT_EQ(read("where", "harbour please"), "harbor");
  EXPECT_EQ(read("where", "the one in Lantern Lane"), "old-town");
  EXPECT_EQ(read("where", "at the port"), "harbor");
  EXPECT_EQ(read("where", "the second one"), "old-town");
  EXPECT_EQ(read("where", "either"), "? harbor old-town");
  EXPECT_EQ(read("where", "not harbor"), "? old-town");
  EXPECT_EQ(read("where", "harbor or old town"), "? harbor old-town");
  EXPECT_EQ(told("dish", "is the carbonarra safe"), "carbonara");
  EXPECT_EQ(told("dish", "what is in the coffee desserts"), "tiramisu");
  EXPECT_EQ(told("where", "somewhere nice"), "-");
}

TEST(Contacts, are_read_in_one_form) {
  EXPECT_EQ(told("phone", "call 347 123 4567"), "+393471234567");
  EXPECT_EQ(told("mail", "write to Ana.Ruiz@Example.COM, please"), "Ana.Ruiz@example.com");
  EXPECT_EQ(read("mail", "ana at example dot com"), "ana@example.com");
  EXPECT_EQ(read("address", "12 Quay Street, flat 3"), "12 Quay Street, flat 3");
  EXPECT_EQ(read("address", "it's 5 Mulberry Close please"), "5 Mulberry Close");
  EXPECT_EQ(read("address", "where do you need it?"), "-");
  EXPECT_EQ(read("address", "I don't know"), "-");
}

TEST(Money, has_a_currency_and_its_minor_units) {
  EXPECT_EQ(told("sum", "I paid 20 euros"), R"({"amount":"20.00","currency":"EUR"})");
  EXPECT_EQ(told("sum", "it was €12,50 too much"), R"({"amount":"12.50","currency":"EUR"})");
  EXPECT_EQ(told("sum", "20 bucks"), R"({"amount":"20.00","currency":"USD"})");
  EXPECT_EQ(told("sum", "1,000 yen"), R"({"amount":"1000","currency":"JPY"})");
  EXPECT_EQ(told("guests", "for 20 euros"), "-");
}

TEST(Slots, take_each_word_once) {
  const auto config = trattoria();
  const auto& flow = config.flows.front();
  const auto found =
      read_message(flow, flow.slot("order"), "my phone is +1 555 0147, the order is 1042", {config, kNow});
  Value all = Value::object();
  for (const auto& each : found) all = all.with(each.slot->name, each.value);
  EXPECT_EQ(all, json::parse(R"({"order":"1042","phone":"+15550147"})"));
}

}  // namespace
}  // namespace frontdesk::dialog
