#include <array>
#include <optional>

#include "base/cel_syntax.h"
#include "base/cel_tokens.h"

namespace frontdesk::cel::detail {
namespace {

constexpr std::size_t kTextMax = 10'000;  // bytes
constexpr std::size_t kDepthMax = 100;    // of parentheses and what nests like them

constexpr std::array<std::string_view, 21> kReserved = {
    "as",      "break",     "const",  "continue", "else", "for",   "function", "if",   "import", "let", "loop",
    "package", "namespace", "return", "var",      "void", "while", "in",       "true", "false",  "null"};

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(text) { syntax_.text = text; }

  Syntax parse() {
    choice();
    if (tokens_.now().kind != Token::Kind::end) unexpected();
    return std::move(syntax_);
  }

 private:
  using Id = std::uint32_t;

  bool sees(std::string_view text) const {
    return tokens_.now().text == text && tokens_.now().kind != Token::Kind::literal;
  }
  bool take(std::string_view text) {
    if (!sees(text)) return false;
    tokens_.advance();
    return true;
  }
  void want(std::string_view text) {
    if (take(text)) return;
    refuse_unsupported();
    throw fault("malformed", column(), fmt::format("\"{}\" is wanted here, not {}.", text, shown()));
  }
  int column() const { return tokens_.now().column; }
  std::string shown() const {
    return tokens_.now().kind == Token::Kind::end ? "the end" : fmt::format("\"{}\"", tokens_.now().text);
  }

  void refuse_unsupported() const {
    const auto sign = tokens_.now().text;
    if (tokens_.now().kind == Token::Kind::sign && std::string_view("+-*/%").find(sign) != std::string_view::npos) {
      throw fault("unsupported", column(),
                  fmt::format("Arithmetic ({}) is not understood yet. Compare with a constant.", sign));
    }
    if (sees("{")) throw fault("unsupported", column(), "Maps and messages ({…}) are not understood yet.");
  }

  [[noreturn]] void unexpected() const {
    refuse_unsupported();
    const auto sign = tokens_.now().text;
    if (sees("=")) throw fault("malformed", column(), "To compare, write \"==\".");
    if (sees("&") || sees("|")) throw fault("malformed", column(), fmt::format("Write \"{0}{0}\".", sign));
    throw fault("malformed", column(), fmt::format("{} cannot stand here.", shown()));
  }

  Id add(Op op, int column, std::vector<Id> children, Value value = {}) {
    syntax_.nodes.push_back({op, column, std::move(value), std::move(children)});
    return static_cast<Id>(syntax_.nodes.size() - 1);
  }

  struct Level {
    explicit Level(Parser& parser) : parser(parser) {
      if (++parser.depth_ > kDepthMax)
        throw fault("malformed", parser.column(), "The expression is nested too deeply. Split it.");
    }
    ~Level() { --parser.depth_; }
    Parser& parser;
  };

  Id choice() {
    const Level level(*this);
    const auto test = disjunction();
    const auto at = column();
    if (!take("?")) return test;
    const auto yes = disjunction();
    want(":");
    const auto no = choice();
    return add(Op::choice, at, {test, yes, no});
  }

  Id disjunction() {
    auto left = conjunction();
    for (auto at = column(); take("||"); at = column()) left = add(Op::disjunction, at, {left, conjunction()});
    return left;
  }

  Id conjunction() {
    auto left = relation();
    for (auto at = column(); take("&&"); at = column()) left = add(Op::conjunction, at, {left, relation()});
    return left;
  }

  std::optional<Op> relation_sign() const {
    static constexpr std::array<std::pair<std::string_view, Op>, 7> kSigns = {{{"==", Op::equal},
                                                                               {"!=", Op::unequal},
                                                                               {"<", Op::less},
                                                                               {"<=", Op::less_or_equal},
                                                                               {">", Op::greater},
                                                                               {">=", Op::greater_or_equal},
                                                                               {"in", Op::in}}};
    for (const auto& [sign, op] : kSigns) {
      if (sees(sign)) return op;
    }
    return std::nullopt;
  }

  Id relation() {
    auto left = unary();
    while (const auto op = relation_sign()) {
      const auto at = column();
      tokens_.advance();
      left = add(*op, at, {left, unary()});
    }
    return left;
  }

  Id unary() {
    const auto at = column();
    if (sees("!")) {
      bool odd = false;
      while (take("!")) odd = !odd;
      const auto operand = member();
      const auto negated = add(Op::negation, at, {operand});
      return odd ? negated : add(Op::negation, at, {negated});
    }
    if (!sees("-")) return member();
    tokens_.advance();
    if (tokens_.now().kind != Token::Kind::literal || !tokens_.now().value.is_number()) {
      throw fault("unsupported", at, "Only numbers can have a minus yet.");
    }
    const auto literal = member();
    negate(syntax_.nodes[literal]);
    return literal;
  }

  void negate(Node& literal) {
    if (literal.op != Op::literal) throw fault("unsupported", literal.column, "Only numbers can have a minus yet.");
    if (literal.value.is_integer()) {
      literal.value = -literal.value.integer();
    } else if (literal.value.number() == 0x1p63 && is_whole_text(literal.column)) {
      literal.value = INT64_MIN;
    } else {
      literal.value = -literal.value.number();
    }
  }

