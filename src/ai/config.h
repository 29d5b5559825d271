#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ai/chain.h"
#include "ai/recorded.h"
#include "base/spans.h"
#include "net/client.h"
#include "platform/config/section_of.h"

// The member `models` of the tenant's file: who is asked for answers, in this order.
namespace frontdesk::ai {

struct ModelSettings {
  std::string provider;             // openai, recorded, built-in
  std::optional<std::string> name;  // in traces; absent: the provider
  std::optional<std::string> base_url;
  std::optional<std::string> model;
  std::optional<std::string> key;  // "secret:NAME"
  std::optional<std::string> timeout;
  std::optional<std::string> first_token_timeout;
  std::optional<std::string> gap_timeout;
  Value options;  // openai: more members of the request; recorded: delay, word_delay
};
BOOST_DESCRIBE_STRUCT(ModelSettings, (),
                      (provider, name, base_url, model, key, timeout, first_token_timeout, gap_timeout, options))
std::vector<platform::config::Note> notes(const ModelSettings*);

platform::config::Section models_section();

// What models are made of. References must outlive them.
struct ModelParts {
  net::Client& client;
  Clock& clock;
  Random& random;
  Log& log;
  const platform::Secrets& secrets;
  TenantId tenant;
  std::shared_ptr<Model> built_in;
  Spans* spans = nullptr;         // who is told of each request; null: nobody
  FindRecording recordings = {};  // for the provider `recorded`; empty: it knows none
};

// A chain of the models given; without any, of the built-in one. The last that may be asked has nobody behind it who
// would be faster: unless the file says otherwise its first token may take as long as the whole answer.
std::unique_ptr<Model> make_models(const std::vector<ModelSettings>& settings, const ModelParts& parts);

}  // namespace frontdesk::ai
