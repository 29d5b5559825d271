#include "platform/config/document.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "platform/config/packs.h"

namespace frontdesk::platform::config {
namespace {

// "line 3, column 7", as base/yaml.h writes it.
Place place_in_text(const std::string& file, std::string_view where) {
  Place place{file};
  const auto number_after = [&](std::string_view word, std::int64_t& into) {
    const auto at = where.find(word);
    if (at == std::string_view::npos) return;
    std::from_chars(where.data() + at + word.size(), where.data() + where.size(), into);
  };
  number_after("line ", place.line);
  number_after("column ", place.column);
  return place;
}

// What the reader of YAML says: "At line 4, column 1: what is wrong. How to mend it."
Finding finding_of(const std::string& file, const Error& error) {
  const auto place = place_in_text(file, error.pointer);
  std::string_view problem = error.detail;
  const auto prefix = fmt::format("At {}: ", error.pointer);
  if (problem.starts_with(prefix)) problem.remove_prefix(prefix.size());
  auto told = split_sentences(
      problem,
      "Mend the line; blanks (not tabs) indent, and texts with \": \" or a leading special character need quotes.");
  return {Severity::error, file, place.line, place.column, "", std::move(told.problem), std::move(told.remedy)};
}

// Packs are the same wherever a file is read. One that was sent along, as it stood when the file was deployed, is taken
// before: what is live does not change with the program.
Source pack(const std::string& name, std::string otherwise) {
  if (auto found = find_pack(name)) return std::move(*found);
  if (names_a_pack(name))
    otherwise = fmt::format("There is no {}; there are {}.", name, fmt::join(names_of_packs(), ", "));
  throw Error(Kind::not_found, "config/base-missing", otherwise);
}

std::string_view file_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool have_one_key(const Value& base, const Value& over) {
  return over.size() > 0 && !key_of_entries(base).empty() && key_of_entries(base) == key_of_entries(over);
}

// What a classifier learns from: more of it is better, so a file adds to what it extends.
bool is_joined(std::string_view pointer) {
  const auto is_of = [&](std::string_view section, std::string_view member) {
    return pointer.starts_with(section) && pointer.ends_with(member) && std::ranges::count(pointer, '/') == 3;
  };
  return is_of("/intents/", "/examples") || is_of("/facts/", "/questions");
}

std::set<std::string_view> keys_of_entries(const Value& list, std::string_view key) {
  std::set<std::string_view> seen;
  for (const auto& entry : list.items()) {
    const auto& name = entry[key];
    if (!name.is_text() || !seen.insert(name.text()).second) return {};
  }
  return seen;
}

}  // namespace

std::string_view key_of_entries(const Value& list) {
  if (!list.is_list() || list.size() == 0) return "";
  for (const std::string_view key : {"id", "name"}) {
    if (!keys_of_entries(list, key).empty()) return key;
  }
  return "";
}

std::string content_hash(const Value& document) { return crypto::sha256_hex(json::canonical(document)); }

std::string_view short_hash(std::string_view hash) { return text::head(hash, 16); }

LoadBase load_from(std::vector<Source> sources) {
  return [sources = std::move(sources)](const std::string& name, const std::string& from) {
    // They stand in the order in which they extend one another.
    const auto asking = std::ranges::find(sources, from, &Source::name);
    const auto next = asking == sources.end() ? sources.begin() : asking + 1;
    if (next != sources.end() && file_of(next->name) == file_of(name)) return *next;
    const auto named = std::ranges::find(sources, name, &Source::name);
    if (named != sources.end()) return *named;
    return pack(name, fmt::format("The file \"{}\" was not sent along.", name));
  };
}

LoadBase load_from_disk() {
  return [](const std::string& name, const std::string& from) {
    if (names_a_pack(name)) return pack(name, {});
    const auto folder = from.rfind('/');
    const auto path = name.starts_with('/') || folder == std::string::npos ? name : from.substr(0, folder + 1) + name;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Error(Kind::not_found, "config/base-missing", fmt::format("There is no file {}.", path));
    return Source{path, std::string(std::istreambuf_iterator<char>(file), {})};
  };
}

Place Document::place_of(std::string_view pointer, Spot spot) const {
  auto prefix = pointer;
  for (;;) {
    const auto found = origins_.find(prefix);
    if (found != origins_.end()) {
      const auto inner = found->second.pointer + std::string(pointer.substr(prefix.size()));
      const auto& parsed = parsed_[found->second.source];
      const auto mark = spot == Spot::key ? parsed.key_mark_of(inner) : parsed.mark_of(inner);
      return {sources_[found->second.source].name, mark.line, mark.column};
    }
    if (prefix.empty()) return {sources_.empty() ? "" : sources_.front().name};
    prefix = prefix.substr(0, prefix.rfind('/'));
  }
}

void Document::take(const std::string& pointer, Origin origin) {
  const auto below = pointer + "/";
  auto first = origins_.lower_bound(below);
  while (first != origins_.end() && first->first.starts_with(below)) first = origins_.erase(first);
  origins_.insert_or_assign(pointer, std::move(origin));
}

void Document::lay_over(std::size_t source) {
  const auto& over = parsed_[source].value;
  if (origins_.empty()) {
    value_ = over;
    origins_[""] = {source, ""};
    return;
  }
  value_ = merge(value_, over, "", {source, ""});
}

Value Document::merge(const Value& base, const Value& over, const std::string& pointer, const Origin& from) {
  const bool are_lists = base.is_list() && over.is_list();
  if (are_lists && have_one_key(base, over)) return merge_entries(base, over, pointer, from);
  if (are_lists && is_joined(pointer)) return join_lists(base, over, pointer, from);
  if (base.is_object() && over.is_object()) return merge_maps(base, over, pointer, from);
  take(pointer, from);
  return over;
}

Value Document::merge_maps(const Value& base, const Value& over, const std::string& pointer, const Origin& from) {
  keep_origins_below(base, pointer);
  origins_[pointer] = from;  // the map itself is now found where it was written last
  const auto origin_in = [&](std::string_view key) { return Origin{from.source, join(from.pointer, key)}; };
  ObjectBuilder merged;
  for (const auto& member : base.members()) {
    const auto below = join(pointer, member.key());
    const auto* now = over.find(member.key());
    if (!now) {
      merged.set(member.name, member.value);
    } else if (now->is_null()) {
      take(below, origin_in(member.key()));
    } else {
      merged.set(member.name, merge(member.value, *now, below, origin_in(member.key())));
    }
  }
  for (const auto& member : over.members()) {
    if (base.contains(member.key())) continue;
    take(join(pointer, member.key()), origin_in(member.key()));
    merged.set(member.name, member.value);
  }
  return merged.build();
}

void Document::keep_origins_below(const Value& map, const std::string& pointer) {
  for (const auto& member : map.members()) {
    const auto below = join(pointer, member.key());
    if (!origins_.contains(below)) origins_[below] = origin_of(below);
  }
}

// Where a part was written: at the nearest place above it that was copied as it stood.
Document::Origin Document::origin_of(const std::string& pointer) const {
  auto prefix = pointer;
  auto place = origins_.find(prefix);
  while (place == origins_.end()) prefix = prefix.substr(0, prefix.rfind('/')), place = origins_.find(prefix);
  return {place->second.source, place->second.pointer + pointer.substr(prefix.size())};
}

Value Document::join_lists(const Value& base, const Value& over, const std::string& pointer, const Origin& from) {
  std::vector<Value> all(over.items().begin(), over.items().end());
  std::vector<Origin> inherited;
  const std::set<Value, bool (*)(const Value&, const Value&)> own(
      all.begin(), all.end(), [](const Value& one, const Value& other) { return one.text() < other.text(); });
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (own.contains(base[i])) continue;
    inherited.push_back(origin_of(join(pointer, i)));
    all.push_back(base[i]);
  }
  take(pointer, from);
  for (std::size_t i = 0; i < inherited.size(); ++i)
    origins_.insert_or_assign(join(pointer, over.size() + i), std::move(inherited[i]));
  return Value::list(std::move(all));
}

