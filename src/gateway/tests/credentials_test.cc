#include "gateway/credentials.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "gateway/key_file.h"
#include "gateway/secrets_file.h"
#include "gateway/tests/rights.h"

namespace frontdesk::gateway {
namespace {

const std::string kSecret(32, 's');
const auto kTenant = TenantId::parse("bistro");

TEST(Credentials, give_a_visitor_one_conversation) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock, some_rights());
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
  const Credentials credentials(kSecret, clock, some_rights());
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
  const Credentials credentials(kSecret, clock, some_rights());
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
    EXPECT_FALSE(Credentials(std::string(32, 't'), clock, some_rights()).sign_in(token)) << "signed by another server";
  }
}

TEST(Credentials, never_take_a_token_of_one_kind_for_another) {
  ManualClock clock({1'000'000});
  const Credentials credentials(kSecret, clock, some_rights());
  auto token = credentials.visitor_token(kTenant, "99999999999999:x");
  token.replace(0, 3, "st_");
  EXPECT_FALSE(credentials.sign_in(token));
}

TEST(Credentials, want_a_secret_of_some_length) {
  ManualClock clock({0});
  EXPECT_THROW(Credentials("short", clock, some_rights()), Error);
}

// A data folder, as the starts of a server see it.
struct KeyFile : testing::Test {
  void SetUp() override {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  std::string start(bool is_fresh = false) {
    Fingerprints fingerprints(*files, folder, is_fresh);
    return load_or_make_key(folder, "operator.key", "ok_", random, fingerprints);
  }
  std::string slug_of_start() {
    try {
      start();
    } catch (const Error& error) {
      EXPECT_NE(error.detail.find(folder), std::string::npos) << error.detail;
      return error.slug;
    }
    return "";
  }
  static void put(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    ::chmod(path.c_str(), 0600);
  }
  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string folder = FRONTDESK_BINARY_DIR "/key_file_test";
  const std::string path = folder + "/operator.key";
  const std::string known = folder + "/fingerprints";
  std::unique_ptr<Files> files = system_files();
  SystemRandom random;
};

TEST_F(KeyFile, is_made_once_for_its_owner_only) {
  const auto key = start(true);
  EXPECT_TRUE(key.starts_with("ok_"));
  EXPECT_GT(key.size(), 40u);
  EXPECT_EQ(start(), key);
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(KeyFile, is_refused_where_others_may_read_it) {
  start(true);
  ::chmod(path.c_str(), 0644);
  EXPECT_EQ(slug_of_start(), "sign-in/key-file-open-to-others");
}

TEST_F(KeyFile, is_refused_where_it_holds_no_key) {
  start(true);
  for (const auto* text : {"", "hello\n", "ok_"}) {
    put(path, text);
    EXPECT_EQ(slug_of_start(), "sign-in/key-file-malformed") << text;
  }
}

TEST_F(KeyFile, is_never_replaced_in_silence) {
  const auto key = start(true);
  const auto text = text_of(path);
  std::filesystem::remove(path);
  EXPECT_EQ(slug_of_start(), "sign-in/key-file-gone");
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    auto changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    put(path, changed);
    EXPECT_NE(slug_of_start(), "") << "bit " << bit;
  }
  put(path, text.substr(0, text.size() - 5));
  EXPECT_EQ(slug_of_start(), "sign-in/key-file-changed");

  put(path, text);
  EXPECT_EQ(start(), key);
  std::filesystem::remove(path);
  Fingerprints(*files, folder, false).forget("operator.key");
  EXPECT_NE(start(), key) << "given up, and made anew";
}

TEST_F(KeyFile, is_known_from_a_file_that_is_guarded_itself) {
  start(true);
  const auto text = text_of(known);
  std::filesystem::remove(known);
  EXPECT_EQ(slug_of_start(), "sign-in/fingerprints-gone");
  put(known, "");
  EXPECT_EQ(slug_of_start(), "sign-in/fingerprints-damaged");
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    auto changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    put(known, changed);
    EXPECT_EQ(slug_of_start(), "sign-in/fingerprints-damaged") << "bit " << bit;
  }
  Fingerprints::begin_anew(*files, folder);
  EXPECT_EQ(slug_of_start(), "");
}

TEST_F(KeyFile, secrets_that_are_gone_or_changed_are_told_of_once) {
  const auto secrets = folder + "/secrets.json";
  const auto said = [&] {
    Fingerprints fingerprints(*files, folder, true);
    const auto error = look_at_secrets(*files, folder, fingerprints);
    return error ? error->slug : "";
  };
  EXPECT_EQ(said(), "");
  put(secrets, R"({"KEY":"one"})");
  EXPECT_EQ(said(), "");
  put(secrets, R"({"KEY":"two"})");
  EXPECT_EQ(said(), "secrets/file-changed");
  EXPECT_EQ(said(), "");
  put(secrets, R"({"KEY":"tw)");
  EXPECT_EQ(said(), "secrets/file-malformed");
  EXPECT_EQ(said(), "secrets/file-malformed");
  std::filesystem::remove(secrets);
  EXPECT_EQ(said(), "secrets/file-gone");
  EXPECT_EQ(said(), "");
}

}  // namespace
}  // namespace frontdesk::gateway
