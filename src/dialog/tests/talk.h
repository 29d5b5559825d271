#pragma once

#include <string>

#include "dialog/tests/simulated_business.h"

namespace frontdesk::dialog::testing {

// A guest at the read-back of a table.
struct Talk {
  Talk() : id(business.open()) {
    business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
    business.say(id, "Ana");
  }
  Value read_back() {
    Value last;
    for (const auto& event : business.events(id)) {
      if (event.data["message"]["read_back"].is_object()) last = event.data["message"]["read_back"];
    }
    return last;
  }
  // Their labels, of the last message.
  std::string buttons() {
    std::string all;
    const auto last = business.wait(business.conversations().last_message(id));
    for (const auto& button : last->data["message"]["buttons"].items())
      all += std::string(button["label"].text()) + "|";
    return all;
  }
  std::string press(std::string_view with, const Value& read_back, std::string by = {}) {
    const auto answer = Value::object({{"to", read_back["id"]}, {"with", with}});
    return business.say(id, Said{"", std::string(with), answer, std::move(by), {}});
  }

  SimulatedBusiness business;
  std::string id;
};

}  // namespace frontdesk::dialog::testing
