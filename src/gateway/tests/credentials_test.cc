#include "gateway/credentials.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "gateway/key_file.h"

namespace frontdesk::gateway {
namespace {

const std::string kSecret(32, 's');
const auto kTenant = TenantId::parse("bistro");

TEST(Credentials, give_a_visitor_one_conversation) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock);
  const auto signed_in = credentials.sign_in(credentials.visitor_token(kTenant, "c_1"));
  ASSERT_TRUE(signed_in);
  const auto* caller = &signed_in->caller;
  EXPECT_EQ(caller->tenant, kTenant);
  EXPECT_EQ(caller->principal, "visitor:c_1");
  EXPECT_TRUE(caller->may({"conversation.own"}));
  EXPECT_FALSE(caller->may({"conversation.trace"}));
  EXPECT_FALSE(caller->may({"conversations.read"}));
}

TEST(Credentials, give_staff_a_tenant_for_a_while) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock);
  const auto session = credentials.staff_session(kTenant, "Ana: the first", std::chrono::seconds(60));
  EXPECT_EQ(session.expires_at.ms, 1'060'000);
  const auto signed_in = credentials.sign_in(session.token);
  ASSERT_TRUE(signed_in);
  const auto* caller = &signed_in->caller;
  EXPECT_EQ(caller->principal, "staff:Ana: the first");
  for (const auto* word : {"conversation.own", "conversation.trace", "conversations.act", "config.write"}) {
    EXPECT_TRUE(caller->may({word})) << word;
  }
  EXPECT_FALSE(caller->may({"operator"}));
  clock.advance(std::chrono::seconds(60));
  EXPECT_FALSE(credentials.sign_in(session.token));
}

TEST(Credentials, refuse_every_changed_token) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock);
  for (const auto& token : {credentials.visitor_token(kTenant, "c_1"),
                            credentials.staff_session(kTenant, "Ana", std::chrono::seconds(60)).token}) {
    for (std::size_t i = 0; i < token.size(); ++i) {
      for (const char c : {'A', 'B', '.', '_', '='}) {
        auto changed = token;
        if (changed[i] == c) continue;
        changed[i] = c;
        EXPECT_FALSE(credentials.sign_in(changed)) << changed;
      }
      EXPECT_FALSE(credentials.sign_in(token.substr(0, i)));
    }
    EXPECT_FALSE(credentials.sign_in(token + "A"));
    EXPECT_FALSE(Credentials(std::string(32, 't'), clock).sign_in(token)) << "signed by another server";
  }
}

TEST(Credentials, never_take_a_token_of_one_kind_for_another) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock);
  auto token = credentials.visitor_token(kTenant, "99999999999999:x");
  token.replace(0, 3, "st_");
  EXPECT_FALSE(credentials.sign_in(token));
}

TEST(Credentials, want_a_secret_of_some_length) {
  ManualClock clock({0});
  EXPECT_THROW(Credentials("short", clock), Error);
}

struct KeyFile : testing::Test {
  void SetUp() override { std::filesystem::remove(path); }
  const std::string path = FRONTDESK_BINARY_DIR "/operator.key";
  SystemRandom random;
};

TEST_F(KeyFile, is_made_once_for_its_owner_only) {
  const auto key = load_or_make_key(path, "ok_", random);
  EXPECT_TRUE(key.starts_with("ok_"));
  EXPECT_GT(key.size(), 40u);
  EXPECT_EQ(load_or_make_key(path, "ok_", random), key);
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(KeyFile, is_refused_where_others_may_read_it) {
  load_or_make_key(path, "ok_", random);
  ::chmod(path.c_str(), 0644);
  try {
    load_or_make_key(path, "ok_", random);
    FAIL() << "was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "sign-in/key-file-open-to-others");
    EXPECT_NE(error.detail.find("chmod 600"), std::string::npos);
  }
}

TEST_F(KeyFile, is_refused_where_it_holds_no_key) {
  std::ofstream(path) << "hello\n";
  ::chmod(path.c_str(), 0600);
  EXPECT_THROW(load_or_make_key(path, "ok_", random), Error);
  EXPECT_THROW(load_or_make_key("/nowhere/at/all", "ok_", random), Error);
}

}  // namespace
}  // namespace frontdesk::gateway
