// The judge `torn` (R3): the power goes off while runs are in flight, and what was not synced is kept, dropped or torn
// at any byte, with garbage behind it. In each such image the journal's chains are whole, whatever was acknowledged is
// there, and every run ends as if nothing had happened. --broken: on a disk that says "synced" and lies.
#include <unistd.h>

#include "base/faulty_files.h"
#include "base/json.h"
#include "graph/tests/clerk.h"
#include "judges/judge.h"

namespace frontdesk::graph {
namespace {

constexpr std::uint64_t kImages = 300;
constexpr int kMessages = 3;
const std::vector<std::string> kThreads = {"anna", "ben", "carla"};

struct Power {
  bool is_off = false;
};

struct End {
  std::map<std::string, Value> messages;
  std::map<std::string, std::string> types;
  friend bool operator==(const End&, const End&) = default;
};

// Writes down what a listener was told is stored.
class Witness {
 public:
  void listen(World& world, const std::string& thread) {
    boost::asio::co_spawn(world.loops.executor(0),
                          world.threads->follow(thread, 0,
                                                [&seen = seen_[thread]](const StreamItem& item) {
                                                  if (item.n == 0) seen.push_back(text_of(item.event));
                                                  return nothing();
                                                }),
                          [](std::exception_ptr) {});
  }

  // What of it is not there.
  std::size_t missing(World& world) const {
    std::size_t count = 0;
    for (const auto& [thread, seen] : seen_) {
      const auto events = world.events(thread);
      for (std::size_t i = 0; i < seen.size(); ++i) count += i >= events.size() || text_of(events[i]) != seen[i];
    }
    return count;
  }

 private:
  static Task<> nothing() { co_return; }
  static std::string text_of(const StoredEvent& event) {
    return fmt::format("{} {} {} {}", event.seq, event.run, event.type, json::canonical(event.data));
  }
  std::map<std::string, std::vector<std::string>> seen_;
};

// Three people talk at once; each message is sent again until it is acknowledged. Ends at the end, or with the power.
void converse(World& world, const Power& power, Witness* witness) {
  for (const auto& thread : kThreads) {
    try {
      world.run(world.threads->create(thread, {{"created", thread}}, {}));
    } catch (const Error& error) {
      if (error.slug != "graph/thread-exists") throw;
    }
    if (witness) witness->listen(world, thread);
  }
  for (int i = 0; i < kMessages; ++i) {
    for (const auto& thread : kThreads) {
      const auto word = fmt::format("{}-{}", thread, i);
      world.submit(thread, word, word);
    }
    world.drive([&] { return power.is_off; });
    if (power.is_off) throw Error(Kind::unavailable, "test/power", "The power is off.");
  }
}

End end_of(World& world) {
  End end;
  for (const auto& thread : kThreads) {
    end.messages[thread] = world.state(thread, "messages");
    end.types[thread] = types_of(world.events(thread));
  }
  return end;
}

End golden(Ledger& ledger, std::uint64_t& calls) {
  MemoryFiles disk;
  FaultyFiles files(disk);
  const ClerkBinder binder(ledger);
  World world(files, binder);
  binder.use(world);
  converse(world, {}, nullptr);
  calls = files.calls();
  return end_of(world);
}

// Empty, or what is wrong with this image.
std::string judge_image(std::uint64_t seed, bool lies, const End& expected, const Ledger& golden_ledger,
                        std::uint64_t calls) {
  SeededRandom random(seed);
  const auto last_call = 1 + random.next() % calls;
  Ledger ledger;
  const ClerkBinder binder(ledger);
  Witness witness;
  MemoryFiles disk;
  FaultyFiles files(disk);
  files.swallow_syncs(lies);
  Power power;
  files.before_each([&](const FileCall& call) {
    if (call.number < last_call) return;
    power.is_off = true;
    throw Error(Kind::unavailable, "test/power", "The power is off.");
  });
  try {
    World world(files, binder, seed);
    binder.use(world);
    converse(world, power, &witness);
  } catch (const Error&) {
  }
  const auto image = disk.crash(random.next());
  try {
    World world(*image, binder, seed);
    binder.use(world);
    if (const auto missing = witness.missing(world)) return fmt::format("{} acknowledged events are lost", missing);
    world.run(world.threads->recover());
    world.drive();
    converse(world, {}, nullptr);
    if (end_of(world) != expected) return "a run ended otherwise";
  } catch (const Error& error) {
    return fmt::format("{}: {}", error.slug, error.detail);
  }
  if (ledger.calls != golden_ledger.calls) return "a call was repeated or lost";
  if (ledger.by_key != golden_ledger.by_key) return "a key was not the same again";
  return "";
}

int run(int count, char** words) {
  const bool broken = std::any_of(words, words + count, [](std::string_view word) { return word == "--broken"; });
  Ledger golden_ledger;
  std::uint64_t calls = 0;
  const auto expected = golden(golden_ledger, calls);
  std::size_t good = 0;
  for (std::uint64_t seed = 1; seed <= kImages; ++seed) {
    const auto problem = judge_image(seed, broken, expected, golden_ledger, calls);
    if (problem.empty()) {
      ++good;
    } else if (!broken) {
      fmt::print("torn: seed {}: {}\n", seed, problem);
    }
    if (seed % 50 == 0 && ::isatty(STDERR_FILENO)) fmt::print(stderr, "torn: {} of {} images\n", seed, kImages);
  }
  return judge::verdict("torn", good, kImages, kImages);
}

}  // namespace
}  // namespace frontdesk::graph

int main(int count, char** words) {
  try {
    return frontdesk::graph::run(count, words);
  } catch (const std::exception& error) {
    fmt::print(stderr, "torn: {}\n", error.what());
    return 2;
  }
}
