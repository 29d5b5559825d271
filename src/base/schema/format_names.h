#pragma once

#include <string_view>

// Names of hosts, mailboxes and resources. The internationalized forms are checked for their shape; which letters a
// registry would allow is not.
namespace frontdesk::schema {

bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);
bool is_hostname(std::string_view text);
bool is_idn_hostname(std::string_view text);
bool is_email(std::string_view text);
bool is_idn_email(std::string_view text);
bool is_uri(std::string_view text);
bool is_uri_reference(std::string_view text);
bool is_iri(std::string_view text);
bool is_iri_reference(std::string_view text);
bool is_uri_template(std::string_view text);

}  // namespace frontdesk::schema
