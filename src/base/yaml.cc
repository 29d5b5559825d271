#include "base/yaml.h"

#include <libfyaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml_scalar.h"

namespace frontdesk::yaml {
namespace {

constexpr std::size_t kDepthOfLibrary = 64;
constexpr std::string_view kCoreTags = "tag:yaml.org,2002:";

Error refusal(std::string_view slug, Mark mark, std::string_view sentence) {
  const auto place = fmt::format("line {}, column {}", mark.line, mark.column);
  return Error(Kind::invalid, fmt::format("yaml/{}", slug), fmt::format("At {}: {}", place, sentence)).at(place);
}

Mark mark_of_offset(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line_start = before.rfind('\n') + 1;
  return {static_cast<int>(1 + std::ranges::count(before, '\n')),
          static_cast<int>(1 + text::count_code_points(before.substr(line_start)))};
}

// The library takes any bytes, and cuts the text off at some bad ones without a word.
void check_bytes(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes_max) {
    throw refusal("too-large", {},
                  fmt::format("The text has {} bytes; at most {} are read. Split it.", text.size(), limits.bytes_max));
  }
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    throw refusal("malformed", {}, "This is UTF-16. Save it as UTF-8.");
  }
  if (!text::is_utf8(text)) {
    throw refusal("malformed", mark_of_offset(text, text::utf8_prefix(text)),
                  "The bytes are not UTF-8. Save the text as UTF-8.");
  }
  const auto control =
      std::ranges::find_if(text, [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  if (control != text.end()) {
    const auto sentence =
        fmt::format("The control character U+{:04X} may not stand in YAML. Remove it, or write \"\\x{:02x}\".",
                    static_cast<unsigned>(*control), static_cast<unsigned>(*control));
    throw refusal("malformed", mark_of_offset(text, static_cast<std::size_t>(control - text.begin())), sentence);
  }
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Whether "? " may begin a name somewhere.
bool may_have_explicit_keys(std::string_view text) {
  for (auto at = text.find('?'); at != text.npos; at = text.find('?', at + 1)) {
    if ((at == 0 || is_blank(text[at - 1])) && (at + 1 == text.size() || is_blank(text[at + 1]))) return true;
  }
  return false;
}

// libfyaml 0.7.12 frees twice what it knows of a name when it refuses a tab between ":" and an indicator inside a name
// that was begun by "? ". Such a text is no YAML, or can be written with a blank.
void check_tabs(std::string_view text) {
  if (text.find('\t') == text.npos || !may_have_explicit_keys(text)) return;
  for (auto at = text.find(':'); at != text.npos; at = text.find(':', at + 1)) {
    const auto next = std::min(text.find_first_not_of(" \t", at + 1), text.size());
    if (next == text.size() || text.substr(at, next - at).find('\t') == text.npos) continue;
    const bool ends_word = next + 1 == text.size() || is_blank(text[next + 1]);
    if (std::string_view("?:|>").find(text[next]) == std::string_view::npos && !(text[next] == '-' && ends_word))
      continue;
    throw refusal("malformed", mark_of_offset(text, at),
                  fmt::format("A tab stands between \":\" and \"{}\". Use blanks.", text[next]));
  }
}

// In a text behind "|" or ">" libfyaml looks through all blank lines that follow at each of them, so that a megabyte of
// them takes it minutes.
constexpr std::size_t kBlankLinesMax = 500;  // without another between them

void check_blank_lines(std::string_view text) {
  std::size_t blank_lines = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || (c == '\r' && !text.substr(at + 1).starts_with('\n'))) {
      ++blank_lines;
    } else if (!is_blank(c)) {
      blank_lines = 0;
    }
    if (blank_lines > kBlankLinesMax) {
      throw refusal("too-large", mark_of_offset(text, at),
                    fmt::format("More than {} blank lines behind one another are not read.", kBlankLinesMax));
    }
  }
}

// What stands in brackets might be a name as long as its line goes on, so libfyaml keeps all of the line's tokens: some
// ninety bytes for each that is written.
constexpr std::size_t kLineBytesMax = 128 << 10;

void check_long_lines(std::string_view text) {
  for (std::size_t begin = 0; begin + kLineBytesMax < text.size();) {
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (end - begin > kLineBytesMax && text.substr(begin, end - begin).find_first_of("[{") != text.npos) {
      throw refusal("too-large", mark_of_offset(text, begin),
                    fmt::format("The line has {} bytes; at most {} are read. Break it between two values.", end - begin,
                                kLineBytesMax));
    }
    begin = end + 1;
  }
}

std::string_view text_of(fy_token* token) {
  std::size_t size = 0;
  const auto* bytes = token ? fy_token_get_text(token, &size) : nullptr;
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

// The library's parser over one text.
class Events {
 public:
  explicit Events(std::string_view text) {
    fy_diag_cfg report;
    fy_diag_cfg_default(&report);
    report.fp = nullptr;
    report.colorize = false;
    diag_ = fy_diag_create(&report);
    if (diag_) fy_diag_set_collect_errors(diag_, true);
    fy_parse_cfg settings{};
    settings.flags =
        static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
    settings.diag = diag_;
    parser_ = diag_ ? fy_parser_create(&settings) : nullptr;
    if (!parser_ || fy_parser_set_string(parser_, text.data(), text.size()) != 0) {
      close();
      throw Error(Kind::internal, "yaml/no-memory", "There is no memory to read YAML.");
    }
  }
  ~Events() { close(); }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  // The next event, valid until the next call; nullptr at the end of the stream. Throws yaml/malformed.
  fy_event* next() {
    release();
    if (ended_) return nullptr;
    event_ = fy_parser_parse(parser_);
    if (!event_) throw fault();
    if (const auto* mark = fy_event_start_mark(event_)) {
      mark_ = {mark->line + 1, mark->column + (event_->type == FYET_ALIAS ? 0 : 1)};  // an alias begins at its star
    }
    ended_ = event_->type == FYET_STREAM_END;
    return event_;
  }

  // Where the last event began.
  Mark mark() const { return mark_; }

 private:
  Error fault() {
    void* at = nullptr;
    const auto* first = fy_diag_errors_iterate(diag_, &at);
    if (!first) return refusal("malformed", mark_, "This is not YAML.");
    const Mark mark{std::max(first->line, 1), std::max(first->column, 1)};
    std::string_view why = first->msg ? first->msg : "";
    if (why.find("depth limit") != why.npos) {
      return refusal("too-large", mark,
                     fmt::format("More than {} levels inside one another are not read.", kDepthOfLibrary));
    }
    return refusal("malformed", mark, fmt::format("This is not YAML: {}.", text::trim(why)));
  }
  void release() {
    if (event_) fy_parser_event_free(parser_, std::exchange(event_, nullptr));
  }
  void close() {
    if (parser_) release(), fy_parser_destroy(parser_);
    if (diag_) fy_diag_destroy(diag_);
  }

  fy_diag* diag_ = nullptr;
  fy_parser* parser_ = nullptr;
  fy_event* event_ = nullptr;
  Mark mark_;
  bool ended_ = false;
};

// A value with what must be known when it is used again through an alias.
struct Built {
  Value value;
  Origin origin;
  std::size_t nodes = 1;   // itself and all below, aliases written out
  std::size_t bytes = 0;   // of all texts, aliases written out
  std::size_t height = 0;  // levels of collections, itself included
  bool plain = false;
};

struct Collection {
  bool is_object = false;
  bool wants_key = false;
  std::string anchor;
  Mark mark;
  std::vector<Built> items;
  std::vector<Value> names;
  std::vector<Mark> name_marks;
  std::unordered_set<std::string_view> seen;
};

class Composer {
 public:
  Composer(std::string_view text, const Limits& limits) : events_(text), limits_(limits) {}

  std::vector<Document> compose() {
    std::vector<Document> documents;
    while (auto* event = events_.next()) {
      switch (event->type) {
        case FYET_DOCUMENT_START:
          begin_document();
          break;
        case FYET_DOCUMENT_END:
          documents.push_back(end_document());
          break;
        case FYET_SCALAR:
          add(scalar(*event), text_of(event->scalar.anchor));
          break;
        case FYET_ALIAS:
          add(alias(text_of(event->alias.anchor)), {});
          break;
        case FYET_SEQUENCE_START:
          open(false, event->sequence_start.tag, event->sequence_start.anchor);
          break;
        case FYET_MAPPING_START:
          open(true, event->mapping_start.tag, event->mapping_start.anchor);
          break;
        case FYET_SEQUENCE_END:
        case FYET_MAPPING_END:
          close();
          break;
        default:
          break;
      }
    }
    if (not_for_us_) throw Error(*not_for_us_);
    return documents;
  }

 private:
  void begin_document() {
    anchors_.clear();
    open_.clear();
    origins_.clear();
    root_ = Built{.origin = {events_.mark(), events_.mark()}};
  }

  Document end_document() {
    origins_.push_back(root_.origin);
    const auto root = static_cast<std::uint32_t>(origins_.size() - 1);
    return {std::exchange(root_.value, {}), std::exchange(origins_, {}), root};
  }

  // Kept until the whole text is known to be YAML; the first counts.
  void not_for_us(std::string_view slug, Mark mark, std::string_view sentence) {
    if (!not_for_us_) not_for_us_.emplace(refusal(slug, mark, sentence));
  }

  void open(bool is_object, fy_token* tag, fy_token* anchor) {
    if (open_.size() >= std::min(limits_.depth_max, kDepthOfLibrary)) too_deep();
    const auto name = text_of(tag);
    if (!name.empty() && name != "!" && name != (is_object ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq"))
      foreign_tag(name);
    open_.push_back({.is_object = is_object,
                     .wants_key = is_object,
                     .anchor = std::string(text_of(anchor)),
                     .mark = events_.mark()});
    if (anchor) anchors_[open_.back().anchor] = std::nullopt;
  }

  void close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    Built built{.origin = {done.mark, done.mark, static_cast<std::uint32_t>(origins_.size())}};
    std::vector<Value> items;
    std::vector<Member> members;
    for (std::size_t i = 0; i < done.items.size(); ++i) {
      auto& item = done.items[i];
      built.nodes += item.nodes;
      built.bytes += item.bytes;
      built.height = std::max(built.height, item.height);
      item.origin.key = done.is_object ? done.name_marks[i] : item.origin.value;
      origins_.push_back(item.origin);
      if (done.is_object) {
        members.push_back({std::move(done.names[i]), std::move(item.value)});
      } else {
        items.push_back(std::move(item.value));
      }
    }
    ++built.height;
    built.value = done.is_object ? Value::object(std::move(members)) : Value::list(std::move(items));
    add(std::move(built), done.anchor);
  }

  void add(Built built, std::string_view anchor) {
    if (!anchor.empty()) anchors_[std::string(anchor)] = built;
    if (built.height + open_.size() > limits_.depth_max) too_deep();
    if (open_.empty()) {
      built.origin.key = built.origin.value;
      root_ = std::move(built);
      return;
    }
    auto& into = open_.back();
    if (into.wants_key) return add_key(into, std::move(built));
    into.items.push_back(std::move(built));
    into.wants_key = into.is_object;
  }

  void add_key(Collection& into, Built key) {
    const auto mark = key.origin.value;
    if (!key.value.is_text()) {
      const auto shown = json::print(key.value);
      not_for_us("key-not-text", mark,
                 fmt::format("The name {} is not a text. {}", text::head(shown, 60),
                             key.height > 0 ? "Only texts can be names here." : "Put it in quotes."));
      key.value = Value(shown);
    } else if (key.plain && key.value.text() == "<<") {
      not_for_us("merge-key", mark, "YAML 1.2 has no merge keys. Write the members out, or put \"<<\" in quotes.");
    }
    into.names.push_back(std::move(key.value));
    into.name_marks.push_back(mark);
    into.wants_key = false;
    if (!into.seen.insert(into.names.back().text()).second) {
      not_for_us("duplicate-key", mark,
                 fmt::format("\"{}\" is already there in this mapping. Keep one of the two.",
                             text::head(into.names.back().text(), 60)));
    }
  }

  Built scalar(fy_event& event) {
    const auto mark = events_.mark();
    const auto text = text_of(event.scalar.value);
    const auto tag = text_of(event.scalar.tag);
    const bool plain = !event.scalar.value || fy_token_scalar_style(event.scalar.value) == FYSS_PLAIN;
    spend(1, text.size());
    return {.value = typed(text, tag, plain, mark), .origin = {mark, mark}, .bytes = text.size(), .plain = plain};
  }

  // Read as a real it would be another number.
  static bool is_beyond_64_bits(std::string_view text, const Value& value) {
    const bool is_whole = text.starts_with("0x") || text.find_first_of(".eE") == std::string_view::npos;
    return is_whole && value.type() == Value::Type::real;
  }

  Value typed(std::string_view text, std::string_view tag, bool plain, Mark mark) {
    const bool core = tag.starts_with(kCoreTags);
    const auto name = core ? tag.substr(kCoreTags.size()) : std::string_view();
    if (tag == "!" || name == "str" || (tag.empty() && !plain)) return text;
    const bool scalar_tag = name == "int" || name == "float" || name == "bool" || name == "null";
    if (!tag.empty() && !scalar_tag) {
      foreign_tag(tag);
      return text;
    }
    auto value = resolve_plain(text);
    if (!value) {
      not_for_us("not-json", mark,
                 fmt::format("{} is not a number that JSON has. Put it in quotes, or choose a bound.", text));
      return text;
    }
    if (is_beyond_64_bits(text, *value) && name != "float") {
      not_for_us("not-json", mark,
                 fmt::format("The whole number {} does not fit in 64 bits. Put it in quotes.", text::head(text, 40)));
      return text;
    }
    if (name == "float" && value->is_integer()) return value->number();
    const bool fits = tag.empty() || (name == "int" && value->is_integer()) ||
                      (name == "float" && value->is_number()) || (name == "bool" && value->is_bool()) ||
                      (name == "null" && value->is_null());
    if (!fits)
      not_for_us("not-json", mark,
                 fmt::format("\"{}\" is no {}. Mend it, or leave the tag out.", text::head(text, 60), name));
    return *value;
  }

  void foreign_tag(std::string_view tag) {
    if (limits_.ignore_foreign_tags) return;
    not_for_us("foreign-tag", events_.mark(),
               fmt::format("The tag {} means nothing here. Leave it out.", text::head(tag, 80)));
  }

  Built alias(std::string_view name) {
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      throw refusal("malformed", events_.mark(),
                    fmt::format("*{0} has no anchor. Write &{0} before the value that is meant.", name));
    }
    if (!found->second)
      throw refusal("malformed", events_.mark(), fmt::format("*{} stands inside what it names.", name));
    auto built = *found->second;
    spend(built.nodes, built.bytes);
    built.origin.value = events_.mark();
    built.plain = false;
    return built;
  }

  void spend(std::size_t nodes, std::size_t bytes) {
    if (limits_.effort) limits_.effort->spend(nodes);
    nodes_ += nodes;
    bytes_ += bytes;
    if (nodes_ > limits_.nodes_max || bytes_ > limits_.bytes_max) {
      throw refusal("too-large", events_.mark(),
                    fmt::format("With its aliases written out the text has more than {} values or {} bytes.",
                                limits_.nodes_max, limits_.bytes_max));
    }
  }

  [[noreturn]] void too_deep() {
    throw refusal("too-large", events_.mark(),
                  fmt::format("More than {} levels inside one another are not read.",
                              std::min(limits_.depth_max, kDepthOfLibrary)));
  }

  Events events_;
  Limits limits_;
  std::vector<Collection> open_;
  std::map<std::string, std::optional<Built>, std::less<>> anchors_;  // nothing: still being read
  std::vector<Origin> origins_;
  Built root_;
  std::optional<Error> not_for_us_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

namespace {

// Which of the items or members it is that at_pointer gave. Counting them would make a place cost what all beside it
// do.
std::uint32_t position_among(const Value& parent, const Value& child) {
  if (parent.is_list()) return static_cast<std::uint32_t>(&child - parent.items().data());
  const auto* first = reinterpret_cast<const std::byte*>(&parent.members().front().value);
  return static_cast<std::uint32_t>((reinterpret_cast<const std::byte*>(&child) - first) / sizeof(Member));
}

}  // namespace

Origin Document::origin_of(std::string_view pointer) const {
  if (origins_.empty()) return {};
  auto at = root_;
  const Value* here = &value;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const auto* child = here->at_pointer(pointer.substr(0, end));
    if (!child) break;
    at = origins_[at].first_child + position_among(*here, *child);
    here = child;
    pointer.remove_prefix(end);
  }
  return origins_[at];
}

std::vector<Document> parse_stream(std::string_view text, Limits limits) {
  check_bytes(text, limits);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  check_tabs(text);
  check_blank_lines(text);
  check_long_lines(text);
  return Composer(text, limits).compose();
}

Document parse(std::string_view text, Limits limits) {
  auto documents = parse_stream(text, limits);
  if (documents.size() > 1) {
    throw refusal("many-documents", documents[1].mark_of(""),
                  "A second document begins here; one is read. Split the text.");
  }
  return documents.empty() ? Document() : std::move(documents.front());
}

std::vector<Value> parse_all(std::string_view text, Limits limits) {
  std::vector<Value> values;
  for (auto& document : parse_stream(text, limits)) values.push_back(std::move(document.value));
  return values;
}

}  // namespace frontdesk::yaml
