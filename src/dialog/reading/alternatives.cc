#include "dialog/reading/alternatives.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

bool is_which(const Entity& entity) { return entity.doubt && entity.doubt->why == Why::which; }

// What may be one of several: said, and known or among few.
bool may_be_one(const Entity& entity, EntityKind kind) {
  return entity.kind == kind && entity.standing == Standing::said && !entity.range &&
         (entity.is_certain() || is_which(entity) || (entity.doubt && entity.doubt->why == Why::closed));
}

// "The 3rd, or the 5th rather": the last is meant.
bool is_preferred(const Heard& heard, std::uint32_t begin, std::uint32_t end) {
  return std::ranges::any_of(heard.phrases, [&](const PhraseAt& phrase) {
    return phrase.list == List::contrast && phrase.begin >= begin && phrase.begin <= end;
  });
}

bool is_alternative(const Heard& heard, std::uint32_t begin, std::uint32_t end) {
  return std::ranges::any_of(heard.phrases, [&](const PhraseAt& phrase) {
    return phrase.list == List::alternative && phrase.begin >= begin && phrase.end <= end;
  });
}

bool is_comma_only(const Heard& heard, std::uint32_t begin, std::uint32_t end) {
  return end == begin + 1 && heard.tokens[begin].text == ",";
}

void add_values(const Entity& entity, std::vector<Value>& all) {
  const auto add = [&](const Value& value) {
    if (!value.is_null() && std::ranges::find(all, value) == all.end()) all.push_back(value);
  };
  if (!entity.value.is_null()) return add(entity.value);
  for (const auto& candidate : entity.doubt->candidates) add(candidate);
}

bool same_kind_of_clause(const Heard& heard, std::uint32_t one, std::uint32_t other) {
  const auto& scope = heard.scope;
  return scope.clauses[scope.clause_of[one]].question == scope.clauses[scope.clause_of[other]].question;
}

void join(const Heard& heard, EntityKind kind, std::vector<TimedEntity>& entities) {
  TimedEntity* behind = nullptr;
  bool is_row = false;  // what stands behind is one of several already
  for (auto at = entities.rbegin(); at != entities.rend(); ++at) {
    auto& entity = at->entity;
    if (!may_be_one(entity, kind)) {
      if (entity.kind == kind) behind = nullptr;
      continue;
    }
    const bool joins =
        behind && at->end <= behind->begin && same_kind_of_clause(heard, at->begin, behind->begin) &&
        !is_preferred(heard, at->end, behind->end) &&
        (is_alternative(heard, at->end, behind->begin) || (is_row && is_comma_only(heard, at->end, behind->begin)));
    if (!joins) {
      is_row = is_which(entity);
      behind = &*at;
      continue;
    }
    std::vector<Value> all;
    add_values(entity, all);
    add_values(behind->entity, all);
    if (all.size() < 2) continue;
    const bool is_beside = std::ranges::none_of(
        entities, [&](const TimedEntity& each) { return each.begin >= at->end && each.end <= behind->begin; });
    if (is_beside) behind->entity.span.begin = entity.span.begin;
    if (is_beside) behind->begin = at->begin;
    behind->entity.bare = behind->entity.bare && entity.bare;
    behind->entity.value = {};
    behind->entity.doubt = Doubt{Why::which, std::move(all)};
    entity.standing = Standing::withdrawn;
    is_row = true;
  }
}

}  // namespace

void leave_open(Entity& entity, const std::vector<Value>& values) {
  std::vector<Value> different;
  for (const auto& value : values) {
    if (std::ranges::find(different, value) == different.end()) different.push_back(value);
  }
  entity.value = different.size() == 1 ? different.front() : Value();
  entity.doubt.reset();
  if (different.size() != 1) entity.doubt = Doubt{Why::which, std::move(different)};
}

void join_alternatives(const Heard& heard, std::vector<TimedEntity>& entities) {
  if (!heard.has(List::alternative)) return;
  for (const auto kind : {EntityKind::date, EntityKind::time}) join(heard, kind, entities);
}

}  // namespace frontdesk::dialog::reading
