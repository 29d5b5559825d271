#include "base/schema/pattern.h"

#include <re2/re2.h>

#include <array>
#include <optional>

#include "base/error.h"

namespace frontdesk::schema {
namespace {

constexpr std::string_view kBlanks =
    "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view kNotBlanks =
    "\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}"
    "-\\x{205e}"
    "\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

struct LongName {
  std::string_view name, category;
};
constexpr std::array<LongName, 37> kCategories = {{{"Letter", "L"},
                                                   {"Cased_Letter", "LC"},
                                                   {"Uppercase_Letter", "Lu"},
                                                   {"Lowercase_Letter", "Ll"},
                                                   {"Titlecase_Letter", "Lt"},
                                                   {"Modifier_Letter", "Lm"},
                                                   {"Other_Letter", "Lo"},
                                                   {"Mark", "M"},
                                                   {"Combining_Mark", "M"},
                                                   {"Nonspacing_Mark", "Mn"},
                                                   {"Spacing_Mark", "Mc"},
                                                   {"Enclosing_Mark", "Me"},
                                                   {"Number", "N"},
                                                   {"Decimal_Number", "Nd"},
                                                   {"digit", "Nd"},
                                                   {"Letter_Number", "Nl"},
                                                   {"Other_Number", "No"},
                                                   {"Punctuation", "P"},
                                                   {"punct", "P"},
                                                   {"Connector_Punctuation", "Pc"},
                                                   {"Dash_Punctuation", "Pd"},
                                                   {"Open_Punctuation", "Ps"},
                                                   {"Close_Punctuation", "Pe"},
                                                   {"Initial_Punctuation", "Pi"},
                                                   {"Final_Punctuation", "Pf"},
                                                   {"Other_Punctuation", "Po"},
                                                   {"Symbol", "S"},
                                                   {"Math_Symbol", "Sm"},
                                                   {"Currency_Symbol", "Sc"},
                                                   {"Modifier_Symbol", "Sk"},
                                                   {"Other_Symbol", "So"},
                                                   {"Separator", "Z"},
                                                   {"Space_Separator", "Zs"},
                                                   {"Line_Separator", "Zl"},
                                                   {"Paragraph_Separator", "Zp"},
                                                   {"Control", "Cc"},
                                                   {"Format", "Cf"}}};

// Writes an ECMAScript pattern as RE2 reads it.
class Translator {
 public:
  explicit Translator(std::string_view pattern) : rest_(pattern), whole_(pattern) {}

  std::string translate() {
    while (!rest_.empty()) {
      const char c = take();
      switch (c) {
        case '\\':
          escape(false);
          break;
        case '[':
          char_class();
          break;
        case '(':
          group();
          break;
        case '.':
          out_ += "[^\\n\\r\\x{2028}\\x{2029}]";
          break;
        case '$':
          out_ += "\\z";
          break;
        case '^':
          out_ += "\\A";
          break;
        default:
          out_ += c;
      }
    }
    return std::move(out_);
  }

  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(Kind::invalid, "schema/pattern", fmt::format("The pattern {} cannot be used: {}.", whole_, why));
  }

 private:
  char take() {
    if (rest_.empty()) refuse("it ends too early");
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  bool take_if(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  void group() {
    out_ += '(';
    if (!take_if("?")) return;
    if (take_if("=") || take_if("!") || take_if("<=") || take_if("<!")) {
      refuse(
          "it looks ahead or behind, which cannot be done in linear time. Say it without, or in several patterns with "
          "allOf and not");
    }
    if (!take_if("<")) {
      const auto flags = rest_.find_first_not_of("ims-");
      if (flags == rest_.npos || rest_[flags] != ':') refuse("(?…) is none of ECMAScript's groups");
      out_ += '?';
    } else {
      out_ += "?P<";
    }
  }

  std::optional<std::uint32_t> hex(std::size_t digits) {
    std::uint32_t code = 0;
    if (rest_.size() < digits) return std::nullopt;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!std::isxdigit(static_cast<unsigned char>(rest_[i]))) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(rest_[i] <= '9' ? rest_[i] - '0' : (rest_[i] | 32) - 'a' + 10);
    }
    rest_.remove_prefix(digits);
    return code;
  }

