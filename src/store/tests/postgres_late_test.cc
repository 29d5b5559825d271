#include <gtest/gtest.h>
#include <csignal>

#include <atomic>
#include <boost/asio.hpp>
#include <thread>

#include "store/postgres/address.h"
#include "store/postgres/connection.h"
#include "store/tests/postgres_backing.h"

// All of a group may be one message. Where the connection is given up while that is on its way, it arrives behind the
// group that was run again in its place, and must not be written any more.
namespace frontdesk::store {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

constexpr Sql kCount{"UPDATE counters SET n = n + 1 WHERE id = $1"};
constexpr base::EmbeddedFile kCounters[] = {
    {"0001_counters.sql", "CREATE TABLE counters (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);"}};

Error nothing_changed() { return {Kind::conflict, "test/nothing-changed", "No counter was changed."}; }

// A way to the server on loopback. Once it is armed it breaks with the next commit: the client's end is closed, and
// what the client said last is handed on later.
class Way {
 public:
  explicit Way(std::uint16_t server)
      : server_(server), listener_(context_, {boost::asio::ip::address_v4::loopback(), 0}) {
    accepting_ = std::thread([this] { accept(); });
  }
  ~Way() {
    const auto port = this->port();
    is_over_ = true;
    boost::system::error_code ignored;
    tcp::socket(context_).connect({boost::asio::ip::address_v4::loopback(), port}, ignored);
    accepting_.join();
    for (auto& carrier : carriers_) carrier.join();
  }
  std::uint16_t port() const { return listener_.local_endpoint().port(); }
  void break_with_next_commit(std::chrono::milliseconds late) { late_ms_ = late.count(), is_armed_ = true; }

