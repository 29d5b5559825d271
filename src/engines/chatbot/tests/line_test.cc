#include "engines/chatbot/line.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "base/clock.h"
#include "base/error.h"

namespace frontdesk::engines::chatbot {
namespace {

// A client that takes nothing until the clock moves.
struct Client {
  Task<> take(std::string piece) {
    co_await clock.sleep_for(std::chrono::seconds(1));
    got.push_back(std::move(piece));
  }

  void put(Line& line, std::string text) {
    boost::asio::co_spawn(context, line.put(std::move(text)), [this](std::exception_ptr failed) { failure = failed; });
    context.poll();
  }

  void read() {
    clock.advance_to_next();
    context.poll();
  }

  ManualClock clock{{0}};
  boost::asio::io_context context{1};
  std::vector<std::string> got;
  std::exception_ptr failure;
};

TEST(Line, sends_what_came_meanwhile_in_one_piece) {
  Client client;
  Line line([&](std::string piece) { return client.take(std::move(piece)); });
  client.put(line, "a");
  EXPECT_TRUE(line.is_busy());
  client.put(line, "b");
  client.put(line, "c");
  client.read();
  client.read();
  EXPECT_EQ(client.got, (std::vector<std::string>{"a", "bc"}));
  EXPECT_FALSE(line.is_busy());
}

TEST(Line, keeps_only_so_much_for_who_does_not_read) {
  Client client;
  Line line([&](std::string piece) { return client.take(std::move(piece)); });
  client.put(line, "first");
  const std::string piece(1000, 'x');
  std::size_t kept = 0;
  for (; !client.failure && kept < 2 * Line::kWaitingBytesMax; kept += piece.size()) client.put(line, piece);
  ASSERT_TRUE(client.failure);
  EXPECT_LE(kept, Line::kWaitingBytesMax + piece.size());
  try {
    std::rethrow_exception(client.failure);
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "chatbot/slow-reader");
  }
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
