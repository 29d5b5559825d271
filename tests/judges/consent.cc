// The judge `consent`: nothing is written without a yes. Two parts.
// Cases: each line of cases/yes-no.jsonl is said to an open read-back of the demo business.
// Interleavings: short conversations from seeds (messages, presses on this and on older read-backs, double tabs,
// retries, strangers, time, loss of power, tools that fail or lose their answers, people who take over), with the flows
// and with a language model that proposes writes. A model of the rule that reads nothing but what was sent, the event
// stream and what reached the tools says for each write which yes released it.
// --broken: a gate that asks neither who answers nor to which read-back. --as off|deaf: other ways to be wrong.
#include <algorithm>
#include <chrono>
#include <set>

#include "dialog/tests/simulated_business.h"
#include "judges/judge.h"
#include "support/arguments.h"

namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026, 10:00 in Rome
constexpr int kTalksOfABusiness = 40;

// ---- the cases ----

struct Case {
  std::string say;
  std::string right;
  Value what;
  bool is_cancelling = false;
  std::string then;
};

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  for (const auto& value : judge::values_of(file)) {
    cases.push_back({std::string(value["say"].text()), std::string(value["right"].text()), value["what"],
                     value["of"].text() == "cancel", std::string(value["then"].text())});
  }
  return cases;
}

class OneCase {
 public:
  OneCase(const Case& one, const std::shared_ptr<const ai::IntentModel>& intents)
      : case_(one), business_(1, {}, {}, intents, kThursday), id_(business_.open()) {}

  // What is wrong, or nothing.
  std::string run() {
    if (case_.is_cancelling) {
      business_.say(id_, "cancel LUME-1234, my name is Ana");
      asked_ = json::parse(R"({"code":"LUME-1234","name":"Ana"})");
    } else {
      business_.say(id_, "a table for two at Harbor tomorrow at 7:30pm");
      business_.say(id_, "Ana");
      asked_ = json::parse(R"({"location":"harbor","date":"2026-11-27","time":"19:30","guests":2,"name":"Ana"})");
    }
    const auto read_back = open_read_back();
    if (read_back.empty()) return "nothing was read back";
    const auto answer = business_.say(id_, case_.say);
    const auto wrong = judge(read_back, answer);
    return wrong.empty() ? wrong : fmt::format("{}; the bot said: {}", wrong, answer);
  }

 private:
  std::string judge(const std::string& read_back, const std::string& answer) {
    if (case_.right == "yes") return has_done(asked_) ? "" : "it was not done as it was read back";
    if (!business_.sent.empty()) return "it was done";
    if (case_.right == "no") return judge_no();
    if (case_.right == "change") return judge_change(read_back);
    if (!answer.ends_with(read_back)) return "the read-back was not shown again";
    if (case_.right == "keep" && answer.size() <= read_back.size() + 1) return "nothing was answered";
    business_.say(id_, "yes");
    return has_done(asked_) ? "" : "a yes afterwards did not release it";
  }

  std::string judge_no() {
    if (!case_.then.empty()) {
      const auto view = business_.wait(business_.conversations().threads().view(id_));
      const auto flow = std::ranges::find(view.state, "flow", [](const auto& one) { return one.first; });
      const bool has_begun = flow != view.state.end() && flow->second["flow"].text() == case_.then + "_booking";
      return has_begun ? "" : "the other flow has not begun";
    }
    business_.say(id_, "yes");
    return business_.sent.empty() ? "" : "it stayed open";
  }

  std::string judge_change(const std::string& before) {
    if (open_read_back() == before) return "nothing changed";
    business_.say(id_, "yes");
    return has_done(asked_.merged(case_.what)) ? "" : "it was not done as it was changed";
  }

  bool has_done(const Value& arguments) const {
    return business_.sent.size() == 1 && business_.sent.front().arguments == arguments;
  }
  std::string open_read_back() {
    std::string text;
    for (const auto& event : business_.events(id_)) {
      if (event.data["message"]["read_back"].is_object()) text = event.data["message"]["text"].text();
    }
    return text;
  }

  const Case& case_;
  SimulatedBusiness business_;
  std::string id_;
  Value asked_;
};

// ---- the rule ----

// What a message that the judge sends means at a read-back.
enum class Meaning { yes, neutral, other };

struct Message {
  Meaning meaning = Meaning::other;
  std::string to;  // the read-back that it was pressed on
  bool by_visitor = true;
};

