#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/config/document.h"

namespace frontdesk::platform::config {

// How the values of a document stand in its files, beyond what they mean. The document must outlive it.
class Writing {
 public:
  explicit Writing(const Document& document);

  // From where the value begins to the end of its line; "" where that is not known, and in lines that are very long.
  std::string_view at(std::string_view pointer) const;
  // A plain scalar as it was typed ("0555", "+49 30", "1_000"); "" where it is in quotes or no scalar.
  std::string_view scalar_at(std::string_view pointer) const;

 private:
  const Document& document_;
  std::vector<std::vector<std::size_t>> lines_;  // of each source: where its lines begin
};

// YAML ends a plain text at " #". Where no blank follows, that was hardly meant as a comment ("Order #5"): warns, with
// what was cut off.
void warn_of_cut_texts(const Document& document, const Writing& writing, Findings& findings);

}  // namespace frontdesk::platform::config
