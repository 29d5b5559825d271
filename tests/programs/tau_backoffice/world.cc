#include "world.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::tau {
namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(Kind::not_found, "tau/no-file",
                fmt::format("{} cannot be read; give --data the folder corpora/tau.", path.string()));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string member_text(std::string_view id, const Value& value) {
  std::string text;
  json::quote_to(text, id);
  return text + ":" + json::canonical(value);
}

std::string pointer_part(std::string_view key) {
  std::string out;
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

void difference(const std::string& path, const Value& before, const Value& after, ListBuilder& out) {
  if (before == after) return;
  if (!before.is_object() || !after.is_object()) {
    out.add(Value::object({{"op", "replace"}, {"path", path}, {"old", before}, {"new", after}}));
    return;
  }
  std::set<std::string> keys;
  for (const auto& member : before.members()) keys.emplace(member.key());
  for (const auto& member : after.members()) keys.emplace(member.key());
  for (const auto& key : keys) {
    const auto place = path + "/" + pointer_part(key);
    const auto* old_value = before.find(key);
    const auto* new_value = after.find(key);
    if (!old_value) {
      out.add(Value::object({{"op", "add"}, {"path", place}, {"new", *new_value}}));
    } else if (!new_value) {
      out.add(Value::object({{"op", "remove"}, {"path", place}, {"old", *old_value}}));
    } else {
      difference(place, *old_value, *new_value, out);
    }
  }
}

}  // namespace

const std::string& Seed::Record::canonical(bool cents) const {
  auto& text = texts_[cents ? 1 : 0];
  if (text.empty()) text = member_text(id, cents ? in_cents(value) : value);
  return text;
}

const Seed::Record* Seed::Table::find(std::string_view id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : &records[found->second];
}

Seed Seed::read(const std::string& folder) {
  Seed seed;
  if (!std::filesystem::is_directory(folder)) {
    throw Error(Kind::not_found, "tau/no-folder",
                fmt::format("{} is no folder; give --data the folder corpora/tau.", folder));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    Table table{entry.path().stem().string(), {}, {}};
    const auto document = json::parse(slurp(entry.path()));
    table.records.reserve(document.size());
    for (const auto& member : document.members()) {
      table.by_id.emplace(member.key(), table.records.size());
      auto& record = table.records.emplace_back();
      record.id = member.key();
      record.value = member.value;
    }
    seed.tables_.emplace(table.name, std::move(table));
  }
  return seed;
}

const Seed::Table& Seed::table(std::string_view name) const {
  const auto found = tables_.find(name);
  if (found == tables_.end())
    throw Error(Kind::internal, "tau/no-table", fmt::format("The data has no table {}.", name));
  return found->second;
}

const Value* World::find(std::string_view table, std::string_view id) const {
  if (const auto changed = changed_.find(table); changed != changed_.end()) {
    if (const auto record = changed->second.find(id); record != changed->second.end()) return &record->second;
  }
  const auto* record = seed_->table(table).find(id);
  return record ? &record->value : nullptr;
}

void World::apply(const Changes& changes) {
  for (const auto& [table, records] : changes) {
    for (const auto& [id, record] : records) changed_[table].insert_or_assign(id, record);
  }
}

std::string World::canonical(bool cents) const {
  static const std::map<std::string, Value, std::less<>> kNone;
  std::string out = "{";
  for (const auto& [name, table] : seed_->tables()) {
    if (out.size() > 1) out += ',';
    json::quote_to(out, name);
    out += ":{";
    const auto found = changed_.find(name);
    const auto& changed = found == changed_.end() ? kNone : found->second;
    std::map<std::string_view, std::string> parts;  // changed records as text; the delivered ones are text already
    for (const auto& [id, record] : changed) parts.emplace(id, member_text(id, cents ? in_cents(record) : record));
    bool first = true;
    const auto add = [&](std::string_view text) {
      if (!std::exchange(first, false)) out += ',';
      out += text;
    };
    auto part = parts.begin();
    for (const auto& [id, index] : table.by_id) {
      for (; part != parts.end() && part->first < id; ++part) add(part->second);
      if (part != parts.end() && part->first == id) {
        add((part++)->second);
      } else {
        add(table.records[index].canonical(cents));
      }
    }
    for (; part != parts.end(); ++part) add(part->second);
    out += '}';
  }
  return out + "}";
}

std::string World::sha256() const { return crypto::sha256_hex(canonical(false)); }
std::string World::sha256_cents() const { return crypto::sha256_hex(canonical(true)); }

Value World::diff() const {
  ListBuilder out;
  for (const auto& [table, records] : changed_) {
    for (const auto& [id, record] : records) {
      const auto path = "/" + pointer_part(table) + "/" + pointer_part(id);
      if (const auto* before = seed_->table(table).find(id)) {
        difference(path, before->value, record, out);
      } else {
        out.add(Value::object({{"op", "add"}, {"path", path}, {"new", record}}));
      }
    }
  }
  return out.build();
}

const Value* Draft::find(std::string_view table, std::string_view id) const {
  if (const auto changed = changes_.find(table); changed != changes_.end()) {
    if (const auto record = changed->second.find(id); record != changed->second.end()) return &record->second;
  }
  return world_.find(table, id);
}

void Draft::each(std::string_view table, const std::function<void(const std::string&, const Value&)>& visit) const {
  for (const auto& record : world_.seed().table(table).records) visit(record.id, *find(table, record.id));
}

// By way of the decimal digits: 0.285 lies below 0.285 and must become 0.28, which scaling by 100 would hide.
double rounded(double number) { return std::strtod(fmt::format("{:.2f}", number).c_str(), nullptr); }

Value in_cents(const Value& value) {
  switch (value.type()) {
    case Value::Type::real:
      return rounded(value.number());
    case Value::Type::list: {
      ListBuilder list;
      for (const auto& item : value.items()) list.add(in_cents(item));
      return list.build();
    }
    case Value::Type::object: {
      ObjectBuilder object;
      for (const auto& member : value.members()) object.set(member.name, in_cents(member.value));
      return object.build();
    }
    default:
      return value;
  }
}

}  // namespace frontdesk::tau
