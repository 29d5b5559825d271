// The judge `guests`: scripted guests of four trades talk to the product over its web channel, with the built-in model
// and nothing else, and the end state of each business's own system says whether they were served.
// tests/judges/guests/README.md is the format of the scripts. --broken: each guest is judged by the goal of another
// one.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "base/yaml.h"
#include "guest.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "support/product.h"
#include "talk.h"
#include "verdict.h"

using namespace frontdesk;

namespace {

constexpr int kAtOnce = 16;
constexpr auto kToday = "2026-11-26";
constexpr auto kWallMs = "1795683600000";  // 26 November 2026, 10:00 in Berlin
constexpr int kReachedBar = 85;            // of a hundred
constexpr double kWrongWritesBar = 0.005;
constexpr double kWayBar = 1.3;
const std::string kFolder = FRONTDESK_SOURCE_DIR "/tests/judges/guests";

struct Trade {
  std::string name;
  Value tenant;
  trade::Names locations;
  std::vector<trade::Script> scripts;
};

Trade read_trade(const std::filesystem::path& folder) {
  Trade trade{.name = folder.filename().string(),
              .tenant = yaml::parse(support::read_file((folder / "tenant.yaml").string())).value};
  for (const auto& location : trade.tenant["locations"].items())
    trade.locations[std::string(location["id"].text())] = location["name"].text();
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("guests")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    auto scripts = trade::read_scripts(yaml::parse(support::read_file(file.string())).value, trade.name);
    std::ranges::move(scripts, std::back_inserter(trade.scripts));
  }
  return trade;
}

std::vector<Trade> read_trades() {
  std::vector<Trade> trades;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (std::filesystem::exists(entry.path() / "tenant.yaml")) trades.push_back(read_trade(entry.path()));
  }
  std::ranges::sort(trades, {}, &Trade::name);
  return trades;
}

// The product with a tenant for each trade and the offices of all, on the day of the scripts.
class Stage {
 public:
  explicit Stage(const std::vector<Trade>& trades)
      : office_({support::program("trade_office"), "--folder", kFolder, "--today", kToday}),
        office_port_(support::port_in(office_.read_line())) {
    std::vector<std::string> flags{"--rate-per-second", "0"};
    for (const auto& trade : trades) {
      const auto file = fmt::format("{}/{}.yaml", folder_.path(), trade.name);
      std::ofstream(file) << at_office(support::read_file(fmt::format("{}/{}/tenant.yaml", kFolder, trade.name)));
      flags.insert(flags.end(), {"--tenant-file", file});
    }
    product_.emplace(folder_.path() + "/data", "", flags);
    for (const auto& trade : trades) product_->give(trade.name, "pk_" + trade.name, {office_port_});
    product_->set_environment(
        {{"LD_PRELOAD", support::program("libfd_wall_clock.so")}, {"FRONTDESK_TEST_WALL_MS", kWallMs}});
    product_->start();
    for (const auto& trade : trades) staff_tokens_[trade.name] = product_->staff_token(trade.name);
  }

  const std::string& address() const { return product_->address(); }
  const std::string& staff_token(const std::string& trade) const { return staff_tokens_.at(trade); }
  std::string office() const { return fmt::format("http://127.0.0.1:{}", office_port_); }

 private:
  // The files name a fixed port, as a business's would.
  std::string at_office(std::string text) const {
    constexpr std::string_view kPort = "127.0.0.1:8082/";
    for (auto at = text.find(kPort); at != std::string::npos; at = text.find(kPort, at + 1))
      text.replace(at, kPort.size(), fmt::format("127.0.0.1:{}/", office_port_));
    return text;
  }

  support::TemporaryFolder folder_;
  support::Child office_;
  int office_port_;
  std::optional<support::Product> product_;
  std::map<std::string, std::string> staff_tokens_;
};

// One guest's conversation, once it is over.
struct Played {
  const trade::Script* script;
  const trade::Goal* goal;
  std::vector<std::string> keys;  // of the writes that the bot did in it
  std::string said;               // by the bot, lower case
  std::string queue;
  bool has_left = false;
  bool opened_with_form = false;
  bool gave_up = false;
  int messages = 0;
  std::string transcript;
  trade::Judgement judgement = {};
};

