#include "platform/config/writing.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::platform::config {
namespace {

// Longer lines are not looked at: their values would each cost the line's length.
constexpr std::size_t kLineBytesMax = 2'000;

std::vector<std::size_t> beginnings_of_lines(std::string_view bytes) {
  std::vector<std::size_t> lines{0};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') lines.push_back(i + 1);
  }
  return lines;
}

// Columns count characters.
std::string_view behind_characters(std::string_view line, int count) {
  std::size_t at = 0;
  for (; count > 0 && at < line.size(); --count) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80) ++at;
  }
  return line.substr(at);
}

bool begins_plain(std::string_view written) {
  return !written.empty() && std::string_view("\"'|>&*![{#%@`").find(written.front()) == std::string_view::npos;
}

// Where " #" ends the text, as the place of the "#".
std::size_t cut_of(std::string_view written) {
  for (std::size_t i = 1; i < written.size(); ++i) {
    if (written[i] == '#' && (written[i - 1] == ' ' || written[i - 1] == '\t')) return i;
  }
  return std::string_view::npos;
}

void look_at_writing(const Value& value, const std::string& pointer, const Writing& writing, Findings& findings) {
  for (std::size_t i = 0; i < value.size() && value.is_list(); ++i)
    look_at_writing(value[i], join(pointer, i), writing, findings);
  for (const auto& member : value.members())
    look_at_writing(member.value, join(pointer, member.key()), writing, findings);
  if (!value.is_text() || value.text().empty()) return;
  const auto written = writing.at(pointer);
  const auto cut = begins_plain(written) ? cut_of(written) : std::string_view::npos;
  if (cut == std::string_view::npos || cut + 1 >= written.size()) return;
  const char next = written[cut + 1];
  const auto kept = text::trim(written.substr(0, cut));
  if (next == ' ' || next == '#' || next == '\t' || !value.text().ends_with(kept)) return;
  const auto rest = text::trim(written.substr(cut));
  findings.warning(pointer,
                   fmt::format("The text ends before \"{}\": in YAML that is a comment.", text::head(rest, 60)),
                   fmt::format("Put the whole in quotes: \"{} {}\".", text::head(kept, 60), text::head(rest, 60)));
}

}  // namespace

Writing::Writing(const Document& document) : document_(document) {
  lines_.reserve(document.sources().size());
  for (const auto& source : document.sources()) lines_.push_back(beginnings_of_lines(source.bytes));
}

std::string_view Writing::at(std::string_view pointer) const {
  const auto place = document_.place_of(pointer, Spot::value);
  const auto& sources = document_.sources();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].name != place.file || place.line < 1 || static_cast<std::size_t>(place.line) > lines_[i].size())
      continue;
    const auto rest = std::string_view(sources[i].bytes).substr(lines_[i][static_cast<std::size_t>(place.line) - 1]);
    const auto line = rest.substr(0, rest.substr(0, kLineBytesMax + 1).find_first_of("\r\n"));
    if (line.size() > kLineBytesMax) return {};
    return behind_characters(line, place.column - 1);
  }
  return {};
}

std::string_view Writing::scalar_at(std::string_view pointer) const {
  const auto written = at(pointer);
  if (!begins_plain(written)) return {};
  const auto end = std::min({cut_of(written), written.find_first_of(",]}"), written.size()});
  return text::trim(written.substr(0, end));
}

void warn_of_cut_texts(const Document& document, const Writing& writing, Findings& findings) {
  look_at_writing(document.value(), "", writing, findings);
}

}  // namespace frontdesk::platform::config