struct Figures {
  int talks = 0, writes = 0, without = 0, twice = 0, lost = 0, kills = 0, read_backs = 0, released = 0;
  std::vector<std::string> told;
};

std::string day_text(std::string_view iso) {
  using namespace std::chrono;
  static constexpr std::string_view kDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                               "Thursday", "Friday", "Saturday"};
  static constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(std::string(iso.substr(at, size))); };
  const year_month_day date{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                            day(static_cast<unsigned>(number(8, 2)))};
  return fmt::format("{} {} {}", kDays[weekday(sys_days(date)).c_encoding()], number(8, 2),
                     kMonths[static_cast<unsigned>(date.month()) - 1]);
}

// How the demo business reads such a write back, written down once more.
std::string sentence_of(std::string_view tool, const Value& with) {
  if (tool == "cancel_booking")
    return fmt::format("I cancel booking {} in the name {}.", with["code"].text(), with["name"].text());
  if (tool == "move_booking") {
    const auto guests = with["guests"].is_null() ? "" : fmt::format(", for {}", with["guests"].integer());
    return fmt::format("I move booking {} in the name {} to {} at {}{}. Is", with["code"].text(), with["name"].text(),
                       day_text(with["date"].text()), with["time"].text(), guests);
  }
  return fmt::format("A table for {} at {}, {} at {}, in the name {}. Shall", with["guests"].integer(),
                     with["location"].text() == "harbor" ? "Harbor" : "Old Town", day_text(with["date"].text()),
                     with["time"].text(), with["name"].text());
}

