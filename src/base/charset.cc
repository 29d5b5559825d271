#include "base/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include <limits>
#include <memory>
#include <vector>

#include "base/text.h"

namespace frontdesk::charset {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter converter_of(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter made(ucnv_open(std::string(name).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) made.reset();
  return made;
}

// What people write and mean another set by: the WHATWG's table (Encoding Standard, 4.2) says so for these.
std::string_view meant_by(std::string_view name) {
  if (text::equal_ignoring_case(name, "gb2312") || text::equal_ignoring_case(name, "gbk")) return "gb18030";
  if (text::equal_ignoring_case(name, "iso-8859-1") || text::equal_ignoring_case(name, "latin1")) return "windows-1252";
  return name;
}

std::optional<std::string> converted(std::string_view bytes, std::string_view name, bool replaces) {
  if (name.empty() || name.find('\0') != std::string_view::npos) return std::nullopt;
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) / 4) return std::nullopt;
  const auto from = converter_of(meant_by(name));
  if (!from) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  if (!replaces) ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::vector<UChar> wide(bytes.size() * 2 + 1);
  const auto length = ucnv_toUChars(from.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(),
                                    static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string utf8(static_cast<std::size_t>(length) * 3, '\0');
  std::int32_t written = 0;
  u_strToUTF8WithSub(utf8.data(), static_cast<std::int32_t>(utf8.size()), &written, wide.data(), length, 0xFFFD,
                     nullptr, &status);
  if (U_FAILURE(status)) return std::nullopt;
  utf8.resize(static_cast<std::size_t>(written));
  return utf8;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view name) {
  return converted(bytes, name, false);
}

std::optional<std::string> to_utf8_replacing(std::string_view bytes, std::string_view name) {
  return converted(bytes, name, true);
}

std::string guess(std::string_view bytes) {
  constexpr std::size_t kLooked = 64 << 10;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return {};
  bytes = bytes.substr(0, kLooked);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  ucsdet_enableInputFilter(detector.get(), 1);  // tags say nothing about the language
  const auto* match = ucsdet_detect(detector.get(), &status);
  const char* name = match && U_SUCCESS(status) ? ucsdet_getName(match, &status) : nullptr;
  return name && U_SUCCESS(status) ? name : std::string();
}

}  // namespace frontdesk::charset
