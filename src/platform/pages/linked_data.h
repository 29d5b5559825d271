#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"
#include "base/value.h"
#include "platform/pages/document.h"

namespace frontdesk::platform::pages {

constexpr std::size_t kNoItem = ~std::size_t{0};

struct LinkedProperty {
  std::string name;            // of schema.org: its short name; of others as it is written
  Value value;                 // a text, a number, a truth value; null where it is an item
  std::size_t item = kNoItem;  // in LinkedData::items
  Piece piece;                 // where the value stands in the bytes of the page
};

// A thing that a page says something of.
struct LinkedItem {
  enum class Form { json_ld, microdata, rdfa };
  Form form = Form::json_ld;
  std::vector<std::string> types;  // short names of schema.org; of others their whole IRI
  std::string id;
  std::vector<LinkedProperty> properties;  // in the order of the page
  Piece piece;

  bool is_a(std::string_view type) const;
  const LinkedProperty* find(std::string_view name) const;  // the first; nullptr where there is none
};

// What a page says of its things, in the three ways that there are for it: JSON-LD 1.1 as the web writes it (broken
// JSON is read as far as it can be), microdata by the algorithm of the HTML Living Standard (5.2), and RDFa Lite with
// Open Graph. Nothing is fetched: contexts and vocabularies are known by their names.
struct LinkedData {
  // A statement of a thing: the names that lead to it ("address.streetAddress", "@type"), and its value.
  struct Fact {
    std::string path;
    Value value;
    Piece piece;
  };

  std::vector<LinkedItem> items;
  std::vector<std::size_t> roots;  // those that are no property of another

  // Where an item only names another one by its id, that one; else the item itself.
  const LinkedItem& meant_by(std::size_t item) const;
  // Everything that is said of an item and of what it has; items that are named by their ids are not followed.
  std::vector<Fact> facts_of(std::size_t item) const;
};

// `base`: the address of the page, against which links of microdata and RDFa are resolved; may be empty.
LinkedData linked_data(const Document& page, std::string_view base, Effort& effort);

// "Person" of "https://schema.org/Person" and of "schema:Person".
std::string schema_name(std::string_view name);

}  // namespace frontdesk::platform::pages
