#include "dialog/part_of_day.h"

#include <algorithm>

#include "dialog/opening.h"
#include "dialog/question.h"

namespace frontdesk::dialog {

Value with_open_times(const Value& doubt, const Flow& flow, const Value& slots, const Location* place,
                      const Surroundings& around) {
  const auto day = date_spoken_of(around.config, Value::object({{"flow", flow.name}, {"slots", slots}}));
  if (!is_part_of_day(doubt) || !place || !day) return doubt;
  ListBuilder times;
  for (const auto& time : open_times(*place, *day, doubt, around.now)) times.add(time);
  return doubt.with("choices", times.build());
}

SlotsTold told_in_part(SlotsTold told, const Value& doubts, const Value& slots) {
  for (const auto& member : Value(told.doubts).members()) {
    const auto& before = doubts[member.key()];
    if (is_part_of_day(member.value) && allows(member.value, slots[member.key()]))
      told.doubts = told.doubts.without(member.key());
    if (!is_part_of_day(before) || member.value["choices"].size() == 0) continue;
    std::vector<Value> left;
    for (const auto& choice : member.value["choices"].items()) {
      if (allows(before, choice)) left.push_back(choice);
    }
    if (left.size() != 1) continue;
    told.values = told.values.with(member.key(), left.front());
    told.doubts = told.doubts.without(member.key());
  }
  return told;
}

}  // namespace frontdesk::dialog
