#include "dialog/reading/language.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "dialog/reading/scope.h"
#include "dialog/reading/spelling.h"
#include "dialog/reading/spoken.h"

namespace frontdesk::dialog::reading {
namespace {

using ::testing::Test;

const Language& english() { return *find_language("en"); }

std::string as_read(std::string_view message) {
  std::string out;
  for (const auto& token : english().tokens(words_of(message))) out += (out.empty() ? "" : "|") + token.text;
  return out;
}

std::string english_table() {
  // The smallest change to a table that holds.
  static const std::string table = [] {
    std::string text =
        "language: xx\nname: Test\nelisions: []\nnumbers: {\"1\": [one]}\ncompounds: []\nordinals: {}\n"
        "weekdays: {monday: mo, tuesday: tu, wednesday: we, thursday: th, friday: fr, saturday: sa, "
        "sunday: su}\nmonths: {";
    for (const auto* const month : {"january", "february", "march", "april", "may", "june", "july", "august",
                                    "september", "october", "november", "december"})
      text += fmt::format("{0}: {0}, ", month);
    text +=
        "}\nunits: {minute: min, hour: h, day: d, week: w, month: m, year: y}\nhalves: {am: am, pm: pm}\n"
        "relative_days: {}\nparts: {evening: {say: evening, from: \"17:00\", to: \"24:00\"}}\n"
        "holidays: {}\ntolerant: []\nsays: {}\npatterns:\n  count: [\"{number_word} apples\"]\nlists: {";
    for (const auto list : kListNames) text += fmt::format("{}: [], ", list);
    return text + "}\nconsent: {yes: [aye], no: [nay]}\n";
  }();
  return table;
}

std::string complaint(const std::string& what, const std::string& instead) {
  auto table = english_table();
  const auto at = table.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  table.replace(at, what.size(), instead);
  try {
    Language::parse(table, "xx.yaml");
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "reading/table");
    return error.detail;
  }
  return "none";
}

TEST(Language, all_tables_of_the_program_are_read) {
  ASSERT_FALSE(languages().empty());
  for (const auto& language : languages()) EXPECT_FALSE(language.parts.empty()) << language.id;
}

TEST(Language, a_damaged_table_is_refused_with_its_place_and_a_remedy) {
  EXPECT_EQ(Language::parse(english_table(), "xx.yaml").id, "xx");
  EXPECT_EQ(complaint("holidays: {}", "holydays: {}"),
            "xx.yaml, line 13, /holydays: is no key of a table. Remove it, or write holidays.");
  EXPECT_EQ(complaint("monday: mo, ", ""), "xx.yaml, line 7, /weekdays/monday: is missing. Write its words.");
  EXPECT_EQ(
      complaint("{number_word} apples", "{numbr} apples"),
      "xx.yaml, line 17, /patterns/count/0: The pattern \"{numbr} apples\" uses {numbr}, which is neither a terminal "
      "nor a group that stands before this one. Correct the name, or move the group up.");
  EXPECT_EQ(
      complaint("{number_word} apples", "({number_word})"),
      "xx.yaml, line 17, /patterns/count/0: The pattern \"({number_word})\" can be left out as a whole. Say at least "
      "one word outside of ( ).");
  EXPECT_EQ(complaint("to: \"24:00\"", "to: \"evening\""),
            "xx.yaml, line 12, /parts/evening/to: is no time of the day. Write HH:MM, up to 30:00 for the night.");
  EXPECT_EQ(complaint("negation: []", "negation: [1]"),
            "xx.yaml, line 18, /lists/negation/0: is no text. Write it in quotes.");
  EXPECT_EQ(complaint("negation: [], ", ""),
            "xx.yaml, line 18, /lists/negation: is missing. Write a list, [] where there is nothing.");
  EXPECT_EQ(
      complaint("holidays: {}", "holidays: {feast: {say: feast, month: 3}}"),
      "xx.yaml, line 13, /holidays/feast: does not say when it is. Write month and day, or easter, or month, weekday "
      "and nth.");
}

TEST(Language, may_begin_with_the_words_of_an_answer) {
  const auto answers = Language::parse("language: xx\nname: Test\nconsent: {yes: [aye], no: [nay]}\n", "xx.yaml");
  EXPECT_TRUE(answers.has_answers_only);
  EXPECT_FALSE(Language::parse(english_table(), "xx.yaml").has_answers_only);
  EXPECT_EQ(complaint("yes: [aye], ", ""), "xx.yaml, line 19, /consent/yes: says nothing. Write at least one phrase.");
  EXPECT_EQ(complaint("no: [nay]", "nein: [nay], no: [nay]").substr(0, 32), "xx.yaml, line 19, /consent/nein:");
  EXPECT_EQ(find_language("fr"), nullptr) << "a table of answers reads nothing else";
}

std::string spoken(std::string_view message, const std::vector<std::string>& served, std::string_view before,
                   Awaited awaited = Awaited::nothing) {
  const auto found = spoken_in(words_of(message), served, before, awaited);
  return found.language->id + (found.is_served ? "" : " (not served)");
}

TEST(Language, is_the_one_of_the_words_among_those_that_are_served) {
  EXPECT_EQ(spoken("ich möchte einen Tisch für zwei", {"en", "de"}, "en"), "de");
  EXPECT_EQ(spoken("a table for two please", {"de", "en"}, "de"), "en");
  EXPECT_EQ(spoken("LUME-1234", {"en", "de"}, "de"), "de") << "what says nothing is in the language before";
  EXPECT_EQ(spoken("", {"en", "de"}, "de"), "de");
}

TEST(Language, is_one_that_is_not_served_only_where_the_words_leave_no_doubt) {
  EXPECT_EQ(spoken("ich möchte einen Tisch für zwei", {"en"}, "en"), "de (not served)");
  EXPECT_EQ(spoken("vorrei prenotare un tavolo per due", {"en", "de"}, "de"), "it (not served)");
  EXPECT_EQ(spoken("pizza margherita", {"en"}, "en"), "en");
  EXPECT_EQ(spoken("gerne", {"en"}, "en"), "en");
}

const std::vector<std::string> kFour = {"en", "de", "es", "it"};

TEST(Language, is_not_told_by_a_name_that_was_asked_for) {
  for (const auto* name : {"Nina Fox", "Una Moore", "Dom Para", "una moore", "Sol Rivera", "Mario Del Campo",
                           "Jan Frei", "it's Una Moore", "Salvo Martes, 555 0100", "LUME-4821, Nina Fox"})
    EXPECT_EQ(spoken(name, kFour, "en", Awaited::value), "en") << name;
  for (const auto* name : {"June Friday", "Will Best", "May Noon"}) {
    EXPECT_EQ(spoken(name, kFour, "de", Awaited::value), "de") << name;
    EXPECT_EQ(spoken(name, kFour, "it", Awaited::value), "it") << name;
  }
  EXPECT_EQ(spoken("Dom De Para", {"en"}, "en", Awaited::value), "en") << "nor is it one that is not served";
}

TEST(Language, is_told_by_more_than_a_value_where_one_was_asked_for) {
  for (const auto* german : {"ich heiße Ana", "auf den Namen Ana", "weiß ich nicht", "warum?", "nein danke"})
    EXPECT_EQ(spoken(german, kFour, "en", Awaited::value), "de") << german;
  for (const auto* spanish : {"me llamo Ana", "a nombre de Ana", "soy Ana", "no lo sé", "¿por qué?"})
    EXPECT_EQ(spoken(spanish, kFour, "en", Awaited::value), "es") << spanish;
  for (const auto* italian : {"mi chiamo Ana", "sono Ana", "non lo so", "annulla", "perché?"})
    EXPECT_EQ(spoken(italian, kFour, "en", Awaited::value), "it") << italian;
  EXPECT_EQ(spoken("my name is Ana", kFour, "it", Awaited::value), "en");
}

TEST(Language, of_an_answer_in_words_is_another_one_where_all_of_it_is) {
  EXPECT_EQ(spoken("mañana", kFour, "en", Awaited::answer), "es");
  EXPECT_EQ(spoken("Freitag Abend", kFour, "en", Awaited::answer), "de");
  EXPECT_EQ(spoken("venerdì alle otto, grazie", kFour, "en", Awaited::answer), "it");
  EXPECT_EQ(spoken("no, Una Moore", kFour, "en", Awaited::answer), "en");
  EXPECT_EQ(spoken("8pm for Dom Para", kFour, "en", Awaited::answer), "en");
}

TEST(AnswerGrammar, refuses_what_is_a_yes_in_one_language_and_a_no_in_another) {
  const AnswerWords one{.yes = {"ne"}, .no = {"ohi"}};
  const AnswerWords other{.yes = {"da"}, .no = {"ne"}};
  EXPECT_NO_THROW(AnswerGrammar({{"xx", &one}}));
  try {
    const AnswerGrammar both({{"xx", &one}, {"yy", &other}});
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "reading/table");
    EXPECT_NE(error.detail.find("\"ne\""), std::string::npos) << error.detail;
    EXPECT_NE(error.detail.find("(xx, yy)"), std::string::npos) << error.detail;
  }
}

