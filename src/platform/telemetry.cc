// The door to prometheus-cpp.
#include "platform/telemetry.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace frontdesk::platform {
namespace {

// Seconds. A turn of the built-in model takes a millisecond, one of a language model some seconds.
const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                       0.25,  0.5,    1,     2.5,  5,     10};

prometheus::ClientMetric metric_of(const Gauge& gauge) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : gauge.labels) metric.label.push_back({name, value});
  metric.gauge.value = gauge.value;
  return metric;
}

}  // namespace

struct Telemetry::Counted {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("frontdesk_http_requests_total")
          .Help("Requests that were answered, by the tenant of whoever asked, method, pattern of the path and status.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("frontdesk_http_request_duration_seconds")
          .Help("From the head of a request to the head of its answer, by pattern of the path.")
          .Register(registry);
};

Telemetry::Telemetry(Look look) : look_(std::move(look)), counted_(std::make_unique<Counted>()) {}
Telemetry::~Telemetry() = default;

void Telemetry::count(const Answered& answered) {
  const std::string route(answered.route);
  counted_->requests
      .Add({{"tenant", std::string(answered.tenant)},
            {"method", std::string(answered.method)},
            {"route", route},
            {"status", std::to_string(answered.status)}})
      .Increment();
  counted_->durations.Add({{"route", route}}, kSeconds).Observe(answered.seconds);
}

std::string Telemetry::text() const {
  auto families = counted_->registry.Collect();
  for (const auto& gauge : look_()) {
    if (families.empty() || families.back().name != gauge.name)
      families.push_back({gauge.name, gauge.help, prometheus::MetricType::Gauge, {}});
    families.back().metric.push_back(metric_of(gauge));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace frontdesk::platform