Value Document::merge_entries(const Value& base, const Value& over, const std::string& pointer, const Origin& from) {
  const auto key = key_of_entries(base);
  std::vector<Value> entries(base.items().begin(), base.items().end());
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < base.size(); ++i) places.emplace(base[i][key].text(), i);
  for (std::size_t i = 0; i < over.size(); ++i) {
    const Origin origin{from.source, join(from.pointer, i)};
    const auto known = places.find(over[i][key].text());
    if (known != places.end()) {
      entries[known->second] = merge(base[known->second], over[i], join(pointer, known->second), origin);
    } else {
      take(join(pointer, entries.size()), origin);
      entries.push_back(over[i]);
    }
  }
  return Value::list(std::move(entries));
}

// Reads a file and what it extends, one after the other.
struct DocumentReader {
  const LoadBase& load;
  Effort* effort;
  Reading result;
  Document document;

  void refuse(Place place, std::string pointer, std::string problem, std::string remedy) {
    result.findings.push_back({Severity::error, std::move(place.file), place.line, place.column, std::move(pointer),
                               std::move(problem), std::move(remedy)});
  }

  // False where nothing more can be read.
  bool add(Source source) {
    try {
      document.parsed_.push_back(yaml::parse(
          source.bytes, {.bytes_max = Document::kBytesMax, .nodes_max = Document::kValuesMax, .effort = effort}));
    } catch (const Error& error) {
      if (error.kind != Kind::invalid) throw;  // what reading may cost is spent
      result.findings.push_back(finding_of(source.name, error));
      return false;
    }
    document.sources_.push_back(std::move(source));
    const auto& value = document.parsed_.back().value;
    if (value.is_object()) return true;
    refuse({document.sources_.back().name}, "",
           value.is_null() ? "The file is empty."
                           : fmt::format("The file is {}, not a map.", value.is_list() ? "a list" : "one value"),
           "Begin with `schema_version: 1` and `client_id: your-name`.");
    return false;
  }

