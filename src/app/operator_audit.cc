#include "app/operator_audit.h"

#include "base/as_error.h"
#include "base/text.h"
#include "engines/desk/types.h"
#include "platform/answer.h"
#include "platform/audit/noting.h"
#include "platform/work/job.h"

namespace frontdesk::app {
namespace {

using platform::audit::Head;
using platform::audit::Verdict;

constexpr std::string_view kNote = "audit.note";
constexpr std::size_t kFileBytesMax = 200;

Task<net::Response> show_verdict(VerifyHouse verify, std::string noted) {
  const auto verdict = co_await verify(platform::audit::read_head(noted));
  ListBuilder tenants;
  for (const auto& [id, found] : verdict.tenants)
    tenants.add(Value::object({{"tenant", id.text()}, {"verdict", engines::desk::to_json(found)}}));
  co_return platform::answer(200, Value::object({{"operator", engines::desk::to_json(verdict.operators)},
                                                 {"was_anchored", verdict.was_anchored},
                                                 {"tenants", tenants.build()}}));
}

}  // namespace

std::optional<Head> AuditAnchor::read() {
  if (!files_.exists(path_)) return std::nullopt;
  std::string text(kFileBytesMax, '\0');
  text.resize(files_.open(path_, false)->read(0, text));
  if (auto head = platform::audit::read_head(text::trim(text))) return head;
  throw Error(Kind::internal, "audit/anchor-damaged",
              fmt::format("{} does not say how far the operator's audit had come. Put it back from a backup; where "
                          "there is none, remove it, and what is there now is taken for what it was.",
                          path_));
}

std::optional<Head> AuditAnchor::load() {
  const std::lock_guard lock(mutex_);
  return read();
}

void AuditAnchor::save(const Head& head) {
  const std::lock_guard lock(mutex_);
  const auto known = read();
  if (head.number == 0 || (known && known->number >= head.number)) return;
  write_whole(files_, path_, platform::audit::to_text(head) + "\n");
}

Task<std::optional<Head>> HouseAudit::anchored() {
  co_return co_await parts_.pool.run("house", [&anchor = parts_.anchor](Effort&) { return anchor.load(); });
}

Task<> HouseAudit::move_anchor() {
  const auto noted = co_await anchored();
  const auto head = co_await parts_.operators().store().read(
      [&](store::Reader& reader) { return platform::audit::head_behind(reader, noted); });
  co_await parts_.pool.run("house", [&anchor = parts_.anchor, head](Effort&) { anchor.save(head); });
}

Task<Verdict> HouseAudit::verify_tenant(TenantId id) {
  std::optional<Error> failure;
  try {
    auto* const tenant = co_await parts_.data(id);
    co_return co_await platform::audit::verify(*tenant, parts_.operators());
  } catch (...) {
    failure = as_error(std::current_exception());
  }
  co_return Verdict{{}, platform::audit::Break{0, fmt::format("it cannot be read: {}", failure->detail)}};
}

Task<HouseVerdict> HouseAudit::verify(std::optional<Head> noted) {
  HouseVerdict verdict;
  std::vector<Head> all;
  if (noted) all.push_back(*std::move(noted));
  if (auto head = co_await anchored()) {
    verdict.was_anchored = true;
    all.push_back(*std::move(head));
  }
  auto& operators = parts_.operators();
  verdict.operators = co_await operators.store().read(
      [&](store::Reader& reader) { return operators.frame().audit.verify(reader, all); });
  for (const auto& id : parts_.tenants()) verdict.tenants.emplace_back(id, co_await verify_tenant(id));
  if (!verdict.operators.broken) co_await move_anchor();
  co_return verdict;
}

Task<> HouseAudit::note(platform::Place& place) {
  if (!place.id().is_operator()) co_await platform::audit::note_head(place.store(), parts_.operators());
  co_await move_anchor();
}

platform::work::Kind HouseAudit::noting() {
  return {.name = std::string(kNote), .perform = [this](platform::work::Job& job) { return note(job.place); }};
}

platform::work::Schedule HouseAudit::nightly() {
  return {.name = "house.audit",
          .rule = platform::work::Rule::parse("50 3 * * *"),
          .kind = std::string(kNote),
          .where = platform::work::Where::both};
}

std::vector<platform::HouseRoute> operator_audit_routes(VerifyHouse verify) {
  return {{"GET", "/v1/house/audit/verdict", platform::Audience::operators,
           [verify](platform::HouseRequest request) { return show_verdict(verify, request.http.query("noted")); }}};
}

std::string_view operator_audit_api() {
  return R"(
paths:
  /v1/house/audit/verdict:
    get:
      operationId: verifyOperatorsAudit
      x-permission: house.manage
      summary: Read the audits of the operator's place and of all tenants whole and say whether they are as they were written, and as they were noted elsewhere
      parameters:
        - {name: noted, in: query, schema: {type: string, pattern: "^[0-9]{1,18}:[0-9a-f]{64}$"}, description: A head of the operator's audit that was noted earlier and must still be part of it.}
      responses:
        "200":
          description: The verdicts.
          content:
            application/json:
              schema:
                type: object
                required: [operator, was_anchored, tenants]
                properties:
                  operator: {$ref: "#/components/schemas/AuditVerdict"}
                  was_anchored: {type: boolean, description: Whether there was an anchor in the data folder to hold the operator's audit against.}
                  tenants:
                    type: array
                    items:
                      type: object
                      required: [tenant, verdict]
                      properties:
                        tenant: {type: string}
                        verdict: {$ref: "#/components/schemas/AuditVerdict"}
        default: {$ref: "#/components/responses/Problem"}
)";
}

}  // namespace frontdesk::app
