#include "base/spans.h"

namespace frontdesk {

// What goes out to another system has an id of its own whoever listens; what stays inside needs one only to be noted.
OpenSpan::OpenSpan(Spans* spans, Clock& clock, Random& random, const std::optional<TraceContext>& parent,
                   std::string name, Span::Kind kind)
    : spans_(parent && (parent->flags & TraceContext::kSampled) ? spans : nullptr), clock_(clock), context_(parent) {
  if (parent && (spans_ || kind == Span::Kind::client)) context_ = parent->child(random);
  if (!spans_) return;
  began_ = clock.now();
  span_ = {.context = *context_, .parent = parent, .name = std::move(name), .kind = kind, .began = clock.wall()};
}

OpenSpan::~OpenSpan() {
  if (!spans_) return;
  span_.took = clock_.now() - began_;
  spans_->add(std::move(span_));
}

void OpenSpan::set(std::string_view attribute, Value value) {
  if (spans_) span_.attributes = span_.attributes.with(attribute, std::move(value));
}

}  // namespace frontdesk
