#include "dialog/reading/entity.h"

#include "base/describe.h"

namespace frontdesk::dialog::reading {

Value to_trace(const Entity& entity) {
  ObjectBuilder out;
  out.set("kind", to_value(entity.kind)).set("begin", entity.span.begin).set("end", entity.span.end);
  out.set_unless_null("value", entity.value);
  if (entity.range) {
    out.set_unless_null("from", entity.range->from).set_unless_null("to", entity.range->to);
  }
  if (entity.standing != Standing::said) out.set("standing", to_value(entity.standing));
  if (entity.doubt) {
    out.set("doubt", to_value(entity.doubt->why));
    if (!entity.doubt->candidates.empty()) out.set("candidates", Value::list(entity.doubt->candidates));
  }
  if (entity.bare) out.set("bare", true);
  if (entity.approx) out.set("approx", true);
  return out.build();
}

}  // namespace frontdesk::dialog::reading