  void code_point(std::optional<std::uint32_t> code) {
    if (!code || *code > 0x10ffff) refuse("\\x and \\u want hexadecimal digits");
    out_ += fmt::format("\\x{{{:x}}}", *code);
  }

  void unicode() {
    if (take_if("{")) {
      const auto end = rest_.find('}');
      if (end == rest_.npos || end == 0 || end > 6) refuse("\\u{…} wants hexadecimal digits");
      const auto code = hex(end);
      take();
      return code_point(code);
    }
    auto code = hex(4);
    if (code && *code >= 0xd800 && *code < 0xdc00 && take_if("\\u")) {
      const auto low = hex(4);
      if (!low || *low < 0xdc00 || *low > 0xdfff) refuse("half a surrogate pair matches nothing");
      code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
    }
    code_point(code);
  }

  void property(char p) {
    if (!take_if("{")) refuse("\\p wants a name in braces");
    const auto end = rest_.find('}');
    if (end == rest_.npos) refuse("\\p wants a name in braces");
    auto name = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    name.remove_prefix(name.find('=') + 1);  // General_Category=Letter, Script=Greek
    const auto* known = std::ranges::find(kCategories, name, &LongName::name);
    ((out_ += '\\') += p) += '{';
    (out_ += known != kCategories.end() ? known->category : name) += '}';
  }

  void escape(bool in_class) {
    const char c = take();
    switch (c) {
      case 's':
        out_ += in_class ? std::string(kBlanks) : fmt::format("[{}]", kBlanks);
        return;
      case 'S':
        out_ += in_class ? std::string(kNotBlanks) : fmt::format("[^{}]", kBlanks);
        return;
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 't':
      case 'n':
      case 'r':
      case 'v':
      case 'f':
        (out_ += '\\') += c;
        return;
      case 'b':
        out_ += in_class ? "\\x08" : "\\b";
        return;
      case 'B':
        if (in_class) refuse("\\B means nothing inside […]");
        out_ += "\\B";
        return;
      case '0':
        out_ += "\\x00";
        return;
      case 'c': {
        const char letter = take();
        if (!std::isalpha(static_cast<unsigned char>(letter))) refuse("\\c wants a letter");
        return code_point(static_cast<std::uint32_t>(letter & 31));
      }
      case 'x':
        return code_point(hex(2));
      case 'u':
        return unicode();
      case 'p':
      case 'P':
        return property(c);
      case 'k':
        refuse("it refers back to a group, which cannot be done in linear time");
      default:
        break;
    }
    if (c >= '1' && c <= '9') refuse("it refers back to a group, which cannot be done in linear time");
    if (std::isalpha(static_cast<unsigned char>(c))) refuse(fmt::format("\\{} is no escape of ECMAScript", c));
    if (static_cast<unsigned char>(c) < 0x80) out_ += '\\';
    out_ += c;
  }

  void char_class() {
    const bool negative = take_if("^");
    if (take_if("]")) {  // [] matches nothing, [^] everything
      out_ += negative ? "[\\x00-\\x{10ffff}]" : "[^\\x00-\\x{10ffff}]";
      return;
    }
    out_ += negative ? "[^" : "[";
    for (;;) {
      const char c = take();
      if (c == ']') break;
      if (c == '\\') {
        escape(true);
      } else if (c == '[') {
        out_ += "\\[";
      } else {
        out_ += c;
      }
    }
    out_ += ']';
  }

  std::string_view rest_;
  std::string_view whole_;
  std::string out_;
};

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(2 << 20);
  return options;
}

}  // namespace

Pattern::Pattern(std::string_view ecmascript) : text_(ecmascript) {
  Translator translator(text_);
  regex_ = std::make_unique<re2::RE2>(translator.translate(), options());
  if (!regex_->ok()) translator.refuse(regex_->error());
}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

bool Pattern::matches(std::string_view utf8) const {
  return re2::RE2::PartialMatch(re2::StringPiece(utf8.data(), utf8.size()), *regex_);
}

}  // namespace frontdesk::schema
