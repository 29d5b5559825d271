#include "base/zone.h"

// As the library was built; its types have other members otherwise.
#define USE_OS_TZDB 1
#include <date/tz.h>

#include <algorithm>

namespace frontdesk {
namespace {

using Milliseconds = std::chrono::milliseconds;

const date::time_zone& of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

date::sys_time<Milliseconds> system(Timestamp time) { return date::sys_time<Milliseconds>(Milliseconds(time.ms)); }

}  // namespace

std::optional<Zone> Zone::find(std::string_view name) try {
  Zone zone;
  zone.zone_ = date::locate_zone(name);
  zone.name_ = name;
  return zone;
} catch (const std::exception&) {  // the library's only way to say that there is none
  return std::nullopt;
}

const std::vector<Zone::Place>& Zone::places() {
  static const std::vector<Place> all = [] {
    std::vector<Place> places;
    for (const auto& zone : date::get_tzdb().zones) {
      const std::string& whole = zone.name();
      const auto slash = whole.find_last_of('/');
      const bool is_sign =
          slash == std::string::npos && std::ranges::all_of(whole, [](char c) { return c >= 'A' && c <= 'Z'; });
      if (whole.starts_with("Etc/") || whole.starts_with("posix") || whole.starts_with("right")) continue;
      auto name = slash == std::string::npos ? whole : whole.substr(slash + 1);
      std::ranges::replace(name, '_', ' ');
      if (auto found = find(whole)) places.push_back({std::move(name), std::move(*found), is_sign});
    }
    return places;
  }();
  return all;
}

int Zone::offset_minutes(Timestamp time) const {
  if (!zone_) return 0;
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::minutes>(of(zone_).get_info(system(time)).offset).count());
}

WallTime Zone::wall(Timestamp time) const {
  if (!zone_) return {time.ms};
  return {time.ms + Milliseconds(of(zone_).get_info(system(time)).offset).count()};
}

Zone::Moments Zone::moments(WallTime wall) const {
  if (!zone_) return {Passing::once, {wall.ms}, {wall.ms}};
  const auto found = of(zone_).get_info(date::local_time<Milliseconds>(Milliseconds(wall.ms)));
  const auto before = Timestamp{wall.ms - Milliseconds(found.first.offset).count()};
  if (found.result == date::local_info::unique) return {Passing::once, before, before};
  const auto behind = Timestamp{wall.ms - Milliseconds(found.second.offset).count()};
  return {found.result == date::local_info::nonexistent ? Passing::never : Passing::twice, before, behind};
}

}  // namespace frontdesk