bool asks_something(const trade::Heard& heard) { return !heard.asks.empty() || !heard.read_back.empty(); }

std::string all_texts_in(const Value& value) {
  if (value.is_text()) return std::string(value.text()) + " ";
  if (value.is_number()) return json::print(value) + " ";
  std::string all;
  for (const auto& item : value.items()) all += all_texts_in(item);
  for (const auto& member : value.members()) all += all_texts_in(member.value);
  return all;
}

void hear_message(const Value& message, trade::Heard& heard) {
  if (message["role"].text() != "bot") return;
  heard.texts.emplace_back(message["text"].text());
  heard.asks = message["asks"].text();
  heard.read_back = message["read_back"]["id"].text();
  heard.read_back_text = fmt::format("{} {}", message["text"].text(), all_texts_in(message["card"]));
  heard.buttons.clear();
  for (const auto& button : message["buttons"].items())
    heard.buttons.push_back({std::string(button["label"].text()), std::string(button["text"].text())});
}

void hear_tool(const Value& event, trade::Heard& heard) {
  if (event["status"].text() == "ok") {
    const bool writes = event["effect"].text() != "read";
    heard.wrote = heard.wrote || writes;
    if (writes) heard.refused.reset();
    const auto* available = event["result"].find("available");
    if (available && !available->boolean()) heard.refused = "taken";
    return;
  }
  const std::string slug(event["error"]["slug"].text());
  heard.refused = slug.substr(slug.rfind('/') + 1);
}

trade::Heard hear(const std::vector<Value>& events) {
  trade::Heard heard;
  for (const auto& event : events) {
    const auto type = event["type"].text();
    if (type == "message") hear_message(event["message"], heard);
    if (type == "tool") hear_tool(event, heard);
    if (type == "guard" && event["guard"].text() == "repair") heard.not_understood = true;
    if (type == "handoff") heard.handed_over = true;
  }
  return heard;
}

std::string line_of(const Value& event) {
  const auto type = event["type"].text();
  if (type == "message") {
    const auto& message = event["message"];
    const auto asks = message["asks"].text();
    return fmt::format("{:>8}: {}{}\n", message["role"].text(), message["text"].text(),
                       asks.empty() ? "" : fmt::format("   [asks {}]", asks));
  }
  static const std::vector<std::string_view> kNoise = {"config", "run.started", "step", "run.finished", "owner"};
  if (std::ranges::find(kNoise, type) != kNoise.end()) return "";
  return fmt::format("        . {}\n", json::print(event.without("seq").without("at").without("run").without("key")));
}

class Judge {
 public:
  Judge(std::vector<Trade> trades, bool broken, double reached_bar)
      : trades_(std::move(trades)),
        stage_(trades_),
        transport_(net::system_transport()),
        client_(*transport_, clock_),
        broken_(broken),
        reached_bar_(reached_bar) {
    for (const auto& trade : trades_) {
      for (std::size_t i = 0; i < trade.scripts.size(); ++i) {
        const auto& judged_by = trade.scripts[broken ? (i + 1) % trade.scripts.size() : i];
        waiting_.push_back({&trade, {&trade.scripts[i], &judged_by.goal}});
      }
    }
  }

  int run() {
    const auto ended = [this](std::exception_ptr failure) {
      if (failure && !failure_) failure_ = failure;
      if (--busy_ == 0 || failure_) loop_.stop();
    };
    busy_ = kAtOnce;
    for (int i = 0; i < kAtOnce; ++i) boost::asio::co_spawn(loop_, serve(), ended);
    loop_.run();
    if (failure_) std::rethrow_exception(failure_);
    return report();
  }

 private:
  struct Waiting {
    const Trade* trade;
    Played played;
  };
  struct Figures {
    int guests = 0, reached = 0, wrong = 0;
  };