TEST(AnswerGrammar, is_made_of_tables_that_do_not_contradict_each_other) {
  EXPECT_NO_THROW(AnswerGrammar::of_all_tables());
  EXPECT_GE(answer_languages().size(), 6u);
}

TEST(Language, cuts_what_is_written_together) {
  EXPECT_EQ(as_read("8pm on the 5th, 7-8pm"), "8|pm|on|the|5|th|,|7|-|8|pm");
  EXPECT_EQ(as_read("twenty-five LUME-1234 2026-12-05"), "twenty|-|five|lume-1234|2026-12-05");
}

TEST(Language, finds_a_word_in_spite_of_one_typing_error) {
  const auto symbol = english().grammar.symbol("tomorrow");
  for (const auto* const written : {"tomorow", "tommorow", "tommorrow", "tomorrw", "tomorrwo"}) {
    const auto tokens = english().tokens(words_of(written));
    EXPECT_EQ(tokens[0].symbol, symbol) << written;
    EXPECT_TRUE(tokens[0].guessed) << written;
  }
  // What is a word of its own is not another one's mistake.
  for (const auto* const word : {"there", "might", "mouth", "later", "sunny"})
    EXPECT_FALSE(english().tokens(words_of(word))[0].guessed) << word;
}

TEST(Spelling, says_nothing_where_two_words_are_equally_near) {
  Spelling spelling;
  spelling.add("tuesday", 1);
  spelling.add("thursday", 2);
  spelling.add("marched", 3);
  spelling.add("marches", 4);
  EXPECT_EQ(spelling.nearest("tusday"), 1U);
  EXPECT_EQ(spelling.nearest("thursdya"), 2U);
  EXPECT_EQ(spelling.nearest("marchey"), 0U);
  EXPECT_EQ(spelling.nearest("wuesday"), 0U) << "the first letter is right";
  EXPECT_TRUE(is_near("friday", "firday"));
  EXPECT_FALSE(is_near("friday", "monday"));
}

