#include "base/clock.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "base/crypto.h"
#include "base/error.h"
#include "base/random.h"
#include "base/within.h"

namespace frontdesk {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

Task<> sleep_and_note(Clock& clock, std::chrono::nanoseconds span, std::vector<int>& order, int number) {
  co_await clock.sleep_for(span);
  order.push_back(number);
}

Task<int> answer_after(Clock& clock, std::chrono::nanoseconds span, int answer) {
  co_await clock.sleep_for(span);
  co_return answer;
}

Task<int> fail_after(Clock& clock, std::chrono::nanoseconds span) {
  co_await clock.sleep_for(span);
  throw Error(Kind::unavailable, "test/away", "Nobody is there.");
}

struct Outcome {
  bool done = false;
  std::exception_ptr failure;
  int value = 0;
  asio::cancellation_signal cancel{};

  std::string slug() const {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const Error& error) {
      return error.slug;
    } catch (const boost::system::system_error& error) {
      return error.code() == asio::error::operation_aborted ? "aborted" : error.what();
    }
    return "";
  }
};

class ClockTest : public testing::Test {
 protected:
  // The outcome must stay until the task is done or the loop is gone.
  void start(Task<int> task, Outcome& outcome) {
    asio::co_spawn(io, std::move(task),
                   asio::bind_cancellation_slot(outcome.cancel.slot(), [&](std::exception_ptr failure, int value) {
                     outcome.done = true;
                     outcome.failure = failure;
                     outcome.value = value;
                   }));
    run();
  }
  void run() { io.restart(), io.poll(); }
  void pass(std::chrono::nanoseconds span) { clock.advance(span), run(); }

  ManualClock clock{Timestamp{1'764'000'000'000}};
  asio::io_context io;
};

