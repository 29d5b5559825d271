#include "gateway/problem.h"

#include <gtest/gtest.h>

namespace frontdesk::gateway {
namespace {

TEST(Problem, keeps_to_itself_where_the_database_is) {
  const auto log = silent_log();
  for (const auto* const slug : {"store/unreachable", "store/refused", "store/in-doubt", "store/lease-lost"}) {
    const Error error(Kind::unavailable, slug, "The database db.internal:5432/books (as ana) is down.");
    const auto response = problem(std::make_exception_ptr(error), "r_1", *log);
    EXPECT_EQ(response.status, 503);
    EXPECT_NE(response.body.find(slug), std::string::npos);
    EXPECT_EQ(response.body.find("db.internal"), std::string::npos) << response.body;
    EXPECT_EQ(response.headers.get("retry-after"), "1");
  }
}

}  // namespace
}  // namespace frontdesk::gateway
