#include "app/brain_maker.h"

#include "ai/config.h"
#include "base/describe.h"
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

}  // namespace

Task<std::optional<std::string>> BrainMaker::stored_model(store::Tenant& tenant, std::string hash) const {
  auto stored = co_await tenant.read([&hash](store::Reader& reader) {
    return reader.one(kFindModel, [](const store::Row& row) { return std::string(row.bytes(0)); }, hash);
  });
  if (stored && !ai::IntentModel::is_current(*stored)) stored.reset();
  co_return stored;
}

Task<> BrainMaker::keep_model(store::Tenant& tenant, std::string hash, std::string bytes) const {
  co_await tenant.write(
      [&](store::Transaction& transaction) { transaction.run(kKeepModel, hash, store::Bytes{bytes}); });
}

MadeBrain BrainMaker::make(const platform::config::Config& config, const std::optional<std::string>& stored,
                           dialog::FindSafeguards safeguards, Effort& effort) const {
  dialog::BrainParts parts{
      config.tenant, config.hash, dialog::read_dialog_config(config.document), tools(config), {}, {}, {}};
  parts.safeguards = std::move(safeguards);
  for (const auto& tool : config.settings.tools) {
    if (tool.confirm) parts.confirms.emplace(tool.name, *tool.confirm);
    if (!tool.labels.empty()) parts.labels.emplace(tool.name, tool.labels);
  }
  const auto model = stored ? std::make_shared<const ai::IntentModel>(ai::IntentModel::deserialize(*stored))
                            : train(config, parts.config, effort);
  parts.classify = [model](std::string_view sentence) { return understand(*model, sentence); };
  const auto settings = from_value<std::vector<ai::ModelSettings>>(
      config.document["models"].is_null() ? Value::list() : config.document["models"], {}, "/models");
  parts.model = [services = services_, settings, tenant = config.tenant](std::shared_ptr<ai::Model> built_in) {
    return ai::make_models(settings, {services.clients.of(tenant), services.clock, services.log, services.secrets,
                                      tenant, std::move(built_in), services.recordings});
  };
  return {std::make_shared<const dialog::Brain>(std::move(parts), services_.clock),
          stored ? std::string() : model->serialize()};
}

std::shared_ptr<const ai::IntentModel> BrainMaker::train(const platform::config::Config& config,
                                                         const dialog::DialogConfig& dialog, Effort& effort) const {
  std::vector<ai::Example> examples;
  for (const auto& intent : dialog.intents) {
    for (const auto& example : intent.examples) examples.push_back({example, intent.name});
  }
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
  actions.reserve(config.settings.tools.size());
  for (const auto& tool : config.settings.tools) {
    auto spec = platform::spec_of(tool);
    spec.endpoint = moved(std::move(spec.endpoint), services_.back_office);
    actions.push_back(platform::make_http_tool(std::move(spec), services_.clients.of(config.tenant), services_.clock,
                                               services_.random, services_.breakers, services_.look_ups,
                                               services_.secrets, services_.suspect));
  }
  return actions;
}

}  // namespace frontdesk::app
