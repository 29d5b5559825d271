// R17: clocks that jump. Whatever has an hour happens once, at that hour of the clock on the wall and never before it,
// however the clock is moved; a wait is a span of the steady clock and is moved by nothing; a credential that is over
// stays over. Nights of daylight saving in four zones and leap days are passed like any other.
//   --broken: things that happen, wait and expire naively; each of the three has to be found.
#include <cstdio>
#include <ctime>

#include "clocks_world.h"
#include "support/arguments.h"

namespace judges {
namespace {

using namespace std::chrono_literals;
namespace approvals = platform::approvals;
namespace engagements = platform::engagements;

constexpr std::chrono::milliseconds kLate = 30s;  // a worker looks at the clock again within 20 s
constexpr auto kTenYears = std::chrono::hours(24 * 3653);

struct Jump {
  std::chrono::milliseconds at;  // behind the start, steady
  std::chrono::milliseconds by;
};

struct Scenario {
  std::string name;
  std::string start = "2027-01-15T08:00:00Z";
  std::vector<Jump> jumps;
};

Timestamp time_of(const std::string& iso) {
  std::tm parts{};
  if (!::strptime(iso.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts)) throw std::logic_error(iso);
  return {static_cast<std::int64_t>(::timegm(&parts)) * 1000};
}

// Nothing jumps in the nights: there the zones do.
std::vector<Scenario> scenarios() {
  return {
      {.name = "nothing happens"},
      {.name = "an hour back", .jumps = {{10min, -1h}}},
      {.name = "an hour ahead", .jumps = {{10min, 1h}}},
      {.name = "ten years ahead", .jumps = {{10min, kTenYears}}},
      {.name = "an hour back, put right", .jumps = {{10min, -1h}, {20min, 1h}}},
      {.name = "an hour ahead, put right", .jumps = {{10min, 1h}, {20min, -1h}}},
      {.name = "ten years ahead, put right", .jumps = {{10min, kTenYears}, {20min, -kTenYears}}},
      {.name = "an hour back behind the hour", .jumps = {{61min, -1h}}},
      {.name = "to and fro", .jumps = {{59min, 2min}, {60min, -4min}, {63min, 1h}, {64min, -1h}}},
      {.name = "spring in Berlin", .start = "2027-03-28T00:30:00Z"},
      {.name = "autumn in Berlin", .start = "2027-10-31T00:30:00Z"},
      {.name = "spring in New York", .start = "2027-03-14T06:30:00Z"},
      {.name = "autumn in New York", .start = "2027-11-07T05:30:00Z"},
      {.name = "spring in Sydney", .start = "2027-10-02T15:30:00Z"},
      {.name = "autumn in Lord Howe", .start = "2027-04-03T14:30:00Z"},
      {.name = "before a leap day", .start = "2028-02-28T23:30:00Z"},
      {.name = "behind a leap day", .start = "2028-02-29T23:30:00Z"},
      {.name = "a leap day, an hour back", .start = "2028-02-29T00:10:00Z", .jumps = {{10min, -1h}}},
      {.name = "the end of 32 bits", .start = "2038-01-19T02:30:00Z"},
  };
}

// ---- what has an hour ----

// `arrange` sees to it that something happens in `in`, and gives what counts how often it has. A schedule is one more.
struct Hour {
  std::string name;
  std::chrono::milliseconds in = 1h;
  std::function<std::function<int()>(World& world, std::chrono::milliseconds in)> arrange;
  bool is_fixed = true;  // otherwise it is so long behind something before it, whose hour may have come early
};

std::function<int()> arrange_work(World& world, std::chrono::milliseconds in) {
  const auto due = world.in(in);
  world.run(world.tenant->write(
      "judge", [due](Writing& writing) { writing.ask({.kind = "note", .key = "timer", .due = due}); }));
  return [&world] { return static_cast<int>(world.noted["timer"].tried.size()); };
}

std::string ask_approval(World& world, std::chrono::milliseconds time) {
  return world
      .run(world.tenant->write("user:ana",
                               [&](Writing& writing) {
                                 return approvals::ask(writing, world.random,
                                                       {.kind = "config.deploy",
                                                        .subject = "config",
                                                        .subject_hash = "h",
                                                        .summary = "Put it live.",
                                                        .permission = "config.approve",
                                                        .time = time});
                               }))
      .id;
}

std::function<int()> arrange_escalation(World& world, std::chrono::milliseconds in) {
  const auto id = ask_approval(world, in);
  return [&world, id] { return world.announced(*world.tenant, "approval.escalated", "approval/" + id); };
}

std::function<int()> arrange_expiry(World& world, std::chrono::milliseconds in) {
  const auto id = ask_approval(world, in / 2);
  return [&world, id] { return world.announced(*world.tenant, "approval.expired", "approval/" + id); };
}

std::function<int()> arrange_end_of_pause(World& world, std::chrono::milliseconds in) {
  const auto id =
      world
          .run(world.operators->write(
              "user:eva", [&](Writing& writing) { return engagements::open(writing, world.random, {.name = "Lume"}); }))
          .id;
  const auto until = world.in(in);
  world.run(world.operators->write("user:eva", [&](Writing& writing) {
    engagements::move(writing, id, {.to = engagements::Stage::paused, .reason = "On holiday.", .until = until});
  }));
  const auto moves = [&world, id] { return world.announced(*world.operators, "engagement.moved", "engagement/" + id); };
  return [moves, before = moves()] { return moves() - before; };
}

// Looks at the clock each minute, and keeps nothing of what it has seen.
std::function<int()> arrange_naively(World& world, std::chrono::milliseconds in) {
  auto times = std::make_shared<int>(0);
  const auto look = [](World& world, Timestamp due, std::shared_ptr<int> times) -> Task<> {
    for (bool was_due = false;; co_await world.clock.sleep_for(1min)) {
      const bool is_due = world.clock.wall() >= due;
      *times += is_due && !was_due;
      was_due = is_due;
    }
  };
  boost::asio::co_spawn(world.context, look(world, world.in(in), times), [](std::exception_ptr) {});
  return [times] { return *times; };
}

std::vector<Hour> hours() {
  return {{"work", 1h, arrange_work},
          {"an approval's escalation", 1h, arrange_escalation},
          {"an approval's end", 1h, arrange_expiry, false},
          {"a pause's end", 1h, arrange_end_of_pause}};
}

// What is wrong, in words; empty where nothing is.
std::string judge_hour(const Hour& hour, const Scenario& scenario) {
  World world(time_of(scenario.start));
  const auto due = world.in(hour.in);
  const auto times = hour.arrange(world, hour.in);
  auto jumps = scenario.jumps;
  bool was_due = false;
  std::chrono::milliseconds due_for{0};  // without a break
  constexpr std::chrono::milliseconds kStep = 10s;
  for (std::chrono::milliseconds at{0}; at < 4h; at += kStep) {
    for (; !jumps.empty() && jumps.front().at <= at; jumps.erase(jumps.begin())) world.clock.jump(jumps.front().by);
    const bool is_due = world.clock.wall() >= due;
    was_due = was_due || is_due;
    due_for = is_due ? due_for + kStep : 0ms;
    const auto count = times();
    if (count > 1) return fmt::format("{} times", count);
    if (count > 0 && !was_due) return "too early";
    if (hour.is_fixed && count == 0 && due_for > kLate) return "not at its hour";
    world.pass(kStep);
  }
  // What is so long behind something whose hour came early by a clock that was years ahead ends as much later.
  const bool is_years_away =
      !hour.is_fixed && std::ranges::any_of(scenario.jumps, [](const Jump& jump) { return jump.by < -24h; });
  return times() == 1 || is_years_away ? "" : "never";
}

// ---- what waits ----

// `arrange` begins something that is over behind `span`, and gives what says when it was; 0: not yet.
struct Wait {
  std::string name;
  std::chrono::milliseconds span = 30min;
  std::function<std::function<std::chrono::milliseconds()>(World& world, std::chrono::milliseconds span)> arrange;
};

std::function<std::chrono::milliseconds()> arrange_retry(World& world, std::chrono::milliseconds takes,
                                                         std::chrono::milliseconds away) {
  world.noted["retry"] = {.takes = takes, .away = away, .tried = {}};
  world.run(world.tenant->write("judge", [](Writing& writing) { writing.ask({.kind = "note", .key = "retry"}); }));
  return [&world] {
    const auto& tried = world.noted["retry"].tried;
    return tried.size() < 2 ? 0ms : tried[1];
  };
}

std::function<std::chrono::milliseconds()> arrange_sleep(World& world, std::chrono::milliseconds span) {
  auto woken = std::make_shared<std::chrono::milliseconds>(0);
  const auto sleep = [](World& world, std::chrono::milliseconds span,
                        std::shared_ptr<std::chrono::milliseconds> woken) -> Task<> {
    co_await world.clock.sleep_for(span);
    *woken = world.since_start();
  };
  boost::asio::co_spawn(world.context, sleep(world, span, woken), [](std::exception_ptr) {});
  world.settle();
  return [woken] { return *woken; };
}

std::function<std::chrono::milliseconds()> arrange_rate(World& world, std::chrono::milliseconds span) {
  auto limiter = std::make_shared<RateLimiter>(
      world.clock, Rate{.per_second = 1000.0 / static_cast<double>(span.count()), .burst = 1});
  limiter->take("who");
  auto free_at = std::make_shared<std::chrono::milliseconds>(0);
  return [&world, limiter, free_at] {
    if (free_at->count() == 0 && !limiter->take("who")) *free_at = world.since_start();
    return *free_at;
  };
}

std::function<std::chrono::milliseconds()> arrange_wait_by_the_wall(World& world, std::chrono::milliseconds span) {
  auto over_at = std::make_shared<std::chrono::milliseconds>(0);
  return [&world, until = world.in(span), over_at] {
    if (over_at->count() == 0 && world.clock.wall() >= until) *over_at = world.since_start();
    return *over_at;
  };
}

std::vector<Wait> waits() {
  return {{"a wait behind a failure", 30min,
           [](World& world, std::chrono::milliseconds span) { return arrange_retry(world, 0ms, span); }},
          // It fails behind the first jumps, before anybody has looked at the clock.
          {"a wait behind a failure that took its time", 30min,
           [](World& world, std::chrono::milliseconds span) {
             return arrange_retry(world, 10min + 1s, span - 10min - 1s);
           }},
          {"a sleep", 30min, arrange_sleep},
          {"a rate", 30min, arrange_rate}};
}

std::string judge_wait(const Wait& wait, const Scenario& scenario) {
  World world(time_of(scenario.start));
  const auto over_at = wait.arrange(world, wait.span);
  auto jumps = scenario.jumps;
  constexpr std::chrono::milliseconds kStep = 1s;
  for (std::chrono::milliseconds at{0}; at < wait.span + 10min; at += kStep) {
    for (; !jumps.empty() && jumps.front().at <= at; jumps.erase(jumps.begin())) world.clock.jump(jumps.front().by);
    world.pass(kStep);
    over_at();
  }
  const auto took = over_at();
  if (took.count() == 0) return "did not end";
  if (took < wait.span - 1s || took > wait.span + kLate)
    return fmt::format("took {} s in place of {}", took.count() / 1000, wait.span.count() / 1000);
  return "";
}

// ---- what expires ----

// `make` gives what says whether it is still good; `life`: for how long it is where nobody moves the clock.
struct Credential {
  std::string name;
  std::chrono::milliseconds life;
  std::function<std::function<bool()>(World& world)> make;
};

std::string welcome(World& world) {
  const auto path = world.run(world.people.door.welcome()).path;
  return path.substr(path.rfind('/') + 1);
}

std::string sign_up(World& world) {
  return world
      .run(world.people.door.accept(
          welcome(world), {.email = "ada@house.example", .name = "Ada", .password = "a lamp in the window"}, {}))
      .token;
}

std::function<bool()> make_session(World& world) {
  return [&world, token = sign_up(world)] { return world.people.directory.caller_of(token).has_value(); };
}

std::function<bool()> make_key(World& world) {
  const auto caller = *world.people.directory.caller_of(sign_up(world));
  const auto token =
      world
          .run(world.people.keys.make(caller, "Reports", {std::string(platform::people::permissions::kPeople.name)}, 1))
          .token;
  return [&world, token] { return world.people.directory.caller_of(token).has_value(); };
}

std::function<bool()> make_link(World& world) {
  return [&world, token = welcome(world)] {
    try {
      world.run(world.people.door.look(token, {}));
      return true;
    } catch (const Error&) {
      return false;
    }
  };
}

std::function<bool()> make_visitor(World& world) {
  return [&world, token = world.credentials.visitor_token(TenantId::parse("acme"), "c_1")] {
    return world.credentials.sign_in(token).has_value();
  };
}

std::function<bool()> make_staff_session(World& world) {
  return [&world, token = world.credentials.staff_session(TenantId::parse("acme"), "Ana", 12h).token] {
    return world.credentials.sign_in(token).has_value();
  };
}

std::vector<Credential> credentials() {
  return {{"a session that nobody uses", 12h, make_session},
          {"an API key", 24h, make_key},
          {"a link", 24h, make_link},
          {"a visitor's token", 24h * 30, make_visitor},
          {"a session by the operator key", 12h, make_staff_session}};
}

// Never good again behind its end, and never for longer than it lives, also where the clock is put back.
std::string judge_credential(const Credential& credential, const Scenario& scenario, bool is_naive) {
  World world(time_of(scenario.start), is_naive);
  const auto is_good = credential.make(world);
  if (!is_good()) return "was never good";
  for (const auto& jump : scenario.jumps) {
    const bool was_good = is_good();
    world.clock.jump(jump.by);
    if (!was_good && is_good()) return "is good again";
    if (was_good && jump.by < 0ms && !is_good()) return "ended as the clock was put back";
    if (jump.by == kTenYears && is_good()) return "is good behind its hour";
  }
  const bool was_good = is_good();
  world.steady.advance(credential.life + 1min);
  if (is_good()) return was_good ? "lives too long" : "is good again";
  return "";
}

// ---- the judge ----

class Verdict {
 public:
  void add(const std::string& what, const Scenario& scenario, const std::string& fault) {
    ++cases_;
    if (fault.empty()) return;
    ++faults_;
    std::printf("%s, %s: %s\n", what.c_str(), scenario.name.c_str(), fault.c_str());
  }
  int faults() const { return faults_; }
  int cases() const { return cases_; }

