#pragma once

#include <string>
#include <vector>

#include "simulated_business.h"

namespace frontdesk::dialog::testing {

// One who talks with a simulated business.
struct Guest {
  explicit Guest(Value changes = Value::object()) : business(1, std::move(changes)), id(business.open()) {}

  std::string say(const std::string& text) { return business.say(id, text); }
  bool hears(const std::string& text, std::string_view part) {
    heard = say(text);
    return heard.find(part) != std::string::npos;
  }
  Value last() {
    Value last;
    for (const auto& event : business.events(id)) {
      if (event.data["message"]["role"].text() == "bot") last = event.data["message"];
    }
    return last;
  }
  std::string buttons() {
    std::string all;
    for (const auto& button : last()["buttons"].items()) all += std::string(button["text"].text()) + "|";
    return all;
  }
  std::vector<Value> of_type(std::string_view type) {
    std::vector<Value> all;
    for (const auto& event : business.events(id)) {
      if (event.type == type) all.push_back(event.data);
    }
    return all;
  }

  SimulatedBusiness business;
  std::string id;
  std::string heard;
};

// At an open read-back of a table for two at Harbor tomorrow at 19:30 in the name Ana.
struct AtReadBack : Guest {
  AtReadBack() {
    say("a table for two at Harbor tomorrow at 7:30pm");
    say("Ana");
  }
};

}  // namespace frontdesk::dialog::testing
