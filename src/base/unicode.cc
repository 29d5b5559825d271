#include "base/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

namespace frontdesk::unicode {
namespace {

const UNormalizer2& decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  return *unorm2_getNFDInstance(&status);  // its data are part of the library, so that it cannot be missing
}

bool is_mark(char32_t point) { return u_charType(static_cast<UChar32>(point)) == U_NON_SPACING_MARK; }

// A stroke through a letter is no accent: what is struck out is not said.
bool strikes_out(char32_t point) {
  constexpr std::uint8_t kOverlay = 1;
  return point >= 0x80 && u_getCombiningClass(static_cast<UChar32>(point)) == kOverlay;
}

bool is_accent(char32_t point) { return is_mark(point) && !strikes_out(point); }

void append_folded(std::string& out, char32_t point) {
  if (point < 0x80) return out.push_back(static_cast<char>(point >= 'A' && point <= 'Z' ? point + 32 : point));
  point = lower(point);
  if (point == U'ß') return out.append("ss"), void();
  std::array<UChar, 8> parts{};
  UErrorCode status = U_ZERO_ERROR;
  const auto length = unorm2_getDecomposition(&decomposition(), static_cast<UChar32>(point), parts.data(),
                                              static_cast<std::int32_t>(parts.size()), &status);
  if (length <= 0 || U_FAILURE(status)) {
    if (!is_accent(point)) append(out, point);
    return;
  }
  for (std::int32_t i = 0; i < length;) {
    UChar32 part = 0;
    U16_NEXT(parts.data(), i, length, part);
    if (!is_accent(static_cast<char32_t>(part))) append(out, static_cast<char32_t>(part));
  }
}

// Letters that no accent makes, as they are written where there are none of them.
std::string one_letter_each(std::string_view utf8) {
  static constexpr std::pair<char32_t, std::string_view> kLetters[] = {
      {U'ø', "o"}, {U'œ', "oe"}, {U'æ', "ae"}, {U'ł', "l"}, {U'đ', "d"}, {U'ð', "d"}, {U'þ', "th"}, {U'ı', "i"}};
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto point = next(utf8, at);
    const auto* const found = std::ranges::find(kLetters, point, [](const auto& each) { return each.first; });
    if (found == std::end(kLetters)) {
      append(out, point);
    } else {
      out += found->second;
    }
  }
  return out;
}

// But for what ends a line or parts words.
bool is_control(char32_t point) {
  const bool parts = point == '\t' || point == '\n' || point == '\r';
  return (point < 0x20 && !parts) || (point >= 0x7f && point < 0xa0);
}

bool is_invisible(char32_t point) {
  return is_control(point) ||
         u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_charType(static_cast<UChar32>(point)) == U_FORMAT_CHAR;
}

// Signs that spell something out and are not seen, but for those that belong to the one before them: the tags of a
// flag, and what chooses the form of an ideograph.
class Smuggled {
 public:
  bool is_one(char32_t point) {
    const bool is_tag = point >= 0xe0000 && point <= 0xe007f;
    const bool is_selector = point >= 0xe0100 && point <= 0xe01ef;
    if (is_tag) return !is_flag_;
    if (is_selector) return !is_ideograph_;
    constexpr char32_t kFlag = 0x1f3f4;
    is_flag_ = point == kFlag;
    is_ideograph_ = u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_IDEOGRAPHIC) != 0;
    return false;
  }

 private:
  bool is_flag_ = false, is_ideograph_ = false;
};

// Whether the sign is only another look of what it decomposes to.
bool is_a_look(char32_t point) {
  switch (u_getIntPropertyValue(static_cast<UChar32>(point), UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_NONE:
    case U_DT_CANONICAL:
    case U_DT_SUPER:
    case U_DT_SUB:
    case U_DT_FRACTION:
      return false;
    default:
      return true;
  }
}

void append_plain(std::string& out, char32_t point) {
  if (is_invisible(point)) return;
  if (point < 0x80) return out.push_back(static_cast<char>(point));
  if (is_a_look(point)) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* const compatible = unorm2_getNFKCInstance(&status);
    std::array<UChar, 32> parts{};
    const auto length = unorm2_getDecomposition(compatible, static_cast<UChar32>(point), parts.data(),
                                                static_cast<std::int32_t>(parts.size()), &status);
    const bool is_accent_alone = length > 1 && parts[0] == ' ';
    if (length > 0 && U_SUCCESS(status) && !is_accent_alone) {
      for (std::int32_t i = 0; i < length;) {
        UChar32 part = 0;
        U16_NEXT(parts.data(), i, length, part);
        append(out, static_cast<char32_t>(part));
      }
      return;
    }
  }
  append(out, point);
}

