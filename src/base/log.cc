#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/clock.h"
#include "base/json.h"

namespace frontdesk {
namespace {

constexpr std::string_view kEcsVersion = "8.11.0";

spdlog::level::level_enum level_of(Log::Level level) {
  switch (level) {
    case Log::Level::debug:
      return spdlog::level::debug;
    case Log::Level::info:
      return spdlog::level::info;
    case Log::Level::warning:
      return spdlog::level::warn;
    case Log::Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// What our fields are called by the Elastic Common Schema, which collectors and dashboards know.
struct Field {
  std::string_view ours;
  std::string_view ecs;
};
constexpr Field kFields[] = {
    {"request", "http.request.id"},
    {"method", "http.request.method"},
    {"status", "http.response.status_code"},
    {"address", "client.address"},
    {"tenant", "organization.id"},
    {"slug", "error.code"},
    {"detail", "error.message"},
    {"file", "file.path"},
    {"trace", "trace.id"},
    {"span", "span.id"},
};
constexpr std::string_view kMs = "ms";                    // how long it took
constexpr std::string_view kDuration = "event.duration";  // in nanoseconds
constexpr double kNsOfMs = 1e6;

// What the schema does not know stands below our own name, so that it never means something else.
void add(ObjectBuilder& line, std::string_view name, const Value& value) {
  if (name == kMs) {
    line.set(kDuration, static_cast<std::int64_t>(value.number() * kNsOfMs));
    return;
  }
  const auto* const known = std::ranges::find(kFields, name, &Field::ours);
  if (known != std::end(kFields)) {
    line.set(known->ecs, value);
  } else {
    line.set(fmt::format("frontdesk.{}", name), value);
  }
}

class JsonLog final : public Log {
 public:
  JsonLog(const std::string& path, Level least)
      : logger_("frontdesk", path.empty() ? spdlog::sink_ptr(std::make_shared<spdlog::sinks::stderr_sink_mt>())
                                          : std::make_shared<spdlog::sinks::basic_file_sink_mt>(path)) {
    logger_.set_pattern("%v");
    logger_.set_level(level_of(least));
    logger_.flush_on(spdlog::level::info);
  }

  void write(Level level, std::string_view area, std::string_view what, const Value& fields) override {
    if (!logger_.should_log(level_of(level))) return;
    const auto name = spdlog::level::to_string_view(level_of(level));
    ObjectBuilder line;
    line.set("@timestamp", to_iso(SystemClock().wall()))
        .set("log.level", std::string_view(name.data(), name.size()))
        .set("message", what)
        .set("ecs.version", kEcsVersion)
        .set("service.name", "frontdesk")
        .set("log.logger", area);
    for (const auto& field : fields.members()) add(line, field.key(), field.value);
    logger_.log(level_of(level), json::print(line.build()));
  }

 private:
  spdlog::logger logger_;
};

class SilentLog final : public Log {
 public:
  void write(Level, std::string_view, std::string_view, const Value&) override {}
};

}  // namespace

std::unique_ptr<Log> open_log(const std::string& path, Log::Level least) {
  return std::make_unique<JsonLog>(path, least);
}
std::unique_ptr<Log> silent_log() { return std::make_unique<SilentLog>(); }

}  // namespace frontdesk
