#include <cstdio>
#include <map>

#include "base/json.h"
#include "net/loops.h"
#include "net/server.h"
#include "support/arguments.h"

using namespace frontdesk;

namespace {

// A business's system with one tool, record {what}: it keeps the tool contract's keys and counts what was really done.
class Ledger {
 public:
  explicit Ledger(bool forgets_keys) : forgets_keys_(forgets_keys) {}

  net::Response handle(const net::Request& request) {
    if (request.path() == "/ledger") return net::Response::json(200, json::print(counts()));
    const auto key = std::string(request.headers.get("idempotency-key"));
    const auto what = std::string(json::parse(request.body)["what"].text());
    auto known = answers_.find(key);
    if (known == answers_.end() || forgets_keys_) {
      const auto count = ++done_[what];
      known = answers_.insert_or_assign(key, json::print(Value::object({{"recorded", what}, {"times", count}}))).first;
    }
    return net::Response::json(200, known->second);
  }

 private:
  Value counts() const {
    ObjectBuilder all;
    for (const auto& [what, count] : done_) all.set(Value(what), count);
    return all.build();
  }

  bool forgets_keys_;
  std::map<std::string, std::string> answers_;
  std::map<std::string, int> done_;
};

// The effect is done at once; whoever asked hears of it later.
Task<net::Response> answer(Ledger& ledger, Clock& clock, std::chrono::milliseconds delay, net::Request request) {
  auto response = ledger.handle(request);
  if (request.path() != "/ledger") co_await clock.sleep_for(delay);
  co_return response;
}

}  // namespace

// Lives in a process of its own and is never killed, so that it can bear witness. --forget-keys: the negative control.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--port", "--delay-ms"}, {"--forget-keys"});
  const std::chrono::milliseconds delay(arguments.number("--delay-ms", 0));
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  Ledger ledger(arguments.has("--forget-keys"));
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return answer(ledger, clock, delay, std::move(request)); });
  std::printf("effect_ledger at http://127.0.0.1:%d\n",
              server.listen("127.0.0.1", static_cast<std::uint16_t>(arguments.number("--port", 0))));
  std::fflush(stdout);
  loops.run();
}
