#include "dialog/finding.h"

#include <gtest/gtest.h>

#include "simulated_business.h"

namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

TEST(FindableWords, are_what_one_would_look_for) {
  EXPECT_EQ(findable_words("Table for Ana, code LUME-4821!", 50),
            (std::vector<std::string>{"table", "for", "ana", "code", "lume-4821", "lume", "4821"}));
  EXPECT_EQ(findable_words("Ana ana ANA a - --", 50), (std::vector<std::string>{"ana"}));
  EXPECT_EQ(findable_words("José Überall", 50), (std::vector<std::string>{"jose", "uberall"}));
  EXPECT_EQ(findable_words("Müller Mueller MULLER Søren Soeren Straße STRASSE", 50),
            (std::vector<std::string>{"muller", "soren", "strasse"}));
  EXPECT_EQ(findable_words("Ｌｕｍｅ A\u200Bna", 50), (std::vector<std::string>{"lume", "ana"}));
  const auto far = std::string(400, ' ') + std::string(700, '.') + " umbrella";
  EXPECT_EQ(findable_words(far, 50), (std::vector<std::string>{"umbrella"}));
  EXPECT_EQ(findable_words(std::string(4'000, 'x'), 50).size(), 0U);
  EXPECT_EQ(findable_words("one two three four", 2).size(), 2U);
}

struct Books {
  std::vector<std::string> list(ListQuery query) {
    std::vector<std::string> ids;
    for (const auto& found : business.wait(business.conversations().list(std::move(query)))) ids.push_back(found.id);
    return ids;
  }
  std::vector<std::string> found(std::string_view words) { return list({.words = std::string(words)}); }
  std::string booked(std::string_view name) {
    const auto id = business.open();
    business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
    business.say(id, std::string(name));
    business.say(id, "yes please");
    return id;
  }
  std::string asked_for_a_person() {
    const auto id = business.open();
    business.pass(std::chrono::minutes(1));
    business.say(id, "I want to talk to a person");
    return id;
  }
  SimulatedBusiness business{1, Value::object({{"locations", json::parse(R"([
      {"id":"harbor","name":"Harbor","address":"12 Quay Street","hours":{"mon":"00:00-24:00","tue":"00:00-24:00"}}])")}})};
};
using Ids = std::vector<std::string>;

TEST(Search, finds_by_what_was_said_by_name_and_by_code) {
  Books books;
  const auto id = books.booked("Ana");
  const auto other = books.business.open();
  books.business.say(other, "where is order 1042");
  EXPECT_EQ(books.found("ana"), Ids{id});
  EXPECT_EQ(books.found("LUME-4821"), Ids{id});
  EXPECT_EQ(books.found("lume"), Ids{id});
  EXPECT_EQ(books.found("1042"), Ids{other});
  const auto third = books.booked("Müller");
  EXPECT_EQ(books.found("mueller"), Ids{third});
  EXPECT_EQ(books.found("müller"), Ids{third});
  EXPECT_EQ(books.found("Muell"), Ids{third});
  EXPECT_EQ(books.found("tabl harb ana"), Ids{id});  // the beginning of a word will do, and all must be there
  EXPECT_EQ(books.found("harbor 1042"), Ids{});
  EXPECT_EQ(books.found("nobody"), Ids{});
  EXPECT_EQ(books.found("?!"), Ids{});
  EXPECT_EQ(books.business.wait(books.business.conversations().find(id)).guest, "Ana");
}

TEST(Search, finds_what_a_person_and_who_waits_wrote) {
  Books books;
  const auto id = books.asked_for_a_person();
  books.business.say(id, "it is about my umbrella");
  books.business.wait(books.business.conversations().take_over(id, "Ana"));
  books.business.wait(books.business.conversations().reply(id, "r1", "It hangs at the wardrobe.", "Ana"));
  books.business.say(id, "wonderful");
  for (const auto* const word : {"umbrella", "wardrobe", "wonderful"}) EXPECT_EQ(books.found(word), Ids{id}) << word;
}

TEST(Search, finds_what_who_waits_no_longer_wrote) {
  Books books;
  const auto id = books.asked_for_a_person();
  books.business.say(id, "nevermind");
  EXPECT_EQ(books.business.status(id), Status::bot);
  EXPECT_EQ(books.found("nevermind"), Ids{id});
}

TEST(Search, survives_the_loss_of_power) {
  Books books;
  const auto id = books.booked("Ana");
  books.business.lose_power(7);
  EXPECT_EQ(books.found("ana"), Ids{id});
}

TEST(List, knows_what_was_left_in_the_middle_until_it_goes_on) {
  Books books;
  auto& business = books.business;
  const auto id = business.open();
  business.say(id, "I would like to book a table");
  EXPECT_EQ(books.list({.outcome = Outcome::abandoned}), Ids{}) << "it may still be ended well";
  business.wait(business.conversations().resolve(id, "Ben"));
  EXPECT_EQ(books.list({.outcome = Outcome::abandoned}), Ids{id});
  EXPECT_EQ(books.list({.outcome = Outcome::talked}), Ids{});
  business.wait(business.conversations().give_back(id, "Ben"));
  EXPECT_EQ(books.list({.outcome = Outcome::abandoned}), Ids{}) << "it goes on";
  business.say(id, "never mind");
  EXPECT_EQ(books.list({.outcome = Outcome::abandoned}), Ids{});
  business.wait(business.conversations().resolve(id, "Ben"));
  EXPECT_EQ(books.list({.outcome = Outcome::talked}), Ids{id});
}

TEST(List, keeps_to_outcome_queue_owner_and_time) {
  Books books;
  const auto done = books.booked("Ana");
  const auto start_of_second = books.business.now();
  books.business.pass(std::chrono::minutes(5));
  const auto handed = books.asked_for_a_person();
  const auto talked = books.business.open();
  EXPECT_EQ(books.list({.outcome = Outcome::done}), Ids{done});
  EXPECT_EQ(books.list({.outcome = Outcome::handed_over}), Ids{handed});
  EXPECT_EQ(books.list({.outcome = Outcome::talked}), Ids{talked});
  EXPECT_EQ(books.list({.queue = "front-of-house"}), Ids{handed});
  EXPECT_EQ(books.list({.queue = "nobody"}), Ids{});
  EXPECT_EQ(books.list({.until = Timestamp{start_of_second.ms + 1}}), Ids{done});
  EXPECT_EQ(books.list({.from = Timestamp{start_of_second.ms + 1}}).size(), 2U);
  books.business.wait(books.business.conversations().take_over(handed, "Ben"));
  EXPECT_EQ(books.list({.owner = "Ben"}), Ids{handed});
  EXPECT_EQ(books.list({.owner = "Ana"}), Ids{});
}

TEST(List, has_who_waits_longest_first_a_page_at_a_time) {
  Books books;
  const auto first = books.asked_for_a_person();
  const auto second = books.asked_for_a_person();
  books.business.pass(std::chrono::minutes(1));
  books.business.say(first, "hello?");  // who writes again does not lose their place
  const ListQuery waiting{.status = Status::pending_human, .order = Order::waiting, .limit = 1};
  EXPECT_EQ(books.list(waiting), Ids{first});
  auto next = waiting;
  const auto at = books.business.wait(books.business.conversations().find(first)).since;
  next.behind = Place{at, first};
  EXPECT_EQ(books.list(next), Ids{second});
}

TEST(InboxCounts, are_of_those_who_need_people) {
  Books books;
  const auto first = books.asked_for_a_person();
  books.asked_for_a_person();
  auto& all = books.business.conversations();
  auto inbox = books.business.wait(all.inbox("Ana"));
  EXPECT_EQ(inbox.waiting, 2);
  EXPECT_EQ(inbox.longest_since->ms, books.business.wait(all.find(first)).since.ms);
  books.business.wait(all.take_over(first, "Ana"));
  inbox = books.business.wait(all.inbox("Ana"));
  EXPECT_EQ(inbox.waiting, 1);
  EXPECT_EQ(inbox.with_people, 1);
  EXPECT_EQ(inbox.mine, 1);
  EXPECT_EQ(books.business.wait(all.inbox("Ben")).mine, 0);
}

TEST(Rehearsal, writes_nothing_and_is_in_no_list_and_no_count) {
  Books books;
  auto& all = books.business.conversations();
  const auto id = books.business.wait(all.open_test("v1")).id;
  books.business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
  books.business.say(id, "Ana");
  const auto said = books.business.say(id, "yes please");
  EXPECT_NE(said.find("Harbor"), std::string::npos) << said;
  EXPECT_TRUE(books.business.effects.empty());
  EXPECT_TRUE(books.business.sent.empty());
  bool told = false;
  for (const auto& event : books.business.events(id)) told = told || event.data["guard"].text() == "draft";
  EXPECT_TRUE(told);
  books.business.say(id, "I want to talk to a person");
  EXPECT_EQ(books.business.status(id), Status::pending_human);
  EXPECT_EQ(books.list({}), Ids{});
  EXPECT_EQ(books.found("harbor"), Ids{});
  EXPECT_EQ(books.list({.status = Status::pending_human, .order = Order::waiting}), Ids{});
  EXPECT_EQ(books.business.wait(all.inbox("Ana")).waiting, 0);
}

TEST(Safeguards, let_a_version_that_is_tried_out_send_what_the_live_one_looks_up_alone) {
  Safeguards now;
  now.look_ups = {"find v1"};
  EXPECT_TRUE(now.may_be_tried({.name = "find", .effect = platform::Effect::read, .wire = "find v1"}));
  EXPECT_FALSE(now.may_be_tried({.name = "find", .effect = platform::Effect::read, .wire = "find v2"}));
  EXPECT_FALSE(now.may_be_tried({.name = "book", .effect = platform::Effect::read, .wire = "book, said to read"}));
  EXPECT_FALSE(now.may_be_tried({.name = "book", .effect = platform::Effect::idempotent_write, .wire = "find v1"}));
}

}  // namespace
}  // namespace frontdesk::dialog
