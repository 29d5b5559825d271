#include "gateway/problem.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "base/as_error.h"
#include "base/json.h"

namespace frontdesk::gateway {
namespace {

struct Answer {
  int status;
  std::string_view title;
};

Answer answer_of(Kind kind) {
  switch (kind) {
    case Kind::invalid:
      return {400, "The request is not right"};
    case Kind::unauthenticated:
      return {401, "Sign-in needed"};
    case Kind::forbidden:
      return {403, "Not allowed"};
    case Kind::not_found:
      return {404, "Not found"};
    case Kind::conflict:
      return {409, "It clashes with what is there"};
    case Kind::exhausted:
      return {429, "A limit is reached"};
    case Kind::unavailable:
      return {503, "Not available at the moment"};
    case Kind::timeout:
      return {504, "It took too long"};
    case Kind::internal:
      break;
  }
  return {500, "Something went wrong on our side"};
}

// Where HTTP has a better word than the one for the kind.
constexpr std::pair<std::string_view, int> kStatusOfSlug[] = {{"request/method-not-allowed", 405},
                                                              {"request/not-json", 415},
                                                              {"request/encoded-body", 415},
                                                              {"request/body-too-large", 413},
                                                              {"request/body-schema", 422},
                                                              {"tenant/closed", 410},
                                                              {"files/disk-full", 507},
                                                              {"files/too-large", 413},
                                                              {"files/type-not-taken", 415},
                                                              {"files/lying-type", 415},
                                                              // It stays too much however often it is sent.
                                                              {"work/too-costly", 422},
                                                              {"schema/too-many-steps", 422},
                                                              {"config/too-costly", 422},
                                                              {"quota/file-kb", 413}};

Error error_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted)
      return Error(Kind::unavailable, "request/cancelled", "The server is about to stop; try again soon.");
    return as_error(failure, "internal", "");
  } catch (...) {
    return as_error(failure, "internal", "");
  }
}

// Damage is the operator's to see: who asked is told that it is there, and no names of files.
constexpr std::string_view kDamage[] = {"store/damaged", "store/missing", "graph/broken-chain", "config/altered"};

bool is_damage(const Error& error) { return std::ranges::find(kDamage, error.slug) != std::end(kDamage); }

Error told_of_damage(const Error& error, std::string_view request_id) {
  return Error(Kind::unavailable, error.slug,
               fmt::format("What is stored here is damaged. The log has what happened, under the request {}.",
                           request_id))
      .after(std::chrono::seconds(60));
}

// Where the database is and as whom we go there is nobody else's matter.
constexpr std::string_view kOutage[] = {"store/unreachable", "store/refused", "store/in-doubt", "store/lease-lost"};

bool is_outage(const Error& error) { return std::ranges::find(kOutage, error.slug) != std::end(kOutage); }

Error told_of_outage(const Error& error, std::string_view request_id) {
  return Error(Kind::unavailable, error.slug,
               fmt::format("The database does not answer. Look at what is there and try again soon; the log has what "
                           "happened, under the request {}.",
                           request_id))
      .after(std::chrono::seconds(1));
}

std::string retry_after(const Error& error) {
  const auto wait = error.retry_after.value_or(std::chrono::milliseconds(1000));
  return std::to_string(std::max<std::int64_t>(1, (wait.count() + 999) / 1000));
}

}  // namespace

int status_of(const Error& error) {
  for (const auto& [slug, status] : kStatusOfSlug) {
    if (slug == error.slug) return status;
  }
  return answer_of(error.kind).status;
}

net::Response problem(const Error& error, std::string_view request_id) {
  const bool is_ours = error.kind == Kind::internal;
  const auto status = status_of(error);
  ObjectBuilder body;
  body.set("type", is_ours ? "/problems/internal" : "/problems/" + error.slug)
      .set("title", answer_of(error.kind).title)
      .set("status", status)
      .set("detail",
           is_ours ? fmt::format("The log has what happened, under the request {}.", request_id) : error.detail)
      .set("instance", request_id);
  if (!is_ours && !error.pointer.empty()) body.set("pointer", error.pointer);
  net::Response response{.status = status, .body = json::print(body.build())};
  response.headers.add("content-type", "application/problem+json");
  if (error.kind == Kind::unauthenticated) response.headers.add("www-authenticate", "Bearer realm=\"frontdesk\"");
  const bool helps_to_wait = status == 429 || error.kind == Kind::unavailable || status == 507;
  if (helps_to_wait || error.retry_after) {
    response.headers.add("retry-after", retry_after(error));
  }
  return response;
}

net::Response problem(std::exception_ptr failure, std::string_view request_id, Log& log) {
  const auto error = error_of(failure);
  const bool is_ours = error.kind == Kind::internal;
  if (is_ours || is_outage(error) || !error.cause.empty()) {
    const auto fields = Value::object(
        {{"request", request_id}, {"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}});
    log.write(is_ours ? Log::Level::error : Log::Level::warning, "gateway", "a request failed", fields);
  }
  if (is_damage(error)) return problem(told_of_damage(error, request_id), request_id);
  return problem(is_outage(error) ? told_of_outage(error, request_id) : error, request_id);
}

}  // namespace frontdesk::gateway
