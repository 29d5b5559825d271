// Visitors who try codes, through a proxy that tells their addresses, against the demo's own back office.
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "support/corpora.h"
#include "support/product.h"

namespace frontdesk {
namespace {

class Guessing : public testing::Test {
 protected:
  Guessing()
      : bistro_port_(support::free_port()),
        bistro_({support::program("bistro"), "--port", std::to_string(bistro_port_), "--data",
                 folder_.path() + "/bistro"}) {
    bistro_.read_line();
    std::ofstream(folder_.path() + "/options.yaml") << "trusted_proxies: [127.0.0.0/8]\n";
    product_.emplace(folder_.path() + "/data", std::string(FRONTDESK_SOURCE_DIR) + "/examples/bistro/bistro.yaml",
                     std::vector<std::string>{"--config", folder_.path() + "/options.yaml", "--back-office",
                                              fmt::format("http://127.0.0.1:{}", bistro_port_)});
    product_->give("bistro", "pk_guessing", {bistro_port_});
    product_->start();
    api_.emplace(product_->address());
  }

  support::Answer send(const std::string& path, const Value& body, const std::string& token, const std::string& from) {
    net::ClientRequest request;
    request.method = "POST";
    request.url = path;
    request.headers.set("content-type", "application/json");
    request.headers.set("x-forwarded-for", from);
    request.body = json::print(body);
    return api_->send(std::move(request), token);
  }

  // Asks for a booking that is not there, in a conversation of its own; whether it was looked up.
  bool is_looked_up(const std::string& from) {
    const auto opened = send("/v1/conversations", Value::object({{"channel", "web"}}), "pk_guessing", from);
    const std::string id(opened.body["id"].text()), token(opened.body["token"].text());
    const auto path = "/v1/conversations/" + id;
    send(path + "/messages", Value::object({{"id", "a"}, {"text", "cancel LUME-9999, my name is Zoe"}}), token, from);
    for (int tries = 0; tries < 200; ++tries) {
      const auto events = api_->get(path + "/events?trace=1&limit=1000", product_->staff_token("bistro")).body["items"];
      for (const auto& event : events.items()) {
        if (event["type"].text() == "tool") return event["error"]["slug"].text() != "tool/too-many-look-ups";
      }
      const timespec wait{0, 10'000'000};
      nanosleep(&wait, nullptr);
    }
    ADD_FAILURE() << "no tool was called: " << opened.text;
    return false;
  }

  support::TemporaryFolder folder_;
  int bistro_port_;
  support::Child bistro_;
  std::optional<support::Product> product_;
  std::optional<support::Api> api_;
};

TEST_F(Guessing, of_one_address_costs_no_other_its_look_ups) {
  int looked_up = 0;
  for (int i = 0; i < 25; ++i) looked_up += is_looked_up("198.51.100.7");
  EXPECT_EQ(looked_up, 20) << "the limit of an address, however many conversations it opens";
  EXPECT_TRUE(is_looked_up("198.51.100.8")) << "one visitor's misses shut out another";
  EXPECT_FALSE(is_looked_up("198.51.100.8, 198.51.100.7")) << "a visitor gave itself another address";
}

}  // namespace
}  // namespace frontdesk