  // The least int is written as a minus before 2^63, which is no int by itself.
  bool is_whole_text(int column) const {
    const auto rest = std::string_view(syntax_.text).substr(static_cast<std::size_t>(column - 1));
    const auto end = rest.find_first_not_of("0123456789abcdefABCDEFxX.+-");
    return rest.substr(0, end).find_first_of(".eE") == rest.npos || rest.starts_with("0x");
  }

  Id member() {
    auto object = primary();
    for (;;) {
      const auto at = column();
      if (take(".")) {
        if (tokens_.now().kind != Token::Kind::name || sees("in") || sees("true") || sees("false") || sees("null")) {
          throw fault("malformed", column(), fmt::format("A name is wanted behind the dot, not {}.", shown()));
        }
        const Value name(tokens_.now().text);
        tokens_.advance();
        if (sees("(")) no_function(name.text(), at + 1);
        object = add(Op::member, at, {object}, name);
        lengthen(object);
      } else if (take("[")) {
        if (sees("?")) throw fault("unsupported", column(), "Optional members (a[?b]) are not understood yet.");
        const auto key = choice();
        want("]");
        object = add(Op::index, at, {object, key});
        lengthen(object);
      } else {
        check_literal(object);
        return object;
      }
    }
  }

  void check_literal(Id id) {
    const auto& node = syntax_.nodes[id];
    const bool beyond =
        node.op == Op::literal && node.value.type() == Value::Type::real && node.value.number() == 0x1p63;
    if (beyond && is_whole_text(node.column) && (node.column < 2 || !follows_minus(node.column))) {
      throw fault("malformed", node.column, "9223372036854775808 is beyond the whole numbers of 64 bits.");
    }
  }

  bool follows_minus(int column) const {
    const auto before = std::string_view(syntax_.text).substr(0, static_cast<std::size_t>(column - 1));
    const auto last = before.find_last_not_of(" \t\r\n");
    return last != before.npos && before[last] == '-';
  }

  [[noreturn]] void no_function(std::string_view name, int at) {
    throw fault("unsupported", at, fmt::format("The function {}(…) is not understood yet; has(a.b) is.", name));
  }

  Id primary() {
    const auto token = tokens_.now();
    if (token.kind == Token::Kind::literal) {
      tokens_.advance();
      return add(Op::literal, token.column, {}, token.value);
    }
    if (take("(")) {
      const auto inside = choice();
      want(")");
      return inside;
    }
    if (take("[")) return list(token.column);
    take(".");  // .name means the name in the outermost scope; there is only one
    if (tokens_.now().kind != Token::Kind::name) unexpected();
    return name();
  }

  Id list(int at) {
    std::vector<Id> items;
    while (!take("]")) {
      items.push_back(choice());
      if (!sees("]")) want(",");
    }
    return add(Op::list, at, std::move(items));
  }

  Id name() {
    const auto token = tokens_.now();
    tokens_.advance();
    if (token.text == "true" || token.text == "false") return add(Op::literal, token.column, {}, token.text == "true");
    if (token.text == "null") return add(Op::literal, token.column, {}, nullptr);
    if (sees("(")) {
      if (token.text != "has") no_function(token.text, token.column);
      return has(token.column);
    }
    if (std::ranges::find(kReserved, token.text) != kReserved.end()) {
      throw fault("malformed", token.column,
                  fmt::format("\"{}\" is a word of CEL; no name can be spelt so.", token.text));
    }
    const auto id = add(Op::name, token.column, {}, token.text);
    open_.emplace_back(id, syntax_.references.size());
    syntax_.references.push_back({{std::string(token.text)}, token.column});
    return id;
  }

  Id has(int at) {
    want("(");
    const auto inside = choice();
    want(")");
    auto& node = syntax_.nodes[inside];
    if (node.op != Op::member) throw fault("malformed", at, "has(…) wants a member: has(a.b).");
    node.op = Op::has;
    node.column = at;
    for (const auto& [id, reference] : open_) {
      if (id == inside) syntax_.references[reference].tested = true;
    }
    return inside;
  }

  // The path that a reference names grows while its end is a member or a constant index.
  void lengthen(Id id) {
    const auto& node = syntax_.nodes[id];
    const auto found = std::ranges::find(open_, node.children[0], &std::pair<Id, std::size_t>::first);
    if (found == open_.end()) return;
    if (node.op == Op::member) {
      syntax_.references[found->second].path.emplace_back(node.value.text());
    } else {
      const auto& key = syntax_.nodes[node.children[1]];
      if (key.op != Op::literal || !key.value.is_text()) return;
      syntax_.references[found->second].path.emplace_back(key.value.text());
    }
    found->first = id;
  }

  Syntax syntax_;
  Tokens tokens_;
  std::vector<std::pair<Id, std::size_t>> open_;  // the node where a reference ends so far, and the reference
  std::size_t depth_ = 0;
};

}  // namespace

Syntax parse(std::string_view text) {
  if (text.size() > kTextMax)
    throw fault("malformed", 1, fmt::format("The expression is longer than {} bytes. Split it.", kTextMax));
  return Parser(text).parse();
}

}  // namespace frontdesk::cel::detail