 private:
  int cases_ = 0;
  int faults_ = 0;
};

int judge() {
  Verdict verdict;
  for (const auto& scenario : scenarios()) {
    for (const auto& hour : hours()) verdict.add(hour.name, scenario, judge_hour(hour, scenario));
    for (const auto& wait : waits()) verdict.add(wait.name, scenario, judge_wait(wait, scenario));
    for (const auto& each : credentials()) verdict.add(each.name, scenario, judge_credential(each, scenario, false));
  }
  std::printf("clocks: %d/%d cases hold (bar %d)\n", verdict.cases() - verdict.faults(), verdict.cases(),
              verdict.cases());
  return verdict.faults() == 0 ? 0 : 1;
}

// Each of the three naive ones has to be found.
int judge_broken() {
  Verdict hours, waits, expiries;
  for (const auto& scenario : scenarios()) {
    hours.add("naive work", scenario, judge_hour({"naive", 1h, arrange_naively}, scenario));
    waits.add("a naive wait", scenario, judge_wait({"naive", 30min, arrange_wait_by_the_wall}, scenario));
    expiries.add("a naive link", scenario, judge_credential({"naive", 24h, make_link}, scenario, true));
  }
  const int found = (hours.faults() > 0) + (waits.faults() > 0) + (expiries.faults() > 0);
  std::printf("clocks: %d/3 naive ones found\n", found);
  return found == 3 ? 1 : 0;
}

}  // namespace
}  // namespace judges

int main(int argc, char** argv) {
  const frontdesk::support::Arguments arguments(argc, argv, {"--data"}, {"--broken"});
  try {
    return arguments.has("--broken") ? judges::judge_broken() : judges::judge();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "clocks: %s\n", error.what());
    return 1;
  }
}
