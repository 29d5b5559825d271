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
#include "net/carry.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadBytesOfHead = 4 * 1024;
constexpr std::size_t kReadBytesOfBody = 16 * 1024;
constexpr std::size_t kKeptBytes = 8 * 1024;   // of a buffer, between requests
constexpr std::size_t kFreeBytes = 16 * 1024;  // up to here nobody counts what a connection holds
constexpr auto kBodyGrace = std::chrono::seconds(10);
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

Error refused_body(const Refusal& refusal) {
  if (refusal.status == 413) return {Kind::invalid, "request/body-too-large", refusal.detail};
  return {Kind::invalid, "request/malformed-body", refusal.detail};
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

Session::Session(SessionHost& host, asio::ip::tcp::socket socket, std::shared_ptr<Place> place, std::string peer,
                 std::string id_prefix)
    : host_(host),
      socket_(std::move(socket)),
      among_sessions_(host.sessions.insert(host.sessions.end(), this)),
      place_(std::move(place)),
      peer_(std::move(peer)),
      id_prefix_(std::move(id_prefix)),
      parser_(host.limits) {
  parser_.leave_length_to_admission();
  place_->session = this;
}

Session::~Session() {
  place_->session = nullptr;
  host_.sessions.erase(among_sessions_);
}

void Session::enter(Phase phase) {
  const auto& limits = host_.limits;
  phase_ = phase;
  is_late_ = false;
  entered_ = host_.clock.now();
  switch (phase) {
    case Phase::idle:
      due_ = entered_ + (place_->standing == Standing::fresh ? limits.header_time_max : limits.idle_time_max);
      return;
    case Phase::head:
      due_ = entered_ + limits.header_time_max;
      return;
    case Phase::body:
      due_ = entered_ + std::min<std::chrono::nanoseconds>(limits.body_time_max, kBodyGrace);
      return;
    case Phase::writing:
      due_ = entered_ + limits.write_time_max;
      return;
    case Phase::lingering:
      due_ = entered_ + kLingerTime;
      return;
    case Phase::handling:
    case Phase::streaming:
      due_ = Moment::max();
      return;
  }
}

// When whoever has moved so many bytes since the phase began has to have moved more.
Moment Session::due_at_rate(std::chrono::nanoseconds grace, std::size_t bytes) const {
  const auto rate = host_.limits.bytes_per_second_min;
  if (rate == 0) return host_.clock.now() + grace;
  return entered_ + grace + std::chrono::milliseconds(bytes * 1000 / rate);
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

void Session::give_way() {
  error_code ignored;
  gives_way_ = true;
  if (phase_ != Phase::handling && phase_ != Phase::streaming) socket_.close(ignored);
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
    if (wanted == Wanted::request) {
      goes_on = co_await answer();
    } else if (wanted == Wanted::answer) {
      goes_on = co_await answer_by_head();
    } else {
      if (wanted == Wanted::refusal) co_await refuse(std::move(refusal_));
      break;
    }
  }
  error_code ignored;
  socket_.close(ignored);
}

// Reads until a request is whole, or can be answered without its body.
Task<Session::Wanted> Session::receive() {
  tidy();
  enter(Phase::idle);
  for (;;) {
    const bool had_head = parser_.state() != RequestParser::State::head;
    if (!feed()) co_return refuse_with({503, "There is no room for this request at the moment; send it again soon."});
    if (parser_.state() == RequestParser::State::refused) co_return refuse_with(parser_.refusal());
    if (!had_head && parser_.state() != RequestParser::State::head) {
      if (const auto wanted = look_at_head(); wanted != Wanted::more) co_return wanted;
      if (admission_.reads_while_it_comes) co_return Wanted::request;
      if (parser_.state() == RequestParser::State::body) {
        if (!co_await begin_body()) co_return Wanted::nothing;
        continue;
      }
    }
    if (parser_.state() == RequestParser::State::done) co_return Wanted::request;
    if (phase_ == Phase::idle && parser_.has_begun()) enter(Phase::head);
    if (phase_ == Phase::idle && wants_to_end()) co_return Wanted::nothing;
    const auto code = co_await fill();
    if (is_late_ && phase_ != Phase::idle) co_return refuse_with({408, "The request took too long to arrive."});
    if (!code) continue;
    if (code != asio::error::eof || !parser_.has_begun()) co_return Wanted::nothing;
    co_return refuse_with({400, "The connection ended inside a request."});
  }
}

Session::Wanted Session::refuse_with(Refusal refusal) {
  refusal_ = std::move(refusal);
  return Wanted::refusal;
}

bool Session::feed() {
  in_start_ += parser_.feed(std::string_view(in_).substr(in_start_, unused()));
  const auto body = parser_.request().body.size();
  if (phase_ == Phase::body) {
    due_ = due_at_rate(kBodyGrace, parser_.body_bytes());
    if (!admission_.reads_while_it_comes) due_ = std::min(due_, entered_ + host_.limits.body_time_max);
  }
  return hold(body + (in_.size() > kReadBytesOfBody ? in_.size() : 0));
}

// In steps, as each asks the table that all connections share.
bool Session::hold(std::size_t bytes) {
  const auto rounded = bytes <= kFreeBytes ? 0 : (bytes + kFreeBytes - 1) / kFreeBytes * kFreeBytes;
  if (rounded == held_) return true;
  if (!host_.connections.hold(*place_, rounded)) return false;
  held_ = rounded;
  return true;
}

void Session::tidy() {
  admission_ = {};
  held_by_answer_ = 0;
  hold(0);
  if (unused() == 0) in_start_ = in_end_ = 0;
  if (in_end_ == 0 && in_.size() > kKeptBytes) in_ = {};
  if (out_.capacity() > kKeptBytes) out_ = {};
}

// Decides what becomes of a request whose head has come.
Session::Wanted Session::look_at_head() {
  auto& request = parser_.request();
  auto refusal = check_for_server(request, parser_);
  if (refusal.status != 0) return refuse_with(std::move(refusal));
  request.peer = client_address(peer_, request.headers, host_.trusted_proxies);
  request.id = id_prefix_ + std::to_string(++requests_);
  admission_ = admit(request);
  if (admission_.standing > place_->standing) host_.connections.rise(place_, admission_.standing);
  if (!admission_.answer) return Wanted::answer;
  if (admission_.reads_while_it_comes) {
    parser_.limit_body_in_pieces(admission_.body_bytes_max);
  } else {
    parser_.limit_body(admission_.body_bytes_max);
  }
  return parser_.state() == RequestParser::State::refused ? refuse_with(parser_.refusal()) : Wanted::more;
}

Admission Session::admit(const Request& head) {
  try {
    return host_.admit(head);
  } catch (...) {
    host_.log.error("net", "a head was not admitted",
                    Value::object({{"request", head.id}, {"cause", describe(std::current_exception())}}));
  }
  return {.response = problem(500, fmt::format("The log has what happened, under the request {}.", head.id))};
}

// Tells a client that asked first to send its body.
Task<bool> Session::begin_body() {
  const auto expectation = parser_.request().headers.get("expect");
  if (!expectation.empty() && unused() == 0 && parser_.minor_version() == 1) {
    if (!co_await put("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
  }
  enter(Phase::body);
  co_return true;
}

Task<error_code> Session::fill() {
  error_code code;
  if (in_start_ > 0) {
    in_.erase(0, in_start_);
    in_end_ -= in_start_;
    in_start_ = 0;
  }
  if (in_end_ == 0 && in_.empty()) {  // no buffer while nothing comes
    co_await socket_.async_wait(socket_.wait_read, asio::redirect_error(asio::use_awaitable, code));
    if (code) co_return code;
  }
  const auto wanted = phase_ == Phase::body ? kReadBytesOfBody : kReadBytesOfHead;
  if (in_.size() < in_end_ + wanted / 2) in_.resize(in_end_ + wanted);
  in_end_ += co_await socket_.async_read_some(asio::buffer(in_.data() + in_end_, in_.size() - in_end_),
                                              asio::redirect_error(asio::use_awaitable, code));
  co_return code;
}

ResponseShape Session::shape_of(const Request& request) const {
  return {.minor_version = parser_.minor_version(),
          .keeps_alive = parser_.keeps_alive() && !wants_to_end(),
          .is_head = request.method == "HEAD"};
}

Task<bool> Session::answer() {
  if (admission_.reads_while_it_comes) co_return co_await answer_while_it_comes();
  auto request = parser_.take();
  auto shape = shape_of(request);
  enter(Phase::handling);
  auto id = request.id;
  const auto response = co_await handle(std::move(request), std::move(id));
  hold(0);  // the body has gone to its handler
  shape.keeps_alive = shape.keeps_alive && !wants_to_end() && !has_word(response.headers, "connection", "close");
  if (response.stream) co_return co_await send_stream(response, shape);
  co_return co_await send(response, shape) && shape.keeps_alive;
}

// Of a body that its handler has not read to the end, the rest is not waited for.
Task<bool> Session::answer_while_it_comes() {
  if (parser_.state() == RequestParser::State::body && !co_await begin_body()) co_return false;
  auto request = parser_.take_head();
  auto shape = shape_of(request);
  auto id = request.id;
  request.incoming = std::shared_ptr<BodyReader>(shared_from_this(), this);
  body_entered_ = host_.clock.now();
  pause_body();
  const auto response = co_await handle(std::move(request), std::move(id));
  hold(0);
  const bool is_whole = parser_.state() == RequestParser::State::done;
  if (is_whole) parser_.take();
  shape.keeps_alive = shape.keeps_alive && is_whole && !wants_to_end();
  const bool is_taken = co_await send(response, shape);
  if (is_taken && !is_whole) co_await linger();
  co_return is_taken&& shape.keeps_alive;
}

// Only the time in which its reader waits for it counts against whoever sends a body.
void Session::go_on_with_body() {
  body_entered_ += host_.clock.now() - paused_;
  entered_ = body_entered_;
  phase_ = Phase::body;
  is_late_ = false;
  due_ = due_at_rate(kBodyGrace, parser_.body_bytes());
}

void Session::pause_body() {
  paused_ = host_.clock.now();
  phase_ = Phase::handling;
  due_ = Moment::max();
}

Task<std::string> Session::read() {
  for (go_on_with_body();;) {
    if (!feed()) throw Error(Kind::exhausted, "net/no-room", "There is no room for this request at the moment.");
    auto piece = parser_.take_piece();
    if (parser_.state() == RequestParser::State::refused) throw refused_body(parser_.refusal());
    if (!piece.empty() || parser_.state() == RequestParser::State::done) {
      pause_body();
      co_return piece;
    }
    const auto code = co_await fill();
    if (is_late_) throw Error(Kind::timeout, "net/body-late", "The body took too long to arrive.");
    if (code) throw Error(Kind::unavailable, "net/client-gone", "The connection ended inside of the body.");
  }
}

// A body that has come with the head is passed over; for one that has not, the connection ends.
Task<bool> Session::answer_by_head() {
  const bool is_whole =
      parser_.state() == RequestParser::State::done ||
      (parser_.framing().kind == Framing::Kind::length && parser_.framing().length <= unused() && feed());
  auto shape = shape_of(parser_.request());
  if (is_whole) parser_.take();
  shape.keeps_alive = shape.keeps_alive && is_whole;
  const auto response = std::move(admission_.response);
  const bool is_taken = co_await send(response, shape);
  if (is_taken && !is_whole) co_await linger();
  co_return is_taken&& shape.keeps_alive;
}

Task<Response> Session::handle(Request request, std::string id) {
  std::exception_ptr failure;
  try {
    co_return co_await admission_.answer(std::move(request));
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
  held_by_answer_ = response.shared_body ? 0 : body.size();
  if (body.size() > kBodyCopiedMax) co_return co_await put(out_, body);
  out_ += body;
  co_return co_await put(out_);
}

// Writes at once what the socket takes, and waits for the rest while there is room for what waits.
Task<bool> Session::put(std::string_view first, std::string_view second) {
  if (phase_ != Phase::writing) enter(Phase::writing);
  const auto rest_from = [&](std::size_t sent) {
    const auto sent_of_first = std::min(sent, first.size());
    return std::array<asio::const_buffer, 2>{asio::buffer(first.substr(sent_of_first)),
                                             asio::buffer(second.substr(sent - sent_of_first))};
  };
  const auto total = first.size() + second.size();
  error_code code;
  auto sent = socket_.write_some(rest_from(0), code);
  if (code == asio::error::would_block) code = {};
  if (!code && sent < total && gives_way_) co_return false;
  if (!code && sent < total && !hold(held_by_answer_)) {
    host_.log.warning("net", "an answer was dropped: too many wait for slow readers",
                      Value::object({{"address", place_->address}, {"bytes", held_by_answer_}}));
    co_return false;
  }
  const auto sent_at_once = sent;  // says nothing of what the client reads
  while (!code && sent < total) {
    sent += co_await socket_.async_write_some(rest_from(sent), asio::redirect_error(asio::use_awaitable, code));
    due_ = due_at_rate(host_.limits.write_time_max, sent - sent_at_once);
  }
  due_ = Moment::max();
  co_return !code;
}

Task<bool> Session::send_stream(const Response& response, ResponseShape shape) {
  shape.is_streamed = true;
  shape.is_chunked = shape.minor_version == 1 && !response.stream_bytes;
  shape.keeps_alive = shape.keeps_alive && (shape.is_chunked || response.stream_bytes);
  stream_left_ = response.stream_bytes;
  shape.date = host_.date_now();
  out_.clear();
  write_head(out_, response, shape);
  if (!co_await put(out_)) co_return false;
  if (shape.is_head) co_return shape.keeps_alive;

  enter(Phase::streaming);
  if (unused() == 0) in_ = {}, in_start_ = in_end_ = 0;
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
  if (stream_left_.value_or(0) > 0) co_return false;  // the client sees by its end that it is cut off
  if (shape.is_chunked && !co_await put(kLastChunk)) co_return false;
  co_return shape.keeps_alive && !wants_to_end();
}

// Notices that the client has gone while nothing is written. What it sends ahead is kept for the next request.
Task<> Session::watch_peer() {
  error_code code;
  while (!code && unused() < host_.limits.header_bytes_max) code = co_await fill();
  if (!code) co_await socket_.async_wait(socket_.wait_error, asio::redirect_error(asio::use_awaitable, code));
  if (code == asio::error::operation_aborted) co_return;  // the stream ended first, or the socket was closed
  stream_is_broken_ = true;
  stream_end_.emit(asio::cancellation_type::terminal);
}

Task<> Session::write(std::string_view bytes) {
  if (bytes.empty()) co_return;
  if (stream_left_ && bytes.size() > *stream_left_)
    throw Error(Kind::internal, "net/stream-too-long", "A stream wrote more than it had announced.");
  if (stream_left_) *stream_left_ -= bytes.size();
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
  in_.resize(std::max(in_.size(), kReadBytesOfHead));
  for (std::size_t dropped = 0; !code && dropped < kLingerBytesMax;) {
    dropped += co_await socket_.async_read_some(asio::buffer(in_), asio::redirect_error(asio::use_awaitable, code));
  }
}

}  // namespace frontdesk::net
