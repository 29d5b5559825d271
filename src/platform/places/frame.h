#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/tenant_id.h"
#include "base/zone.h"
#include "platform/audit/audit.h"
#include "platform/errands/kind.h"
#include "platform/events/events.h"
#include "platform/work/kind.h"
#include "platform/work/schedule.h"

namespace frontdesk::platform {

// For how long what is over is kept.
struct Keeping {
  std::chrono::days events{365};
  std::chrono::days work{30};  // also the answers of calls that came with a key, and errands that ended
};

// What all places of a house share: who hears what, how each kind of work and of errand is done and when, and the key
// of the audit. It is complete before the first place works, and does not change behind that.
struct Frame {
  Frame(Clock& clock, Random& random, Log& log, audit::Audit audit)
      : clock(clock), random(random), log(log), audit(std::move(audit)) {}

  // All throw Error{internal, "frame/twice"} where there is one of this name already.
  void add(Hearer hearer);
  void add(work::Kind kind);
  void add(errands::ErrandKind kind);
  void add(work::Schedule schedule);

  const Hearer* find_hearer(std::string_view name, std::string_view type) const;
  const work::Kind* find_kind(std::string_view name) const;
  const errands::ErrandKind* find_errand(std::string_view name) const;

  Clock& clock;
  Random& random;
  Log& log;
  const audit::Audit audit;
  std::vector<Hearer> hearers;
  std::map<std::string, work::Kind, std::less<>> kinds;
  std::map<std::string, errands::ErrandKind, std::less<>> errand_kinds;
  std::vector<work::Schedule> schedules;
  // Of a place, as its tenant's file says; by it schedules are due.
  std::function<Zone(const TenantId& place)> zone_of = [](const TenantId&) { return Zone(); };
  Keeping keeping;
};

}  // namespace frontdesk::platform
