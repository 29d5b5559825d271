#include "app/engines.h"

#include "app/found_engines.h"  // engines/*/engine.h, each; CMake writes it

namespace frontdesk::app {

const std::vector<EngineEntry>& all_engines() {
  using namespace engines;
  static const std::vector<EngineEntry> kEngines{
      {tenants::facts(),
       [](const House& has) {
         return tenants::engine(has.registered, has.keeping, *has.library, has.actions, has.clock);
       }},
      {files::facts(), [](const House& has) { return files::engine(has.place, *has.library); }},
      {contacts::facts(),
       [](const House& has) { return contacts::engine(has.place, has.actions, has.colleagues.name_of); }},
      {webhooks::facts(),
       [](const House& has) {
         return webhooks::engine({has.place,
                                  has.actions,
                                  {has.catalogue, has.webhooks_key, has.client, has.clock},
                                  has.is_private_host,
                                  has.random,
                                  has.colleagues,
                                  has.console});
       }},
      {board::facts(),
       [](const House& has) { return board::engine(has.place, has.actions, has.random, has.colleagues.name_of); }},
      {desk::facts(),
       [](const House& has) { return desk::engine({has.place, has.actions, has.colleagues, has.console}); }},
      {chatbot::facts(),
       [](const House& has) { return chatbot::engine(has.conversations, has.place, has.visitor_token, has.clock); }},
      {automation::facts(),
       [](const House& has) {
         return automation::engine({has.configs, has.make_place, has.web_keys, has.guardian, has.conversations,
                                    has.train, has.pool, has.clock, has.random, has.actions, has.two_people_deploy});
       }},
  };
  return kEngines;
}

}  // namespace frontdesk::app
