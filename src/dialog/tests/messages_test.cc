#include "dialog/messages.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace frontdesk::dialog {
namespace {

TEST(Messages, give_a_tools_answer_back_as_it_was) {
  for (const auto& result : {Value::object({{"free", true}}), Value("12"), Value("no JSON"), Value(), Value(7)})
    EXPECT_EQ(result_in(tool_message("c1", result)), result) << json::print(result);
}

TEST(Messages, of_older_journals_hold_it_as_text) {
  const auto of = [](std::string_view content) {
    return result_in(Value::object({{"role", "tool"}, {"tool_call_id", "c1"}, {"content", content}}));
  };
  EXPECT_EQ(of(R"({"free":true})"), Value::object({{"free", true}}));
  EXPECT_EQ(of("no JSON"), Value("no JSON"));
}

}  // namespace
}  // namespace frontdesk::dialog
