#pragma once

#include <string>
#include <string_view>

#include "base/effort.h"

namespace frontdesk::platform::pages {

// What strangers wrote in HTML, as a piece of HTML that can be put into a page of ours: only elements and attributes
// that show something, only links that lead somewhere (is_safe_link, resolved against `base`), and every "<" that is
// none of these is written as one. No script, style, form, frame, drawing or formula comes through; what is opened is
// closed, and what is closed was opened. References to letters stay as they are.
std::string safe_html(std::string_view html, std::string_view base, Effort& effort);

// What a reader sees of it: no tags, references resolved; blocks are lines.
std::string text_of_html(std::string_view html, Effort& effort);

// References resolved, nothing else.
std::string without_references(std::string_view text);

// What 0x80 to 0x9f means where it is taken for a letter.
char32_t of_windows_1252(char32_t control);

// Whether a text that should be plain is HTML: it has a closing tag or a reference, and no tag that HTML has not.
bool looks_like_html(std::string_view text);

}  // namespace frontdesk::platform::pages
