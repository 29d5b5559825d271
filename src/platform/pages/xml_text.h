#pragma once

#include <string>
#include <string_view>

namespace frontdesk::platform::pages {

// XML of the web, made fit to be read: one character set, no document type, no entity of its own, no reference that
// means nothing.
struct XmlText {
  std::string utf8;
  std::string charset;     // that it was read as, in small letters
  bool is_as_said = true;  // it is of the character set that it says, and is served as XML
};

// By RFC 7303: a byte order mark says most, then the header, then the declaration; then it is UTF-8. What is not of the
// set that is said is of one that it looks like. Entities of HTML, and those that the document declares as a plain
// text, are written out; what they would multiply, and what lies outside, is left out with the document type.
// `content_type`: of the answer, with its parameters; empty where there was none.
XmlText xml_text(std::string_view bytes, std::string_view content_type);

// The charset of a Content-Type; empty where it says none.
std::string charset_of(std::string_view content_type);

}  // namespace frontdesk::platform::pages
