// The judge `mail`: letters are asked for and handed in to a real mail server (OpenSMTPD), while both sides are killed
// with -9 at random moments. Of each letter whose asking was acknowledged there must be a copy in the mailbox, and
// copies of one letter must have one Message-ID. --broken: the clerk hands letters in outside of its durable work.
#include <signal.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "base/error.h"
#include "platform/mail/mailing.h"
#include "platform/module.h"
#include "platform/places/place.h"
#include "platform/work/worker.h"
#include "store/sqlite.h"
#include "support/arguments.h"
#include "support/child.h"

namespace frontdesk::platform {
namespace {

const mail::Sender kSender{"desk@frontdesk.example", "frontdesk"};

mail::Letter letter_of(int number) {
  return {.to = fmt::format("guest{}@lume.example", number % 7),
          .to_name = "Gäst",
          .subject = fmt::format("Letter {}", number),
          .text = fmt::format("This is the letter {}.", number),
          .html = ""};
}

std::string id_of(int number) { return mail::message_id(TenantId::parse("acme"), std::to_string(number), kSender); }

// ---- the clerk: a process that asks for letters, and hands them in ----

struct Clerk {
  Clerk(const std::string& folder, int port, bool is_forgetful)
      : office(mail::smtp_office({.server = fmt::format("smtp://127.0.0.1:{}", port), .tls = false})),
        database(store::open_sqlite({.folder = folder, .writer_threads = 1}, modules(), *files, *log)),
        is_forgetful(is_forgetful) {
    auto kind = mail::mailing(office.get(), kSender);
    kind.retry.wait_max = std::chrono::seconds(2);
    kind.retry.attempts_max = 1'000;
    frame.add(std::move(kind));
  }

  // Says "asked N" when a letter is acknowledged, and ends when all work is done once `count` were asked for.
  Task<> run(int first, int count) {
    auto* const tenant = co_await database->open(TenantId::parse("acme"));
    place.emplace(*tenant, frame, co_await boost::asio::this_coro::executor);
    place->worker().start();
    for (int number = first; number < first + count; ++number) {
      co_await ask(number);
      std::printf("asked %d\n", number);
      std::fflush(stdout);
      co_await clock.sleep_for(std::chrono::milliseconds(5));
    }
    while (!co_await is_idle()) co_await clock.sleep_for(std::chrono::milliseconds(50));
    std::printf("done\n");
    std::fflush(stdout);
  }

  Task<> ask(int number) {
    if (is_forgetful) {
      boost::asio::co_spawn(co_await boost::asio::this_coro::executor, hand_in(number), [](std::exception_ptr) {});
      co_return;
    }
    co_await place->write(
        "judge", [number](Writing& writing) { writing.ask(mail::item(letter_of(number), std::to_string(number))); });
  }
  Task<> hand_in(int number) {
    const auto letter = letter_of(number);
    co_await office->hand_in({kSender.address, letter.to, mail::to_wire(letter, kSender, id_of(number), clock.wall())});
  }
  Task<bool> is_idle() {
    co_return co_await place->store().read([](store::Reader& reader) {
      return work::list(reader, {.state = work::State::waiting, .limit = 1}).empty() &&
             work::list(reader, {.state = work::State::running, .limit = 1}).empty();
    });
  }

  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<Log> log = silent_log();
  std::unique_ptr<Files> files = system_files();
  std::unique_ptr<mail::PostOffice> office;
  Frame frame{clock, random, *log, audit::Audit(std::string(32, 'k'))};
  std::unique_ptr<store::Database> database;
  std::optional<Place> place;
  const bool is_forgetful;
};

int be_clerk(const support::Arguments& arguments) {
  boost::asio::io_context context(1);
  Clerk clerk(arguments.text("--clerk", ""), static_cast<int>(arguments.number("--port", 0)),
              arguments.has("--broken"));
  const auto first = static_cast<int>(arguments.number("--first", 1));
  const auto count = static_cast<int>(arguments.number("--count", 0));
  boost::asio::co_spawn(context, clerk.run(first, count), [&](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
    context.stop();
  });
  context.run();
  std::fflush(stdout);
  ::_exit(0);
}

// ---- the mail server ----

class Server {
 public:
  explicit Server(std::string folder) : folder_(std::move(folder)), port_(support::free_port()) {
    namespace fs = std::filesystem;
    fs::create_directories(folder_ + "/box");
    fs::permissions(fs::path(folder_).parent_path(), fs::perms::all);  // mail is delivered by somebody else
    fs::permissions(folder_, fs::perms::all);
    fs::permissions(folder_ + "/box", fs::perms::all);
    std::ofstream(folder_ + "/smtpd.conf") << fmt::format(
        "table catchall {{ \"@\" = nobody }}\nlisten on 127.0.0.1 port {}\n"
        "action \"local\" maildir \"{}/box\" virtual <catchall>\nmatch from any for any action \"local\"\n",
        port_, folder_);
    start();
  }

