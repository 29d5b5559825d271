#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"
#include "base/json.h"

namespace frontdesk {
namespace {

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
    const auto head = Value::object({{"at", to_iso(SystemClock().wall())},
                                     {"level", std::string_view(name.data(), name.size())},
                                     {"area", area},
                                     {"what", what}});
    logger_.log(level_of(level), json::print(head.merged(fields)));
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
