#include "base/describe.h"

#include "base/text.h"

namespace frontdesk::describe_detail {
namespace {

std::string place(const std::string& pointer) { return pointer.empty() ? "the document" : pointer; }

}  // namespace

void refuse_type(const std::string& pointer, std::string_view wanted, const Value& got) {
  throw Error(Kind::invalid, "value/wrong-type",
              fmt::format("{} must be a {}, not a {}.", place(pointer), wanted, to_string(got.type())))
      .at(pointer);
}

void refuse_unknown(const std::string& pointer, std::string_view key, const std::vector<std::string_view>& known) {
  const auto nearest = text::nearest(key, known);
  throw Error(Kind::invalid, "value/unknown-member",
              nearest.empty() ? fmt::format("\"{}\" is not known in {}; known are: {}.", key, place(pointer), fmt::join(known, ", "))
                              : fmt::format("\"{}\" is not known in {}. Did you mean \"{}\"?", key, place(pointer), nearest))
      .at(pointer + "/" + escaped(key));
}

void refuse_missing(const std::string& pointer, std::string_view key) {
  throw Error(Kind::invalid, "value/missing-member", fmt::format("\"{}\" is missing in {}.", key, place(pointer))).at(pointer);
}

void refuse_word(const std::string& pointer, const Value& got, const std::vector<std::string_view>& known) {
  throw Error(Kind::invalid, "value/unknown-word",
              fmt::format("{} must be one of {}, not \"{}\".", place(pointer), fmt::join(known, ", "), got.text()))
      .at(pointer);
}

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace frontdesk::describe_detail
