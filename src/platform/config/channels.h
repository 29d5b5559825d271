#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/config/section_of.h"

namespace frontdesk::platform::config {

// Its publishable keys are the house's to issue (platform/register.h); a file does not choose one.
struct WebChannel {
  std::optional<std::string> title;
  std::optional<Value> greeting;             // a wording
  bool show_trace = false;                   // customers may see what the bot did: for demos
  std::vector<std::string> allowed_origins;  // "https://example.com"; none: any
};
BOOST_DESCRIBE_STRUCT(WebChannel, (), (title, greeting, show_trace, allowed_origins))
std::vector<Note> notes(const WebChannel*);

struct Channels {
  std::optional<WebChannel> web;
};
BOOST_DESCRIBE_STRUCT(Channels, (), (web))
std::vector<Note> notes(const Channels*);

struct Voice {
  std::optional<std::string> language;
  std::optional<std::string> greeting;
  std::optional<std::string> voice;
};
BOOST_DESCRIBE_STRUCT(Voice, (), (language, greeting, voice))
std::vector<Note> notes(const Voice*);

Section channels_section();
Channels channels_of(const Value& document);
Section voice_section();

}  // namespace frontdesk::platform::config
