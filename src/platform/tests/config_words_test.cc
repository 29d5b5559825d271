#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/json.h"
#include "platform/config/address.h"
#include "platform/config/duration.h"
#include "platform/config/hours.h"
#include "platform/config/placeholders.h"
#include "platform/secrets.h"

namespace frontdesk::platform {
namespace {

using namespace config;
using std::chrono::milliseconds;

TEST(Duration, is_a_whole_number_and_a_unit) {
  EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
  EXPECT_EQ(parse_duration("5s"), milliseconds(5'000));
  EXPECT_EQ(parse_duration("2 min"), milliseconds(120'000));
  EXPECT_EQ(parse_duration("365d"), milliseconds(365LL * 86'400'000));
  for (const char* wrong : {"", "5", "s", "-5s", "5 seconds", "5  s", "1.5s", "999999999d", "+5s"})
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
}

TEST(OpeningHours, reach_into_the_next_day) {
  std::vector<HoursProblem> problems;
  const auto hours =
      parse_hours(json::parse(R"({"fri":"18:00-02:00","sat":["12:00-15:00","18:00-24:00"],"sun":"closed"})"), problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_TRUE(hours.is_open(4, 18 * 60));
  EXPECT_TRUE(hours.is_open(5, 60)) << "Saturday at one in the night belongs to Friday";
  EXPECT_FALSE(hours.is_open(5, 2 * 60));
  EXPECT_FALSE(hours.is_open(5, 16 * 60));
  EXPECT_TRUE(hours.is_open(5, 23 * 60 + 59));
  EXPECT_FALSE(hours.is_open(6, 0)) << "24:00 is the end, not the next day";
  EXPECT_FALSE(hours.is_open(0, 12 * 60)) << "a day that is not named is closed";
}

TEST(OpeningHours, name_the_day_that_cannot_be_read) {
  std::vector<HoursProblem> problems;
  parse_hours(json::parse(R"({"mon":"11-22","tue":["11:00-25:00"],"wed":[],"thu":12})"), problems);
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0].pointer, "/mon");
  EXPECT_EQ(problems[1].pointer, "/tue/0");
  EXPECT_EQ(problems[2].pointer, "/wed");
  EXPECT_EQ(problems[3].pointer, "/thu");
}

TEST(Placeholders, are_found_with_their_filters_and_sections) {
  const auto found = find_placeholders("At {{slots.date | date}}{{#guests}} for {{.}}{{/guests}} in { braces }");
  EXPECT_FALSE(found.problem);
  ASSERT_EQ(found.all.size(), 3u);
  EXPECT_EQ(found.all[0].name, "slots.date");
  EXPECT_EQ(found.all[0].filter, "date");
  EXPECT_TRUE(found.all[1].opens_section);
  EXPECT_EQ(found.all[2].within, std::vector<std::string>{"guests"});
  for (const char* wrong : {"{{a", "{{}}", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}"})
    EXPECT_TRUE(find_placeholders(wrong).problem) << wrong;
}

TEST(Address, is_http_with_a_host_and_no_password) {
  for (const char* good : {"http://127.0.0.1:8081/tools/x", "https://a.example", "https://[::1]:80/x?y=1"})
    EXPECT_FALSE(problem_with_url(good)) << good;
  for (const char* wrong :
       {"ftp://a", "a.example", "http://", "http://a b/", "https://me:pw@a.example/", "http://a:99999/", "http://a:/",
        "http://a/#x", "http://[::1", "http://a..b/", "javascript:alert(1)"}) {
    EXPECT_TRUE(problem_with_url(wrong)) << wrong;
  }
  EXPECT_TRUE(is_web_origin("https://a.example:8443"));
  EXPECT_FALSE(is_web_origin("https://a.example/"));
}

TEST(Secrets, tell_references_from_keys) {
  EXPECT_TRUE(is_secret_reference("secret:BISTRO_KEY"));
  for (const char* wrong : {"secret:", "secret:lower", "BISTRO_KEY", "secret:A B", "secret:1A"})
    EXPECT_FALSE(is_secret_reference(wrong)) << wrong;
  for (const char* key :
       {"sk-proj-abcdefghijklmno123", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        "Bearer 0123456789abcdef0123", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF"}) {
    EXPECT_TRUE(looks_like_a_secret(key)) << key;
  }
  for (const char* text : {"secret:BISTRO_KEY", "pk_bistro_demo", "https://a.example/Tools/2024/Find01234",
                           "I would like to book a table for 12", "+1 555 0110", "^LUME-[0-9]{4}$",
                           "0123456789abcdef0123456789abcdef", "sk-learn is a library", "ok_computer_released_in"}) {
    EXPECT_FALSE(looks_like_a_secret(text)) << text;
  }
}

class SecretsFile : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/frontdesk-secrets-XXXXXX";
    folder_ = ::mkdtemp(pattern);
  }
  void TearDown() override {
    ::unlink((folder_ + "/secrets.json").c_str());
    ::rmdir(folder_.c_str());
  }
  void write(std::string_view text, mode_t mode) {
    const auto path = folder_ + "/secrets.json";
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
  }
  std::string problem(std::string_view reference) {
    return environment_and_file_secrets(folder_)->problem_with(TenantId::parse("lume"), reference).value_or("");
  }
  std::string folder_;
};

TEST_F(SecretsFile, gives_the_tenants_own_before_everybodys) {
  write(R"({"KEY":"shared","ONLY":"shared","lume":{"KEY":"own"}})", 0600);
  const auto secrets = environment_and_file_secrets(folder_);
  EXPECT_EQ(secrets->resolve(TenantId::parse("lume"), "secret:KEY"), "own");
  EXPECT_EQ(secrets->resolve(TenantId::parse("lume"), "secret:ONLY"), "shared");
  EXPECT_EQ(secrets->resolve(TenantId::parse("other"), "secret:KEY"), "shared");
}

TEST_F(SecretsFile, goes_behind_the_environment) {
  write(R"({"FD_TEST_KEY":"file"})", 0600);
  ::setenv("FRONTDESK_SECRET_FD_TEST_KEY", "environment", 1);
  EXPECT_EQ(environment_and_file_secrets(folder_)->resolve(TenantId::parse("lume"), "secret:FD_TEST_KEY"),
            "environment");
  ::unsetenv("FRONTDESK_SECRET_FD_TEST_KEY");
  EXPECT_EQ(environment_and_file_secrets(folder_)->resolve(TenantId::parse("lume"), "secret:FD_TEST_KEY"), "file");
}

TEST_F(SecretsFile, is_refused_where_others_can_read_it) {
  write(R"({"KEY":"hush"})", 0644);
  EXPECT_NE(problem("secret:KEY").find("can be read by others"), std::string::npos);
}

TEST_F(SecretsFile, never_shows_what_stands_in_it) {
  write(R"({"KEY":"hush" "OTHER":"hush"})", 0600);
  EXPECT_NE(problem("secret:KEY").find("is not JSON"), std::string::npos);
  EXPECT_EQ(problem("secret:KEY").find("hush"), std::string::npos);
  write(R"({"KEY":"hush"})", 0600);
  EXPECT_EQ(problem("secret:NONE"),
            "There is no secret behind secret:NONE. Set FRONTDESK_SECRET_NONE, or add \"NONE\" to secrets.json in the "
            "data folder.");
  EXPECT_EQ(problem("hush").find("hush"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::platform
