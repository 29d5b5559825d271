#include "app/brain_maker.h"

#include "ai/config.h"
#include "base/crypto.h"
#include "base/describe.h"
#include "base/json.h"
#include "platform/actions/own_tool.h"
#include "platform/http_tool.h"

namespace frontdesk::app {
namespace {

constexpr store::Sql kFindModel{"SELECT model FROM intent_models WHERE config = $1"};
constexpr store::Sql kKeepModel{
    "INSERT INTO intent_models (config, model) VALUES ($1, $2) ON CONFLICT (config) DO UPDATE SET model = "
    "excluded.model"};

// Of one tenant's classifier; each is four bytes as long as a conversation needs its version.
constexpr std::size_t kWeightsMax = 2'000'000;

// What the demo's file says; the back office may be started elsewhere.
constexpr std::string_view kDemoBackOffice = "http://127.0.0.1:8081/";

std::string moved(std::string endpoint, std::string_view back_office) {
  if (back_office.empty() || !endpoint.starts_with(kDemoBackOffice)) return endpoint;
  return std::string(back_office) + endpoint.substr(kDemoBackOffice.size() - 1);
}

dialog::Understanding understand(const ai::IntentModel& model, std::string_view sentence) {
  const auto found = model.classify(sentence);
  dialog::Understanding understanding;
  understanding.sure = found.sure;
  if (!found.name.empty()) understanding.guesses.push_back({std::string(found.name), found.confidence});
  if (!found.runner_up.empty())
    understanding.guesses.push_back({std::string(found.runner_up), found.runner_up_confidence});
  return understanding;
}

std::vector<ai::Example> examples_of(const dialog::DialogConfig& dialog) {
  std::vector<ai::Example> examples;
  for (const auto& intent : dialog.intents) {
    for (const auto& example : intent.examples) examples.push_back({example, intent.name});
  }
  return examples;
}

// What a classifier is taught, as a digest: equal lessons make equal classifiers.
std::string lesson_of(const dialog::DialogConfig& dialog) {
  ListBuilder lesson;
  for (const auto& example : examples_of(dialog)) lesson.add(Value::list({example.text, example.intent}));
  return crypto::sha256_hex(json::print(lesson.build()));
}

// What a tool says to people decides nothing of what is sent.
std::string wire_of(const Value& tool) {
  std::vector<Member> members;
  for (const auto& member : tool.members()) {
    const auto key = member.key();
    if (key != "description" && key != "confirm" && key != "labels") members.push_back(member);
  }
  return crypto::sha256_hex(json::canonical(Value::object(std::move(members))));
}

}  // namespace

Task<std::optional<std::string>> BrainMaker::stored_model(store::Tenant& tenant, std::string hash) const {
  auto stored = co_await tenant.read([&hash](store::Reader& reader) {
    return reader.one(kFindModel, [](const store::Row& row) { return std::string(row.bytes(0)); }, hash);
  });
  if (stored && !ai::IntentModel::is_whole(*stored)) stored.reset();
  co_return stored;
}

Task<> BrainMaker::keep_model(store::Tenant& tenant, std::string hash, std::string bytes) const {
  co_await tenant.write(
      [&](store::Transaction& transaction) { transaction.run(kKeepModel, hash, store::Bytes{bytes}); });
}

MadeBrain BrainMaker::make(const platform::config::Config& config, const std::optional<std::string>& stored,
                           dialog::FindSafeguards safeguards, Effort& effort) const {
  dialog::BrainParts parts{
      config.tenant, config.hash, dialog::read_dialog_config(config.document), tools(config), {}, {}, {}, {}};
  parts.permissions = services_.rights.of(platform::Role::bot);
  parts.safeguards = std::move(safeguards);
  for (const auto& tool : config.tools) {
    // The business's own systems are for its own bot.
    if (!tool.action) parts.permissions.push_back(platform::spec_of(tool).permission);
    if (tool.confirm) parts.confirms.emplace(tool.name, *tool.confirm);
    if (!tool.labels.empty()) parts.labels.emplace(tool.name, tool.labels);
  }
  const auto lesson = lesson_of(parts.config);
  auto model = in_use(lesson);
  if (!model) {
    model = stored ? std::make_shared<const ai::IntentModel>(ai::IntentModel::deserialize(*stored))
                   : train(config, parts.config, effort);
    share(lesson, model);
  }
  parts.classify = [model](std::string_view sentence) { return understand(*model, sentence); };
  const auto settings = from_value<std::vector<ai::ModelSettings>>(
      config.document["models"].is_null() ? Value::list() : config.document["models"], {}, "/models");
  parts.model = [services = services_, settings, tenant = config.tenant](std::shared_ptr<ai::Model> built_in) {
    return ai::make_models(
        settings, {services.clients.of(tenant), services.clock, services.random, services.log, services.secrets, tenant,
                   std::move(built_in), services.spans, services.recordings});
  };
  return {std::make_shared<const dialog::Brain>(std::move(parts), services_.clock),
          stored ? std::string() : model->serialize()};
}

std::shared_ptr<const ai::IntentModel> BrainMaker::in_use(const std::string& lesson) const {
  const std::lock_guard lock(mutex_);
  const auto found = models_.find(lesson);
  return found == models_.end() ? nullptr : found->second.lock();
}

void BrainMaker::share(const std::string& lesson, const std::shared_ptr<const ai::IntentModel>& model) const {
  const std::lock_guard lock(mutex_);
  std::erase_if(models_, [](const auto& entry) { return entry.second.expired(); });
  models_.insert_or_assign(lesson, model);
}

std::shared_ptr<const ai::IntentModel> BrainMaker::train(const platform::config::Config& config,
                                                         const dialog::DialogConfig& dialog, Effort& effort) const {
  const auto examples = examples_of(dialog);
  const auto began = services_.clock.now();
  auto model = std::make_shared<const ai::IntentModel>(
      ai::IntentModel::train(examples, {.weights_max = kWeightsMax, .effort = &effort}));
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(services_.clock.now() - began).count();
  services_.log.info(
      "ai", "classifier trained",
      Value::object(
          {{"tenant", config.tenant.text()}, {"config", config.hash}, {"examples", examples.size()}, {"ms", ms}}));
  return model;
}

std::shared_ptr<const ai::IntentModel> BrainMaker::train(const platform::config::Config& config, Effort& effort) const {
  return train(config, dialog::read_dialog_config(config.document), effort);
}

std::vector<platform::Action> BrainMaker::tools(const platform::config::Config& config) const {
  std::vector<platform::Action> actions;
  actions.reserve(config.tools.size());
  const auto declared = config.document["tools"].items();
  for (std::size_t i = 0; i < config.tools.size(); ++i) {
    const auto& tool = config.tools[i];
    if (tool.action) {
      actions.push_back(platform::tool_of(services_.actions, tool));
      actions.back().wire = wire_of(declared[i]);
      continue;
    }
    auto spec = platform::spec_of(tool);
    spec.endpoint = moved(std::move(spec.endpoint), services_.back_office);
    actions.push_back(platform::make_http_tool(std::move(spec), services_.clients.of(config.tenant), services_.clock,
                                               services_.random, services_.breakers, services_.look_ups,
                                               services_.secrets, services_.suspect, services_.spans));
    actions.back().wire = wire_of(declared[i]);
  }
  return actions;
}

}  // namespace frontdesk::app
