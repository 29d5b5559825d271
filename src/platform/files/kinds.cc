#include "platform/files/kinds.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::platform::files {
namespace {

using namespace std::string_view_literals;

// What the beginning of a file tells of it.
enum class Look { pdf, png, jpeg, gif, webp, zip, ogg, wav, mp3, mp4, text, other };

struct Format {
  std::string_view type;
  Look look;
};

constexpr std::array kFormats{
    Format{"application/pdf", Look::pdf},
    Format{"image/png", Look::png},
    Format{"image/jpeg", Look::jpeg},
    Format{"image/gif", Look::gif},
    Format{"image/webp", Look::webp},
    Format{"application/zip", Look::zip},
    Format{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", Look::zip},
    Format{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Look::zip},
    Format{"application/vnd.openxmlformats-officedocument.presentationml.presentation", Look::zip},
    Format{"application/vnd.oasis.opendocument.text", Look::zip},
    Format{"application/vnd.oasis.opendocument.spreadsheet", Look::zip},
    Format{"audio/ogg", Look::ogg},
    Format{"audio/wav", Look::wav},
    Format{"audio/mpeg", Look::mp3},
    Format{"video/mp4", Look::mp4},
    Format{"text/plain", Look::text},
    Format{"text/csv", Look::text},
    Format{"text/markdown", Look::text},
    Format{"text/calendar", Look::text},
    Format{"application/json", Look::text},
    Format{"application/yaml", Look::text},
};

// At this offset stands this.
struct Sign {
  Look look;
  std::size_t at;
  std::string_view bytes;
};

constexpr std::array kSigns{
    Sign{Look::pdf, 0, "%PDF-"sv},         Sign{Look::png, 0, "\x89PNG\r\n\x1a\n"sv},
    Sign{Look::jpeg, 0, "\xff\xd8\xff"sv}, Sign{Look::gif, 0, "GIF87a"sv},
    Sign{Look::gif, 0, "GIF89a"sv},        Sign{Look::webp, 8, "WEBP"sv},
    Sign{Look::wav, 8, "WAVE"sv},          Sign{Look::zip, 0, "PK\x03\x04"sv},
    Sign{Look::zip, 0, "PK\x05\x06"sv},    Sign{Look::ogg, 0, "OggS"sv},
    Sign{Look::mp3, 0, "ID3"sv},           Sign{Look::mp3, 0, "\xff\xfb"sv},
    Sign{Look::mp3, 0, "\xff\xf3"sv},      Sign{Look::mp3, 0, "\xff\xf2"sv},
    Sign{Look::mp4, 4, "ftyp"sv},
};

const Format* find(std::string_view type) {
  const auto* const found = std::ranges::find(kFormats, type, &Format::type);
  return found == kFormats.end() ? nullptr : found;
}

// UTF-8 that may be cut off at its end, without controls other than those of lines.
bool is_text(std::string_view head) {
  for (int cut = 0; cut < 4 && head.size() == kHeadBytes && !text::is_utf8(head); ++cut) head.remove_suffix(1);
  return text::is_utf8(head) && std::ranges::none_of(head, [](unsigned char letter) {
           return letter < 0x20 && letter != '\n' && letter != '\r' && letter != '\t' && letter != '\f';
         });
}

Look look_of(std::string_view head) {
  for (const auto& sign : kSigns)
    if (head.size() >= sign.at && head.substr(sign.at).starts_with(sign.bytes)) return sign.look;
  return is_text(head) ? Look::text : Look::other;
}

}  // namespace

std::string read_type(std::string_view declared) {
  const auto type = text::lower_ascii(text::trim(declared.substr(0, declared.find(';'))));
  if (find(type)) return type;
  throw Error(
      Kind::invalid, "files/type-not-taken",
      fmt::format("Files of the type \"{}\" are not taken. Say which it is in Content-Type: PDF, pictures, texts, "
                  "documents of an office, sound or video.",
                  text::head(type, 80)));
}

void demand_type(std::string_view type, std::string_view head) {
  const auto* const format = find(type);
  if (format && look_of(head) == format->look) return;
  throw Error(Kind::invalid, "files/lying-type",
              fmt::format("What the file begins with is not what {} begins with.", type));
}

}  // namespace frontdesk::platform::files
