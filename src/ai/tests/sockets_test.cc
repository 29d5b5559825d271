#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>

#include "ai/chain.h"
#include "ai/openai.h"
#include "ai/tests/fake_provider.h"
#include "net/server.h"

namespace frontdesk::ai {
namespace {

using namespace std::chrono_literals;

Task<net::Response> answer_in_full(net::Request) {
  static SystemClock clock;
  co_return stream_of(clock, {{says("Over "), 5ms}, {says("the wire")}, {stops()}, {kDone}});
}

struct Asked {
  std::optional<ModelAnswer> answer;
  std::chrono::nanoseconds took{0};
};

Task<> ask(Model& model, Clock& clock, TokenSink sink, net::Loops& loops, Asked& asked) {
  const auto begun = clock.now();
  try {
    asked.answer = co_await model.answer(request_saying("Hello"), sink, Deadline::in(clock, 10s));
  } catch (const Error&) {
    asked.answer.reset();
  }
  asked.took = clock.now() - begun;
  loops.stop();
}

TEST(ChainOverSockets, leaves_a_port_where_nobody_listens_for_one_that_streams) {
  net::Loops loops(1);
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Server server(loops, clock, random, *log, {}, answer_in_full);
  const auto port = server.listen("127.0.0.1", 0);
  const auto transport = net::system_transport();
  net::Client client(*transport, clock);
  std::vector<Provider> providers;
  for (const int each : {1, static_cast<int>(port)}) {
    const auto name = fmt::format("port-{}", each);
    providers.push_back({name, std::make_shared<OpenAi>(
                                   OpenAiOptions{.name = name, .base_url = fmt::format("http://127.0.0.1:{}/v1", each)},
                                   client, clock, random)});
  }
  Chain chain(std::move(providers), clock, *log);
  Reader reader;
  Asked asked;

  boost::asio::co_spawn(loops.executor(0), ask(chain, clock, reader.sink(), loops, asked), boost::asio::detached);
  loops.run();

  ASSERT_TRUE(asked.answer.has_value());
  EXPECT_EQ(asked.answer->message["content"].text(), "Over the wire");
  EXPECT_EQ(asked.answer->provider, fmt::format("port-{}", port));
  EXPECT_EQ(reader.seen, "Over the wire");
  EXPECT_LE(asked.took, 300ms);
}

}  // namespace
}  // namespace frontdesk::ai
