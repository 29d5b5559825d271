#include "office.h"

#include "base/error.h"

namespace frontdesk::tau {
namespace {

Value to_value(const Changes& changes) {
  ObjectBuilder tables;
  for (const auto& [table, records] : changes) {
    ObjectBuilder object;
    for (const auto& [id, record] : records) object.set(id, record);
    tables.set(table, object.build());
  }
  return tables.build();
}

Changes to_changes(const Value& value) {
  Changes changes;
  for (const auto& table : value.members()) {
    for (const auto& record : table.value.members())
      changes[std::string(table.key())][std::string(record.key())] = record.value;
  }
  return changes;
}

}  // namespace

Office::Office(const Seed& seed, Tools tools, OfficeOptions options, Files& files)
    : seed_(seed), tools_(std::move(tools)), options_(std::move(options)) {
  if (!options_.state_path.empty()) {
    ledger_.emplace(files, options_.state_path, [this](const Value& entry) { replay(entry); });
  }
}

Office::Place& Office::place(const std::string& world) {
  return places_.try_emplace(world, Place{World(seed_), {}, {}}).first->second;
}

const Office::Effect* Office::done_before(const Place& place, const Call& call) const {
  const auto found = call.key.empty() ? place.by_key.end() : place.by_key.find(call.key);
  if (found == place.by_key.end()) return nullptr;
  const auto& effect = place.effects[found->second];
  if (effect.tool != call.tool || effect.arguments != call.arguments) {
    throw Error(Kind::conflict, "key-reused",
                fmt::format("The key {} was used for another call of {}.", call.key, effect.tool));
  }
  return &effect;
}

Answer Office::call(const Call& call) {
  auto& here = place(call.world);
  const auto tool = tools_.find(call.tool);
  const bool writes = tool != tools_.end() && tool->second.writes;
  if (writes) {
    if (const auto* done = done_before(here, call)) return {done->answer, true};
  }
  Draft draft(here.world);
  auto answer = run_tool(tools_, call.tool, draft, call.arguments);
  if (!writes) return {answer, false};

  Effect effect{call.key, call.tool, call.arguments, answer, !draft.changes().empty()};
  if (ledger_) {
    ledger_->append(Value::object({{"world", call.world},
                                   {"key", effect.key},
                                   {"tool", effect.tool},
                                   {"arguments", effect.arguments},
                                   {"answer", effect.answer},
                                   {"changes", to_value(draft.changes())}}));
  }
  keep(here, std::move(effect), draft.changes());
  return {answer, false};
}

void Office::keep(Place& place, Effect effect, const Changes& changes) {
  place.world.apply(changes);
  if (!effect.key.empty() && !options_.forgets_keys) place.by_key[effect.key] = place.effects.size();
  place.effects.push_back(std::move(effect));
}

void Office::reset(const std::string& world) {
  if (ledger_) ledger_->append(Value::object({{"world", world}, {"reset", true}}));
  places_.erase(world);
}

void Office::replay(const Value& entry) {
  const std::string world(entry["world"].text());
  if (entry["reset"].boolean()) {
    places_.erase(world);
    return;
  }
  const auto changes = to_changes(entry["changes"]);
  Effect effect{std::string(entry["key"].text()), std::string(entry["tool"].text()), entry["arguments"],
                entry["answer"], !changes.empty()};
  keep(place(world), std::move(effect), changes);
}

Value Office::state(const std::string& world) const {
  const auto found = places_.find(world);
  const World untouched(seed_);
  const auto& here = found == places_.end() ? untouched : found->second.world;
  return Value::object({{"sha256", here.sha256()}, {"sha256_cents", here.sha256_cents()}, {"diff", here.diff()}});
}

Value Office::effects(const std::string& world) const {
  ListBuilder items;
  if (const auto found = places_.find(world); found != places_.end()) {
    for (const auto& effect : found->second.effects) {
      items.add(Value::object({{"key", effect.key},
                               {"tool", effect.tool},
                               {"arguments", effect.arguments},
                               {"answer", effect.answer},
                               {"changed", effect.changed}}));
    }
  }
  return Value::object({{"items", items.build()}});
}

}  // namespace frontdesk::tau
