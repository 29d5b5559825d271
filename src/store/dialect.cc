#include "store/dialect.h"

#include <array>
#include <functional>
#include <vector>

#include "base/ascii.h"
#include "base/error.h"
#include "base/text.h"

namespace frontdesk::store {
namespace {

struct Foreign {
  std::string_view word;
  std::string_view instead;
};
constexpr std::array kForeign{
    Foreign{"INTEGER", "BIGINT"},
    Foreign{"INT", "BIGINT"},
    Foreign{"SMALLINT", "BIGINT"},
    Foreign{"BOOLEAN", "BIGINT"},
    Foreign{"SERIAL", "BIGINT, with ids that the program gives"},
    Foreign{"BIGSERIAL", "BIGINT, with ids that the program gives"},
    Foreign{"AUTOINCREMENT", "ids that the program gives"},
    Foreign{"BLOB", "BYTEA"},
    Foreign{"REAL", "DOUBLE PRECISION"},
    Foreign{"FLOAT", "DOUBLE PRECISION"},
    Foreign{"VARCHAR", "TEXT"},
    Foreign{"TIMESTAMP", "BIGINT, in milliseconds since 1970"},
    Foreign{"TIMESTAMPTZ", "BIGINT, in milliseconds since 1970"},
    Foreign{"DATETIME", "BIGINT, in milliseconds since 1970"},
    Foreign{"JSON", "TEXT"},
    Foreign{"JSONB", "TEXT"},
    Foreign{"WITHOUT", "no WITHOUT ROWID"},
    Foreign{"ROWID", "ids that the program gives"},
    Foreign{"PRAGMA", "nothing"},
    Foreign{"VIRTUAL", "a table of words"},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
using text::is_digit;

std::string upper(std::string_view word) {
  std::string out(word);
  for (auto& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// What stands at `at`: a word, or something that is none (space, a sign, a comment, a quoted text) as a whole.
std::size_t end_of_piece(std::string_view script, std::size_t at) {
  const auto behind = [&](std::string_view end) {
    const auto found = script.find(end, at + 1);
    return found == std::string_view::npos ? script.size() : found + end.size();
  };
  if (script.substr(at).starts_with("--")) return behind("\n");
  if (script.substr(at).starts_with("/*")) return behind("*/");
  if (script[at] == '\'' || script[at] == '"') return behind(script.substr(at, 1));
  auto end = at + 1;
  if (is_letter(script[at])) {
    while (end < script.size() && (is_letter(script[end]) || is_digit(script[end]))) ++end;
  }
  return end;
}

// The words of a script with their places, without comments and quoted texts.
std::vector<std::string_view> words_of(std::string_view script) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0, end = 0; at < script.size(); at = end) {
    end = end_of_piece(script, at);
    if (is_letter(script[at])) words.push_back(script.substr(at, end - at));
  }
  return words;
}

// The script with some of its words said differently; `say` gets all words and the index of one.
using Say = std::function<std::string(const std::vector<std::string_view>& words, std::size_t i)>;
std::string translated(std::string_view script, const Say& say) {
  const auto words = words_of(script);
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto begin = static_cast<std::size_t>(words[i].data() - script.data());
    out += script.substr(at, begin - at);
    out += say(words, i);
    at = begin + words[i].size();
  }
  return out += script.substr(at);
}

}  // namespace

void check_dialect(std::string_view migration, std::string_view script) {
  for (const auto word : words_of(script)) {
    const auto foreign = std::ranges::find(kForeign, upper(word), &Foreign::word);
    if (foreign == kForeign.end()) continue;
    throw Error(Kind::internal, "store/dialect",
                fmt::format("The migration {} says {}, which is not the same in both databases. Write {}.", migration,
                            word, foreign->instead));
  }
}

std::vector<std::string> names_made(std::string_view script) {
  const auto words = words_of(script);
  const auto is = [&](std::size_t i, std::string_view word) { return i < words.size() && upper(words[i]) == word; };
  std::vector<std::string> names;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto name = words.size();
    if (is(i, "CREATE")) {
      const auto what = is(i + 1, "UNIQUE") ? i + 2 : i + 1;
      if (is(what, "TABLE") || is(what, "INDEX")) name = is(what + 1, "IF") ? what + 4 : what + 1;
    } else if (is(i, "RENAME") && is(i + 1, "TO")) {
      name = i + 2;
    }
    if (name < words.size()) names.push_back(text::lower_ascii(words[name]));
  }
  return names;
}

std::string for_sqlite(std::string_view script) {
  return translated(script, [](const auto& words, std::size_t i) -> std::string {
    if (upper(words[i]) != "BIGINT") return std::string(words[i]);
    auto next = i + 1;
    if (next + 1 < words.size() && upper(words[next]) == "NOT" && upper(words[next + 1]) == "NULL") next += 2;
    return next < words.size() && upper(words[next]) == "PRIMARY" ? "INTEGER" : "BIGINT";
  });
}

std::string for_postgres(std::string_view script) {
  return translated(script, [](const auto& words, std::size_t i) {
    return upper(words[i]) == "TEXT" ? std::string(R"(TEXT COLLATE "C")") : std::string(words[i]);
  });
}

}  // namespace frontdesk::store
