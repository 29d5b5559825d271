#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/value.h"

// What a guest of a test is like and wants. tests/judges/guests/README.md says what each member means.
namespace frontdesk::trade {

struct Habit {
  Value when;  // {asked: SLOT}, "read_back", "refused", {refused: SLUG}, "not_understood", "answered", {message: N}
  std::string say;
  Value wants;  // changed values
  Value says;   // changed answers
  bool leaves = false;
};

struct Wish {
  std::vector<std::string> opens;  // empty: an earlier message said it already
  Value wants;                     // {slot: value}
  std::map<std::string, std::vector<std::string>> says;
  std::map<std::string, std::string> corrects;
  std::string yes;  // "": one of the usual ones
  std::vector<Habit> habits;
};

struct Goal {
  std::vector<Value> fresh;    // {record, field: value …}
  std::vector<Value> changed;  // {code, field: value …}
  std::vector<std::vector<std::string>> hears;
  std::vector<std::string> person;     // queues; one of them must have got the conversation
  std::vector<std::string> or_person;  // queues that are as good as the rest
  bool left = false;
  bool no_form = false;
};

struct Script {
  std::string id;
  std::string trade;
  std::string about;
  std::string language = "en";
  std::vector<Wish> wishes;  // at least one
  Goal goal;
  int shortest = 1;  // messages that a perfect receptionist would need
};

// The scripts of one file. Throws Error{invalid, "guests/script"} that names the guest and the member: an unknown
// member, a goal that names nothing, no opening.
std::vector<Script> read_scripts(const Value& file, const std::string& trade);

}  // namespace frontdesk::trade
