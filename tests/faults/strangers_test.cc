// Strangers at the door of the product.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fstream>
#include <list>

#include "base/json.h"
#include "support/api.h"
#include "support/child.h"
#include "support/corpora.h"

namespace frontdesk {
namespace {

using boost::asio::ip::tcp;

struct Strangers : testing::Test {
  // Starts the product by a line of the shell; $SERVE stands for the command with its folder, a free port and a tenant.
  void start(std::string line, const std::string& host = "127.0.0.1") {
    std::ofstream(folder.path() + "/tenant.yaml")
        << "schema_version: 1\nclient_id: strangers\nuse_case_id: strangers\nname: Strangers\n"
           "channels: {web: {}}\nescalation_rules: [{id: lost, when: {repair: 3}, queue: people}]\n";
    port = static_cast<std::uint16_t>(support::free_port());
    const auto serve = fmt::format(
        "exec {} serve --port {} --data {}/data --tenant-file {}/tenant.yaml "
        "--web-key strangers=pk_strangers",
        support::program("frontdesk"), port, folder.path(), folder.path());
    line.replace(line.find("$SERVE"), 6, serve);
    product.emplace(std::vector<std::string>{"/bin/sh", "-c", line}, folder.path() + "/log");
    said = product->read_line();
    if (said.find("http://") == std::string::npos) {
      throw std::runtime_error("it did not start: " + said + support::read_file(folder.path() + "/log"));
    }
    api.emplace(fmt::format("http://{}:{}", host, port), "pk_strangers");
  }

  int open_conversation(support::Api& by) {
    return by.post("/v1/conversations", Value::object({{"channel", "web"}})).status;
  }

  support::TemporaryFolder folder;
  std::optional<support::Child> product;
  std::uint16_t port = 0;
  std::string said;
  std::optional<support::Api> api;
};

TEST_F(Strangers, do_not_use_up_the_descriptors_that_the_product_needs) {
  start("ulimit -n 120; $SERVE");
  EXPECT_EQ(open_conversation(*api), 201);
  boost::asio::io_context context;
  std::list<tcp::socket> silent;
  for (int i = 0; i < 400; ++i) {
    boost::system::error_code code;
    silent.emplace_back(context).connect({boost::asio::ip::make_address("127.0.0.1"), port}, code);
  }
  for (int i = 0; i < 20; ++i) {
    support::Api newcomer(api->base(), "pk_strangers");
    EXPECT_EQ(open_conversation(newcomer), 201);
  }
  EXPECT_EQ(open_conversation(*api), 201);
  EXPECT_EQ(support::read_file(folder.path() + "/log"), "") << "something was short of descriptors";
}

TEST_F(Strangers, are_told_why_a_body_is_not_read) {
  start("$SERVE");
  const auto post = [&](net::Header header, std::string body) {
    net::ClientRequest request;
    request.method = "POST";
    request.url = "/v1/conversations";
    request.headers.set("content-type", "application/json");
    request.headers.set(header.name, header.value);
    request.body = std::move(body);
    return api->send(std::move(request));
  };
  const auto zipped = post({"content-encoding", "gzip"}, "\x1f\x8b");
  EXPECT_EQ(zipped.status, 415) << zipped.text;
  EXPECT_EQ(zipped.body["type"].text(), "/problems/request/encoded-body");
  const auto large = post({"x-more", "1"}, std::string(3'000'000, ' '));
  EXPECT_EQ(large.status, 413) << large.text;
}

TEST_F(Strangers, can_come_by_ipv6) {
  boost::asio::io_context context;
  boost::system::error_code code;
  tcp::acceptor probe(context);
  probe.open(tcp::v6(), code);
  if (!code) probe.bind({boost::asio::ip::make_address("::1"), 0}, code);
  if (code) GTEST_SKIP() << "this machine has no IPv6 loopback";
  start("$SERVE --address ::1", "[::1]");
  EXPECT_NE(said.find(fmt::format("http://[::1]:{}/", port)), std::string::npos) << said;
  EXPECT_EQ(open_conversation(*api), 201);
}

TEST_F(Strangers, are_not_believed_what_proxies_nobody_trusts_say_of_them) {
  std::ofstream(folder.path() + "/options.yaml") << "trusted_proxies: [127.0.0.0/8]\n";
  start("$SERVE --config " + folder.path() + "/options.yaml");
  const auto fail_to_sign_in = [&](const std::string& client) {
    net::ClientRequest request;
    request.url = "/v1/tenants";
    request.headers.set("x-forwarded-for", client);
    return api->send(std::move(request), "ok_guessed").status;
  };
  int refused = 0;
  for (int i = 0; i < 200; ++i) refused += fail_to_sign_in("198.51.100.7") == 429;
  EXPECT_GT(refused, 50);
  EXPECT_EQ(fail_to_sign_in("198.51.100.8"), 401) << "one client's failures hold up another";
  EXPECT_EQ(fail_to_sign_in("198.51.100.8, 198.51.100.7"), 429) << "a client gave itself another address";
}

}  // namespace
}  // namespace frontdesk