TEST(Timestamp, is_written_as_iso_8601_also_before_1970) {
  EXPECT_EQ(to_iso({1'779'999'999'007}), "2026-05-28T20:26:39.007Z");
  EXPECT_EQ(to_iso({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso({-1}), "1969-12-31T23:59:59.999Z");
}

TEST_F(ClockTest, sleepers_wake_in_the_order_of_their_time_only_when_it_comes) {
  std::vector<int> order;
  asio::co_spawn(io, sleep_and_note(clock, 20ms, order, 2), asio::detached);
  asio::co_spawn(io, sleep_and_note(clock, 10ms, order, 1), asio::detached);
  run();
  EXPECT_TRUE(order.empty());
  EXPECT_TRUE(clock.advance_to_next());
  run();
  EXPECT_EQ(order, std::vector<int>{1});
  EXPECT_EQ(clock.wall().ms, 1'764'000'000'010);
  pass(10ms);
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  EXPECT_FALSE(clock.advance_to_next());
}

TEST(ManualClock, forgets_sleepers_that_were_destroyed_in_their_sleep) {
  ManualClock clock{Timestamp{0}};
  std::vector<int> order;
  {
    asio::io_context io;
    asio::co_spawn(io, sleep_and_note(clock, 10ms, order, 1), asio::detached);
    io.poll();
  }
  EXPECT_FALSE(clock.advance_to_next());
  clock.advance(1s);
  EXPECT_TRUE(order.empty());
}

TEST_F(ClockTest, a_sleep_ends_when_its_task_is_cancelled) {
  Outcome outcome;
  start(answer_after(clock, 1h, 1), outcome);
  outcome.cancel.emit(asio::cancellation_type::terminal);
  run();
  EXPECT_TRUE(outcome.done);
  EXPECT_EQ(outcome.slug(), "aborted");
  EXPECT_FALSE(clock.advance_to_next());
}

TEST_F(ClockTest, work_within_its_deadline_hands_on_its_answer_or_its_failure) {
  Outcome answered, failed;
  start(within(clock, Deadline::in(clock, 1s), "the answer", answer_after(clock, 10ms, 42)), answered);
  start(within(clock, Deadline::in(clock, 1s), "the failure", fail_after(clock, 10ms)), failed);
  pass(10ms);
  EXPECT_EQ(answered.value, 42);
  EXPECT_EQ(failed.slug(), "test/away");
  EXPECT_FALSE(clock.advance_to_next());  // nobody waits for the deadline any more
}

TEST_F(ClockTest, work_beyond_its_deadline_is_cancelled_and_named) {
  Outcome outcome;
  start(within(clock, Deadline::in(clock, 1s), "the tool find_table", answer_after(clock, 1h, 1)), outcome);
  pass(999ms);
  EXPECT_FALSE(outcome.done);
  pass(1ms);
  EXPECT_EQ(outcome.slug(), "deadline-passed");
  try {
    std::rethrow_exception(outcome.failure);
  } catch (const Error& error) {
    EXPECT_EQ(error.detail, "The time for the tool find_table was up.");
    EXPECT_TRUE(error.can_be_retried());
  }
  EXPECT_FALSE(clock.advance_to_next());
}

TEST_F(ClockTest, work_without_a_deadline_waits_for_ever_and_can_be_cancelled) {
  Outcome outcome;
  start(within(clock, Deadline::never(), "anything", answer_after(clock, 24h, 7)), outcome);
  pass(24h);
  EXPECT_EQ(outcome.value, 7);
  Outcome cancelled;
  start(within(clock, Deadline::in(clock, 1s), "anything", answer_after(clock, 1h, 1)), cancelled);
  cancelled.cancel.emit(asio::cancellation_type::terminal);
  run();
  EXPECT_EQ(cancelled.slug(), "aborted");
}

TEST(Deadline, the_sooner_one_counts) {
  ManualClock clock{Timestamp{0}};
  const auto soon = Deadline::in(clock, 1s);
  EXPECT_EQ(Deadline::never().sooner(soon).at, soon.at);
  EXPECT_FALSE(soon.passed(clock));
  clock.advance(1s);
  EXPECT_TRUE(soon.passed(clock));
}

TEST(Random, one_seed_gives_one_sequence_and_ids_do_not_repeat) {
  SeededRandom first(7), second(7), other(8);
  EXPECT_EQ(first.id("c_"), second.id("c_"));
  EXPECT_NE(first.id("c_"), other.id("c_"));
  SystemRandom system;
  const auto id = system.id("c_");
  EXPECT_EQ(id.size(), 28u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz_"), std::string::npos);
  EXPECT_NE(id, system.id("c_"));
  for (int i = 0; i < 1'000; ++i) {
    const auto number = first.uniform();
    EXPECT_TRUE(number >= 0 && number < 1);
  }
}

TEST(Crypto, agrees_with_published_vectors) {
  EXPECT_EQ(crypto::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto mac = crypto::hmac_sha256("key", "The quick brown fox jumps over the lazy dog");
  EXPECT_EQ(crypto::hex({reinterpret_cast<const char*>(mac.data()), mac.size()}),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  EXPECT_EQ(crypto::hmac_sha256({}, {}), crypto::hmac_sha256("", ""));
  EXPECT_EQ(crypto::base64url("f"), "Zg");
  EXPECT_EQ(crypto::base64url("fo"), "Zm8");
  EXPECT_EQ(crypto::base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_TRUE(crypto::equal_in_constant_time("secret", "secret"));
  EXPECT_FALSE(crypto::equal_in_constant_time("secret", "Secret"));
  EXPECT_FALSE(crypto::equal_in_constant_time("secret", "secre"));
}

TEST(Crypto, reads_what_it_writes_as_hex_and_nothing_else) {
  const std::string bytes("\x00\x7f\xff", 3);
  EXPECT_EQ(crypto::from_hex(crypto::hex(bytes)), bytes);
  for (const auto* text : {"0", "0g", " 0", "+1", "0x10"}) EXPECT_FALSE(crypto::from_hex(text)) << text;
}

}  // namespace
}  // namespace frontdesk
