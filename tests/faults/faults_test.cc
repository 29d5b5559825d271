#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "support/corpora.h"
#include "support/product.h"

// What may go wrong around the product, one test each: it ends in a typed error or with a person, nothing acknowledged
// is lost, and the process lives.
namespace frontdesk {
namespace {

class Faults : public testing::Test {
 protected:
  Faults()
      : peer_({support::program("bad_peer")}),
        peer_port_(support::port_in(peer_.read_line())),
        twice_port_(support::port_in(peer_.read_line())) {}

  // A business whose model is bad in this way, with every bad tool.
  void start(const std::string& way, std::vector<std::string> flags = {}) {
    const auto file = folder_.path() + "/faults.yaml";
    std::string tools;
    for (const auto name : {"fine", "hang", "lies", "broken", "large", "html", "twice"}) {
      tools += fmt::format(R"(  - name: {}
    description: A tool.
    endpoint: http://127.0.0.1:{}/tools/{}
    effect: read
    timeout: 300ms
    input_schema: {{type: object, required: [n], properties: {{n: {{type: integer}}}}}}
    output_schema: {{type: object, required: [answer], properties: {{answer: {{type: integer}}}}}}
)",
                           name, name == std::string("twice") ? twice_port_ : peer_port_, name);
    }
    std::ofstream(file) << fmt::format(
        "schema_version: 1\nclient_id: faults\nuse_case_id: faults\nname: Faults\nchannels: {{web: {{"
        "show_trace: true}}}}\n"
        "models: [{{provider: openai, base_url: \"http://127.0.0.1:{}/{}/v1\", model: m, timeout: 3s}}]\ntools:\n{}"
        "budgets: {{turn: {{steps: 6}}}}\nescalation_rules: [{{id: failed, when: {{error: model}}, queue: people}}]\n",
        peer_port_, way, tools);
    product_ = std::make_unique<support::Product>(folder_.path() + "/data", file, std::move(flags));
    product_->give("faults", "pk_faults", {peer_port_, twice_port_});
    product_->start();
    api_ = std::make_unique<support::Api>(product_->address());
    const auto opened = api_->post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_faults");
    ASSERT_EQ(opened.status, 201) << opened.text;
    id_ = opened.body["id"].text();
    token_ = opened.body["token"].text();
  }

  support::Answer send(const std::string& key, const std::string& text) {
    return api_->post("/v1/conversations/" + id_ + "/messages", Value::object({{"id", key}, {"text", text}}), token_);
  }

  // Sends a message and waits for the bot's answer to it.
  std::string say(const std::string& text) {
    const auto receipt = send(fmt::format("k{}", ++key_), text);
    EXPECT_EQ(receipt.status, 202) << receipt.text;
    for (int tries = 0; tries < 400; ++tries) {
      const auto messages =
          api_->get("/v1/conversations/" + id_ + "/messages?after=" + std::to_string(receipt.body["seq"].integer()),
                    token_)
              .body["items"];
      for (const auto& message : messages.items()) {
        if (message["role"].text() == "bot") return std::string(message["text"].text());
      }
      pause();
    }
    return "(no answer)";
  }

  std::string status() { return std::string(api_->get("/v1/conversations/" + id_, token_).body["status"].text()); }
  Value events() { return api_->get("/v1/conversations/" + id_ + "/events?trace=1&limit=1000", token_).body["items"]; }
  bool lives() { return api_->get("/healthz").status == 200; }

  static void pause() {
    timespec wait{0, 25'000'000};
    nanosleep(&wait, nullptr);
  }

