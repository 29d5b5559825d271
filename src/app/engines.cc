#include "app/engines.h"

#include "app/found_engines.h"  // engines/*/engine.h, each; CMake writes it

namespace frontdesk::app {

const std::vector<EngineEntry>& all_engines() {
  using namespace engines;
  static const std::vector<EngineEntry> kEngines{
      {chatbot::facts(),
       [](const House& has) { return chatbot::engine(has.conversations, has.visitor_token, has.clock); }},
      {automation::facts(),
       [](const House& has) {
         return automation::engine({has.configs, has.make_place, has.web_keys, has.guardian, has.conversations,
                                    has.train, has.pool, has.clock});
       }},
  };
  return kEngines;
}

}  // namespace frontdesk::app