  int port() const { return port_; }
  void kill() {
    child_.reset();  // SIGKILL; its helpers end with it
    start();
  }

  // How often each Message-ID is in the mailbox.
  std::map<std::string, int> copies() const {
    std::map<std::string, int> copies;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ + "/box")) {
      if (!entry.is_regular_file() || entry.path().parent_path().filename() == "tmp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line) && !line.empty();) {
        if (line.starts_with("Message-ID: ")) ++copies[line.substr(12, line.find('>') - 11)];
      }
    }
    return copies;
  }

 private:
  void start() {
    child_.emplace(std::vector<std::string>{"smtpd", "-d", "-f", folder_ + "/smtpd.conf"}, folder_ + "/smtpd.log");
  }

  const std::string folder_;
  const int port_;
  std::optional<support::Child> child_;
};

// ---- the judge ----

class Judge {
 public:
  Judge(std::uint64_t seed, bool is_broken) : is_broken_(is_broken), random_(seed), server_(folder_.path() + "/mail") {}

  int run(int kills, int server_kills) {
    for (int cycle = 0; cycle < kills; ++cycle) {
      auto clerk = start(100'000);
      const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(50 + random_() % 250);
      const bool kills_server = cycle * server_kills / kills != (cycle + 1) * server_kills / kills;
      bool is_killed = !kills_server;
      while (std::chrono::steady_clock::now() < until) {
        note(clerk.read_line(1'000));
        if (!is_killed && random_() % 8 == 0) is_killed = true, server_.kill();
      }
      clerk.signal(SIGKILL);
      clerk.wait();
      for (auto line = clerk.read_line(100); !line.empty(); line = clerk.read_line(100)) note(line);
    }
    auto last = start(0);
    while (true) {
      const auto line = last.read_line(120'000);
      if (line.empty() || line == "done") break;
    }
    last.wait();
    return report(kills, server_kills);
  }

 private:
  support::Child start(int count) {
    std::vector<std::string> command{support::program("judge_mail"), "--clerk", folder_.path() + "/data", "--port",
                                     std::to_string(server_.port()), "--first", std::to_string(next_),    "--count",
                                     std::to_string(count)};
    if (is_broken_) command.emplace_back("--broken");
    return support::Child(std::move(command), folder_.path() + "/clerk.log");
  }
  // A letter that was under way when the clerk died may be there or not: the next clerk begins behind it.
  void note(const std::string& line) {
    if (!line.starts_with("asked ")) return;
    const auto number = std::stoi(line.substr(6));
    asked_.push_back(number);
    next_ = number + 2;
  }

  int report(int kills, int server_kills) const {
    std::size_t lost = asked_.size();
    int more = 0;
    // Delivery goes on in the server for a while.
    for (int i = 0; i < 300 && lost > 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const auto copies = server_.copies();
      lost = static_cast<std::size_t>(
          std::ranges::count_if(asked_, [&](int number) { return !copies.contains(id_of(number)); }));
      more = 0;
      for (const auto& [id, count] : copies) more += count - 1;
    }
    const bool good = lost == 0 && asked_.size() > static_cast<std::size_t>(kills);
    std::printf(
        "mail: %zu letters over %d kills of ours and %d of the server's: %zu lost, %d more copies under the "
        "same Message-ID (bar: 0 lost)\n",
        asked_.size(), kills, server_kills, lost, more);
    return good ? 0 : 1;
  }

  const bool is_broken_;
  std::mt19937_64 random_;
  support::TemporaryFolder folder_;
  Server server_;
  std::vector<int> asked_;
  int next_ = 1;
};

}  // namespace
}  // namespace frontdesk::platform

int main(int argc, char** argv) {
  const frontdesk::support::Arguments arguments(
      argc, argv, {"--kills", "--server-kills", "--seed", "--data", "--clerk", "--port", "--first", "--count"},
      {"--broken"});
  try {
    if (!arguments.text("--clerk", "").empty()) return frontdesk::platform::be_clerk(arguments);
    if (::geteuid() != 0) {
      std::printf("mail: skipped: OpenSMTPD is started by root only\n");
      return 0;
    }
    return frontdesk::platform::Judge(static_cast<std::uint64_t>(arguments.number("--seed", 1)),
                                      arguments.has("--broken"))
        .run(static_cast<int>(arguments.number("--kills", 50)),
             static_cast<int>(arguments.number("--server-kills", 20)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mail: %s\n", error.what());
    return 1;
  }
}
