#include "net/session.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadBytes = 8 * 1024;
constexpr std::size_t kBodyCopiedMax = 16 * 1024;  // up to here head and body go out as one piece
constexpr std::size_t kLingerBytesMax = 1024 * 1024;
constexpr auto kLingerTime = std::chrono::milliseconds(1000);

std::string describe(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return fmt::format("{}: {} {}", error.slug, error.detail, error.cause);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no exception";
  }
}

// What the server has to say before, or without, its handler (RFC 9457).
Response problem(int status, std::string_view detail) {
  const auto body =
      Value::object({{"type", "about:blank"}, {"title", reason_of(status)}, {"status", status}, {"detail", detail}});
  Response response{.status = status, .body = json::print(body)};
  response.headers.add("content-type", "application/problem+json");
  return response;
}

// `a || b` waits for one success, so a failure is carried past it as a value.
Task<> carry(Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

std::string_view SessionHost::date_now() {
  const auto now = clock.wall();
  if (now.ms / 1000 != date_second) {
    date_second = now.ms / 1000;
    date = to_http_date(now);
  }
  return date;
}

void SessionHost::watch() {
  const auto now = clock.now();
  for (auto* session : sessions) session->end_what_is_due(now);
}

void SessionHost::drain() {
  is_draining = true;
  for (auto* session : sessions) session->drain();
}

void SessionHost::abort() {
  is_draining = true;
  for (auto* session : sessions) session->abort();
}

Session::Session(SessionHost& host, asio::ip::tcp::socket socket, std::string peer, std::string id_prefix)
    : host_(host),
      socket_(std::move(socket)),
      place_(host.sessions.insert(host.sessions.end(), this)),
      peer_(std::move(peer)),
      id_prefix_(std::move(id_prefix)),
      parser_(host.limits) {}

Session::~Session() { host_.sessions.erase(place_); }

void Session::enter(Phase phase) {
  phase_ = phase;
  is_late_ = false;
  const auto& limits = host_.limits;
  switch (phase) {
    case Phase::idle:
      due_ = host_.clock.now() + limits.idle_time_max;
      return;
    case Phase::head:
      due_ = host_.clock.now() + limits.header_time_max;
      return;
    case Phase::body:
      due_ = host_.clock.now() + limits.body_time_max;
      return;
    case Phase::writing:
      due_ = host_.clock.now() + limits.write_time_max;
      return;
    case Phase::lingering:
      due_ = host_.clock.now() + kLingerTime;
      return;
    case Phase::handling:
    case Phase::streaming:
      due_ = Moment::max();
      return;
  }
}

void Session::end_what_is_due(Moment now) {
  if (now < due_) return;
  due_ = Moment::max();
  is_late_ = true;
  error_code ignored;
  if (phase_ == Phase::head || phase_ == Phase::body) {
    socket_.cancel(ignored);  // there is still an answer to give: 408
  } else {
    socket_.close(ignored);
  }
}

void Session::drain() {
  error_code ignored;
  if (phase_ == Phase::idle) {
    socket_.close(ignored);
  } else {
    stream_end_.emit(asio::cancellation_type::terminal);
  }
}

void Session::abort() {
  error_code ignored;
  stream_end_.emit(asio::cancellation_type::terminal);
  socket_.close(ignored);
}

Task<> Session::run() {
  const auto self = shared_from_this();
  for (bool goes_on = true; goes_on;) {
    const auto wanted = co_await receive();
    if (wanted == Wanted::nothing) break;
    if (wanted == Wanted::refusal) {
      co_await refuse(std::move(refusal_));
      break;
    }
    goes_on = co_await answer();
  }
  error_code ignored;
  socket_.close(ignored);
}

// Reads until a request is whole.
Task<Session::Wanted> Session::receive() {
  enter(Phase::idle);
  for (;;) {
    const bool had_head = parser_.state() != RequestParser::State::head;
    in_start_ += parser_.feed(std::string_view(in_).substr(in_start_, in_end_ - in_start_));
    const auto state = parser_.state();
    if (state == RequestParser::State::refused) {
      refusal_ = parser_.refusal();
      co_return Wanted::refusal;
    }
    if (!had_head && state != RequestParser::State::head) {
      refusal_ = check_for_server(parser_.request(), parser_);
      if (refusal_.status != 0) co_return Wanted::refusal;
      if (state == RequestParser::State::body && !co_await begin_body()) co_return Wanted::nothing;
      if (state == RequestParser::State::body) continue;
    }
    if (state == RequestParser::State::done) co_return Wanted::request;
    if (phase_ == Phase::idle && parser_.has_begun()) enter(Phase::head);
    if (phase_ == Phase::idle && wants_to_end()) co_return Wanted::nothing;
    const auto code = co_await fill();
    if (is_late_ && phase_ != Phase::idle) {
      refusal_ = {408, "The request took too long to arrive."};
      co_return Wanted::refusal;
    }
    if (!code) continue;
    if (code != asio::error::eof || !parser_.has_begun()) co_return Wanted::nothing;
    refusal_ = {400, "The connection ended inside a request."};
    co_return Wanted::refusal;
  }
}

// Tells a client that asked first to send its body.
Task<bool> Session::begin_body() {
  const auto expectation = parser_.request().headers.get("expect");
  if (!expectation.empty() && in_start_ == in_end_ && parser_.minor_version() == 1) {
    if (!co_await put("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
  }
  enter(Phase::body);
  co_return true;
}

Task<error_code> Session::fill() {
  if (in_start_ > 0) {
    in_.erase(0, in_start_);
    in_end_ -= in_start_;
    in_start_ = 0;
  }
  if (in_.size() < in_end_ + kReadBytes / 2) in_.resize(in_end_ + kReadBytes);
  error_code code;
  in_end_ += co_await socket_.async_read_some(asio::buffer(in_.data() + in_end_, in_.size() - in_end_),
                                              asio::redirect_error(asio::use_awaitable, code));
  co_return code;
}

Task<bool> Session::answer() {
  auto request = parser_.take();
  const bool keeps_alive = parser_.keeps_alive() && !wants_to_end();
  ResponseShape shape{
      .minor_version = parser_.minor_version(), .keeps_alive = keeps_alive, .is_head = request.method == "HEAD"};
  request.peer = peer_;
  request.id = id_prefix_ + std::to_string(++requests_);
  enter(Phase::handling);
  auto id = request.id;
  const auto response = co_await handle(std::move(request), std::move(id));
  shape.keeps_alive = shape.keeps_alive && !wants_to_end() && !has_word(response.headers, "connection", "close");
  if (response.stream) co_return co_await send_stream(response, shape);
  co_return co_await send(response, shape) && shape.keeps_alive;
}

Task<Response> Session::handle(Request request, std::string id) {
  std::exception_ptr failure;
  try {
    co_return co_await host_.handler(std::move(request));
  } catch (...) {
    failure = std::current_exception();
  }
  host_.log.error("net", "a handler failed", Value::object({{"request", id}, {"cause", describe(failure)}}));
  co_return problem(500, fmt::format("The log has what happened, under the request {}.", id));
}

Task<> Session::refuse(Refusal refusal) {
  const auto response = problem(refusal.status, refusal.detail);
  if (co_await send(response, {.keeps_alive = false})) co_await linger();
}

Task<bool> Session::send(const Response& response, ResponseShape shape) {
  shape.date = host_.date_now();
  const auto body =
      shape.is_head || response.status == 204 || response.status == 304 ? std::string_view() : plain_body(response);
  out_.clear();
  write_head(out_, response, shape);
  enter(Phase::writing);
  if (body.size() > kBodyCopiedMax) co_return co_await put(out_, body);
  out_ += body;
  co_return co_await put(out_);
}

// Writes at once what the socket takes, and waits for the rest.
Task<bool> Session::put(std::string_view first, std::string_view second) {
  if (phase_ != Phase::writing) enter(Phase::writing);
  std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
  error_code code;
  const auto sent = socket_.write_some(buffers, code);
  if (code == asio::error::would_block) code = {};
  if (!code && sent < first.size() + second.size()) {
    const auto sent_of_first = std::min(sent, first.size());
    buffers = {asio::buffer(first.substr(sent_of_first)), asio::buffer(second.substr(sent - sent_of_first))};
    co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, code));
  }
  due_ = Moment::max();
  co_return !code;
}

Task<bool> Session::send_stream(const Response& response, ResponseShape shape) {
  shape.is_streamed = true;
  shape.is_chunked = shape.minor_version == 1;
  shape.keeps_alive = shape.keeps_alive && shape.is_chunked;
  shape.date = host_.date_now();
  out_.clear();
  write_head(out_, response, shape);
  if (!co_await put(out_)) co_return false;
  if (shape.is_head) co_return shape.keeps_alive;

  enter(Phase::streaming);
  stream_is_chunked_ = shape.is_chunked;
  stream_is_broken_ = false;
  std::exception_ptr failure;
  if (!wants_to_end()) {
    using namespace asio::experimental::awaitable_operators;
    auto work = asio::co_spawn(co_await asio::this_coro::executor, response.stream(*this),
                               asio::bind_cancellation_slot(stream_end_.slot(), asio::use_awaitable));
    co_await (carry(std::move(work), failure) || watch_peer());
  }
  const bool is_ended_by_us = wants_to_end();
  if (stream_is_broken_ || !socket_.is_open()) co_return false;
  if (failure && !is_ended_by_us) {
    host_.log.warning("net", "a stream failed", Value::object({{"cause", describe(failure)}}));
    co_return false;
  }
  if (shape.is_chunked && !co_await put(kLastChunk)) co_return false;
  co_return shape.keeps_alive && !wants_to_end();
}

// Notices that the client has gone while nothing is written. What it sends ahead is kept for the next request.
Task<> Session::watch_peer() {
  error_code code;
  while (!code && in_end_ - in_start_ < host_.limits.header_bytes_max) code = co_await fill();
  if (!code) co_await socket_.async_wait(socket_.wait_error, asio::redirect_error(asio::use_awaitable, code));
  if (code == asio::error::operation_aborted) co_return;  // the stream ended first, or the socket was closed
  stream_is_broken_ = true;
  stream_end_.emit(asio::cancellation_type::terminal);
}

Task<> Session::write(std::string_view bytes) {
  if (bytes.empty()) co_return;
  stream_is_broken_ = true;
  bool is_taken = false;
  if (stream_is_chunked_) {
    out_.clear();
    write_chunk(out_, bytes);
    is_taken = co_await put(out_);
  } else {
    is_taken = co_await put(bytes);
  }
  if (!is_taken) throw Error(Kind::unavailable, "net/client-gone", "The client went away, or reads too slowly.");
  stream_is_broken_ = false;
  enter(Phase::streaming);
}

// Closing while the client still sends would take our answer away from it: says that we are done, and reads on a while.
Task<> Session::linger() {
  error_code code;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, code);
  enter(Phase::lingering);
  in_.resize(std::max(in_.size(), kReadBytes));
  for (std::size_t dropped = 0; !code && dropped < kLingerBytesMax;) {
    dropped += co_await socket_.async_read_some(asio::buffer(in_), asio::redirect_error(asio::use_awaitable, code));
  }
}

}  // namespace frontdesk::net
