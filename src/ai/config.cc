#include "ai/config.h"

#include <set>

#include "ai/openai.h"
#include "platform/config/address.h"
#include "platform/config/duration.h"

namespace frontdesk::ai {

namespace config = platform::config;
using config::Findings;
using config::join;

namespace {

constexpr auto kTimeout = std::chrono::seconds(60);
constexpr auto kFirstToken = std::chrono::milliseconds(1'500);
constexpr auto kGap = std::chrono::milliseconds(5'000);

std::string_view path_of(std::string_view url) { return url.substr(0, url.find('?')); }

void check_openai(const ModelSettings& model, const std::string& pointer, Findings& findings) {
  if (!model.base_url) {
    findings.error(pointer, "A model of the provider openai needs `base_url`.",
                   "Add base_url: the address before /chat/completions, for example http://127.0.0.1:11434/v1.");
  } else if (const auto problem = config::problem_with_url(*model.base_url)) {
    findings.error(join(pointer, "base_url"), fmt::format("This is not the address of a service. {}", *problem),
                   "Write it like https://example.com/v1.");
  } else if (path_of(*model.base_url).ends_with("/chat/completions")) {
    findings.error(join(pointer, "base_url"), "/chat/completions is added to `base_url`, and is in it already.",
                   "Take it off.");
  }
  if (!model.model) {
    findings.error(pointer, "A model of the provider openai needs `model`.", "Add model: its name at the provider.");
  }
}

void check_key(const config::Checked& document, const ModelSettings& model, const std::string& pointer,
               Findings& findings) {
  if (!model.key || !model.base_url) return;
  if (const auto problem = document.problem_with_secret(*model.key, *model.base_url)) {
    findings.error(join(pointer, "key"), *problem, fmt::format("Without {} this model cannot be asked.", *model.key));
  }
}

void check_time(const std::optional<std::string>& time, const std::string& pointer, Findings& findings) {
  if (!time) return;
  const auto span = config::parse_duration(*time);
  if (span && (span->count() < 1 || *span > std::chrono::minutes(10))) {
    findings.error(pointer, fmt::format("{} is no time to wait for an answer.", *time),
                   "Choose something from 1ms to 10min.");
  }
}

// Only a service over the network has an address, a key and times.
void check_unused(const ModelSettings& model, const std::string& pointer, Findings& findings) {
  const std::pair<const char*, bool> given[] = {{"base_url", model.base_url.has_value()},
                                                {"model", model.model.has_value()},
                                                {"key", model.key.has_value()},
                                                {"timeout", model.timeout.has_value()},
                                                {"first_token_timeout", model.first_token_timeout.has_value()},
                                                {"gap_timeout", model.gap_timeout.has_value()}};
  for (const auto& [member, is_given] : given) {
    if (!is_given) continue;
    findings.warning(join(pointer, member),
                     fmt::format("The provider {} makes no use of `{}`.", model.provider, member), "Remove it.");
  }
}

std::string name_of(const ModelSettings& model) { return model.name.value_or(model.provider); }

void check_models(const config::Checked& document, Findings& findings) {
  std::set<std::string> names;
  bool after_built_in = false;
  for (std::size_t i = 0; i < document["models"].size(); ++i) {
    const auto pointer = join("/models", i);
    const auto model = document.read<ModelSettings>(pointer);
    if (!model) continue;
    if (!names.insert(name_of(*model)).second) {
      findings.error(pointer, fmt::format("Two models are named {}.", name_of(*model)),
                     "Give each a `name` of its own: traces and logs tell them apart by it.");
    }
    if (after_built_in) {
      findings.warning(pointer, "The built-in model before it always answers, so this one is never asked.",
                       "Put the built-in model last.");
    }
    after_built_in = after_built_in || model->provider == "built-in";
    if (model->provider == "openai") {
      check_openai(*model, pointer, findings);
    } else {
      check_unused(*model, pointer, findings);
    }
    check_key(document, *model, pointer, findings);
    check_time(model->timeout, join(pointer, "timeout"), findings);
    check_time(model->first_token_timeout, join(pointer, "first_token_timeout"), findings);
    check_time(model->gap_timeout, join(pointer, "gap_timeout"), findings);
  }
}

std::chrono::milliseconds time_of(const std::optional<std::string>& text, std::chrono::milliseconds otherwise) {
  return text ? config::parse_duration(*text).value_or(otherwise) : otherwise;
}

std::shared_ptr<Model> make_openai(const ModelSettings& settings, const ModelParts& parts, bool is_last) {
  OpenAiOptions options{.name = name_of(settings),
                        .base_url = settings.base_url.value_or(""),
                        .model = settings.model.value_or(""),
                        .gap_timeout = time_of(settings.gap_timeout, kGap),
                        .timeout = time_of(settings.timeout, kTimeout),
                        .options = settings.options};
  options.first_token_timeout = time_of(settings.first_token_timeout, is_last ? options.timeout : kFirstToken);
  if (settings.key) {
    options.key = [&secrets = parts.secrets, tenant = parts.tenant, reference = *settings.key, url = options.base_url] {
      return secrets.resolve(tenant, reference, url);
    };
  }
  return std::make_shared<OpenAi>(std::move(options), parts.client, parts.clock, parts.random, parts.spans);
}

std::shared_ptr<Model> make_recorded(const ModelSettings& settings, const ModelParts& parts) {
  const auto time = [&](const char* key) {
    return config::parse_duration(settings.options[key].text()).value_or(std::chrono::milliseconds(0));
  };
  const FindRecording nothing = [](const ModelRequest&) { return Value(); };
  return std::make_shared<Recorded>(parts.recordings ? parts.recordings : nothing, parts.clock,
                                    RecordedOptions{time("delay"), time("word_delay")});
}

std::shared_ptr<Model> make_model(const ModelSettings& settings, const ModelParts& parts, bool is_last) {
  if (settings.provider == "openai") return make_openai(settings, parts, is_last);
  if (settings.provider == "recorded") return make_recorded(settings, parts);
  if (settings.provider == "built-in") return parts.built_in;
  throw Error(Kind::invalid, "models/unknown-provider",
              fmt::format("There is no model provider \"{}\".", settings.provider))
      .at("/models");
}

}  // namespace

std::vector<config::Note> notes(const ModelSettings*) {
  const auto time = Value::object({{"pattern", config::kDurationPattern}});
  return {
      {"provider",
       "openai: any service with OpenAI's chat completions. built-in: the classifier and flows of this file, without a "
       "network. recorded: stored transcripts, for tests.",
       true, Value::object({{"enum", Value::list({"openai", "recorded", "built-in"})}})},
      {"name", "What traces and logs call it.", false, Value::object({{"minLength", 1}, {"maxLength", 60}})},
      {"base_url", "The service's address before /chat/completions; a query (?api-version=…) stays behind it."},
      {"model", "The model's name at the service.", false, Value::object({{"minLength", 1}})},
      {"key", "The service's key: a reference, secret:NAME, never the key itself."},
      {"timeout", "How long a whole answer may take, for example 60s.", false, time.with("default", "60s")},
      {"first_token_timeout",
       "After this time without a word the next model is asked; the last one may take its whole timeout.", false,
       time.with("default", "1500ms")},
      {"gap_timeout",
       "How long it may be silent between one piece of an answer and the next; then the next model is asked.", false,
       time.with("default", "5s")},
      {"options", "openai: more members of each request, for example temperature. recorded: delay, word_delay.", false,
       Value::object({{"type", "object"}})},
  };
}

config::Section models_section() {
  auto section = config::section_of<std::vector<ModelSettings>>(
      "models",
      "Who is asked for answers, in this order; the next one when one fails. Without it: the built-in model.");
  section.check = check_models;
  return section;
}

std::unique_ptr<Model> make_models(const std::vector<ModelSettings>& settings, const ModelParts& parts) {
  std::vector<Provider> providers;
  providers.reserve(settings.size() + 1);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    providers.push_back({name_of(settings[i]), make_model(settings[i], parts, i + 1 == settings.size())});
  }
  if (providers.empty()) providers.push_back({"built-in", parts.built_in});
  return std::make_unique<Chain>(std::move(providers), parts.clock, parts.log);
}

}  // namespace frontdesk::ai