  // The file that the last one extends; empty where it extends none, or where that cannot be had.
  std::optional<Source> next() {
    const auto& parsed = document.parsed_.back();
    const auto* extends = parsed.value.find("extends");
    if (!extends) return {};
    const auto from = document.sources_.back().name;
    const auto mark = parsed.mark_of("/extends");
    const Place place{from, mark.line, mark.column};
    if (!extends->is_text() || extends->text().empty()) {
      refuse(place, "/extends", "`extends` is not the name of a file.",
             "Write one name, for example `extends: restaurant.yaml`.");
      return {};
    }
    if (document.sources_.size() == Document::kSourcesMax) {
      refuse(place, "/extends", fmt::format("More than {} files extend one another.", Document::kSourcesMax),
             "Join some of them into one.");
      return {};
    }
    try {
      auto source = load(std::string(extends->text()), from);
      const auto known = std::ranges::find(document.sources_, source.name, &Source::name);
      if (known == document.sources_.end()) return source;
      refuse(place, "/extends", fmt::format("{} comes back to itself by `extends`.", known->name),
             "Let the most general file extend nothing.");
    } catch (const Error& error) {
      refuse(place, "/extends", error.detail, "Correct the name, or put the file there.");
    }
    return {};
  }

  Reading read(Source source) {
    std::optional<Source> todo = std::move(source);
    while (todo) {
      if (!add(std::move(*todo))) return std::move(result);
      todo = next();
    }
    if (!result.findings.empty()) return std::move(result);
    for (std::size_t i = document.sources_.size(); i-- > 0;) document.lay_over(i);
    document.value_ = document.value_.without("extends");
    result.document = std::move(document);
    return std::move(result);
  }
};

Reading read_document(Source source, const LoadBase& load, Effort* effort) {
  DocumentReader reader{load, effort, {}, {}};
  return reader.read(std::move(source));
}

}  // namespace frontdesk::platform::config
