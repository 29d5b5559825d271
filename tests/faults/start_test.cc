// What a start of the product does to what is live.
#include <gtest/gtest.h>

#include <fstream>

#include "support/api.h"
#include "support/corpora.h"
#include "support/product.h"

namespace frontdesk {
namespace {

struct Start : testing::Test {
  static std::string file_of(std::string_view name) {
    return fmt::format(
        "schema_version: 1\nclient_id: starter\nuse_case_id: starter\nname: {}\nchannels: {{web: {{}}}}\n"
        "escalation_rules: [{{id: lost, when: {{repair: 3}}, queue: people}}]\n",
        name);
  }
  void write(std::string_view name) const { std::ofstream(folder.path() + "/tenant.yaml") << file_of(name); }
  void deploy(std::string_view name) {
    const auto body = Value::object({{"yaml", file_of(name)}, {"note", "by hand"}, {"by", "somebody else"}});
    EXPECT_EQ(api().post("/v1/config/versions", body).status, 201);
  }
  support::Api api() { return support::Api(product.address(), product.staff_token("starter")); }
  std::string live() {
    const auto yaml = std::string(api().get("/v1/config").body["yaml"].text());
    const auto at = yaml.find("name: ") + 6;
    return yaml.substr(at, yaml.find('\n', at) - at);
  }

  support::TemporaryFolder folder;
  support::Product product{folder.path() + "/data", folder.path() + "/tenant.yaml"};
};

TEST_F(Start, deploys_its_file_as_long_as_nobody_deployed_another) {
  write("First");
  product.start();
  EXPECT_EQ(live(), "First");
  product.stop();
  write("Second");
  product.start();
  EXPECT_EQ(live(), "Second");
}

TEST_F(Start, undoes_nothing_that_somebody_made_live) {
  write("First");
  product.start();
  deploy("Of the console");
  product.kill();
  product.start();
  EXPECT_EQ(live(), "Of the console");
  product.stop();
  write("Second");
  product.start();
  EXPECT_EQ(live(), "Of the console");
  EXPECT_EQ(api().post("/v1/config/rollback", Value::object({{"to", nullptr}})).status, 200);
  product.stop();
  product.start();
  EXPECT_EQ(live(), "First");
  const auto history = api().get("/v1/config/history").body["items"];
  ASSERT_EQ(history.size(), 3U);
  EXPECT_TRUE(history[0]["rollback"].boolean());
  EXPECT_NE(history[1]["by"].text(), "somebody else");
  EXPECT_EQ(history[2]["by"].text(), "<start>");
}

}  // namespace
}  // namespace frontdesk
