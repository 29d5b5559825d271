#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <list>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "net/address.h"
#include "net/admission.h"
#include "net/request_parser.h"
#include "net/response_writer.h"

namespace frontdesk::net {

class Session;

// What the sessions of one loop share; used on that loop only.
struct SessionHost {
  Clock& clock;
  Log& log;
  const ServerLimits& limits;
  const Admit& admit;
  const std::vector<AddressRange>& trusted_proxies;
  Connections& connections;
  std::list<Session*> sessions{};
  bool is_draining = false;
  std::int64_t date_second = -1;
  std::string date{};

  std::string_view date_now();
  void watch();  // ends what has waited too long; called again and again by the loop's watchdog
  void drain();
  void abort();
};

// One connection of the server: takes requests one after the other and answers them in order. There are no timers in
// it; `due` says when the watchdog ends what it waits for. It holds no buffer until something has come, and none while
// it streams.
class Session : public std::enable_shared_from_this<Session>, private BodyWriter, private BodyReader {
 public:
  Session(SessionHost& host, boost::asio::ip::tcp::socket socket, std::shared_ptr<Place> place, std::string peer,
          std::string id_prefix);
  ~Session() override;

  Task<> run();
  void end_what_is_due(Moment now);
  void drain();     // ends an idle connection now, a stream soon, another after its answer
  void give_way();  // ends the connection now; where an answer is being made, with that answer
  void abort();

 private:
  enum class Phase { idle, head, body, handling, writing, streaming, lingering };
  enum class Wanted { more, request, answer, refusal, nothing };

  Task<Wanted> receive();
  Wanted look_at_head();
  Admission admit(const Request& head);
  Task<bool> begin_body();
  Task<boost::system::error_code> fill();  // more bytes into the buffer
  Wanted refuse_with(Refusal refusal);
  bool feed();  // what has been received to the parser; false where there is no room for it
  bool hold(std::size_t bytes);
  void tidy();  // between requests
  Task<bool> answer();
  Task<bool> answer_while_it_comes();
  Task<bool> answer_by_head();
  Task<> refuse(Refusal refusal);
  Task<Response> handle(Request request, std::string id);
  ResponseShape shape_of(const Request& request) const;
  Task<bool> send(const Response& response, ResponseShape shape);  // false where the client did not take it
  Task<bool> send_stream(const Response& response, ResponseShape shape);
  Task<> watch_peer();
  Task<> linger();
  Task<bool> put(std::string_view first, std::string_view second = {});
  Task<> write(std::string_view bytes) override;  // BodyWriter
  Task<std::string> read() override;              // BodyReader
  void go_on_with_body();
  void pause_body();
  void enter(Phase phase);
  Moment due_at_rate(std::chrono::nanoseconds grace, std::size_t bytes) const;
  bool wants_to_end() const { return host_.is_draining || gives_way_; }
  std::size_t unused() const { return in_end_ - in_start_; }

  SessionHost& host_;
  boost::asio::ip::tcp::socket socket_;
  std::list<Session*>::iterator among_sessions_;
  std::shared_ptr<Place> place_;
  std::string peer_;
  std::string id_prefix_;
  std::uint64_t requests_ = 0;
  RequestParser parser_;
  Admission admission_;  // of the request under way
  Refusal refusal_;
  std::string in_;  // in_[in_start_, in_end_) has been received and not been used
  std::size_t in_start_ = 0;
  std::size_t in_end_ = 0;
  std::string out_;
  std::size_t held_ = 0;            // bytes, as the table of connections has them
  std::size_t held_by_answer_ = 0;  // of an answer that is not shared: counted where the client does not take it
  Phase phase_ = Phase::idle;
  Moment entered_{};       // the phase
  Moment body_entered_{};  // when a body began to come, without the time in which nobody waited for it
  Moment paused_{};        // when the last piece of it was taken
  Moment due_ = Moment::max();
  bool gives_way_ = false;
  bool is_late_ = false;  // the watchdog ended the wait
  bool stream_is_chunked_ = false;
  std::optional<std::uint64_t> stream_left_;  // bytes that the stream has to write yet, where they were announced
  bool stream_is_broken_ = false;             // the last write did not end well
  boost::asio::cancellation_signal stream_end_;
};

}  // namespace frontdesk::net
