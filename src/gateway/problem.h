#pragma once

#include <exception>
#include <string_view>

#include "base/error.h"
#include "base/log.h"
#include "net/http.h"

// The only place where errors become HTTP statuses (RFC 9457).
namespace frontdesk::gateway {

int status_of(const Error& error);

// {type, title, status, detail, instance, pointer?}; instance is the request's id. Of an internal error it says nothing
// but that.
net::Response problem(const Error& error, std::string_view request_id);

// The answer to whatever was thrown. Causes, and what is our own fault, go to the log under the request's id.
net::Response problem(std::exception_ptr failure, std::string_view request_id, Log& log);

}  // namespace frontdesk::gateway
