#include "platform/contacts/contacts.h"

#include "base/error.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

using contacts::Change;
using contacts::Contact;
using contacts::Sign;

class ContactsTest : public OnePlace {
 protected:
  ContactsTest() { open(); }

  template <class F>
  auto write(F body) {
    return run(place_->store().write([&](store::Transaction& transaction) { return body(transaction); }));
  }
  std::string begin(const std::string& conversation) {
    return write([&](store::Transaction& transaction) {
      return contacts::of_conversation(transaction, conversation, clock_.wall());
    });
  }
  void hear(const std::string& conversation, const std::string& name, const std::string& reached_by) {
    write([&](store::Transaction& transaction) {
      contacts::hear(transaction, conversation, name, reached_by, clock_.wall());
      return 0;
    });
  }
  contacts::Changed change(const std::string& id, const Change& wanted) {
    return write(
        [&](store::Transaction& transaction) { return contacts::change(transaction, id, wanted, clock_.wall()); });
  }
  std::optional<Contact> find(const std::string& id) {
    return run(place_->store().read([&](store::Reader& reader) { return contacts::find(reader, id); }));
  }
  std::vector<std::string> named(const std::string& words) {
    std::vector<std::string> ids;
    for (const auto& contact :
         run(place_->store().read([&](store::Reader& reader) { return contacts::list(reader, {.words = words}); })))
      ids.push_back(contact.id);
    return ids;
  }
  std::string slug(const std::function<void(store::Transaction&)>& body) {
    return slug_of([](ContactsTest& self, std::function<void(store::Transaction&)> body) -> Task<> {
      co_await self.place_->store().write([&](store::Transaction& transaction) {
        body(transaction);
        return 0;
      });
    }(*this, body));
  }
};

const auto kPhone = contacts::read_mark(Sign::phone, "+43 1 555-01 00", true);
using Ids = std::vector<std::string>;

TEST_F(ContactsTest, begin_with_a_conversation_and_are_listed_once_anything_is_known) {
  const auto id = begin("c_1");
  EXPECT_EQ(begin("c_1"), id);
  EXPECT_NE(begin("c_2"), id);
  EXPECT_TRUE(named("").empty());
  hear("c_1", "Ana Ruiz", "Ana.Ruiz@Mail.example");
  EXPECT_EQ(named("ruiz"), Ids{id});
  EXPECT_EQ(named("mail.example"), Ids{id});
  EXPECT_TRUE(named("nobody").empty());
  change(id, {.add = {contacts::read_mark(Sign::external, "K-17", true)}});
  EXPECT_EQ(named("k-17"), Ids{id});
  const auto contact = find(id).value();
  EXPECT_EQ(contact.conversations, 1);
  ASSERT_EQ(contact.marks.size(), 2U);
  EXPECT_EQ(contact.marks[0], (contacts::Mark{Sign::email, "ana.ruiz@mail.example", false}));
}

TEST_F(ContactsTest, are_not_joined_by_what_a_guest_merely_says) {
  const auto ana = begin("c_1"), ben = begin("c_2");
  hear("c_1", "Ana", "+43 1 5550100");
  hear("c_2", "Ben", "+43 1 5550100");
  EXPECT_EQ(named("").size(), 2U);
  const auto alike = run(place_->store().read(
      [&](store::Reader& reader) { return contacts::alike(reader, *contacts::find(reader, ana)); }));
  ASSERT_EQ(alike.size(), 1U);
  EXPECT_EQ(alike[0].id, ben);
}

TEST_F(ContactsTest, are_joined_by_what_is_proved_and_the_earlier_one_stays) {
  const auto ana = begin("c_1"), later = begin("c_2");
  change(ana, {.add = {kPhone}, .note = "Likes the terrace.", .author = "user:u_1"});
  hear("c_2", "Ana Ruiz", "ana@mail.example");
  const auto changed = change(later, {.add = {kPhone}, .note = "Calls again.", .author = "user:u_1"});
  EXPECT_EQ(changed.id, ana);
  EXPECT_EQ(changed.joined, Ids{later});
  const auto whole = find(ana).value();
  EXPECT_EQ(whole.name, "Ana Ruiz");
  EXPECT_EQ(whole.conversations, 2);
  EXPECT_EQ(whole.marks.size(), 2U);
  EXPECT_EQ(find(later)->id, ana) << "the old id leads there";
  EXPECT_EQ(begin("c_2"), ana);
  EXPECT_EQ(named(""), Ids{ana});
  EXPECT_EQ(run(place_->store().read([&](store::Reader& reader) { return contacts::notes(reader, ana); })).size(), 2U);
}

TEST_F(ContactsTest, that_were_joined_twice_lead_to_the_last) {
  const auto first = begin("c_1"), second = begin("c_2"), third = begin("c_3");
  const auto join = [&](const std::string& one, const std::string& other) {
    write([&](store::Transaction& transaction) { return contacts::join(transaction, one, other, clock_.wall()); });
  };
  join(second, third);
  join(second, first);
  EXPECT_EQ(find(third)->id, first);
  EXPECT_EQ(find(first)->conversations, 3);
  EXPECT_EQ(slug([&](store::Transaction& t) { contacts::join(t, third, first, clock_.wall()); }), "contacts/same");
}

TEST_F(ContactsTest, are_forgotten_whole) {
  const auto ana = begin("c_1"), other = begin("c_2");
  hear("c_1", "Ana", "ana@mail.example");
  change(ana, {.add = {kPhone}, .note = "A note.", .author = "user:u_1"});
  write([&](store::Transaction& transaction) { return contacts::join(transaction, ana, other, clock_.wall()); });
  const auto theirs = write([&](store::Transaction& transaction) { return contacts::erase(transaction, ana); });
  EXPECT_EQ(theirs.size(), 2U);
  EXPECT_FALSE(find(ana).has_value());
  EXPECT_FALSE(find(other).has_value());
  EXPECT_EQ(slug([&](store::Transaction& t) { contacts::erase(t, ana); }), "contacts/unknown");
  const auto again = find(begin("c_1")).value();
  EXPECT_EQ(again.name, "");
  EXPECT_TRUE(again.marks.empty());
  EXPECT_TRUE(
      run(place_->store().read([&](store::Reader& reader) { return contacts::notes(reader, again.id); })).empty());
}

TEST_F(ContactsTest, have_bounds) {
  const auto id = begin("c_1");
  for (int i = 0; i < 40; ++i) hear("c_1", "", fmt::format("a{}@mail.example", i));
  EXPECT_EQ(find(id)->marks.size(), contacts::kMarksMax);
  EXPECT_EQ(slug([&](store::Transaction& t) { contacts::change(t, id, {.add = {kPhone}}, clock_.wall()); }),
            "contacts/full");
  EXPECT_EQ(find(id)->marks.size(), contacts::kMarksMax);
}

TEST(Mark, is_one_writing_for_what_is_one) {
  EXPECT_EQ(kPhone.value, "+4315550100");
  EXPECT_EQ(contacts::read_mark(Sign::email, " Ana@Mail.Example ", true).value, "ana@mail.example");
  EXPECT_EQ(contacts::said_mark("0171 2345678")->value, "01712345678");
  for (const auto* bad : {"", "12", "call me", "1+2345678"}) EXPECT_FALSE(contacts::said_mark(bad)) << bad;
  EXPECT_THROW(contacts::read_mark(Sign::external, "  ", true), Error);
}

}  // namespace
}  // namespace frontdesk::platform
