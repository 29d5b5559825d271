#include "platform/audit/noting.h"

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::platform::audit {
namespace {

constexpr std::string_view kDeed = "audit.noted";
constexpr store::Sql kNoted{"SELECT detail FROM audit WHERE subject = $1 AND deed = $2 ORDER BY number DESC LIMIT 1"};

std::string subject_of(const TenantId& tenant) { return "tenant/" + tenant.text(); }

std::vector<Head> all_of(const std::optional<Head>& noted, const std::optional<Head>& also) {
  std::vector<Head> all;
  for (const auto& head : {noted, also}) {
    if (head) all.push_back(*head);
  }
  return all;
}

// Nothing is noted twice, and nothing behind what somebody noted meanwhile.
Task<> write_down(const TenantId& tenant, const Head& head, Place& operators) {
  if (tenant.is_operator()) co_return;
  const auto is_further = [&](store::Reader& reader) {
    return head.number > noted_of(reader, tenant).value_or(Head{}).number;
  };
  if (!co_await operators.store().read(is_further)) co_return;
  co_await operators.write("house", [&](Writing& writing) {
    if (is_further(writing.sql))
      writing.note(std::string(kDeed), subject_of(tenant), Value::object({{"head", to_text(head)}}));
  });
}

}  // namespace

std::optional<Head> noted_of(store::Reader& operators, const TenantId& tenant) {
  const auto read = [](const store::Row& row) { return read_head(json::parse(row.text(0))["head"].text()); };
  return operators.one(kNoted, read, subject_of(tenant), kDeed).value_or(std::nullopt);
}

Task<Verdict> verify(store::Tenant& tenant, Place& operators, std::optional<Head> also) {
  const auto noted =
      co_await operators.store().read([&](store::Reader& reader) { return noted_of(reader, tenant.id()); });
  const auto verdict = co_await tenant.read(
      [&](store::Reader& reader) { return operators.frame().audit.verify(reader, all_of(noted, also)); });
  if (!verdict.broken) co_await write_down(tenant.id(), verdict.head, operators);
  co_return verdict;
}

Task<> note_head(store::Tenant& tenant, Place& operators) {
  const auto noted =
      co_await operators.store().read([&](store::Reader& reader) { return noted_of(reader, tenant.id()); });
  const auto head = co_await tenant.read([&](store::Reader& reader) { return head_behind(reader, noted); });
  co_await write_down(tenant.id(), head, operators);
}

}  // namespace frontdesk::platform::audit
