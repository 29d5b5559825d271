#include "base/describe.h"

#include "base/json.h"
#include "base/text.h"

namespace frontdesk::describe_detail {
namespace {

std::string place(const std::string& pointer) { return pointer.empty() ? "the document" : pointer; }

std::string subject(const std::string& pointer) { return pointer.empty() ? "The document" : pointer; }

std::string_view article(std::string_view noun) {
  return std::string_view("aeiou").find(noun[0]) != std::string_view::npos ? "an" : "a";
}

}  // namespace

void refuse_type(const std::string& pointer, std::string_view wanted, const Value& got) {
  throw Error(Kind::invalid, "value/wrong-type",
              fmt::format("{} must be {} {}, not {} ({}).", subject(pointer), article(wanted), wanted,
                          to_string(got.type()), text::head(json::print(got), 60)))
      .at(pointer);
}

void refuse_unknown(const std::string& pointer, std::string_view key, const std::vector<std::string_view>& known) {
  const auto nearest = text::nearest(key, known);
  throw Error(
      Kind::invalid, "value/unknown-member",
      nearest.empty()
          ? fmt::format("\"{}\" is not known in {}; known are: {}.", key, place(pointer), fmt::join(known, ", "))
          : fmt::format("\"{}\" is not known in {}. Did you mean \"{}\"?", key, place(pointer), nearest))
      .at(pointer + "/" + escaped(key));
}

void refuse_missing(const std::string& pointer, std::string_view key) {
  throw Error(Kind::invalid, "value/missing-member", fmt::format("\"{}\" is missing in {}.", key, place(pointer)))
      .at(pointer);
}

void refuse_word(const std::string& pointer, const Value& got, const std::vector<std::string_view>& known) {
  throw Error(Kind::invalid, "value/unknown-word",
              fmt::format("{} must be one of {}, not {}.", subject(pointer), fmt::join(known, ", "),
                          text::head(json::print(got), 60)))
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