  support::TemporaryFolder folder_;
  support::Child peer_;
  int peer_port_;
  int twice_port_;
  std::unique_ptr<support::Product> product_;
  std::unique_ptr<support::Api> api_;
  std::string id_;
  std::string token_;
  int key_ = 0;
};

struct ToolFault {
  const char* tool;
  const char* slug;
  const char* detail;
};

class ToolFaults : public Faults, public testing::WithParamInterface<ToolFault> {};

TEST_P(ToolFaults, are_told_to_the_model_as_typed_errors) {
  start(std::string("call-") + GetParam().tool);
  const auto answer = say("go");
  EXPECT_NE(answer.find(GetParam().slug), std::string::npos) << answer;
  EXPECT_NE(answer.find(GetParam().detail), std::string::npos) << answer;
  EXPECT_EQ(status(), "bot");
  EXPECT_TRUE(lives());
}

INSTANTIATE_TEST_SUITE_P(
    All, ToolFaults,
    testing::Values(ToolFault{"hang", "tool/timeout", R"(The tool \"hang\" did not answer in time.)"},
                    ToolFault{"lies", "tool/output-schema", "/answer must be an integer"},
                    ToolFault{"broken", "tool/unavailable", R"(The tool \"broken\" answered with status 500.)"},
                    ToolFault{"large", "tool/result-too-large", R"(The answer of the tool \"large\" is too large)"},
                    ToolFault{"html", "tool/unavailable", "answered with text/html where application/json is due"}),
    [](const auto& info) { return std::string(info.param.tool); });

TEST_F(Faults, an_answer_that_comes_twice_is_never_taken_for_the_next_calls_answer) {
  start("call-twice");
  EXPECT_EQ(say("go"), "Result: {\"answer\":1} {\"answer\":2} {\"answer\":3}");
  EXPECT_EQ(status(), "bot");
}

TEST_F(Faults, a_model_that_streams_garbage_ends_with_a_person) {
  start("garbage");
  EXPECT_NE(say("hello").find("colleague"), std::string::npos);
  EXPECT_EQ(status(), "pending_human");
}

TEST_F(Faults, a_model_that_stops_half_way_ends_with_a_person_and_its_half_is_not_kept) {
  start("halfway");
  EXPECT_NE(say("hello").find("colleague"), std::string::npos);
  EXPECT_EQ(api_->get("/v1/conversations/" + id_ + "/messages", token_).text.find("about to s"), std::string::npos);
}

TEST_F(Faults, a_call_of_an_unknown_tool_is_a_typed_error_for_the_model) {
  start("unknown-tool");
  EXPECT_NE(say("go").find("tool/unknown"), std::string::npos);
}

TEST_F(Faults, arguments_that_are_not_json_are_a_typed_error_for_the_model) {
  start("bad-arguments");
  EXPECT_NE(say("go").find("tool/arguments"), std::string::npos);
}

TEST_F(Faults, a_model_that_loops_is_stopped_and_a_person_fetched) {
  start("loop");
  EXPECT_NE(say("go").find("colleague"), std::string::npos);
  EXPECT_EQ(status(), "pending_human");
  bool stopped = false;
  for (const auto& event : events().items())
    stopped |= event["guard"].text() == "loop" && event["decision"].text() == "stopped";
  EXPECT_TRUE(stopped);
}

TEST_F(Faults, the_same_message_twice_is_one_message) {
  start("plain");
  const auto first = send("same", "hello");
  const auto again = send("same", "hello");
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(again.status, 202);
  EXPECT_TRUE(again.body["duplicate"].boolean());
  EXPECT_EQ(first.body["seq"].integer(), again.body["seq"].integer());
}

TEST_F(Faults, messages_out_of_order_are_kept_in_the_order_of_their_arrival) {
  start("plain");
  EXPECT_EQ(send("m2", "second").status, 202);
  EXPECT_EQ(send("m1", "first").status, 202);
  EXPECT_TRUE(send("m2", "second").body["duplicate"].boolean());
  std::string order;
  const auto messages = api_->get("/v1/conversations/" + id_ + "/messages", token_).body["items"];
  for (const auto& message : messages.items()) {
    if (message["role"].text() == "customer") order += message["id"].text();
  }
  EXPECT_EQ(order, "m2m1");
}

TEST_F(Faults, bodies_that_are_too_long_or_no_text_get_a_problem_that_names_the_place) {
  start("plain");
  const auto huge = send("a", std::string(1 << 20, 'x'));
  EXPECT_EQ(huge.status, 413) << huge.text;
  EXPECT_EQ(huge.body["type"].text(), "/problems/request/body-too-large");
  const auto long_text = send("a", std::string(20'000, 'x'));
  EXPECT_EQ(long_text.status, 400) << long_text.text;
  EXPECT_EQ(long_text.body["type"].text(), "/problems/dialog/message-too-long");
  EXPECT_EQ(long_text.body["pointer"].text(), "/text");
  net::ClientRequest broken;
  broken.method = "POST";
  broken.url = "/v1/conversations/" + id_ + "/messages";
  broken.headers.set("content-type", "application/json");
  broken.body = "{\"id\":\"a\",\"text\":\"\xff\xfe\"}";
  const auto not_utf8 = api_->send(broken, token_);
  EXPECT_EQ(not_utf8.status, 400) << not_utf8.text;
  EXPECT_TRUE(lives());
}

TEST_F(Faults, a_place_that_a_restored_journal_never_came_to_is_said_and_not_waited_for) {
  start("plain");
  EXPECT_EQ(say("hello"), "Hello.");
  const auto last = events()[events().size() - 1]["seq"].integer();
  const auto follow = [&](std::string_view from) {
    net::ClientRequest request;
    request.url = "/v1/conversations/" + id_ + "/events";
    request.headers.set("accept", "text/event-stream");
    request.headers.set("last-event-id", std::string(from));
    return api_->send(std::move(request), token_);
  };
  const auto ahead = follow(std::to_string(last + 1));
  EXPECT_EQ(ahead.status, 409) << ahead.text;
  EXPECT_EQ(ahead.body["type"].text(), "/problems/chatbot/cursor-ahead");
  EXPECT_EQ(follow("18446744073709551616").status, 400) << "no number of ours, and not the beginning";
  const auto page = "/v1/conversations/" + id_ + "/events?after=";
  EXPECT_EQ(api_->get(page + std::to_string(last + 1), token_).status, 409);
  EXPECT_EQ(api_->get(page + std::to_string(last), token_).body["items"].size(), 0u);
}

TEST_F(Faults, a_parameter_that_is_given_twice_is_refused) {
  start("plain");
  const auto answer = api_->get("/v1/conversations/" + id_ + "/events?after=1&af%74er=0", token_);
  EXPECT_EQ(answer.status, 400) << answer.text;
  EXPECT_EQ(answer.body["type"].text(), "/problems/request/repeated-parameter");
}

TEST_F(Faults, ids_of_others_look_like_ids_of_nobody) {
  start("plain");
  const auto other = api_->post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_faults");
  const auto foreign = api_->get("/v1/conversations/" + std::string(other.body["id"].text()), token_);
  const auto missing = api_->get("/v1/conversations/c_00000000000000000000000000", token_);
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body["type"], missing.body["type"]);
  EXPECT_EQ(foreign.body["detail"], missing.body["detail"]);
}

// What serve says on standard error before it gives up.
std::string refusal_of(const std::vector<std::string>& arguments, const std::string& log) {
  std::vector<std::string> command{support::program("frontdesk"), "serve"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  support::Child server(std::move(command), log);
  EXPECT_NE(server.wait(), 0);
  return support::read_file(log);
}

TEST_F(Faults, a_first_start_with_a_file_that_is_no_yaml_is_refused_with_its_line_and_column) {
  const auto file = folder_.path() + "/broken.yaml";
  std::ofstream(file) << "schema_version: 1\nclient_id: [broken\nname: Broken\n";
  const auto said = refusal_of(
      {"--port", std::to_string(support::free_port()), "--data", folder_.path() + "/data", "--tenant-file", file},
      folder_.path() + "/log");
  EXPECT_NE(said.find(file + ":4:1: error: "), std::string::npos) << said;  // where the bracket is missing
}

TEST_F(Faults, a_start_with_a_broken_file_says_so_and_what_was_live_before_is_served) {
  start("plain");
  EXPECT_EQ(say("hello"), "Hello.");
  product_->stop();
  const auto file = folder_.path() + "/broken.yaml";
  auto text = support::read_file(folder_.path() + "/faults.yaml");
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("effect:")), '\n');
  std::ofstream(file) << text.replace(text.find("effect: read"), 12, "effect: rude");
  product_ = std::make_unique<support::Product>(product_->data(), file);
  product_->give("faults", "pk_faults", {peer_port_, twice_port_});
  product_->start();
  const auto said = support::read_file(product_->data() + ".log");
  EXPECT_NE(said.find(fmt::format("{}:{}:13: error: /tools/0/effect: ", file, line)), std::string::npos) << said;
  api_ = std::make_unique<support::Api>(product_->address());
  const auto health = api_->get("/v1/health", product_->operator_key());
  EXPECT_EQ(health.body["state"].text(), "degraded");
  EXPECT_NE(health.text.find(file), std::string::npos) << health.text;
  EXPECT_EQ(say("still there?"), "Hello.");
}

// One bit of one file: its tenant is out of service, and only that one.
TEST_F(Faults, a_damaged_tenant_is_out_of_service_and_the_health_says_which_file_and_what_to_do) {
  start("plain");
  const auto staff = product_->staff_token("faults");
  product_->stop();
  const auto path = product_->data() + "/tenants/faults.db";
  ASSERT_FALSE(std::filesystem::exists(path + "-wal") && std::filesystem::file_size(path + "-wal") > 0) << "it stopped";
  auto bytes = support::read_file(path);
  bytes[5'000] = static_cast<char>(bytes[5'000] ^ 1);
  std::ofstream(path, std::ios::binary) << bytes;
  product_ = std::make_unique<support::Product>(product_->data(), "");
  product_->start();
  api_ = std::make_unique<support::Api>(product_->address());
  for (const auto& token : {staff, token_}) {
    const auto answer = api_->get("/v1/conversations/" + id_, token);
    EXPECT_EQ(answer.status, 503) << answer.text;
    EXPECT_EQ(answer.body["type"].text(), "/problems/tenant/out-of-service");
    EXPECT_EQ(answer.text.find("faults.db"), std::string::npos) << "files are the operator's to know";
  }
  const auto opened = api_->post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_faults");
  EXPECT_EQ(opened.status, 503) << "and not that the key is wrong: " << opened.text;
  EXPECT_EQ(api_->get("/readyz").status, 200);
  EXPECT_EQ(api_->get("/v1/health").status, 401);
  const auto health = api_->get("/v1/health", product_->operator_key()).body;
  EXPECT_EQ(health["state"].text(), "degraded");
  const auto& tenant = health["tenants"][0];
  EXPECT_EQ(tenant["id"].text(), "faults");
  EXPECT_EQ(tenant["state"].text(), "out_of_service");
  EXPECT_EQ(tenant["problems"][0]["slug"].text(), "store/damaged");
  const auto detail = std::string(tenant["problems"][0]["detail"].text());
  EXPECT_NE(detail.find(path), std::string::npos) << detail;
  EXPECT_NE(detail.find("page 2"), std::string::npos) << detail;
  EXPECT_NE(detail.find("backup"), std::string::npos) << detail;
}