 private:
  void accept() {
    for (;;) {
      auto client = std::make_shared<tcp::socket>(listener_.accept());
      if (is_over_) return;
      auto server = std::make_shared<tcp::socket>(context_);
      server->connect({boost::asio::ip::address_v4::loopback(), server_});
      carriers_.emplace_back([this, client, server] { carry(*client, *server); });
      carriers_.emplace_back([this, client, server] { bring_back(*server, *client); });
    }
  }
  void carry(tcp::socket& client, tcp::socket& server) {
    boost::system::error_code failed;
    std::string bytes(65'536, '\0');
    while (!failed) {
      const auto size = client.read_some(boost::asio::buffer(bytes), failed);
      const bool breaks = std::string_view(bytes).substr(0, size).contains("COMMIT") && is_armed_.exchange(false);
      if (breaks) end(client), std::this_thread::sleep_for(std::chrono::milliseconds(late_ms_));
      boost::system::error_code refused;
      boost::asio::write(server, boost::asio::buffer(bytes, size), refused);
      if (!breaks) continue;
      std::this_thread::sleep_for(200ms);  // so that the server comes to it before it hears that the way has broken
      break;
    }
    end(server);
    end(client);
  }
  void bring_back(tcp::socket& server, tcp::socket& client) {
    boost::system::error_code failed;
    std::string bytes(65'536, '\0');
    while (!failed) {
      const auto size = server.read_some(boost::asio::buffer(bytes), failed);
      if (!failed) boost::asio::write(client, boost::asio::buffer(bytes, size), failed);
    }
    end(client);
  }
  static void end(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
  }

  const std::uint16_t server_;
  boost::asio::io_context context_;
  tcp::acceptor listener_;
  std::thread accepting_;
  std::vector<std::thread> carriers_;
  std::atomic<bool> is_armed_ = false, is_over_ = false;
  std::atomic<std::int64_t> late_ms_ = 0;
};

class PostgresLate : public testing::Test {
 protected:
  Tenant& open(PostgresOptions options) {
    options.house = house_;
    database_ = open_postgres(options, {Module{"counters", kCounters}}, clock_, random_, *log_);
    auto& place = *run(database_->open(TenantId::parse("bistro")));
    run(place.write([](Transaction& transaction) { transaction.run({"INSERT INTO counters VALUES (1, 0)"}); }));
    return place;
  }
  std::int64_t ask(const std::string& sql) {
    if (!other_) other_.emplace(postgres::Address::parse(support::postgres().address), 10s);
    std::int64_t answer = 0;
    other_->run({sql.c_str()}).each({sql.c_str()}, [&](const Row& row) { answer = row.integer(0); });
    return answer;
  }
  std::int64_t count() { return ask(fmt::format("SELECT n FROM {}_bistro.counters WHERE id = 1", house_)); }

  std::string house_ = support::new_house();
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_ = silent_log();
  std::unique_ptr<Database> database_;
  std::optional<postgres::Connection> other_;
};

// Of the address postgresql://frontdesk@127.0.0.1:PORT/postgres.
std::pair<std::string, std::uint16_t> address_and_port() {
  const auto address = support::postgres().address;
  const auto at = address.rfind(':') + 1;
  return {address, static_cast<std::uint16_t>(std::stoi(address.substr(at)))};
}

TEST_F(PostgresLate, is_written_once_where_it_arrives_behind_its_second_try) {
  const auto [address, port] = address_and_port();
  Way way(port);
  auto through = address;
  through.replace(through.rfind(':') + 1, std::to_string(port).size(), std::to_string(way.port()));
  auto& place = open({.address = through, .writers = 1});
  std::int64_t expected = 0;
  for (const auto late : {0ms, 5ms, 50ms, 300ms}) {
    for (const bool rides_along : {true, false}) {
      way.break_with_next_commit(late);
      run(place.write([&](Transaction& transaction) {
        rides_along ? transaction.change_one(kCount, nothing_changed, 1)
                    : static_cast<void>(transaction.run(kCount, 1));
      }));
      std::this_thread::sleep_for(late + 300ms);
      EXPECT_EQ(count(), ++expected) << late.count() << " ms late, " << (rides_along ? "with" : "before")
                                     << " the commit";
    }
  }
  database_.reset();
}

TEST_F(PostgresLate, is_written_once_where_the_server_stands_still_meanwhile) {
  auto& place = open({.address = support::postgres().address, .writers = 1, .silence_max = 500ms});
  const auto backend = static_cast<pid_t>(run(place.write([](Transaction& transaction) {
    return *transaction.one({"SELECT CAST(pg_backend_pid() AS BIGINT)"}, [](const Row& row) { return row.integer(0); });
  })));
  ASSERT_EQ(::kill(backend, SIGSTOP), 0);
  run(place.write([](Transaction& transaction) { transaction.change_one(kCount, nothing_changed, 1); }));
  EXPECT_EQ(count(), 1);
  ::kill(backend, SIGCONT);
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(count(), 1);
}

// What settles a doubt ends the epoch for all connections of the place; what they were about to write is written in the
// next one.
TEST_F(PostgresLate, writes_in_the_next_epoch_what_was_about_to_be_written) {
  auto& place = open({.address = support::postgres().address, .writers = 2});
  ask(fmt::format("UPDATE {}_bistro.store_place SET epoch = epoch + 1", house_));
  run(place.write([](Transaction& transaction) { transaction.change_one(kCount, nothing_changed, 1); }));
  ask(fmt::format("UPDATE {}_bistro.store_place SET epoch = epoch + 1", house_));
  run(place.write([](Transaction& transaction) { transaction.run(kCount, 1); }));
  EXPECT_EQ(count(), 2);
  ask(fmt::format("UPDATE {}_bistro.store_place SET fence = fence + 1", house_));
  EXPECT_EQ(error_of([&] { run(place.write([](Transaction& transaction) { transaction.run(kCount, 1); })); }).slug,
            "store/lease-lost");
  EXPECT_EQ(count(), 2);
}

// A place of a version that knew no epochs.
TEST_F(PostgresLate, gives_an_older_place_its_epoch) {
  open({.address = support::postgres().address});
  database_.reset();
  ask(fmt::format("ALTER TABLE {}_bistro.store_place DROP COLUMN epoch", house_));
  database_ = open_postgres({.address = support::postgres().address, .house = house_}, {Module{"counters", kCounters}},
                            clock_, random_, *log_);
  auto& place = *run(database_->open(TenantId::parse("bistro")));
  run(place.write([](Transaction& transaction) { transaction.change_one(kCount, nothing_changed, 1); }));
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace frontdesk::store
