#include "app/cli_remote.h"

#include <boost/asio/co_spawn.hpp>
#include <limits>
#include <optional>

#include "app/cli_files.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::app {
namespace {

std::string first_line_of(const std::string& path, const std::string& data) {
  try {
    return std::string(text::trim(read_text_file(path)));
  } catch (const Error&) {
    throw Error(
        Kind::unavailable, "cli/no-server",
        fmt::format(
            "No server has run on {0} yet: there is no {1}. Start one with `frontdesk serve --data {0}`, or name its "
            "folder with --data.",
            data, path));
  }
}

Error refusal(const Remote::Answer& answer) {
  const auto detail = answer.body["detail"].text();
  return {Kind::invalid, "cli/refused",
          detail.empty() ? fmt::format("The server answered {}.", answer.status) : std::string(detail)};
}

}  // namespace

Remote::Remote(std::string data, std::string name)
    : data_(std::move(data)),
      name_(std::move(name)),
      base_(first_line_of(data_ + "/address", data_)),
      operator_key_(first_line_of(data_ + "/operator.key", data_)),
      transport_(net::system_transport()),
      client_(std::make_unique<net::Client>(*transport_, clock_)) {
  if (!base_.starts_with("http")) base_ = "http://" + base_;
}

Remote::~Remote() = default;

net::ClientRequest Remote::request_to(const std::string& method, const std::string& path) const {
  net::ClientRequest request{.method = method, .url = base_ + path};
  request.headers.set("authorization", "Bearer " + (token_.empty() ? operator_key_ : token_));
  return request;
}

Remote::Answer Remote::send(const std::string& method, const std::string& path, const Value& body) {
  auto request = request_to(method, path);
  if (!body.is_null()) {
    request.headers.set("content-type", "application/json");
    request.body = json::print(body);
  }
  request.response_bytes_max = 64 << 20;
  return answer_to(client_->send(std::move(request), Deadline::in(clock_, std::chrono::seconds(60))));
}

void Remote::stream(const std::string& path, const std::function<void(std::string_view piece)>& each) {
  auto request = request_to("GET", path);
  request.response_bytes_max = std::numeric_limits<std::size_t>::max();
  const auto answer = answer_to(client_->stream(std::move(request), Deadline::never(), each));
  if (answer.status != 200) throw refusal(answer);
}

Remote::Answer Remote::answer_to(Task<net::ClientResponse> asked) {
  std::exception_ptr failure;
  std::optional<net::ClientResponse> response;
  const auto done = [&](std::exception_ptr thrown, net::ClientResponse answered) {
    failure = thrown;
    response = std::move(answered);
  };
  boost::asio::co_spawn(context_, std::move(asked), done);
  context_.restart();
  // The client may keep a task for each idle connection, so the loop is left as soon as the answer is there.
  while (!response && context_.run_one() > 0) {
  }
  try {
    if (failure) std::rethrow_exception(failure);
    return {response->status, response->body.empty() ? Value() : json::parse(response->body)};
  } catch (const Error& error) {
    throw Error(Kind::unavailable, "cli/no-answer",
                fmt::format("The server of {} does not answer at {}: {} Is it running?", data_, base_, error.detail));
  }
}

Value Remote::get(const std::string& path) {
  auto answer = send("GET", path, {});
  if (answer.status != 200) throw refusal(answer);
  return answer.body;
}

Value Remote::post(const std::string& path, const Value& body) {
  auto answer = send("POST", path, body);
  if (answer.status != 200 && answer.status != 201) throw refusal(answer);
  return answer.body;
}

void Remote::enter(const std::string& tenant, bool make) {
  token_.clear();
  auto ask = Value::object({{"tenant", tenant}});
  if (!name_.empty()) ask = ask.with("name", name_);
  auto answer = send("POST", "/v1/sessions", ask);
  if (answer.status == 404 && make) {
    post("/v1/tenants", Value::object({{"id", tenant}}));
    answer = send("POST", "/v1/sessions", ask);
  }
  if (answer.status != 201) throw refusal(answer);
  token_ = answer.body["token"].text();
}

std::string Remote::only_tenant() {
  const auto tenants = get("/v1/tenants")["items"];
  std::vector<std::string> names;
  for (const auto& tenant : tenants.items()) {
    if (tenant["state"].text() != "closed") names.emplace_back(tenant["id"].text());
  }
  if (names.size() == 1) return names.front();
  throw Error(Kind::invalid, "cli/which-tenant",
              names.empty() ? "The server has no tenants yet; deploy a tenant file first."
                            : fmt::format("Say which tenant with --tenant: {}.", fmt::join(names, ", ")));
}

}  // namespace frontdesk::app
