#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/config.h"
#include "graph/graph.h"

// By what people who answer find a conversation: words that were said, codes and names. Each goes into the index in the
// commit of what it comes from.
namespace frontdesk::dialog {

// The words of a text, lower case, each once: letters and digits of any script, with inner hyphens and the parts of
// such a word beside it ("lume-4821", "lume", "4821"). At most `most`; words of one letter and very long ones are left
// out.
std::vector<std::string> findable_words(std::string_view text, std::size_t most);

// Puts the words of a text into the index.
graph::Statement index_text(std::string conversation, std::string_view text);

// What a tool was given and what it gave: its short values go into the index, the guest's name and that something was
// written onto the conversation's row. The name is what a slot of the type `name` holds, in whatever flow.
graph::Statement index_call(std::string conversation, const DialogConfig& config, const Value& arguments,
                            const Value& result, bool has_written);

// The guest's name among slots or arguments; empty: it is not there.
std::string guest_name(const DialogConfig& config, const Value& values);

}  // namespace frontdesk::dialog
