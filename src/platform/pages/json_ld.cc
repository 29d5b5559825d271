#include <algorithm>

#include "base/text.h"
#include "platform/pages/linked_forms.h"
#include "platform/pages/loose_json.h"

namespace frontdesk::platform::pages {
namespace {

using Kind = LooseJson::Kind;

class JsonLdReader {
 public:
  JsonLdReader(LinkedData& data, Effort& effort) : data_(data), effort_(effort) {}

  void read(const LooseJson& value) {
    if (value.kind == Kind::list) {
      for (const auto& each : value.children) read(each);
      return;
    }
    if (value.kind != Kind::object) return;
    const auto* graph = value.find("@graph");
    if (graph != nullptr) read(*graph);
    const bool says_more = std::ranges::any_of(value.children, [](const auto& member) {
      return member.name != "@context" && member.name != "@graph" && member.name != "@id";
    });
    if (graph == nullptr || says_more) data_.roots.push_back(item_of(value));
  }

 private:
  // By recursion, which the depth of loose_json() bounds.
  std::size_t item_of(const LooseJson& object) {
    effort_.spend(2);
    LinkedItem item{.form = LinkedItem::Form::json_ld, .piece = object.piece};
    for (const auto& member : object.children) {
      if (member.name == "@type" || member.name == "type") {
        if (member.name == "@type" || object.find("@type") == nullptr) read_types(member, item);
        if (member.name == "type" && object.find("@type") != nullptr) add(member, "type", item);
      } else if (member.name == "@id") {
        item.id = std::string(text::trim(member.value.text()));
      } else if (member.name == "@reverse") {
        for (const auto& reversed : member.children) add(reversed, "@reverse." + schema_name(reversed.name), item);
      } else if (!member.name.starts_with('@')) {
        add(member, schema_name(member.name), item);
      }
    }
    data_.items.push_back(std::move(item));
    return data_.items.size() - 1;
  }

  static void read_types(const LooseJson& member, LinkedItem& item) {
    if (member.kind == Kind::scalar && member.value.is_text()) item.types.push_back(schema_name(member.value.text()));
    for (const auto& each : member.children) {
      if (each.value.is_text()) item.types.push_back(schema_name(each.value.text()));
    }
  }

  void add(const LooseJson& value, const std::string& name, LinkedItem& item) {
    if (value.kind == Kind::list) {
      for (const auto& each : value.children) add(each, name, item);
    } else if (value.kind == Kind::scalar) {
      if (!value.value.is_null()) item.properties.push_back({.name = name, .value = value.value, .piece = value.piece});
    } else if (const auto* literal = value.find("@value")) {
      add(*literal, name, item);
    } else if (const auto* list = value.find("@list") ? value.find("@list") : value.find("@set")) {
      add(*list, name, item);
    } else {
      const auto inner = item_of(value);
      item.properties.push_back({.name = name, .item = inner, .piece = value.piece});
    }
  }

  LinkedData& data_;
  Effort& effort_;
};

bool is_json_ld(const Node& node) {
  if (node.name != "script") return false;
  const auto type = node.attribute("type");
  return text::equal_ignoring_case(text::trim(type.substr(0, type.find(';'))), "application/ld+json");
}

}  // namespace

void read_json_ld(const Document& page, LinkedData& data, Effort& effort) {
  JsonLdReader reader(data, effort);
  for (NodeId id = 0; id < page.size(); ++id) {
    effort.spend(1);
    if (!is_json_ld(page.at(id))) continue;
    for (auto child = page.at(id).first; child != kNone; child = page.at(child).next) {
      const auto piece = page.at(child).piece;
      const auto source = page.source().substr(piece.begin, piece.end - piece.begin);
      for (const auto& value : loose_json(source, piece.begin, effort)) reader.read(value);
    }
  }
}

}  // namespace frontdesk::platform::pages