int times_in(std::string_view text, std::string_view part) {
  int times = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

// Follows the stream of one conversation and says which yes releases which write. A yes counts from its arrival until
// the next read-back is shown or the conversation changes hands; each sentence of a read-back releases one write.
class Rule {
 public:
  Rule(const std::map<std::string, Message>& said, const std::vector<graph::StoredEvent>& events) : said_(said) {
    for (const auto& event : events) hear(event);
  }

  void judge(const std::vector<SimulatedBusiness::Sent>& sent, Figures& figures, const std::string& where) {
    std::set<std::string> keys;
    for (const auto& write : sent) {
      if (!keys.insert(write.key).second) continue;  // the same once more
      ++figures.writes;
      const auto sentence = sentence_of(write.tool, write.arguments);
      const auto verdict = release(write, sentence);
      if (verdict == Verdict::released) continue;
      const bool is_twice = verdict == Verdict::used;
      ++(is_twice ? figures.twice : figures.without);
      figures.told.push_back(fmt::format("{}: {}: {}", where, is_twice ? "twice" : "without a yes", sentence));
    }
    for (const auto& yes : yeses_) {
      const auto& shown = read_backs_[yes.of];
      if (!yes.is_alone || !shown.used.empty()) continue;
      ++figures.lost;
      figures.told.push_back(fmt::format("{}: lost, seq {}: {}", where, yes.seq, shown.text));
    }
    for (const auto& shown : read_backs_) figures.released += !shown.used.empty();
    figures.read_backs += static_cast<int>(read_backs_.size());
  }

 private:
  enum class Verdict { released, used, unknown };
  struct Shown {
    std::string id;
    std::string text;
    Timestamp at;
    int answers = 0;                  // messages behind it, while it is the newest
    std::map<std::string, int> used;  // its sentences, by the writes that they released
  };
  struct Yes {
    std::size_t of = 0;  // the read-back
    std::int64_t seq = 0;
    Timestamp at;
    Timestamp until{INT64_MAX};
    bool is_alone = true;  // nothing else was said or done that may have been heard together with it
  };

  Verdict release(const SimulatedBusiness::Sent& write, const std::string& sentence) {
    auto verdict = Verdict::unknown;
    for (const auto& yes : yeses_) {
      auto& shown = read_backs_[yes.of];
      const auto times = times_in(shown.text, sentence);
      if (times == 0 || write.at < yes.at || yes.until < write.at) continue;
      verdict = Verdict::used;
      if (shown.used[sentence] == times) continue;
      ++shown.used[sentence];
      return Verdict::released;
    }
    return verdict;
  }

  void hear(const graph::StoredEvent& event) {
    const auto& message = event.data["message"];
    if (changes_hands(event) || event.type == "run.parked") {
      is_open_ = false;
      for (auto& yes : yeses_) {
        if (yes.until.ms == INT64_MAX) yes.is_alone = false;  // it may have been stopped on its way
      }
      end_yeses(event.at);
    }
    if (event.type == "run.started" && is_open_) answered(event.data["inputs"].integer());
    if (event.type != "message") return;
    if (message["read_back"].is_object()) {
      end_yeses(event.at);
      is_open_ = true;
      read_backs_.push_back(
          {std::string(message["read_back"]["id"].text()), std::string(message["text"].text()), event.at, 0, {}});
    } else if (message["role"].text() == "customer" && !read_backs_.empty()) {
      hear_customer(event, said_.at(std::string(message["id"].text())));
    }
  }

  // Not so where the bot had it and has it still: only the place in the queue went.
  bool changes_hands(const graph::StoredEvent& event) {
    if (event.type != "owner") return false;
    const auto before = std::exchange(owner_, std::string(event.data["owner"].text()));
    return before != "bot" || owner_ != "bot";
  }

  // A run begins behind a read-back: what has arrived is its answer, with what had been sent before it and still
  // waited.
  void answered(std::int64_t inputs) {
    for (auto& yes : yeses_) {
      if (yes.of + 1 == read_backs_.size() && inputs != 1) yes.is_alone = false;
    }
    is_open_ = false;
  }

  void end_yeses(Timestamp at) {
    for (auto& yes : yeses_) yes.until = std::min(yes.until, at);
  }

  void hear_customer(const graph::StoredEvent& event, const Message& said) {
    auto& shown = read_backs_.back();
    const auto of = read_backs_.size() - 1;
    const bool is_first = shown.answers++ == 0;
    for (auto& yes : yeses_) {
      if (yes.of == of) yes.is_alone = false;
    }
    if (!is_open_ || !said.by_visitor) return;
    const bool is_late = event.at.ms - shown.at.ms > std::chrono::milliseconds(std::chrono::minutes(30)).count();
    const bool is_named = said.to.empty() || said.to == shown.id;
    if (said.meaning == Meaning::other) is_open_ = false;
    if (said.meaning == Meaning::yes && !is_late && is_named)
      yeses_.push_back({.of = of, .seq = event.seq, .at = event.at, .is_alone = is_first});
  }

  const std::map<std::string, Message>& said_;
  std::vector<Shown> read_backs_;
  std::vector<Yes> yeses_;
  std::string owner_ = "bot";
  bool is_open_ = false;
};

// ---- the conversations ----

enum class Wrong { none, blind, off, deaf };

Value a_write(Random& random) {
  static const std::vector<std::string> kNames = {"Ana", "Bob"};
  const auto name = kNames[random.next() % 2];
  const auto code = fmt::format("LUME-{}", 1111 * (1 + random.next() % 3));
  const auto time = fmt::format("{}:00", 18 + random.next() % 3);
  switch (random.next() % 3) {
    case 0:
      return Value::list({"cancel_booking", Value::object({{"code", code}, {"name", name}})});
    case 1:
      return Value::list(
          {"move_booking", Value::object({{"code", code}, {"name", name}, {"date", "2026-11-28"}, {"time", time}})});
    default:
      return Value::list({"book_table", Value::object({{"location", random.next() % 2 ? "harbor" : "old-town"},
                                                       {"date", "2026-11-27"},
                                                       {"time", time},
                                                       {"guests", 2 + random.next() % 3},
                                                       {"name", name}})});
  }
}

// A language model that proposes writes as it likes: one, two in one answer with one id, again behind a question.
class Proposing final : public ai::Model {
 public:
  explicit Proposing(Random& random) : random_(random) {}
  Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink, Deadline) override {
    std::string_view role;
    for (const auto& message : request.messages.items()) {
      if (message["role"].text() != "system") role = message["role"].text();
    }
    const auto chance = random_.next() % 10;
    if (chance >= (role == "user" ? 7u : 1u)) co_return said(assistant_message("Very well."));
    ListBuilder calls;
    const auto count = 1 + (chance < 2 ? 1 : 0);
    for (int i = 0; i < count; ++i) {
      const auto write = a_write(random_);
      calls.add(tool_call("call_1", write[0].text(), write[1]));
    }
    co_return said(assistant_calls(calls.build()));
  }

 private:
  static ai::ModelAnswer said(const Value& message) { return {message, {}, "script", {}}; }
  Random& random_;
};

class Talk {
 public:
  Talk(SimulatedBusiness& business, Random& random, Wrong wrong, Figures& figures)
      : business_(business), random_(random), wrong_(wrong), figures_(figures), id_(business.open()) {}

