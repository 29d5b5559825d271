#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "almanac.h"
#include "base/cel.h"
#include "base/value.h"

namespace frontdesk::trade {

// What the office does not do, as its customers are told.
struct Refusal {
  int status = 409;
  std::string slug;
  std::string detail;
};

// Something that was written: which call did it, and the record before (null: new) and after.
struct Write {
  std::string key;  // of the call
  std::string tool;
  std::string kind;  // of the record
  std::string code;
  Value before;
  Value after;
};

// The system of one business, made from a file: records by kind, calendars, and tools that find, create and change
// records. Nothing in here knows a trade. Single-threaded.
//
//   records:   {KIND: {code: {field, prefix, first}, rows: [{…}]}}
//   calendars: {NAME: see Almanac}
//   tools:     {NAME: {does: free | find | create | change, record: KIND, by: [field], where: {field: value},
//               take: [field], set: {field: value}, calendar: NAME, missing: {slug, detail},
//               of: {record: KIND, by, where, missing}, refuse: [{when: CEL over record, arguments, today; slug,
//               detail}]}}
// find and change look for the one record with the arguments of `by` (case, blanks and signs do not count; of a name
// its words, of a number with a country its last digits); create wants the record `of`, where there is one, and fills
// all arguments in; change takes those of `take`, or all but those of `by`.
class Office {
 public:
  // Throws Error{invalid, "trade/…"} where the file makes no sense.
  Office(const Value& file, std::string today);

  // Throws Refusal. The same key with the same arguments gets the same answer and does nothing; a read needs none.
  Value call(const std::string& tool, const Value& arguments, const std::string& key);

  const std::vector<Write>& writes() const { return writes_; }
  Value records() const;  // {KIND: [record]}

 private:
  struct Kind {
    std::string code_field;
    std::string prefix;
    std::int64_t next = 1;
    std::vector<Value> rows;
  };
  struct Rule {
    cel::Expression when;
    Refusal refusal;
  };
  struct Tool {
    Value says;
    std::vector<Rule> refuse;
  };
  struct Answered {
    Value arguments;
    Value answer;
  };

  void read_records(const Value& kinds);
  void read_tools(const Value& tools);
  Value act(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key);
  Value free(const Tool& tool, const Value& arguments) const;
  Value create(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key);
  Value change(const std::string& name, const Tool& tool, const Value& arguments, const std::string& key);
  Value& find(const Value& says, const Value& arguments);
  void check_rules(const Tool& tool, const Value& record, const Value& arguments) const;
  void check_calendar(const Tool& tool, const Value& wish) const;

  std::string today_;
  std::map<std::string, Kind> kinds_;
  std::map<std::string, Almanac> calendars_;
  std::map<std::string, Tool> tools_;
  std::map<std::string, Answered> answered_;  // by key
  std::vector<Write> writes_;
};

// Whether two values of one field mean the same to a clerk: "ana RUIZ" and "Ana Ruiz", "0151 5550" and "+49151 5550".
bool same_to_a_clerk(std::string_view field, const Value& stored, const Value& given);

}  // namespace frontdesk::trade