  Task<> serve() {
    while (!waiting_.empty()) {
      auto next = std::move(waiting_.front());
      waiting_.pop_front();
      co_await play(*next.trade, next.played);
      co_await judge(*next.trade, next.played);
      played_.push_back(std::move(next.played));
    }
  }

  Task<> play(const Trade& trade, Played& played) {
    tau::Talk talk({client_, clock_}, stage_.address(), "pk_" + trade.name);
    co_await talk.open();
    trade::Guest guest(*played.script, trade.locations);
    std::size_t seen = 0;
    std::optional<trade::Said> said = guest.open();
    while (said) {
      const auto id = fmt::format("m{}", guest.messages());
      if (said->presses.empty()) {
        co_await talk.say(id, said->text, false);
      } else {
        co_await talk.press(id, said->text, said->presses);
      }
      co_await talk.until_finished(guest.messages());
      const std::vector<Value> news(talk.events().begin() + static_cast<std::ptrdiff_t>(seen), talk.events().end());
      seen = talk.events().size();
      const auto heard = hear(news);
      take_down(played, news, heard, guest);
      said = guest.react(heard);
    }
    played.keys = co_await keys_of(trade.name, talk.id());
    played.gave_up = guest.gave_up();
    played.messages = guest.messages();
  }

  static void take_down(Played& played, const std::vector<Value>& news, const trade::Heard& heard,
                        const trade::Guest& guest) {
    for (const auto& event : news) {
      played.transcript += line_of(event);
      if (event["type"].text() == "handoff") played.queue = event["queue"].text();
    }
    for (const auto& text : heard.texts) played.said += text::lower_ascii(text) + "\n";
    if (guest.messages() == 1) played.opened_with_form = asks_something(heard);
    played.has_left = guest.has_left() && !asks_something(heard);
  }

  // The keys of all calls, which the business's own people see and no visitor.
  Task<std::vector<std::string>> keys_of(std::string trade, std::string conversation) {
    net::ClientRequest request{
        .url = fmt::format("{}/v1/conversations/{}/events?trace=1&limit=1000", stage_.address(), conversation)};
    request.headers.set("Authorization", "Bearer " + stage_.staff_token(trade));
    const auto page = co_await tau::insist({client_, clock_}, std::move(request));
    std::vector<std::string> keys;
    for (const auto& event : page["items"].items()) {
      if (event["type"].text() == "tool") keys.emplace_back(event["key"].text());
    }
    co_return keys;
  }

  Task<> judge(const Trade& trade, Played& played) {
    trade::End end{.writes = co_await writes_of(trade.name, played.keys),
                   .said = played.said,
                   .queue = played.queue,
                   .has_left = played.has_left,
                   .opened_with_form = played.opened_with_form};
    played.judgement = trade::judge(*played.goal, end);
  }

  Task<std::vector<trade::Done>> writes_of(std::string trade, std::vector<std::string> keys) {
    const auto all =
        co_await tau::insist({client_, clock_}, {.url = fmt::format("{}/{}/writes", stage_.office(), trade)});
    std::vector<trade::Done> own;
    for (const auto& write : all.items()) {
      if (std::ranges::find(keys, write["key"].text()) == keys.end()) continue;
      own.push_back(
          {std::string(write["kind"].text()), std::string(write["code"].text()), write["before"], write["after"]});
      claimed_.insert(std::string(write["key"].text()));
    }
    co_return own;
  }

  // What stands in the offices although no conversation says that it wrote it.
  int unclaimed_writes() {
    support::Api api(stage_.office());
    int count = 0;
    for (const auto& trade : trades_) {
      const auto all = api.get(fmt::format("/{}/writes", trade.name)).body;
      for (const auto& write : all.items()) count += !claimed_.contains(std::string(write["key"].text()));
    }
    return count;
  }

  static void tell(const Played& played) {
    const auto file = std::filesystem::path("build/judges/guests") / (played.script->id + ".txt");
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << fmt::format("{}: {}\n{}{}\n\n{}", played.script->id, played.script->about,
                                       played.judgement.why, played.gave_up ? " (the guest gave up)" : "",
                                       played.transcript);
    std::printf("guests: %s: %s%s\n", played.script->id.c_str(), played.judgement.why.c_str(),
                played.gave_up ? " (the guest gave up)" : "");
  }