  void run(const std::string& where) {
    say_any(true);
    const auto acts = 10 + random_.next() % 16;
    for (std::uint64_t i = 0; i < acts; ++i) act();
    settle();
    std::vector<SimulatedBusiness::Sent> sent;
    for (const auto& one : business_.sent) {
      if (one.conversation == id_) sent.push_back(one);
    }
    Rule(said_, events()).judge(sent, figures_, where);
    ++figures_.talks;
    business_.sent.clear();
    business_.failures.clear();
    business_.losses.clear();
  }

 private:
  void act() {
    const auto chance = random_.next() % 100;
    if (chance < 3) return lose_power();
    if (chance < 5) return people();
    if (chance < 8) return go_wrong();
    if (chance < 11) return business_.pass(std::chrono::minutes(random_.next() % 2 ? 31 : 10));
    if (chance < 30) return press();
    if (chance < 33 && !last_.key.empty()) return send(last_);  // a retry
    if (chance < 37) return say("yes", Meaning::yes, "staff:Ben");
    say_any(false);
  }

  void say_any(bool opening) {
    static const std::vector<std::pair<std::string, Meaning>> kSentences = {
        {"yes", Meaning::yes},
        {"Yes please", Meaning::yes},
        {"ok, do it", Meaning::yes},
        {"👍", Meaning::yes},
        {"yes", Meaning::yes},
        {"no", Meaning::other},
        {"no thanks", Meaning::other},
        {"make it 8pm", Meaning::other},
        {"at Old Town please", Meaning::other},
        {"where are you?", Meaning::other},
        {"thank you", Meaning::neutral},
        {"🤔", Meaning::neutral},
        {"…", Meaning::neutral},
        {"cancel LUME-2222, my name is Bob", Meaning::other},
        {"hm", Meaning::neutral}};
    static const std::vector<std::string> kOpenings = {"a table for two at Harbor tomorrow at 7pm, my name is Ana",
                                                       "cancel LUME-1111, my name is Ana",
                                                       "move LUME-3333 to saturday at 8pm, my name is Bob"};
    if (opening || random_.next() % 5 == 0) return say(kOpenings[random_.next() % 3], Meaning::other);
    const auto& [text, meaning] = kSentences[random_.next() % kSentences.size()];
    say(text, meaning);
  }

  void say(const std::string& text, Meaning meaning, std::string by = {}) {
    const auto key = fmt::format("k{}", said_.size());
    said_[key] = {meaning, "", by.empty()};
    send(Said{key, text, {}, std::move(by)});
  }

  void press() {
    std::vector<std::string> shown;
    for (const auto& event : events()) {
      if (event.data["message"]["read_back"].is_object())
        shown.emplace_back(event.data["message"]["read_back"]["id"].text());
    }
    const auto which = random_.next() % 10;
    std::string to = "rb_unknown";
    if (!shown.empty() && which > 0) to = which < 4 ? shown[random_.next() % shown.size()] : shown.back();
    const auto with = random_.next() % 4;
    const std::string word = with < 2 ? "yes" : with == 2 ? "no" : "change";
    for (auto twice = random_.next() % 3 == 0 ? 2 : 1; twice > 0; --twice) {  // two tabs
      const auto key = fmt::format("k{}", said_.size());
      const auto for_now = shown.empty() ? "" : shown.back();
      const auto meaning = with < 2 ? Meaning::yes : to == for_now ? Meaning::other : Meaning::neutral;
      said_[key] = {meaning, to, true};
      const auto sent_to = wrong_ == Wrong::blind && !shown.empty() ? shown.back() : to;
      send(Said{key, word, Value::object({{"to", sent_to}, {"with", word}}), {}});
    }
  }

  void send(Said said) {
    last_ = said;
    if (wrong_ == Wrong::blind) said.by = {};
    if (wrong_ == Wrong::deaf && said_.at(said.key).meaning == Meaning::yes) said.text = "maybe", said.answer = {};
    const auto how = random_.next() % 10;
    if (how == 0) {  // no power before anybody knows whether it was stored
      business_.begin(deliver(business_.conversations(), id_, std::move(said)));
      business_.turn(static_cast<int>(random_.next() % 40));
      return lose_power();
    }
    business_.wait(deliver(business_.conversations(), id_, std::move(said)));
    if (how < 3) return business_.turn(static_cast<int>(random_.next() % 30));  // and the next one right behind it
    settle();
  }

