// Reading and writing JSON beside Boost.JSON's own documents, on a chat of some 4 kB and on a long list of numbers.
#include <boost/json.hpp>
#include <chrono>
#include <iostream>

#include "base/clock.h"
#include "base/json.h"

namespace {

using namespace frontdesk;

std::string chat() {
  ListBuilder messages;
  for (int i = 0; i < 8; ++i) {
    messages.add(Value::object(
        {{"role", "user"},
         {"content", "Do you have a table for four on Friday at half past seven, outside if the weather allows it?"}}));
    messages.add(Value::object(
        {{"role", "assistant"},
         {"content", nullptr},
         {"tool_calls",
          Value::list({Value::object(
              {{"id", fmt::format("call_{:08}", i)},
               {"type", "function"},
               {"function",
                Value::object(
                    {{"name", "find_table"},
                     {"arguments", R"({"location":"harbour","date":"2026-11-27","time":"19:30","seats":4})"}})}})})}}));
    messages.add(Value::object(
        {{"role", "tool"},
         {"tool_call_id", fmt::format("call_{:08}", i)},
         {"content", "{\"tables\":[{\"id\":\"T7\",\"seats\":4,\"area\":\"terrace\"}],\"note\":\"Caf\xc3\xa9 side\"}"},
         {"at", 1'700'000'000'000 + i},
         {"score", 0.875 - i * 0.01}}));
  }
  return json::print(
      Value::object({{"model", "any"}, {"stream", true}, {"temperature", 0.2}, {"messages", messages.build()}}));
}

std::string numbers() {
  ListBuilder list;
  for (int i = 0; i < 20'000; ++i) list.add(i % 3 == 0 ? Value(i * 1.37) : Value(i * 1'001));
  return json::print(list.build());
}

// Megabytes a second, the best of five rounds of a fifth of a second.
double rate(std::size_t bytes, auto work) {
  const SystemClock clock;
  double best = 0;
  for (int round = 0; round < 5; ++round) {
    const auto began = clock.now();
    std::size_t times = 0;
    std::chrono::duration<double> spent{};
    do {
      work();
      ++times;
      spent = clock.now() - began;
    } while (spent < std::chrono::milliseconds(200));
    best = std::max(best, static_cast<double>(bytes * times) / spent.count() / 1e6);
  }
  return best;
}

void compare(std::string_view name, const std::string& text) {
  std::size_t sink = 0;
  const auto value = json::parse(text);
  const auto document = boost::json::parse(text);
  std::string out;
  const auto ours_in = rate(text.size(), [&] { sink += json::parse(text).size(); });
  const auto theirs_in = rate(text.size(), [&] { sink += boost::json::parse(text).is_object(); });
  const auto ours_out = rate(text.size(), [&] { out.clear(), json::print_to(out, value), sink += out.size(); });
  const auto theirs_out = rate(text.size(), [&] { sink += boost::json::serialize(document).size(); });
  std::cout << fmt::format(
      "{} ({} bytes): read {:.0f} MB/s, {:.2f} times Boost.JSON; write {:.0f} MB/s, {:.2f} times\n", name, text.size(),
      ours_in, ours_in / theirs_in, ours_out, ours_out / theirs_out);
  if (sink == 0) std::cout << '\n';  // so that nothing is left out by the compiler
}

}  // namespace

int main() {
  compare("chat", chat());
  compare("numbers", numbers());
}
