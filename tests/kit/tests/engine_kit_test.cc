#include "kit/engine_kit.h"

#include <gtest/gtest-spi.h>

#include "base/error.h"
#include "base/json.h"
#include "platform/answer.h"
#include "platform/errands/errands.h"
#include "platform/route.h"

namespace frontdesk::support {
namespace {

constexpr platform::Permission kUse{"kettle.use"};
constexpr std::string_view kApi = R"(
paths:
  /v1/kettle:
    get:
      operationId: readKettle
      x-permission: kettle.use
      responses:
        "200": {description: Warm., content: {application/json: {schema: {type: object}}}}
        default: {$ref: "#/components/responses/Problem"}
    post:
      operationId: boilKettle
      x-permission: kettle.use
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        "201": {description: Hot., content: {application/json: {schema: {type: object}}}}
        default: {$ref: "#/components/responses/Problem"}
)";

platform::Facts facts() { return {.name = "kettle", .api = kApi, .grants = {{platform::Role::viewer, kUse}}}; }

EngineKit::Make kettle(platform::RouteHandler read, platform::RouteHandler boil) {
  return [=](EngineKit&) {
    return platform::Engine{.routes = {{"GET", "/v1/kettle", kUse, read}, {"POST", "/v1/kettle", kUse, boil}}};
  };
}

Task<net::Response> warm(platform::RouteRequest) { co_return platform::answer(200, Value::object({{"warm", true}})); }

Task<net::Response> dry(platform::RouteRequest) {
  throw Error(Kind::conflict, "kettle/dry", "There is no water in it; fill it.");
  co_return net::Response{};
}

Task<net::Response> broken(platform::RouteRequest) {
  throw Error(Kind::internal, "kettle/broken", "The kettle has no bottom.").because("rust");
  co_return net::Response{};
}

TEST(EngineKit, says_of_an_answer_that_is_refused_what_the_caller_was_told) {
  EngineKit kit(facts(), kettle(warm, dry));
  EXPECT_TRUE(kit.get({}, "/v1/kettle")["warm"].boolean());
  EXPECT_NONFATAL_FAILURE(kit.post({}, "/v1/kettle"),
                          "POST /v1/kettle was answered with 409, kettle/dry: There is no water in it; fill it.");
}

TEST(EngineKit, says_of_a_failure_of_ours_what_the_log_has) {
  EngineKit kit(facts(), kettle(broken, dry));
  testing::internal::CaptureStderr();
  EXPECT_NONFATAL_FAILURE(kit.get({}, "/v1/kettle"), R"("detail":"The kettle has no bottom.","cause":"rust")");
  EXPECT_NE(testing::internal::GetCapturedStderr().find("kettle/broken"), std::string::npos);
}

TEST(EngineKit, names_a_kind_of_errand_that_the_engine_does_not_have) {
  std::function<Task<platform::Place*>(TenantId)> find;
  const auto boil = [&find](platform::RouteRequest request) -> Task<net::Response> {
    auto& place = *co_await find(request.caller.tenant);
    co_await place.write("ana", [](platform::Writing& writing) {
      platform::errands::start(writing, {.kind = "kettle.boil", .key = "boil-1", .title = "Boil"});
    });
    co_return platform::answer(201, Value::object());
  };
  EngineKit kit(facts(), kettle(warm, boil));
  find = kit.place();
  testing::internal::CaptureStderr();
  EXPECT_NONFATAL_FAILURE(kit.post({}, "/v1/kettle"), "kettle.boil");
  testing::internal::GetCapturedStderr();
}

// Says 5 where it promises a text.
platform::Action pouring() {
  return {.name = "kettle.pour",
          .description = "Pours.",
          .input_schema = json::parse(R"({"type": "object"})"),
          .output_schema =
              json::parse(R"({"type": "object", "required": ["cups"], "properties": {"cups": {"type": "string"}}})"),
          .permission = "kettle.use",
          .run = [](platform::ActionCall) -> Task<platform::ActionResult> {
            co_return platform::ActionResult{Value::object({{"cups", 5}})};
          }};
}

const platform::Caller kBot{TenantId::parse("acme"), "conversation:c_1", {"kettle.use"}};

TEST(EngineKit, holds_the_answer_of_an_action_against_its_output_schema) {
  EngineKit kit(facts(), kettle(warm, dry));
  kit.actions.add(pouring());
  Value answer;
  EXPECT_NONFATAL_FAILURE(answer = kit.wait(kit.actions.call({.caller = kBot, .action = "kettle.pour"})),
                          "The answer of kettle.pour is not as its output_schema says. /cups");
  EXPECT_EQ(answer["cups"].integer(), 5);
}

TEST(EngineKit, shows_what_a_running_house_does_with_such_an_answer) {
  EngineKit kit(facts(), kettle(warm, dry));
  platform::Actions actions(kit.place());
  actions.add(pouring());
  testing::internal::CaptureStderr();
  const auto answer = kit.wait(actions.call({.caller = kBot, .action = "kettle.pour"}));
  EXPECT_EQ(answer["cups"].integer(), 5) << "the caller has it";
  const auto logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find(R"("action":"kettle.pour","at":"/cups")"), std::string::npos) << logged;
}

TEST(EngineKit, names_the_action_whose_schema_is_wrong) {
  EngineKit kit(facts(), kettle(warm, dry));
  auto action = pouring();
  action.output_schema = json::parse(R"({"type": "strin"})");
  try {
    kit.actions.add(std::move(action));
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "actions/bad-schema");
    EXPECT_TRUE(error.detail.starts_with("The output_schema of the action kettle.pour is wrong: ")) << error.detail;
  }
}

}  // namespace
}  // namespace frontdesk::support
