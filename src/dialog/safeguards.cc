#include "dialog/safeguards.h"

#include "base/error.h"

namespace frontdesk::dialog {
namespace {

constexpr store::Sql kStop{
    "INSERT INTO stopped_tools (tool, reason, stopped_by, at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (tool) DO UPDATE SET reason = $2, stopped_by = $3, at = $4"};
constexpr store::Sql kResume{"DELETE FROM stopped_tools WHERE tool = $1"};
constexpr store::Sql kStopped{"SELECT tool, reason, stopped_by, at FROM stopped_tools ORDER BY tool"};

StoppedTool read_stopped(const store::Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), Timestamp{row.integer(3)}};
}

Guards all_off() { return {GuardMode::off, GuardMode::off, GuardMode::off, GuardMode::off}; }

GuardMode stricter(GuardMode left, GuardMode right) { return std::min(left, right); }  // enforce comes first

}  // namespace

GuardMode Safeguards::consent(GuardMode own) const { return stricter(own, stricter(live.consent, floor.consent)); }
GuardMode Safeguards::policy(GuardMode own) const { return stricter(own, live.policy); }

bool Safeguards::is_for_staff(platform::Effect effect) const {
  return effect == platform::Effect::needs_review || floor.staff_effects.contains(effect);
}

bool Safeguards::may_be_tried(const platform::Action& action) const {
  return action.effect == platform::Effect::read && (!look_ups || look_ups->contains(action.wire));
}

std::shared_ptr<const Safeguards> no_safeguards() {
  static const auto none = std::make_shared<const Safeguards>(Safeguards{{GuardMode::off, {}}, all_off(), {}, {}, {}});
  return none;
}

Guardian::Guardian(store::Tenant& tenant, Floor floor, const Clock& clock) : tenant_(tenant), clock_(clock) {
  auto first = std::make_shared<Safeguards>();
  first->floor = std::move(floor);
  first->live = all_off();  // nothing is live yet
  first->look_ups.emplace();
  now_ = std::move(first);
}

std::shared_ptr<const Safeguards> Guardian::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void Guardian::change(const std::function<void(Safeguards&)>& how) {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Safeguards>(*now_);
  how(*next);
  now_ = std::move(next);
}

Task<> Guardian::load() {
  const auto all = co_await stopped();
  change([&](Safeguards& next) {
    for (const auto& tool : all) next.stopped[tool.name] = tool.reason;
  });
}

void Guardian::go_live(const Guards& guards, std::shared_ptr<const Policies> policies, std::set<std::string> look_ups) {
  change([&](Safeguards& next) {
    next.live = guards;
    next.policies = std::move(policies);
    next.look_ups = std::move(look_ups);
  });
}

Task<> Guardian::stop(std::string tool, std::string reason, std::string by, Beside beside) {
  co_await tenant_.write([&](store::Transaction& transaction) {
    transaction.run(kStop, tool, reason, by, clock_.wall().ms);
    if (beside) beside(transaction, transaction.all(kStopped, read_stopped));
  });
  change([&](Safeguards& next) { next.stopped[tool] = reason; });
}

Task<> Guardian::resume(std::string tool, Beside beside) {
  co_await tenant_.write([&](store::Transaction& transaction) {
    if (transaction.run(kResume, tool) == 0)
      throw Error(Kind::not_found, "dialog/not-stopped", fmt::format("The tool \"{}\" is not stopped.", tool));
    if (beside) beside(transaction, transaction.all(kStopped, read_stopped));
  });
  change([&](Safeguards& next) { next.stopped.erase(tool); });
}

Task<std::vector<StoppedTool>> Guardian::stopped() {
  return tenant_.read([](store::Reader& reader) { return reader.all(kStopped, read_stopped); });
}

}  // namespace frontdesk::dialog
