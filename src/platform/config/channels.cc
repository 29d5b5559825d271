#include "platform/config/channels.h"

#include "platform/config/address.h"
#include "platform/config/wording.h"

namespace frontdesk::platform::config {
namespace {

void check_channels(const Checked& document, Findings& findings) {
  const auto web = document.read<WebChannel>("/channels/web");
  if (!web) return;
  for (std::size_t i = 0; i < web->allowed_origins.size(); ++i) {
    if (is_web_origin(web->allowed_origins[i])) continue;
    findings.error(join("/channels/web/allowed_origins", i),
                   fmt::format("\"{}\" is not the origin of a page.", web->allowed_origins[i]),
                   "Write scheme and host, without a path, for example \"https://www.example.com\".");
  }
}

}  // namespace

std::vector<Note> notes(const WebChannel*) {
  return {
      {"title", "Heading of the chat window."},
      {"greeting", "", false, wording_schema("The first thing that customers read.", 4'000)},
      {"show_trace", "Customers may see what the bot did: for demonstrations."},
      {"allowed_origins",
       "Pages that may carry the chat window, for example \"https://www.example.com\"; none: any.",
       false,
       {},
       "lets every page carry the chat window"},
  };
}

std::vector<Note> notes(const Channels*) { return {{"web", "Chat on web pages."}}; }

std::vector<Note> notes(const Voice*) {
  return {
      {"language", "IETF tag, for example en-US.", false,
       Value::object({{"pattern", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}})},
      {"greeting", "The first thing that callers hear.", false, Value::object({{"maxLength", 4'000}})},
      {"voice", "Name of a voice."},
  };
}

Section channels_section() {
  auto section = section_of<Channels>("channels", "Where customers reach the bot.", Chapter::channels);
  section.check = check_channels;
  return section;
}

Channels channels_of(const Value& document) {
  const auto& given = document["channels"];
  return given.is_null() ? Channels{} : from_value<Channels>(given, {}, "/channels");
}

Section voice_section() {
  return unread_section<Voice>("voice", "How calls are answered.", "serves no calls", Chapter::channels);
}

}  // namespace frontdesk::platform::config
