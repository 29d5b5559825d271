#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/config.h"
#include "graph/graph.h"

// By what people who answer find a conversation: words that were said, codes and names. Each goes into the index in the
// commit of what it comes from.
namespace frontdesk::dialog {

// The words of a text, lower case, each once: letters and digits of any script, with inner hyphens and the parts of
// such a word beside it ("lume-4821", "lume", "4821"), each in one writing ("mueller" and "müller" are "muller"). At
// most `most`; words of one letter and very long ones are left out.
std::vector<std::string> findable_words(std::string_view text, std::size_t most);

// What of a conversation's events can be found, gathered event by event; the same that the statements below note.
struct Findable {
  std::vector<std::string> words;
  std::string guest;
  std::int64_t effects = 0;
};
class FindableIn {
 public:
  FindableIn(const DialogConfig& config, std::size_t words_max) : config_(config), words_max_(words_max) {}
  void add(const graph::Event& event);
  Findable take() { return std::move(found_); }

 private:
  void add_words_of(std::string_view text, std::size_t most);

  const DialogConfig& config_;
  const std::size_t words_max_;
  Findable found_;
  std::set<std::string, std::less<>> known_;
};
void add_words(store::Transaction& transaction, const std::string& conversation, const std::vector<std::string>& words);

// Puts the words of a text into the index.
graph::Statement index_text(std::string conversation, std::string_view text);

// What a tool was given and what it gave: its short values go into the index, the guest's name and that something was
// written onto the conversation's row. The name is what a slot of the type `name` holds, in whatever flow.
graph::Statement index_call(std::string conversation, const DialogConfig& config, const Value& arguments,
                            const Value& result, bool has_written, Timestamp at);

// The guest's name among slots or arguments; empty: it is not there.
std::string guest_name(const DialogConfig& config, const Value& values);

}  // namespace frontdesk::dialog
