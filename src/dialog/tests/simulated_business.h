#pragma once

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <map>
#include <string>
#include <vector>

#include "ai/intents.h"
#include "base/describe.h"
#include "base/json.h"
#include "base/memory_files.h"
#include "dialog/conversations.h"
#include "dialog/messages.h"
#include "dialog/module.h"
#include "support/database.h"
#include "support/demo_document.h"
#include "support/run_simulated.h"

namespace frontdesk::dialog::testing {

// A language model that says what was written down for it, one answer after the other.
using Script = std::vector<Value>;

inline Value call(std::string_view tool, const char* arguments, std::string_view id) {
  return tool_call(id, tool, json::parse(arguments));
}
inline Value calls(std::string_view tool, const char* arguments, std::string_view id = "call_1") {
  return assistant_calls(Value::list({call(tool, arguments, id)}));
}
inline Value says(std::string_view text) { return assistant_message(text); }

class Scripted final : public ai::Model {
 public:
  explicit Scripted(std::shared_ptr<Script> rest) : rest_(std::move(rest)) {}
  Task<ai::ModelAnswer> answer(ai::ModelRequest, ai::TokenSink, Deadline) override {
    if (rest_->empty()) throw Error(Kind::unavailable, "model/unavailable", "Nothing is left to say.");
    const auto next = rest_->front();
    rest_->erase(rest_->begin());
    co_return ai::ModelAnswer{next, {}, "script", {}};
  }

 private:
  std::shared_ptr<Script> rest_;
};

inline ModelFactory scripted(Script script) {
  return [rest = std::make_shared<Script>(std::move(script))](std::shared_ptr<ai::Model>) {
    return std::make_unique<Scripted>(rest);
  };
}

// Changes of the demo's file with which it speaks all languages that it has texts for.
inline Value four_languages() { return Value::object({{"languages", json::parse(R"(["en","de","es","it"])")}}); }

// The same examples make the same model, and most tests have the demo's.
inline std::shared_ptr<const ai::IntentModel> trained(const std::vector<ai::Example>& examples) {
  static std::map<std::string, std::shared_ptr<const ai::IntentModel>> models;
  std::string key;
  for (const auto& example : examples) key += example.intent + "\n" + example.text + "\n";
  auto& model = models[key];
  if (!model) model = std::make_shared<const ai::IntentModel>(ai::IntentModel::train(examples));
  return model;
}

// The demo business on one thread: its file, a disk in memory, a clock that jumps, chance from a seed, and tools that
// are functions. It can lose its power and start again on what the disk kept.
class SimulatedBusiness {
 public:
  // `model`: who is asked in place of the built-in one.
  // `intents`: what another one has learned, so that many cost one training. `starts`: what its clock shows at first.
  explicit SimulatedBusiness(std::uint64_t seed = 1, Value changes = Value::object(), ModelFactory model = {},
                             std::shared_ptr<const ai::IntentModel> intents = {}, Timestamp starts = kMonday)
      : clock_(starts), random_(seed), make_model_(std::move(model)), model_(std::move(intents)) {
    document_ = support::demo_document().merged(changes.is_object() ? changes : Value::object());
    if (!model_) learn();
    boot();
  }
  const std::shared_ptr<const ai::IntentModel>& intents() const { return model_; }

  void learn() {
    auto config = read_dialog_config(document_);
    std::vector<ai::Example> examples;
    for (const auto& intent : config.intents) {
      for (const auto& example : intent.examples) examples.push_back({example, intent.name});
    }
    model_ = trained(examples);
  }

  void boot() {
    loops_ = std::make_unique<net::Loops>(1);
    store::SqliteOptions options;
    options.folder = "data";
    options.writer_threads = 0;
    options.clock = &clock_;
    options.random = &random_;
    database_ = support::open_database(options, modules_up_to_here(), *files_, *log_);
    tenant_ = wait(database_->open(TenantId::parse("bistro")));
    brain_ = make_brain();
    threads_ = std::make_unique<graph::Threads>(*tenant_, *loops_, clock_, random_, *log_);
    conversations_ = std::make_unique<Conversations>(*tenant_, *threads_, clock_, random_, *log_,
                                                     [this](std::string) { return give(*this); });
    wait(threads_->recover());
  }

  // The machine loses its power; what was not synced may be lost or torn.
  void lose_power(std::uint64_t seed) {
    auto after = files_->crash(seed);
    shut_down();
    files_ = std::move(after);
    boot();
  }

  template <class T>
  T wait(Task<T> task) {
    return support::run_simulated(loops_->context(0), clock_, std::move(task));
  }
  void wait(Task<> task) { support::run_simulated(loops_->context(0), clock_, truly(std::move(task))); }

  // From the next start on the bot may not call this tool.
  void forbid(std::string tool) { forbidden = std::move(tool); }
  // From the next start on the configuration has no flows.
  void drop_flows() { document_ = document_.without("flows"); }