std::string normalized(const std::string& utf8, const icu::Normalizer2* (*form)(UErrorCode&)) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  UErrorCode status = U_ZERO_ERROR;
  const auto* const normalizer = form(status);
  if (U_FAILURE(status)) return utf8;
  std::string out;
  normalizer->normalize(text, status).toUTF8String(out);
  return U_FAILURE(status) ? utf8 : out;
}

std::string composed(const std::string& utf8) { return normalized(utf8, icu::Normalizer2::getNFCInstance); }

}  // namespace

char32_t next(std::string_view utf8, std::size_t& at) {
  UChar32 point = 0;
  auto index = static_cast<std::int32_t>(at);
  U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(utf8.data()), index, static_cast<std::int32_t>(utf8.size()),
                  point);
  at = static_cast<std::size_t>(index);
  return static_cast<char32_t>(point);
}

void append(std::string& utf8, char32_t point) {
  std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, static_cast<UChar32>(point));
  utf8.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

bool is_letter(char32_t point) {
  if (point < 0x80) return (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
  constexpr std::uint32_t kLetters = U_GC_L_MASK | U_GC_M_MASK;
  return (U_MASK(u_charType(static_cast<UChar32>(point))) & kLetters) != 0;
}

bool is_digit(char32_t point) {
  return point < 0x80 ? point >= '0' && point <= '9' : u_isdigit(static_cast<UChar32>(point)) != 0;
}

int digit_value(char32_t point) { return u_charDigitValue(static_cast<UChar32>(point)); }

bool is_space(char32_t point) {
  return point < 0x80 ? point == ' ' || (point >= '\t' && point <= '\r')
                      : u_isUWhiteSpace(static_cast<UChar32>(point)) != 0;
}

bool is_hidden(char32_t point) {
  constexpr char32_t kJoiner = 0x200d, kNonJoiner = 0x200c;
  if (point < 0x80) return point < 0x20 || point == 0x7f;
  if (point == kJoiner || point == kNonJoiner) return false;
  constexpr std::uint32_t kHidden = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  const auto p = static_cast<UChar32>(point);
  // Letters among them, such as the fillers of Hangul; but for what chooses how the sign before it looks.
  const bool is_ignorable =
      u_hasBinaryProperty(p, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !u_hasBinaryProperty(p, UCHAR_VARIATION_SELECTOR);
  return is_ignorable || (U_MASK(u_charType(p)) & kHidden) != 0;
}

bool has_hidden(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    if (is_hidden(next(utf8, at))) return true;
  }
  return false;
}

bool is_upper(char32_t point) {
  return point < 0x80 ? point >= 'A' && point <= 'Z' : u_isUUppercase(static_cast<UChar32>(point)) != 0;
}

char32_t lower(char32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(point)));
}
char32_t upper(char32_t point) { return static_cast<char32_t>(u_totitle(static_cast<UChar32>(point))); }

std::string lower(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) append(out, lower(next(utf8, at)));
  return out;
}

std::string searchable(std::string_view utf8) {
  std::string out;
  for (const char c : folded(one_letter_each(lower(utf8)))) {
    const bool is_second = c == 'e' && !out.empty() && std::string_view("aou").contains(out.back());
    if (!is_second) out += c;
  }
  return out;
}

std::string plain(std::string_view utf8) {
  const auto is_plain = [](char c) { return (c & 0x80) == 0 && !is_control(static_cast<unsigned char>(c)); };
  if (std::ranges::all_of(utf8, is_plain)) return std::string(utf8);
  std::string out;
  out.reserve(utf8.size());
  Smuggled smuggled;
  for (std::size_t at = 0; at < utf8.size();) {
    constexpr char32_t kUnreadable = 0xfffd;
    const auto point = next(utf8, at);
    append_plain(out, smuggled.is_one(point) ? kUnreadable : point);
  }
  return composed(out);
}

std::string folded(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) append_folded(out, next(utf8, at));
  return out;
}

std::string compatible(std::string_view utf8) {
  return normalized(std::string(utf8), icu::Normalizer2::getNFKCInstance);
}

}  // namespace frontdesk::unicode
