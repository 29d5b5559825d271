#include "platform/places/frame.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk::platform {

void Frame::add(Hearer hearer) {
  if (find_hearer(hearer.name, hearer.type))
    throw Error(Kind::internal, "frame/twice", fmt::format("{} hears {} twice.", hearer.name, hearer.type));
  hearers.push_back(std::move(hearer));
}

void Frame::add(work::Kind kind) {
  const auto name = kind.name;
  if (!kinds.emplace(name, std::move(kind)).second)
    throw Error(Kind::internal, "frame/twice", fmt::format("There are two kinds of work called {}.", name));
}

void Frame::add(errands::ErrandKind kind) {
  const auto name = kind.name;
  if (!errand_kinds.emplace(name, std::move(kind)).second)
    throw Error(Kind::internal, "frame/twice", fmt::format("There are two kinds of errands called {}.", name));
}

void Frame::add(work::Schedule schedule) {
  if (std::ranges::find(schedules, schedule.name, &work::Schedule::name) != schedules.end())
    throw Error(Kind::internal, "frame/twice", fmt::format("There are two schedules called {}.", schedule.name));
  schedules.push_back(std::move(schedule));
}

const Hearer* Frame::find_hearer(std::string_view name, std::string_view type) const {
  for (const auto& hearer : hearers) {
    if (hearer.name == name && hearer.type == type) return &hearer;
  }
  return nullptr;
}

const work::Kind* Frame::find_kind(std::string_view name) const {
  const auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : &found->second;
}

const errands::ErrandKind* Frame::find_errand(std::string_view name) const {
  const auto found = errand_kinds.find(name);
  return found == errand_kinds.end() ? nullptr : &found->second;
}

}  // namespace frontdesk::platform