  // Two at the same time.
  template <class T>
  void both(Task<T> one, Task<T> other) {
    using namespace boost::asio::experimental::awaitable_operators;
    wait(one_and_other(std::move(one) && std::move(other)));
  }

  Conversations& conversations() { return *conversations_; }
  store::Tenant& tenant() { return *tenant_; }
  Clock& clock() { return clock_; }
  std::shared_ptr<const Brain> brain() const { return brain_; }
  std::string open() { return wait(conversations_->open("web")).id; }

  // Says something and gives what the bot answered, all its new messages in one text.
  std::string say(const std::string& conversation, const std::string& text) {
    return say(conversation, Said{"", text, {}, {}, {}});
  }
  std::string say(const std::string& conversation, Said said) {
    const auto before = static_cast<std::int64_t>(events(conversation).size());
    said.key = fmt::format("k{}", ++key_);
    wait(conversations_->receive(conversation, std::move(said)));
    wait(conversations_->threads().settled(conversation));
    std::string answer;
    for (const auto& event : events(conversation, before)) {
      if (event.type != "message" || event.data["message"]["role"].text() != "bot") continue;
      if (!answer.empty()) answer += " ";
      answer += event.data["message"]["text"].text();
    }
    return answer;
  }

  std::vector<graph::StoredEvent> events(const std::string& conversation, std::int64_t after = 0) {
    return wait(conversations_->threads().events(conversation, after, 10'000));
  }
  std::string types(const std::string& conversation) {
    std::string all;
    for (const auto& event : events(conversation)) all += event.type + " ";
    return all;
  }
  // Starts something and waits for nothing; turn() lets so many handlers run, or time jump where none is ready.
  void begin(Task<> task) {
    boost::asio::co_spawn(loops_->context(0), std::move(task), [](std::exception_ptr) {});
  }
  void turn(int handlers) {
    for (int i = 0; i < handlers; ++i) {
      loops_->context(0).restart();
      if (loops_->context(0).poll_one() == 0 && !clock_.advance_to_next()) return;
    }
  }
  Timestamp now() const { return clock_.wall(); }
  // Time passes, and nothing else happens.
  void pass(std::chrono::milliseconds time) { wait(clock_.sleep_for(time)); }
  void use(Safeguards safeguards) { safeguards_ = std::make_shared<const Safeguards>(std::move(safeguards)); }

  Status status(const std::string& conversation) { return wait(conversations_->find(conversation)).status; }

  // What the tools did: by idempotency key, so that a repeated call is one effect.
  std::map<std::string, std::string> effects;
  // What a tool answers instead, once for each entry.
  std::map<std::string, std::vector<Error>> failures;
  // What a tool throws though it did what it was asked, once for each entry: its answer is lost.
  std::map<std::string, std::vector<Error>> losses;
  // What find_booking tells differently.
  Value booking = Value::object();
  // What is called in place of the functions here.
  std::map<std::string, platform::Action> systems;
  // What find_table answers instead, once for each entry.
  std::vector<Value> taken;
  // Every request that reached a tool that writes, whatever came of it.
  struct Sent {
    std::string conversation;
    std::string key;
    std::string tool;
    Value arguments;
    Timestamp at;
  };
  std::vector<Sent> sent;
  std::int64_t fail_at = -1;        // the write that fails, counted from 1 as in `sent`
  std::optional<Error> failure_at;  // with what
  std::chrono::milliseconds tool_takes{3};
  int calls = 0;
  std::string forbidden;
  std::vector<std::string> addresses;                  // that the calls came with
  bool explode = false;                                // what classifies a sentence throws
  std::vector<std::chrono::milliseconds> brain_waits;  // how long the next askings for a brain take
  std::optional<Error> broken;                         // why no configuration can be used
  bool broken_oddly = false;                           // it cannot, and what says so has no name

  static constexpr Timestamp kMonday{1'795'424'400'000};  // 23 November 2026, 09:00 UTC

 private:
  static bool is_write(std::string_view tool) {
    return tool == "book_table" || tool == "move_booking" || tool == "cancel_booking";
  }
  template <class T>
  static Task<int> one_and_other(Task<T> both) {
    co_await std::move(both);
    co_return 0;
  }
  static Task<int> truly(Task<> task) {
    co_await std::move(task);
    co_return 0;
  }
  static Task<std::shared_ptr<const Brain>> give(SimulatedBusiness& self) {
    if (!self.brain_waits.empty()) {
      const auto wait = self.brain_waits.front();
      self.brain_waits.erase(self.brain_waits.begin());
      co_await self.clock_.sleep_for(wait);
    }
    if (self.broken) throw *self.broken;
    if (self.broken_oddly) throw std::runtime_error("odd");
    co_return self.brain_;
  }

  void shut_down() {
    conversations_.reset();
    threads_.reset();
    database_.reset();
    loops_.reset();
  }

  std::shared_ptr<const Brain> make_brain() {
    BrainParts parts{TenantId::parse("bistro"), "v1", read_dialog_config(document_)};
    for (const auto& tool : document_["tools"].items()) {
      platform::Action action;
      action.name = tool["name"].text();
      action.description = tool["description"].text();
      action.input_schema = tool["input_schema"];
      action.effect = from_value<platform::Effect>(tool["effect"]);
      action.permission = "tools." + action.name;
      if (action.name != forbidden) parts.permissions.push_back(action.permission);
      action.run = [this, name = action.name](platform::ActionCall call) {
        return answer(*this, name, std::move(call));
      };
      parts.tools.push_back(std::move(action));
      if (!tool["confirm"].is_null()) parts.confirms[std::string(tool["name"].text())] = tool["confirm"];
      if (!tool["labels"].is_null())
        parts.labels[std::string(tool["name"].text())] = from_value<std::map<std::string, Value>>(tool["labels"]);
    }
    parts.classify = [this, model = model_](std::string_view sentence) {
      if (explode) throw std::runtime_error("the classifier is broken");
      const auto found = model->classify(sentence);
      Understanding understanding;
      understanding.sure = found.sure;
      if (!found.name.empty()) understanding.guesses.push_back({std::string(found.name), found.confidence});
      if (!found.runner_up.empty())
        understanding.guesses.push_back({std::string(found.runner_up), found.runner_up_confidence});
      return understanding;
    };
    parts.model = make_model_;
    parts.safeguards = [this] { return safeguards_; };
    return std::make_shared<const Brain>(std::move(parts), clock_);
  }

  static Task<platform::ActionResult> answer(SimulatedBusiness& self, std::string name, platform::ActionCall call) {
    if (const auto found = self.systems.find(name); found != self.systems.end())
      co_return co_await found->second.run(std::move(call));
    co_await self.clock_.sleep_for(self.tool_takes);
    ++self.calls;
    self.addresses.push_back(call.address);
    if (is_write(name))
      self.sent.push_back({call.conversation, call.idempotency_key, name, call.arguments, self.clock_.wall()});
    if (is_write(name) && std::ssize(self.sent) == self.fail_at) throw *self.failure_at;
    auto& failing = self.failures[name];
    if (!failing.empty()) {
      const auto error = failing.front();
      failing.erase(failing.begin());
      throw error;
    }
    const auto& given = call.arguments;
    if (name == "find_booking")
      co_return platform::ActionResult{
          json::parse(
              R"({"code":"LUME-4821","table":"H3","status":"booked","location":"harbor","date":"2026-11-27","time":"19:00","guests":4})")
              .merged(given.without("phone"))
              .merged(self.booking)};
    if (name == "find_table" && !self.taken.empty()) {
      const auto answer = self.taken.front();
      self.taken.erase(self.taken.begin());
      co_return platform::ActionResult{answer};
    }
    if (name == "find_table") co_return platform::ActionResult{json::parse(R"({"available":true,"table":"T4"})")};
    if (name == "order_status")
      co_return platform::ActionResult{
          json::parse(R"({"order":"1042","status":"on the way","text":"Order 1042 is on its way."})")};
    if (name == "allergens") {
      for (const auto& each : given["without"].items()) {
        constexpr std::string_view kRecorded[] = {"gluten",  "milk", "eggs", "nuts",  "pine nuts", "celery",
                                                  "mustard", "fish", "meat", "vegan", "vegetarian"};
        if (std::ranges::find(kRecorded, each.text()) == std::end(kRecorded))
          throw Error(Kind::not_found, "unrecorded", "No recipe tells of that.");
      }
      co_return platform::ActionResult{json::parse(
          R"({"dishes":[{"dish":"tiramisu","allergens":["egg","milk"]}],"others":[{"dish":"panna cotta","allergens":["milk"]}]})")};
    }
    self.effects.emplace(call.idempotency_key, name + json::print(given));
    auto& losing = self.losses[name];
    if (!losing.empty()) {
      const auto error = losing.front();
      losing.erase(losing.begin());
      throw error;
    }
    co_return platform::ActionResult{given.merged(
        json::parse(
            R"({"code":"LUME-4821","table":"T4","status":"booked","location":"harbor","date":"2026-11-24","time":"19:30","guests":2,"name":"Ana"})")
            .merged(given))};
  }

  std::shared_ptr<const Safeguards> safeguards_ = no_safeguards();
  ManualClock clock_;
  SeededRandom random_;
  ModelFactory make_model_;
  std::unique_ptr<Log> log_ = silent_log();
  std::unique_ptr<MemoryFiles> files_ = std::make_unique<MemoryFiles>();
  Value document_;
  std::shared_ptr<const ai::IntentModel> model_;
  std::unique_ptr<net::Loops> loops_;
  std::unique_ptr<store::Database> database_;
  store::Tenant* tenant_ = nullptr;
  std::shared_ptr<const Brain> brain_;
  std::unique_ptr<graph::Threads> threads_;
  std::unique_ptr<Conversations> conversations_;
  int key_ = 0;
};

}  // namespace frontdesk::dialog::testing
