#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform {

// One answer of the HTTP API.
struct Answered {
  std::string_view tenant;  // empty: of none, or nobody had signed in
  std::string_view method;
  std::string_view route;  // the pattern, so that its count is bounded; empty: there is none at that path
  int status = 0;
  double seconds = 0;
};

// A value at the moment at which somebody asks.
struct Gauge {
  std::string name;  // as Prometheus has them: frontdesk_…, its unit behind
  std::string help;
  std::map<std::string, std::string> labels;
  double value = 0;
};

// What this process counts, in Prometheus' text format 0.0.4. Safe from any thread.
class Telemetry {
 public:
  // Gauges of one name stand together.
  using Look = std::function<std::vector<Gauge>()>;

  explicit Telemetry(Look look);
  ~Telemetry();

  void count(const Answered& answered);
  std::string text() const;

 private:
  struct Counted;
  Look look_;
  std::unique_ptr<Counted> counted_;
};

}  // namespace frontdesk::platform
