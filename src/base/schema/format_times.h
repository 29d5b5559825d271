#pragma once

#include <string_view>

// Dates and times of RFC 3339, durations of its appendix A.
namespace frontdesk::schema {

bool is_date(std::string_view text);
bool is_time(std::string_view text);
bool is_date_time(std::string_view text);
bool is_duration(std::string_view text);

}  // namespace frontdesk::schema
