#pragma once

#include <functional>

#include "net/connections.h"
#include "net/http.h"

namespace frontdesk::net {

// Answers a request. What it throws becomes a bare 500; to say more about an error is the handler's business.
using Handler = std::function<Task<Response>(Request request)>;

// What is decided of a request by its head alone, before any of its body is read.
struct Admission {
  // The connection's standing once this request is admitted; `fresh` for a refusal.
  Standing standing = Standing::fresh;
  // Called once, with the whole request. Where it is not set, `response` is the answer, and the body is not read.
  Handler answer;
  Response response;
  std::size_t body_bytes_max = 0;  // with `answer`
  // `answer` is called once the head is there, and reads the body while it comes (Request::incoming). Then
  // `body_bytes_max` may be more than the server holds in memory.
  bool reads_while_it_comes = false;
};

// Looks at a head: method, target, headers, peer, id; the body is empty. Must not wait, nor throw.
using Admit = std::function<Admission(const Request& head)>;

}  // namespace frontdesk::net
