#include "support/api.h"

#include <boost/asio/co_spawn.hpp>

#include "base/json.h"

namespace frontdesk::support {

Api::Api(std::string base, std::string token)
    : base_(std::move(base)),
      token_(std::move(token)),
      transport_(net::system_transport()),
      client_(std::make_unique<net::Client>(*transport_, clock_)) {}

Api::~Api() = default;

Answer Api::get(const std::string& path, const std::string& token) {
  net::ClientRequest request;
  request.url = path;
  return send(std::move(request), token);
}

Answer Api::post(const std::string& path, const Value& body, const std::string& token) {
  net::ClientRequest request;
  request.method = "POST";
  request.url = path;
  request.headers.set("content-type", "application/json");
  request.body = json::print(body);
  return send(std::move(request), token);
}

Answer Api::send(net::ClientRequest request, const std::string& token) {
  if (request.url.starts_with("/")) request.url = base_ + request.url;
  const auto& bearer = token.empty() ? token_ : token;
  if (!bearer.empty()) request.headers.set("authorization", "Bearer " + bearer);
  request.response_bytes_max = 64 << 20;
  Answer answer;
  bool done = false;
  boost::asio::co_spawn(context_, client_->send(std::move(request), Deadline::in(clock_, std::chrono::seconds(30))),
                        [&](std::exception_ptr failure, net::ClientResponse response) {
                          done = true;
                          if (failure) return;
                          answer.status = response.status;
                          answer.text = std::move(response.body);
                        });
  context_.restart();
  // The client may keep a task for each idle connection, so the loop is left as soon as the answer is there.
  while (!done && context_.run_one() > 0) {
  }
  try {
    if (!answer.text.empty()) answer.body = json::parse(answer.text);
  } catch (const std::exception&) {
  }
  return answer;
}

}  // namespace frontdesk::support
