#include "app/otlp.h"

#include "base/error.h"
#include "base/json.h"
#include "base/within.h"
#include "platform/retry.h"

namespace frontdesk::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kBetween = 2s;
constexpr auto kAnswerMax = 5s;
constexpr auto kFinishMax = 2s;
constexpr auto kLookForRoom = 10ms;
constexpr std::size_t kBatchMax = 128;  // printed on a loop
constexpr platform::RetryPolicy kRetry{.attempts_max = 4};
constexpr std::string_view kPath = "/v1/traces";

std::string address_of(std::string url) {
  try {
    static_cast<void>(net::Url::parse(url));
  } catch (const Error& error) {
    throw Error(Kind::invalid, "app/bad-option",
                fmt::format("otlp must be the address of a collector, as http://127.0.0.1:4318. {}", error.detail));
  }
  while (url.ends_with('/')) url.pop_back();
  if (!url.ends_with(kPath)) url += kPath;
  return url;
}

// 64-bit numbers are texts there.
Value attribute(std::string_view key, const Value& value) {
  auto typed = value.is_integer() ? Value::object({{"intValue", std::to_string(value.integer())}})
                                  : Value::object({{"stringValue", value.text()}});
  return Value::object({{"key", key}, {"value", std::move(typed)}});
}

Value span_json(const Span& span) {
  const auto began = span.began.ms * 1'000'000;
  ListBuilder attributes;
  for (const auto& member : span.attributes.members()) attributes.add(attribute(member.key(), member.value));
  if (!span.error.empty()) attributes.add(attribute("error.type", span.error));
  ObjectBuilder one;
  one.set("traceId", span.context.trace_id()).set("spanId", span.context.span_id());
  if (span.parent) one.set("parentSpanId", span.parent->span_id());
  one.set("name", span.name)
      .set("kind", static_cast<int>(span.kind))
      .set("flags", static_cast<int>(span.context.flags))
      .set("startTimeUnixNano", std::to_string(began))
      .set("endTimeUnixNano", std::to_string(began + span.took.count()))
      .set("attributes", attributes.build());
  if (!span.error.empty()) one.set("status", Value::object({{"code", 2}}));
  return one.build();
}

bool is_passing(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

}  // namespace

std::string otlp_json(std::span<const Span> spans) {
  ListBuilder all;
  for (const auto& span : spans) all.add(span_json(span));
  const auto scope = Value::object({{"scope", Value::object({{"name", "frontdesk"}})}, {"spans", all.build()}});
  const auto resource = Value::object({{"attributes", Value::list({attribute("service.name", "frontdesk")})}});
  return json::print(
      Value::object({{"resourceSpans",
                      Value::list({Value::object({{"resource", resource}, {"scopeSpans", Value::list({scope})}})})}}));
}

OtlpExporter::OtlpExporter(std::string url, net::Client& client, Clock& clock, Random& random, Log& log)
    : url_(address_of(std::move(url))), client_(client), clock_(clock), random_(random), log_(log) {}

void OtlpExporter::add(Span span) noexcept {
  const std::lock_guard lock(mutex_);
  if (queue_.size() >= kQueueMax) {
    ++counts_.dropped;
    return;
  }
  queue_.push_back(std::move(span));
}

OtlpExporter::Counts OtlpExporter::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::vector<Span> OtlpExporter::take() {
  const std::lock_guard lock(mutex_);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kBatchMax));
  std::vector<Span> batch(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return batch;
}

void OtlpExporter::count(std::size_t spans, bool is_sent) {
  const std::lock_guard lock(mutex_);
  (is_sent ? counts_.sent : counts_.failed) += spans;
}

// Whether the collector took it. What it refuses for good is not sent again.
Task<bool> OtlpExporter::deliver(std::string body) {
  std::string why;
  for (int attempt = 1;; ++attempt) {
    auto wait = platform::backoff(kRetry, attempt, random_);
    bool may_help = true;
    try {
      net::ClientRequest request{.method = "POST", .url = url_, .body = body, .repeatable = true};
      request.headers.add("Content-Type", "application/json");
      const auto response = co_await client_.send(std::move(request), Deadline::in(clock_, kAnswerMax));
      if (response.status / 100 == 2) {
        is_told_ = false;
        co_return true;
      }
      why = fmt::format("It answered {}.", response.status);
      may_help = is_passing(response.status);
      if (const auto asked = platform::parse_retry_after(response.headers.get("Retry-After"), clock_.wall()))
        wait = std::max(wait, std::min(*asked, kRetry.told_wait_max));
    } catch (const Error& error) {
      why = error.detail;
    }
    if (!may_help || attempt >= kRetry.attempts_max) break;
    co_await clock_.sleep_for(wait);
  }
  if (!std::exchange(is_told_, true))
    log_.warning("otlp", "the collector does not take spans", Value::object({{"detail", why}}));
  co_return false;
}

Task<> OtlpExporter::send_all() {
  is_sending_ = true;
  for (auto batch = take(); !batch.empty(); batch = take()) {
    const bool is_sent = co_await deliver(otlp_json(batch));
    count(batch.size(), is_sent);
  }
  is_sending_ = false;
}

Task<> OtlpExporter::keep_sending() {
  for (;;) {
    co_await clock_.sleep_for(kBetween);
    if (!is_sending_) co_await send_all();
  }
}

Task<> OtlpExporter::finish() {
  const auto rest = [](OtlpExporter& self) -> Task<> {
    while (self.is_sending_) co_await self.clock_.sleep_for(kLookForRoom);
    co_await self.send_all();
  };
  try {
    co_await within(clock_, Deadline::in(clock_, kFinishMax), "sending the last spans", rest(*this));
  } catch (const Error& error) {
    log_.warning("otlp", "the last spans were not sent", Value::object({{"detail", error.detail}}));
  }
}

std::unique_ptr<OtlpLine> open_otlp(const std::string& url, Clock& clock, Random& random, Log& log) {
  return url.empty() ? nullptr : std::make_unique<OtlpLine>(url, clock, random, log);
}

}  // namespace frontdesk::app
