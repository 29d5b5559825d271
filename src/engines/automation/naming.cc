#include "engines/automation/naming.h"

#include <algorithm>
#include <optional>

#include "base/describe.h"
#include "base/text.h"
#include "base/yaml.h"
#include "dialog/example.h"
#include "engines/automation/errors.h"
#include "platform/config/insertion.h"

namespace frontdesk::engines::automation {
namespace {

using dialog::NamedKind;
using dialog::NamedThing;
using platform::config::with_entry;
using platform::config::with_list;

const NamedThing* find(const std::vector<NamedThing>& things, const Naming& naming) {
  const auto is_it = [&](const NamedThing& thing) {
    return thing.kind == naming.kind && text::equal_ignoring_case(thing.name, naming.name) &&
           (naming.kind != NamedKind::item || thing.of == naming.of);
  };
  const auto found = std::ranges::find_if(things, is_it);
  return found == things.end() ? nullptr : &*found;
}

bool is_called(const NamedThing& thing, std::string_view words) {
  return std::ranges::any_of(thing.words,
                             [&](const std::string& known) { return dialog::are_same_words(known, words); });
}

void refuse_what_is_named(const std::vector<NamedThing>& things, const NamedThing& thing, std::string_view words) {
  if (is_called(thing, words)) throw errors::known_word(words, thing.label);
  for (const auto& other : things) {
    if (other.kind == thing.kind && other.of == thing.of && is_called(other, words))
      throw errors::other_meaning(words, other.label);
  }
}

std::optional<std::size_t> place_of(const Value& list, std::string_view key, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (text::equal_ignoring_case(list.items()[i][key].text(), name)) return i;
  }
  return std::nullopt;
}

// The list of `words` that has such names.
std::string_view list_for(NamedKind kind) {
  switch (kind) {
    case NamedKind::counted:
      return "counted";
    case NamedKind::part_of_day:
      return "parts_of_day";
    default:
      return "synonyms";
  }
}

// An entry of its own. A list of words takes the place of an inherited one, so it has what that has.
Value new_entry(const Value& inherited, std::string_view name, std::string_view words) {
  ListBuilder all;
  for (const auto& word : inherited["words"].items()) all.add(word);
  all.add(words);
  return Value::object({{"name", inherited.is_null() ? Value(name) : inherited["name"]}, {"words", all.build()}});
}

std::string with_word(std::string_view yaml, const Value& document, const NamedThing& thing, std::string_view words) {
  const auto name = list_for(thing.kind);
  const auto file = yaml::parse(yaml).value;
  const auto& own = file["words"][name];
  // A location goes by its id or by its name; what stands there already is added to.
  for (const auto& called : {thing.name, thing.label}) {
    if (const auto place = place_of(own, "name", called))
      return with_entry(yaml, fmt::format("/words/{}/{}/words", name, *place), words);
  }
  Value inherited;
  for (const auto& called : {thing.name, thing.label}) {
    const auto& all = document["words"][name];
    const auto place = place_of(all, "name", called);
    if (place && inherited.is_null()) inherited = all.items()[*place];
  }
  const auto entry = new_entry(inherited, thing.name, words);
  return own.size() > 0 ? with_entry(yaml, fmt::format("/words/{}", name), entry)
                        : with_list(yaml, "/words", name, entry);
}

std::string with_item_word(std::string_view yaml, const NamedThing& thing, std::string_view words) {
  const auto file = yaml::parse(yaml).value;
  const auto fact = place_of(file["facts"], "id", thing.of);
  const auto item = fact ? place_of(file["facts"].items()[*fact]["items"], "name", thing.name) : std::nullopt;
  if (!item) throw errors::inherited(thing.name);
  const auto map = fmt::format("/facts/{}/items/{}", *fact, *item);
  const auto* also = file.at_pointer(map + "/also");
  return also && also->size() > 0 ? with_entry(yaml, map + "/also", words) : with_list(yaml, map, "also", words);
}

}  // namespace

Naming read_naming(const Value& value) {
  return {std::string(text::trim(value["words"].text())), from_value<NamedKind>(value["kind"], {}, "/name/kind"),
          std::string(value["name"].text()), std::string(value["of"].text())};
}

std::string with_naming(std::string_view yaml, const Value& document, const dialog::DialogConfig& config,
                        std::string_view text, const Naming& naming) {
  if (!dialog::has_words(text, naming.words)) throw errors::not_said(naming.words);
  const auto fault = dialog::fault_of_example(naming.words);
  if (fault && fault != dialog::ExampleFault::is_an_answer) throw errors::no_example(*fault, "/name/words");
  const auto things = dialog::named_things(config);
  const auto* thing = find(things, naming);
  if (!thing) throw errors::unknown_name(naming.name);
  refuse_what_is_named(things, *thing, naming.words);
  return thing->kind == NamedKind::item ? with_item_word(yaml, *thing, naming.words)
                                        : with_word(yaml, document, *thing, naming.words);
}

}  // namespace frontdesk::engines::automation
