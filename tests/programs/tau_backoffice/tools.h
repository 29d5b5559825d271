#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "world.h"

namespace frontdesk::tau {

// A refusal of the client's system; the tool's answer is "Error: " and this text.
struct Refusal {
  std::string text;
};

struct Tool {
  bool writes = false;
  std::function<Value(Draft& draft, const Value& arguments)> run;
};
using Tools = std::map<std::string, Tool, std::less<>>;

Tools retail_tools();
Tools airline_tools(Value airports);

// One call: the tool's answer; a refusal or an unknown tool is an answer too and leaves the draft as it was.
Value run_tool(const Tools& tools, std::string_view name, Draft& draft, const Value& arguments);

// What both domains have: calculate, think, transfer_to_human_agents.
void add_common_tools(Tools& tools);
// Digits, + - * / ( ) . and blanks only. Throws Refusal.
double calculate(std::string_view expression);

// Arithmetic that keeps whole numbers whole, as the records are written.
Value sum(const Value& left, const Value& right);
Value negative(const Value& number);
Value product(const Value& left, std::int64_t right);
std::string as_text(const Value& number);  // 255, 255.5

// An argument that must be there. Throws Refusal.
const Value& required(const Value& arguments, std::string_view name);
std::string text_of(const Value& arguments, std::string_view name);
// A record that must be there. Throws Refusal{absent}.
const Value& record(const Draft& draft, std::string_view table, std::string_view id, const char* absent);

}  // namespace frontdesk::tau
