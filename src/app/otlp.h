#pragma once

#include <deque>
#include <mutex>
#include <span>

#include "base/log.h"
#include "base/random.h"
#include "base/spans.h"
#include "net/client.h"

namespace frontdesk::app {

// Sends spans to a collector of OpenTelemetry: OTLP/HTTP 1.x in JSON. Whoever adds one never waits: what finds the
// queue full, or is not taken, is counted and gone.
class OtlpExporter final : public Spans {
 public:
  static constexpr std::size_t kQueueMax = 4096;

  // `url`: of the collector, "http://127.0.0.1:4318"; spans go to /v1/traces below it, or to the address itself where
  // it ends so. Throws Error{invalid, "app/bad-option"}.
  OtlpExporter(std::string url, net::Client& client, Clock& clock, Random& random, Log& log);

  void add(Span span) noexcept override;

  // Sends what there is, every few seconds, until it is cancelled.
  Task<> keep_sending();
  // Sends what is left, for two seconds at most.
  Task<> finish();

  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;  // found no room
    std::uint64_t failed = 0;   // was not taken by the collector
  };
  Counts counts() const;

 private:
  std::vector<Span> take();
  Task<> send_all();
  Task<bool> deliver(std::string body);
  void count(std::size_t spans, bool is_sent);

  const std::string url_;
  net::Client& client_;
  Clock& clock_;
  Random& random_;
  Log& log_;
  mutable std::mutex mutex_;
  std::deque<Span> queue_;
  Counts counts_;
  bool is_sending_ = false;  // one batch after the other
  bool is_told_ = false;     // that the collector takes nothing; once until it takes something
};

// The exporter of a server, with connections of its own.
struct OtlpLine {
  OtlpLine(const std::string& url, Clock& clock, Random& random, Log& log)
      : client(*transport, clock), exporter(url, client, clock, random, log) {}

  std::unique_ptr<Transport> transport = net::system_transport();
  net::Client client;
  OtlpExporter exporter;
};
// Null where there is no address.
std::unique_ptr<OtlpLine> open_otlp(const std::string& url, Clock& clock, Random& random, Log& log);

// As ExportTraceServiceRequest has them (opentelemetry-proto, JSON).
std::string otlp_json(std::span<const Span> spans);

}  // namespace frontdesk::app
