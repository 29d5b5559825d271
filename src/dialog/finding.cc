#include "dialog/finding.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "dialog/guest.h"
#include "dialog/reading/words.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kWordBytesMin = 2;
constexpr std::size_t kWordBytesMax = 64;
constexpr std::size_t kWordsOfTextMax = 200;
constexpr std::size_t kWordsOfCallMax = 200;
constexpr std::size_t kTextBytesRead = 8'000;

constexpr store::Sql kAddWord{
    "INSERT INTO conversation_words (word, conversation) VALUES ($1, $2) ON CONFLICT (word, conversation) DO NOTHING"};
constexpr store::Sql kNoteEffect{"UPDATE conversations SET effects = effects + 1 WHERE id = $1"};

class SearchWords {
 public:
  explicit SearchWords(std::size_t most) : most_(most) {}
  void add(std::string_view word) {
    if (word.size() < kWordBytesMin || word.size() > kWordBytesMax || words_.size() >= most_) return;
    if (std::ranges::find(words_, word) == words_.end()) words_.emplace_back(word);
  }
  std::vector<std::string> take() { return std::move(words_); }

 private:
  std::size_t most_;
  std::vector<std::string> words_;
};

// The first piece that a reader of messages looks at as a whole, cut behind a word where that is possible.
std::string_view piece_of(std::string_view text) {
  const auto most = text::head(text, reading::kMessageBytesMax);
  if (most.size() == text.size()) return text;
  const auto space = most.find_last_of(" \t\n");
  return space == std::string_view::npos || space == 0 ? most : most.substr(0, space);
}

void take_words(std::string_view piece, SearchWords& words) {
  for (const auto& word : reading::words_of(unicode::plain(piece))) {
    if (word.shape == reading::Shape::mark) continue;
    words.add(unicode::searchable(word.folded));
    if (word.text.find('-') == std::string::npos) continue;
    for (const auto part : text::split(word.text, '-')) words.add(unicode::searchable(part));
  }
}

// The short scalars within a value, however deep it is.
void gather(const Value& value, std::string& text) {
  if (text.size() > kTextBytesRead) return;
  if (value.is_object()) {
    for (const auto& member : value.members()) gather(member.value, text);
  } else if (value.is_list()) {
    for (const auto& item : value.items()) gather(item, text);
  } else if (value.is_text() && value.text().size() <= 2 * kWordBytesMax) {
    text += std::string(value.text()) + '\n';
  } else if (value.is_number()) {
    text += json::print(value) + '\n';
  }
}

std::string text_of_call(const Value& arguments, const Value& result) {
  std::string text;
  gather(arguments, text);
  gather(result, text);
  return text;
}

}  // namespace

void add_words(store::Transaction& transaction, const std::string& conversation,
               const std::vector<std::string>& words) {
  for (const auto& word : words) transaction.run(kAddWord, word, conversation);
}

// What the bot says is not looked for: it says the same to everybody.
void FindableIn::add(const graph::Event& event) {
  if (event.type == "message") {
    const auto& message = event.data["message"];
    const auto role = message["role"].text();
    if (role == "customer" || role == "person") add_words_of(message["text"].text(), kWordsOfTextMax);
  } else if (event.type == "tool") {
    const auto& arguments = event.data["arguments"];
    add_words_of(text_of_call(arguments, event.data["result"]), kWordsOfCallMax);
    if (auto name = guest_name(config_, arguments); !name.empty()) found_.guest = std::move(name);
    const bool is_write = event.data["effect"].text() != "read";
    if (is_write && event.data["status"].text() == "ok") ++found_.effects;
  }
}

void FindableIn::add_words_of(std::string_view text, std::size_t most) {
  for (auto& word : findable_words(text, most)) {
    if (found_.words.size() >= words_max_) return;
    if (known_.insert(word).second) found_.words.push_back(std::move(word));
  }
}

std::vector<std::string> findable_words(std::string_view given, std::size_t most) {
  auto rest = text::head(given, kTextBytesRead);
  SearchWords words(most);
  while (!rest.empty()) {
    const auto piece = piece_of(rest);
    if (piece.empty()) break;
    take_words(piece, words);
    rest.remove_prefix(piece.size());
  }
  return words.take();
}

graph::Statement index_text(std::string conversation, std::string_view text) {
  return [id = std::move(conversation), words = findable_words(text, kWordsOfTextMax)](
             store::Transaction& transaction) { add_words(transaction, id, words); };
}

std::string guest_name(const DialogConfig& config, const Value& values) {
  for (const auto& flow : config.flows) {
    for (const auto& slot : flow.slots) {
      if (slot.type == "name" && values[slot.name].is_text()) return std::string(values[slot.name].text());
    }
  }
  return {};
}

graph::Statement index_call(std::string conversation, const DialogConfig& config, const Value& arguments,
                            const Value& result, bool has_written, Timestamp at) {
  return [id = std::move(conversation), words = findable_words(text_of_call(arguments, result), kWordsOfCallMax),
          name = guest_name(config, arguments), has_written, at](store::Transaction& transaction) {
    add_words(transaction, id, words);
    if (!name.empty()) note_guest(transaction, id, {.name = name}, at);
    if (has_written) transaction.run(kNoteEffect, id);
  };
}

}  // namespace frontdesk::dialog