  static Task<> deliver(Conversations& all, std::string id, Said said) {
    try {
      co_await all.receive(std::move(id), std::move(said));
    } catch (const Error& error) {
      if (error.kind != Kind::conflict) throw;
    }
  }

  void people() {
    const auto status = business_.status(id_);
    if (status == Status::bot) {
      business_.wait(business_.conversations().take_over(id_, "staff:Ben"));
    } else {
      business_.wait(business_.conversations().give_back(id_, "staff:Ben"));
    }
  }

  void go_wrong() {
    static const std::vector<std::string> kTools = {"book_table", "cancel_booking", "move_booking", "find_table"};
    const Error error(Kind::unavailable, random_.next() % 2 ? "tool/unavailable" : "tool/fully-booked", "Not now.");
    const auto& tool = kTools[random_.next() % kTools.size()];
    (random_.next() % 2 ? business_.failures : business_.losses)[tool] = {error};
  }

  void lose_power() {
    ++figures_.kills;
    business_.turn(static_cast<int>(random_.next() % 20));
    business_.lose_power(random_.next());
  }

  void settle() {
    business_.wait(business_.conversations().threads().settled(id_));
    if (business_.status(id_) == Status::pending_human && random_.next() % 2) people();
  }
  std::vector<graph::StoredEvent> events() { return business_.events(id_); }

  SimulatedBusiness& business_;
  Random& random_;
  const Wrong wrong_;
  Figures& figures_;
  std::string id_;
  std::map<std::string, Message> said_;  // by key
  Said last_;
};

int judge_consent(const support::Arguments& arguments) {
  const auto as = arguments.text("--as", arguments.has("--broken") ? "blind" : "none");
  const auto wrong = as == "blind" ? Wrong::blind : as == "off" ? Wrong::off : as == "deaf" ? Wrong::deaf : Wrong::none;
  const auto corpora = std::filesystem::path(arguments.text("--data", FRONTDESK_SOURCE_DIR "/../shared/corpora"));
  const auto cases =
      read_cases(arguments.text("--cases", (corpora / ".." / "cases" / "yes-no.jsonl").lexically_normal().string()));
  const auto intents = SimulatedBusiness().intents();
  int right = 0;
  for (const auto& one : cases) {
    const auto why = OneCase(one, intents).run();
    right += why.empty();
    if (!why.empty()) fmt::print("consent: \"{}\" is {}: {}\n", one.say, one.right, why);
  }
  const auto count = arguments.number("--count", 100'000);
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  Figures figures;
  for (std::uint64_t batch = 0; figures.talks < count; ++batch) {
    const auto of_batch = seed * 1'000'003 + batch;
    SeededRandom random(of_batch);
    ModelFactory model;
    if (batch % 2) model = [&random](std::shared_ptr<ai::Model>) { return std::make_unique<Proposing>(random); };
    const auto changes = wrong == Wrong::off ? json::parse(R"({"guards":{"consent":"off"}})") : Value::object();
    SimulatedBusiness business(of_batch, changes, model, intents, kThursday);
    for (int i = 0; i < kTalksOfABusiness && figures.talks < count; ++i)
      Talk(business, random, wrong, figures).run(fmt::format("batch {} talk {}", batch, i));
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(figures.told.size(), 12); ++i)
    fmt::print("consent: {}\n", figures.told[i]);
  fmt::print("consent: {} read-backs, {} yeses that released, {} losses of power\n", figures.read_backs,
             figures.released, figures.kills);
  fmt::print(
      "consent: {}/{} cases, {} interleavings, {} writes, {} without a yes, {} twice, {} lost (bar all, 0, 0, 0)\n",
      right, cases.size(), figures.talks, figures.writes, figures.without, figures.twice, figures.lost);
  const bool has_seen = figures.writes > figures.talks / 10 && figures.kills > 0;
  const bool holds = figures.without + figures.twice + figures.lost == 0;
  return right == static_cast<int>(cases.size()) && right > 0 && holds && has_seen ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk::dialog

int main(int count, char** words) {
  try {
    return frontdesk::dialog::judge_consent(
        {count, words, {"--data", "--cases", "--count", "--seed", "--as"}, {"--broken"}});
  } catch (const std::exception& error) {
    fmt::print(stderr, "consent: {}\n", error.what());
    return 2;
  }
}