  double median_way() const {
    std::vector<double> ways;
    for (const auto& played : played_) {
      if (played.judgement.reached) ways.push_back(static_cast<double>(played.messages) / played.script->shortest);
    }
    if (ways.empty()) return 0;
    std::ranges::sort(ways);
    return ways[ways.size() / 2];
  }

  int report() {
    std::ranges::sort(played_, {}, [](const Played& played) { return played.script->id; });
    std::map<std::string, Figures> by_trade;
    Figures all;
    for (const auto& played : played_) {
      for (auto* figures : {&by_trade[played.script->trade], &all}) {
        ++figures->guests;
        figures->reached += played.judgement.reached;
        figures->wrong += played.judgement.wrote_wrongly;
      }
      if (!played.judgement.reached && !broken_) tell(played);
    }
    for (const auto& [name, figures] : by_trade)
      std::printf("guests: %-10s %3d/%3d reached their goal, %d wrong writes\n", name.c_str(), figures.reached,
                  figures.guests, figures.wrong);
    return verdict(all);
  }

  int verdict(Figures all) {
    all.wrong += unclaimed_writes();
    const auto reached = static_cast<double>(all.reached) / std::max(all.guests, 1);
    const auto wrong = static_cast<double>(all.wrong) / std::max(all.guests, 1);
    const auto way = median_way();
    std::printf(
        "guests: %d/%d reached (%.1f %%), %d wrong writes (%.1f %%), median way %.2f (bar: %.0f %%, 0.5 %%, 1.30)\n",
        all.reached, all.guests, 100 * reached, all.wrong, 100 * wrong, way, 100 * reached_bar_);
    // Of few guests not a single one may be written for wrongly: half a percent of forty is none.
    const bool writes_well = all.wrong <= std::floor(kWrongWritesBar * all.guests);
    return all.guests > 0 && reached >= reached_bar_ && writes_well && way <= kWayBar && way > 0 ? 0 : 1;
  }

  const std::vector<Trade> trades_;
  Stage stage_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context loop_{1};
  net::Client client_;
  const bool broken_;
  const double reached_bar_;  // 0 to 1
  std::deque<Waiting> waiting_;
  std::vector<Played> played_;
  std::set<std::string> claimed_;  // keys of writes
  int busy_ = 0;
  std::exception_ptr failure_;
};

// As many of each trade, chosen by the seed.
void take_sample(std::vector<Trade>& trades, std::size_t count, std::uint64_t seed) {
  SeededRandom random(seed);
  for (auto& trade : trades) {
    for (auto left = trade.scripts.size(); left > 1; --left)
      std::swap(trade.scripts[left - 1], trade.scripts[random.next() % left]);
    trade.scripts.resize(std::min(trade.scripts.size(), std::max<std::size_t>(1, count / trades.size())));
  }
}

std::vector<Trade> chosen(const support::Arguments& arguments) {
  auto trades = read_trades();
  if (arguments.has("--trade"))
    std::erase_if(trades, [&](const Trade& trade) { return trade.name != arguments.text("--trade"); });
  if (arguments.has("--only")) {
    for (auto& trade : trades)
      std::erase_if(trade.scripts, [&](const auto& script) { return script.id != arguments.text("--only"); });
  }
  if (arguments.has("--sample"))
    take_sample(trades, static_cast<std::size_t>(arguments.number("--sample", 40)),
                static_cast<std::uint64_t>(arguments.number("--seed", 1)));
  return trades;
}

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--data", "--sample", "--seed", "--trade", "--only", "--at-least"},
                                     {"--broken"});
  try {
    const auto bar = static_cast<double>(arguments.number("--at-least", kReachedBar)) / 100;
    return Judge(chosen(arguments), arguments.has("--broken"), bar).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "guests: %s\n", error.what());
    return 2;
  }
}
