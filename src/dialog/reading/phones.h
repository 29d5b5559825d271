#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Telephone numbers in what was said. The only door to libphonenumber, which is loaded with the first number that
// comes: a tenant whose customers never say one does not pay for it.
namespace frontdesk::dialog::reading {

struct Phone {
  std::uint32_t begin = 0;  // bytes of the text
  std::uint32_t end = 0;
  std::string number;     // E.164 where the numbering plan knows it, else the digits as they were said
  bool is_valid = false;  // by the numbering plan of its country
};

// `region`: ISO 3166 code of the country whose numbers need no prefix ("IT"); "" where it is not known, so that only
// numbers with + can be valid. Dates and times are none, however many digits they have.
std::vector<Phone> find_phones(std::string_view text, std::string_view region);

// The country of a number that begins with + ("+39 06 …" is "IT"); "" where it has none.
std::string region_of_phone(std::string_view number);

}  // namespace frontdesk::dialog::reading
