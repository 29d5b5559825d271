#include "app/options.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "support/child.h"
#include "support/corpora.h"

namespace frontdesk::app {
namespace {

const std::string kDocumented = std::string(FRONTDESK_SOURCE_DIR) + "/config/frontdesk.yaml";

class OptionsFile : public testing::Test {
 protected:
  std::string write(std::string_view text) {
    const auto path = folder_.path() + "/options.yaml";
    std::ofstream(path) << text;
    return path;
  }

  std::string refusal_of(std::string_view text) {
    const auto path = write(text);
    try {
      read_options(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, Kind::invalid);
      const auto at = error.detail.find(path);
      EXPECT_EQ(at, 0u) << error.detail;
      return error.detail.substr(path.size());
    }
    return "was taken";
  }

 private:
  support::TemporaryFolder folder_;
};

TEST_F(OptionsFile, that_is_documented_says_the_defaults) {
  EXPECT_EQ(json::print(to_value(read_options(kDocumented))), json::print(to_value(Options{})));
}

TEST_F(OptionsFile, that_is_documented_has_every_option_with_a_sentence) {
  const auto text = support::read_file(kDocumented);
  const auto lines = text::split(text, '\n');
  const auto defaults = to_value(Options{});
  for (const auto& option : defaults.members()) {
    const auto key = std::string(option.key()) + ":";
    const auto at = std::ranges::find_if(lines, [&](std::string_view line) { return line.starts_with(key); });
    ASSERT_NE(at, lines.end()) << key;
    auto above = at;
    while (above != lines.begin() && !std::prev(above)->starts_with("#")) --above;  // options may share a sentence
    EXPECT_NE(above, lines.begin()) << key << " has no sentence above it";
  }
}

TEST_F(OptionsFile, counts_where_it_says_something_and_leaves_the_rest) {
  const auto options = read_options(write("port: 9090\ntenant_files: [a.yaml, b.yaml]\n"));
  EXPECT_EQ(options.port, 9090);
  EXPECT_EQ(options.tenant_files, (std::vector<std::string>{"a.yaml", "b.yaml"}));
  EXPECT_EQ(options.data, Options{}.data);
  EXPECT_EQ(read_options(write("# nothing yet\n")).port, Options{}.port);
}

TEST_F(OptionsFile, with_an_unknown_key_is_refused_at_its_line_and_column) {
  EXPECT_EQ(refusal_of("port: 1\n\nlop_level: debug\n"),
            ":3:1: \"lop_level\" is not known in the document. Did you mean \"log_level\"?");
}

TEST_F(OptionsFile, with_a_value_of_the_wrong_type_is_refused_at_its_line_and_column) {
  const auto said = refusal_of("data: var\nport: eighty\n");
  EXPECT_TRUE(said.starts_with(":2:7: /port must be")) << said;
  EXPECT_NE(refusal_of("port: 70000\n").find("/port"), std::string::npos);
}

TEST_F(OptionsFile, with_a_fresh_password_for_no_time_or_for_ever_is_refused_at_its_place) {
  EXPECT_EQ(refusal_of("password_fresh_minutes: 0\n"), ":1:25: password_fresh_minutes must be from 1 to 720, not 0.");
  EXPECT_EQ(refusal_of("password_fresh_minutes: 721\n"),
            ":1:25: password_fresh_minutes must be from 1 to 720, not 721.");
  EXPECT_EQ(password_fresh_for(read_options(write("password_fresh_minutes: 1\n"))), std::chrono::minutes(1));
  EXPECT_EQ(password_fresh_for(read_options(write("password_fresh_minutes: 720\n"))), std::chrono::minutes(720));
}

TEST_F(OptionsFile, that_is_no_yaml_is_refused_with_its_place) {
  const auto said = refusal_of("port: 1\ndata: [var\n");
  EXPECT_TRUE(said.starts_with(": At line ")) << said;
}

TEST(Options, are_not_read_from_a_file_that_is_not_there) {
  try {
    read_options("/nowhere/options.yaml");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "app/no-options-file");
  }
}

}  // namespace
}  // namespace frontdesk::app
