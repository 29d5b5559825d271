#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/trace_context.h"
#include "base/value.h"

namespace frontdesk {

// Something that was done as a part of a trace: what, when, for how long and how it ended. Never what was said in it.
struct Span {
  enum class Kind { internal = 1, server = 2, client = 3 };  // as OpenTelemetry's protocol numbers them

  TraceContext context;
  std::optional<TraceContext> parent;  // absent: the trace begins here
  std::string name;
  Kind kind = Kind::internal;
  Timestamp began;
  std::chrono::nanoseconds took{0};
  Value attributes = Value::object();  // by OpenTelemetry's names: texts, whole numbers
  std::string error;                   // the slug of what it failed of; empty: it did not
};

// Who takes spans. Safe from any thread; takes no time and throws nothing.
class Spans {
 public:
  virtual ~Spans() = default;
  virtual void add(Span span) noexcept = 0;
};

// Of what is done from here to the end of the scope, wherever that ends. Without anybody who takes spans, or outside of
// a trace, nothing is noted.
class OpenSpan {
 public:
  OpenSpan(Spans* spans, Clock& clock, Random& random, const std::optional<TraceContext>& parent, std::string name,
           Span::Kind kind = Span::Kind::internal);
  ~OpenSpan();
  OpenSpan(const OpenSpan&) = delete;

  // What its parts are parts of.
  const std::optional<TraceContext>& context() const { return context_; }
  void set(std::string_view attribute, Value value);
  void fail(std::string slug) { span_.error = std::move(slug); }

 private:
  Spans* const spans_;  // null: it is not noted
  Clock& clock_;
  std::optional<TraceContext> context_;
  Moment began_;
  Span span_;
};

}  // namespace frontdesk