TEST(Matcher, finds_the_longest_and_its_parts) {
  Grammar grammar;
  Fields says;
  says.set(Field::number, 2);
  grammar.add("count", "two", says);
  grammar.add("people", "(a) [table|room] for {count} (people)", {});
  grammar.add("people", "{count} people", {});
  Language language;
  language.grammar = std::move(grammar);
  const auto tokens = language.tokens(words_of("a table for two people"));
  Matcher matcher(language.grammar, tokens);
  const auto* match = matcher.longest(language.grammar.group("people"), 0);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->end, 5U);
  EXPECT_EQ(match->fields.get(Field::number), 2);
  ASSERT_EQ(matcher.parts(*match).size(), 1U);
  EXPECT_EQ(matcher.parts(*match)[0].begin, 3U);
  EXPECT_NE(matcher.longest(language.grammar.group("people"), 3), nullptr);
  EXPECT_EQ(matcher.longest(language.grammar.group("people"), 2), nullptr);
}

std::string standing_of(std::string_view message, std::string_view word) {
  const auto tokens = english().tokens(words_of(message));
  const auto scope = scope_of(english().phrases(tokens), tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == word) return boost::describe::enum_to_string(scope.standing[i], "?");
  }
  return "absent";
}

TEST(Scope, a_denial_reaches_to_the_end_of_its_clause) {
  EXPECT_EQ(standing_of("not friday but saturday", "friday"), "denied");
  EXPECT_EQ(standing_of("not friday but saturday", "saturday"), "said");
  EXPECT_EQ(standing_of("not friday, saturday", "saturday"), "said");
  EXPECT_EQ(standing_of("please don't cancel my order", "cancel"), "denied");
  EXPECT_EQ(standing_of("any day but friday", "friday"), "denied");
  EXPECT_EQ(standing_of("friday doesn't work, saturday does", "friday"), "denied");
  EXPECT_EQ(standing_of("friday doesn't work, saturday does", "saturday"), "said");
  EXPECT_EQ(standing_of("saturday instead of friday", "friday"), "old");
  EXPECT_EQ(standing_of("9 in the evening, not in the morning", "evening"), "said");
  EXPECT_EQ(standing_of("9 in the evening, not in the morning", "morning"), "denied");
}

TEST(Scope, the_last_word_wins_in_a_correction) {
  const auto tokens = english().tokens(words_of("8pm, no wait, 9pm on friday"));
  const auto scope = scope_of(english().phrases(tokens), tokens);
  std::vector<Entity> entities(3);
  entities[0].kind = entities[1].kind = EntityKind::time;
  entities[2].kind = EntityKind::date;
  settle_corrections(scope, {0, 6, 9}, entities);
  EXPECT_EQ(entities[0].standing, Standing::withdrawn);
  EXPECT_EQ(entities[1].standing, Standing::said);
  EXPECT_EQ(entities[2].standing, Standing::said);
}

TEST(Scope, a_clause_knows_that_it_asks) {
  const auto tokens = english().tokens(words_of("Great. Are you open on friday? I come at 8."));
  const auto scope = scope_of(english().phrases(tokens), tokens);
  ASSERT_EQ(scope.clauses.size(), 3U);
  EXPECT_FALSE(scope.clauses[0].question);
  EXPECT_TRUE(scope.clauses[1].question);
  EXPECT_FALSE(scope.clauses[2].question);
}

}  // namespace
}  // namespace frontdesk::dialog::reading
