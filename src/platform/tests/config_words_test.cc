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
#include "platform/config/read_back.h"
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

std::string times(std::size_t count, std::string_view words) {
  std::string out;
  while (count-- > 0) out += words;
  return out;
}

TEST(Placeholders, have_limits_that_no_sentence_needs) {
  const auto nested = [](std::size_t depth) { return times(depth, "{{#a}}") + times(depth, "{{/a}}"); };
  EXPECT_FALSE(find_placeholders(nested(kHoles.within_max)).problem);
  const auto deep = find_placeholders(nested(50'000));
  EXPECT_EQ(deep.problem, "More than 8 sections stand within one another.");
  EXPECT_LE(deep.all.size(), kHoles.within_max + 1) << "each would know all that are around it";
  EXPECT_FALSE(find_placeholders(times(kHoles.holes_max, "{{a}}")).problem);
  EXPECT_EQ(find_placeholders(times(100'000, "{{a}}")).problem, "It has more than 500 holes.");
  EXPECT_TRUE(find_placeholders("{{" + std::string(kHoles.bytes_max + 1, 'a') + "}}").problem);
}

TEST(Placeholders, are_no_sections_with_a_filter) {
  EXPECT_EQ(find_placeholders("{{#note | upper}}{{.}}{{/note}} {{amount}}").problem,
            "\"{{#note | upper}}\" opens a section, which has no way to be said.");
}

TEST(ReadBack, shows_no_argument_by_a_path_that_leads_to_another) {
  const auto schema = json::parse(R"({"type":"object","properties":{"to":{"properties":{"city":{"type":"string"}}}}})");
  const auto unsaid = [&](std::string_view arguments) {
    return not_read_back("I send it to {{to.city}}.", schema, json::parse(arguments));
  };
  EXPECT_TRUE(unsaid(R"({"to":{"city":"Rome"}})").empty());
  EXPECT_EQ(unsaid(R"({"to":{"city":"Rome"},"to.city":"Oslo"})"), std::vector<std::string>{"to.city"});
}

TEST(ReadBack, shows_as_a_date_what_is_a_text_only) {
  const auto schema = json::parse(R"({"type":"object","properties":{"day":{}}})");
  EXPECT_TRUE(not_read_back("On {{day | date}}.", schema, json::parse(R"({"day":"2026-11-24"})")).empty());
  EXPECT_EQ(not_read_back("On {{day | date}}.", schema, json::parse(R"({"day":5000})")),
            std::vector<std::string>{"day"});
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

class SecretsOnDisk : public testing::Test {
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
    return SecretsFile(folder_).problem_with(TenantId::parse("lume"), reference, "https://api.example/x").value_or("");
  }
  std::string slug_of_check() {
    try {
      SecretsFile(folder_).check();
    } catch (const Error& error) {
      EXPECT_EQ(error.detail.find("hush"), std::string::npos) << error.detail;
      return error.slug;
    }
    return "";
  }
  std::string folder_;
};

constexpr std::string_view kTable = R"({
  "tenants": {"lume": {"KEY": {"value": "hush-lume", "hosts": ["api.example", "127.0.0.1:8081", "[::1]:9"]}},
              "other": {"KEY": {"value": "hush-other", "hosts": ["other.example"]},
                        "THEIRS": {"value": "hush-theirs", "hosts": ["api.example"]}}},
  "operator": {"OURS": {"value": "hush-ours"}, "LENT": {"value": "hush-lent", "lent": {"lume": ["lent.example"]}},
               "FD_TEST_KEY": {"lent": {"lume": ["api.example"]}}}})";

TEST_F(SecretsOnDisk, go_to_their_tenant_and_to_their_hosts) {
  write(kTable, 0600);
  const SecretsFile secrets(folder_);
  const auto lume = TenantId::parse("lume"), other = TenantId::parse("other");
  EXPECT_EQ(secrets.resolve(lume, "secret:KEY", "https://api.example/x"), "hush-lume");
  EXPECT_EQ(secrets.resolve(lume, "secret:KEY", "https://API.example:443/x"), "hush-lume");
  EXPECT_EQ(secrets.resolve(lume, "secret:KEY", "http://127.0.0.1:8081"), "hush-lume");
  EXPECT_EQ(secrets.resolve(lume, "secret:KEY", "http://[::1]:9/"), "hush-lume");
  EXPECT_EQ(secrets.resolve(other, "secret:KEY", "https://other.example/x"), "hush-other");
  EXPECT_EQ(secrets.resolve(lume, "secret:LENT", "https://lent.example"), "hush-lent");
}

TEST_F(SecretsOnDisk, are_missing_in_one_and_the_same_way) {
  write(kTable, 0600);
  const auto expected = [](std::string_view name) {
    return fmt::format(
        "There is no secret behind secret:{} for this address. The operator adds it to secrets.json, with the tenant "
        "and "
        "the hosts that may receive it.",
        name);
  };
  for (const auto* name : {"NOBODYS", "THEIRS", "OURS", "LENT", "FD_TEST_KEY"}) {
    EXPECT_EQ(problem(fmt::format("secret:{}", name)), expected(name));
  }
  const SecretsFile secrets(folder_);
  for (const auto* url :
       {"https://evil.example", "http://api.example", "https://api.example:8443", "http://api.example:443",
        "https://api.example.evil.example", "https://evil.example/?https://api.example", "https://x@api.example",
        "http://127.0.0.1:8082", "https://2130706433:8081", "not a url", ""}) {
    EXPECT_EQ(secrets.problem_with(TenantId::parse("lume"), "secret:KEY", url), expected("KEY")) << url;
  }
  EXPECT_FALSE(secrets.problem_with(TenantId::parse("lume"), "secret:KEY", "https://api.example"));
}

TEST_F(SecretsOnDisk, of_the_environment_are_the_operators) {
  write(kTable, 0600);
  ::setenv("FRONTDESK_SECRET_FD_TEST_KEY", "environment", 1);
  ::setenv("FRONTDESK_SECRET_UNLENT", "environment", 1);
  EXPECT_EQ(SecretsFile(folder_).resolve(TenantId::parse("lume"), "secret:FD_TEST_KEY", "https://api.example/"),
            "environment");
  EXPECT_NE(problem("secret:UNLENT"), "");
  EXPECT_TRUE(
      SecretsFile(folder_).problem_with(TenantId::parse("other"), "secret:FD_TEST_KEY", "https://api.example/"));
  ::unsetenv("FRONTDESK_SECRET_FD_TEST_KEY");
  ::unsetenv("FRONTDESK_SECRET_UNLENT");
  EXPECT_NE(problem("secret:FD_TEST_KEY"), "");
}

TEST_F(SecretsOnDisk, are_refused_where_others_can_read_them_and_only_the_operator_is_told) {
  write(kTable, 0644);
  EXPECT_EQ(slug_of_check(), "secrets/file-open-to-others");
  EXPECT_EQ(problem("secret:KEY").find("can be read"), std::string::npos);
  EXPECT_NE(problem("secret:KEY"), "");
}

TEST_F(SecretsOnDisk, are_never_shown_where_the_file_is_no_good) {
  for (const auto* text :
       {R"({"KEY":"hush" "OTHER":"hush"})", R"({"KEY":"hush"})", R"({"lume":{"KEY":"hush"}})", R"([])",
        R"({"tenants":{"lume":{"KEY":"hush"}}})", R"({"tenants":{"lume":{"KEY":{"value":"hush"}}}})",
        R"({"tenants":{"lume":{"KEY":{"value":"hush","hosts":["https://a/hush"]}}}})",
        R"({"tenants":{"_operator":{}}})", R"({"operator":{"KEY":{"value":"hush","hosts":["a"]}}})"}) {
    write(text, 0600);
    EXPECT_EQ(slug_of_check(), "secrets/file-malformed") << text;
    EXPECT_NE(problem("secret:KEY"), "") << text;
    EXPECT_EQ(problem("secret:KEY").find("hush"), std::string::npos) << text;
  }
  EXPECT_EQ(problem("hush").find("hush"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::platform
