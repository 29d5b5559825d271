#include "base/schema/resources.h"

#include <array>

#include "base/error.h"
#include "base/schema/uri.h"

namespace frontdesk::schema {
namespace {

constexpr std::string_view kDraft2020 = "https://json-schema.org/draft/2020-12/schema";
constexpr std::string_view kDraft7 = "http://json-schema.org/draft-07/schema";
constexpr std::string_view kVocabularies = "https://json-schema.org/draft/2020-12/vocab/";

// Keywords below which sub-schemas stand, by how they stand there.
constexpr std::array<std::string_view, 12> kSchemas = {"additionalProperties",
                                                       "propertyNames",
                                                       "contains",
                                                       "not",
                                                       "if",
                                                       "then",
                                                       "else",
                                                       "unevaluatedItems",
                                                       "unevaluatedProperties",
                                                       "contentSchema",
                                                       "items",
                                                       "additionalItems"};
constexpr std::array<std::string_view, 5> kLists = {"allOf", "anyOf", "oneOf", "prefixItems", "items"};
constexpr std::array<std::string_view, 6> kMaps = {"properties",       "patternProperties", "$defs",
                                                   "dependentSchemas", "definitions",       "dependencies"};

bool is_schema(const Value& value) { return value.is_object() || value.is_bool(); }

}  // namespace

std::string pointer_token(std::string_view key) {
  std::string token = "/";
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

Location Resources::add(std::string uri, const Value& document) {
  uri = without_fragment(uri);
  const auto known = by_uri_.find(uri);
  const auto resource = known != by_uri_.end() ? known->second : add_resource(uri, document, {});
  return {resource, "", document};
}

std::uint32_t Resources::add_resource(std::string uri, const Value& root, const Dialect& inherited) {
  const auto dialect = dialect_of(root, inherited, uri);
  const auto id = root["$id"].text();
  const bool ref_alone = dialect.draft7 && root.contains("$ref");
  auto name = id.empty() || ref_alone ? uri : std::string(without_fragment(resolve_uri(uri, id)));
  const auto resource = static_cast<std::uint32_t>(resources_.size());
  by_uri_.emplace(uri, resource);
  by_uri_.emplace(name, resource);
  resources_.push_back({.uri = std::move(name), .root = root, .dialect = dialect});
  scan(resource, "", root);
  return resource;
}

Dialect Resources::dialect_of(const Value& root, const Dialect& inherited, std::string_view uri) const {
  const auto& word = root["$schema"];
  if (!word.is_text()) return inherited;
  const auto name = without_fragment(word.text());
  if (name == kDraft2020) return {};
  if (name == kDraft7) return {.draft7 = true, .unevaluated = false};
  const auto unknown = [&](std::string_view why) {
    return Error(Kind::invalid, "schema/unknown-dialect",
                 fmt::format("\"$schema\": \"{}\" {}. Use \"{}\", or leave it out.", word.text(), why, kDraft2020))
        .at(fmt::format("{}#/$schema", uri));
  };
  const auto* meta = registry_.find(name);
  if (!meta) throw unknown("names a dialect that is not known here");
  const auto& vocabularies = (*meta)["$vocabulary"];
  if (!vocabularies.is_object()) return {};
  Dialect dialect{.applicator = false, .unevaluated = false, .validation = false};
  for (const auto& member : vocabularies.members()) {
    auto vocabulary = member.key();
    if (vocabulary.starts_with(kVocabularies)) {
      vocabulary.remove_prefix(kVocabularies.size());
      if (vocabulary == "applicator") dialect.applicator = true;
      if (vocabulary == "unevaluated") dialect.unevaluated = true;
      if (vocabulary == "validation") dialect.validation = true;
      if (vocabulary == "format-assertion") dialect.asserts_formats = true;
    } else if (member.value.boolean()) {
      throw unknown(fmt::format("needs the vocabulary {}, which is not known here", member.key()));
    }
  }
  return dialect;
}

void Resources::scan(std::uint32_t resource, const std::string& pointer, const Value& schema) {
  if (!schema.is_object() || !resources_[resource].scanned.insert(pointer).second) return;
  const bool draft7 = resources_[resource].dialect.draft7;
  const bool ref_alone = draft7 && schema.contains("$ref");
  const auto id = ref_alone ? std::string_view() : schema["$id"].text();
  if (draft7 && id.starts_with('#')) {
    resources_[resource].anchors.emplace(id.substr(1), Location{resource, pointer, schema});
  } else if (!id.empty() && !pointer.empty()) {
    const auto dialect = resources_[resource].dialect;
    const auto inner = add_resource(resources_[resource].uri, schema, dialect);
    resources_[resource].embedded.emplace(pointer, inner);
    return;
  }
  if (!ref_alone) scan_words(resource, pointer, schema);
}

void Resources::scan_words(std::uint32_t resource, const std::string& pointer, const Value& schema) {
  if (!resources_[resource].dialect.draft7) {
    const Location here{resource, pointer, schema};
    if (const auto anchor = schema["$anchor"].text(); !anchor.empty())
      resources_[resource].anchors.emplace(anchor, here);
    if (const auto anchor = schema["$dynamicAnchor"].text(); !anchor.empty()) {
      resources_[resource].anchors.emplace(anchor, here);
      resources_[resource].dynamic_anchors.emplace(anchor, here);
    }
  }
  for (const auto& member : schema.members()) {
    const auto key = member.key();
    const auto inside = pointer + pointer_token(key);
    if (member.value.is_object() && std::ranges::find(kSchemas, key) != kSchemas.end())
      scan(resource, inside, member.value);
    if (member.value.is_list() && std::ranges::find(kLists, key) != kLists.end()) {
      for (std::size_t i = 0; i < member.value.size(); ++i)
        scan(resource, fmt::format("{}/{}", inside, i), member.value[i]);
    }
    if (member.value.is_object() && std::ranges::find(kMaps, key) != kMaps.end()) {
      for (const auto& inner : member.value.members()) scan(resource, inside + pointer_token(inner.key()), inner.value);
    }
  }
}

Location Resources::walk(std::uint32_t resource, std::string_view pointer, bool& found) {
  Location here{resource, "", resources_[resource].root};
  found = true;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const auto* next = pointer[0] == '/' ? here.schema.at_pointer(pointer.substr(0, end)) : nullptr;
    if (!next) {
      found = false;
      return here;
    }
    here.pointer += pointer.substr(0, end);
    here.schema = Value(*next);
    pointer.remove_prefix(end);
    const auto& embedded = resources_[here.resource].embedded;
    if (const auto inner = embedded.find(here.pointer); inner != embedded.end()) {
      here.resource = inner->second;
      here.pointer.clear();
    }
  }
  return here;
}

Location Resources::below(const Location& location, std::string_view pointer) {
  bool found = false;
  return walk(location.resource, location.pointer + std::string(pointer), found);
}

Location Resources::resolve(std::uint32_t from, std::string_view reference, std::string_view place) {
  const auto uri = resolve_uri(resources_[from].uri, reference);
  const auto unknown = [&](std::string_view why) {
    return Error(Kind::invalid, "schema/unknown-reference", fmt::format("\"{}\" {}.", reference, why))
        .at(std::string(place));
  };
  const std::string document(without_fragment(uri));
  auto known = by_uri_.find(document);
  if (known == by_uri_.end()) {
    const auto* registered = registry_.find(document);
    if (!registered)
      throw unknown(
          "refers to a schema that is not known here; nothing is fetched. Register it, or put it under $defs");
    add_resource(document, *registered, {});
    known = by_uri_.find(document);
  }
  const auto resource = known->second;
  const auto fragment = fragment_of(uri);
  if (!fragment.empty() && fragment[0] != '/') {
    const auto anchor = resources_[resource].anchors.find(fragment);
    if (anchor == resources_[resource].anchors.end()) throw unknown("names an anchor that is not there");
    return anchor->second;
  }
  bool found = false;
  auto location = walk(resource, fragment, found);
  if (!found || !is_schema(location.schema)) throw unknown("leads to nothing that is a schema");
  scan(location.resource, location.pointer, location.schema);  // it may stand below a word that is none of ours
  return walk(resource, fragment, found);
}

const Location* Resources::dynamic_anchor(std::uint32_t resource, std::string_view name) const {
  const auto& anchors = resources_[resource].dynamic_anchors;
  const auto found = anchors.find(name);
  return found != anchors.end() ? &found->second : nullptr;
}

std::string Resources::place(const Location& location) const {
  return fmt::format("{}#{}", location.resource == 0 ? "" : resources_[location.resource].uri, location.pointer);
}

}  // namespace frontdesk::schema
