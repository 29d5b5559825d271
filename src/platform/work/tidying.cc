#include "platform/work/tidying.h"

#include "platform/actions/invocations.h"
#include "platform/errands/errands.h"
#include "platform/work/job.h"

namespace frontdesk::platform::work {
namespace {

constexpr std::string_view kTidy = "work.tidy";

Task<> perform(Job& job) { co_await tidy(job.place); }

}  // namespace

Task<> tidy(Place& place) {
  const auto& keeping = place.frame().keeping;
  const auto before = [now = place.frame().clock.wall()](std::chrono::days kept) {
    return Timestamp{now.ms - std::chrono::milliseconds(kept).count()};
  };
  co_await place.store().write([&](store::Transaction& transaction) {
    forget(transaction, before(keeping.work));
    errands::forget(transaction, before(keeping.work));
    invocations::forget(transaction, before(keeping.work));
    events::forget(transaction, before(keeping.events), oldest_told(transaction));
  });
}

Kind tidying() { return {.name = std::string(kTidy), .perform = perform}; }

Schedule nightly() {
  return {.name = "house.tidy", .rule = Rule::parse("30 3 * * *"), .kind = std::string(kTidy), .where = Where::both};
}

}  // namespace frontdesk::platform::work