// Every file of a tenant is gone: that is no tenant less, it is one that is missing.
TEST_F(Faults, a_tenant_of_whom_everything_is_gone_is_named_until_it_is_given_up) {
  start("plain");
  product_->stop();
  for (const auto& entry : std::filesystem::directory_iterator(product_->data() + "/tenants")) {
    if (entry.path().filename().string().starts_with("faults")) std::filesystem::remove(entry.path());
  }
  const auto data = product_->data();
  product_ = std::make_unique<support::Product>(data, folder_.path() + "/faults.yaml");
  product_->give("faults", "pk_faults", {peer_port_, twice_port_});
  product_->start();
  api_ = std::make_unique<support::Api>(product_->address());
  const auto health = api_->get("/v1/health", product_->operator_key()).body;
  EXPECT_EQ(health["tenants"][0]["id"].text(), "faults");
  EXPECT_EQ(health["tenants"][0]["state"].text(), "out_of_service");
  EXPECT_EQ(health["tenants"][0]["problems"][0]["slug"].text(), "store/missing");
  const auto opened = api_->post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_faults");
  EXPECT_EQ(opened.status, 503) << opened.text;
  EXPECT_FALSE(std::filesystem::exists(data + "/tenants/faults.db")) << "nothing is made anew in silence";
  product_->stop();

  support::Child accept({support::program("frontdesk"), "accept", "faults", "--data", data});
  EXPECT_EQ(accept.wait(), 0);
  product_ = std::make_unique<support::Product>(data, "");
  product_->start();
  api_ = std::make_unique<support::Api>(product_->address());
  EXPECT_EQ(api_->get("/v1/health", product_->operator_key()).body["state"].text(), "well");
  product_->stop();

  product_ = std::make_unique<support::Product>(data, folder_.path() + "/faults.yaml");
  product_->give("faults", "pk_faults", {peer_port_, twice_port_});
  product_->start();
  api_ = std::make_unique<support::Api>(product_->address());
  EXPECT_EQ(api_->post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_faults").status, 201)
      << "a deployment makes its place anew";
}

TEST_F(Faults, a_publishable_key_is_issued_and_retired_while_the_server_runs) {
  start("plain");
  const auto key = product_->operator_key();
  const std::string keys = "/v1/tenants/faults/web-keys";
  const auto opens = [&](const std::string& by) {
    return api_->post("/v1/conversations", Value::object({{"channel", "web"}}), by).status;
  };
  const auto issued = api_->post(keys, Value::object(), key);
  ASSERT_EQ(issued.status, 201) << issued.text;
  const std::string fresh(issued.body["key"].text());
  EXPECT_EQ(opens(fresh), 201);
  net::ClientRequest retire;
  retire.method = "DELETE";
  retire.url = keys + "/pk_faults";
  EXPECT_EQ(api_->send(retire, token_).status, 403) << "the operator's";
  EXPECT_EQ(api_->send(retire, product_->staff_token("faults")).status, 403);
  const auto left = api_->send(retire, key);
  EXPECT_EQ(left.status, 200) << left.text;
  EXPECT_EQ(left.body["items"][0]["state"].text(), "retired");
  EXPECT_EQ(left.body["items"][1]["key"].text(), fresh);
  EXPECT_EQ(opens("pk_faults"), 401);
  EXPECT_EQ(opens(fresh), 201);
  EXPECT_EQ(send("k", "hello").status, 202) << "conversations that are open go on";
  EXPECT_EQ(api_->get("/v1/tenants/nobody/web-keys", key).status, 404);
  retire.url = keys + "/pk_unknown";
  EXPECT_EQ(api_->send(retire, key).status, 404);
}

TEST_F(Faults, a_register_that_is_gone_beside_tenants_refuses_the_start_and_is_not_made_anew) {
  start("plain");
  product_->stop();
  for (const auto& entry : std::filesystem::directory_iterator(product_->data() + "/tenants")) {
    if (entry.path().filename().string().starts_with("_operator")) std::filesystem::remove(entry.path());
  }
  product_ = std::make_unique<support::Product>(product_->data(), "");
  std::string said;
  try {
    product_->start();
  } catch (const std::runtime_error& error) {
    said = error.what();
  }
  EXPECT_NE(said.find("_operator.db is gone"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(product_->data() + "/tenants/_operator.db"));
}

TEST_F(Faults, a_broken_file_is_not_deployed_and_the_live_version_goes_on) {
  start("plain");
  const auto staff = product_->staff_token("faults");
  const auto before = api_->get("/v1/config", staff).body["hash"];
  auto text = support::read_file(folder_.path() + "/faults.yaml");
  const auto no_yaml = api_->post("/v1/config/versions", Value::object({{"yaml", "tools: [\n"}}), staff);
  EXPECT_EQ(no_yaml.status, 422) << no_yaml.text;
  const auto unknown_key = api_->post("/v1/config/versions", Value::object({{"yaml", text + "colour: blue\n"}}), staff);
  EXPECT_EQ(unknown_key.status, 422) << unknown_key.text;
  const auto& finding = unknown_key.body["findings"][0];
  EXPECT_EQ(finding["line"].integer(), std::ranges::count(text, '\n') + 1) << unknown_key.text;
  EXPECT_EQ(finding["column"].integer(), 1);
  EXPECT_EQ(finding["pointer"].text(), "/colour");
  EXPECT_EQ(api_->get("/v1/config", staff).body["hash"], before);
  EXPECT_EQ(say("hello"), "Hello.");
}

TEST_F(Faults, a_second_server_on_the_same_data_is_refused_with_the_first_ones_process_id) {
  start("plain");
  const auto said = refusal_of({"--port", std::to_string(support::free_port()), "--data", product_->data()},
                               folder_.path() + "/second.log");
  EXPECT_NE(said.find(std::to_string(product_->pid())), std::string::npos) << said;
  EXPECT_TRUE(lives());
}

TEST_F(Faults, a_taken_port_is_said_in_a_sentence) {
  start("plain");
  const auto port = product_->address().substr(product_->address().rfind(':') + 1);
  const auto said =
      refusal_of({"--port", port, "--data", folder_.path() + "/elsewhere"}, folder_.path() + "/second.log");
  EXPECT_NE(said.find(port), std::string::npos) << said;
}

TEST_F(Faults, a_full_disk_refuses_writes_goes_on_reading_and_heals) {
  const auto small = folder_.path() + "/data";
  std::filesystem::create_directory(small);
  if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=16M") != 0) GTEST_SKIP() << "Only root can mount a small disk.";
  start("plain");
  EXPECT_EQ(say("hello"), "Hello.");
  {
    std::ofstream filler(small + "/filler", std::ios::binary);
    const std::string block(1 << 16, 'x');
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  support::Answer refused;
  std::vector<std::string> acknowledged;
  for (int i = 0; i < 400 && refused.status != 507; ++i) {
    refused = send(fmt::format("full{}", i), std::string(7'000, 'y'));
    if (refused.status == 202) acknowledged.push_back(fmt::format("full{}", i));
  }
  EXPECT_EQ(refused.status, 507) << refused.text;
  EXPECT_EQ(api_->get("/v1/conversations/" + id_ + "/messages", token_).status, 200);
  std::filesystem::remove(small + "/filler");
  support::Answer healed;
  for (int i = 0; i < 200 && healed.status != 202; ++i, pause()) healed = send("healed", "hello again");
  EXPECT_EQ(healed.status, 202) << healed.text;
  EXPECT_EQ(say("and once more"), "Hello.");
  acknowledged.push_back("healed");
  product_->kill();
  product_->start();
  const auto kept = api_->get("/v1/conversations/" + id_ + "/messages?limit=1000", token_).text;
  for (const auto& id : acknowledged) EXPECT_NE(kept.find('"' + id + '"'), std::string::npos) << id;
  EXPECT_EQ(status(), "bot");
  product_->stop();
  umount(small.c_str());
}

}  // namespace
}  // namespace frontdesk
