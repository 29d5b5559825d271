#include "engines/automation/deploying.h"

#include <algorithm>

#include "base/describe.h"
#include "engines/automation/permissions.h"
#include "platform/actions/actions.h"

namespace frontdesk::engines::automation {
namespace {

using platform::ActionCall;
using platform::ActionResult;
using platform::Announced;
using platform::Event;
using platform::Settlement;
using platform::Writing;
using platform::work::Job;
namespace approvals = platform::approvals;

constexpr std::string_view kDeploy = "config.deploy";
constexpr std::string_view kSubject = "config";

std::string said_of(const std::vector<config::Finding>& findings) {
  const auto errors = std::ranges::count(findings, config::Severity::error, &config::Finding::severity);
  return fmt::format("{} error{} must be mended first; nothing was changed.", errors, errors == 1 ? "" : "s");
}

std::vector<Event> events_of(const config::Deployed& deployed) {
  if (deployed.was_live) return {};
  return {{.type = "config.deployed",
           .subject = std::string(kSubject),
           .data = Value::object({{"hash", deployed.version.hash}, {"number", deployed.version.number}})}};
}

std::string subject_of(const config::Deployed& deployed) { return "config/" + deployed.version.hash; }

Value detail_of(const config::Deployed& deployed) {
  return Value::object({{"number", deployed.version.number}, {"was_live", deployed.was_live}});
}

std::string summary_of(const config::Draft& draft, const std::string& note) {
  const auto changes = draft.changes.size();
  const auto what = changes == 0 ? std::string("Make this file live")
                                 : fmt::format("Make {} change{} live", changes, changes == 1 ? "" : "s");
  return note.empty() ? what + "." : fmt::format("{}: {}", what, note);
}

approvals::Approval demand_approval(store::Reader& reader, const std::string& id) {
  auto approval = approvals::find(reader, id);
  if (!approval || approval->wish.kind != kDeploy)
    throw Error(Kind::not_found, "approvals/unknown", fmt::format("No file was put up as {}.", id));
  return *std::move(approval);
}

// The house may have got other packs and rules since.
void demand_same(const approvals::Approval& approval, const std::string& hash) {
  if (hash == approval.wish.subject_hash) return;
  throw Error(Kind::conflict, "config/reads-otherwise",
              "The file means something else today than when it was put up. Put it up anew.");
}

// In no lane: each knows what has to be live before it, so none has to wait for another that failed.
void carry_out(Writing& writing, const Announced& event) {
  const auto& data = event.event.data;
  if (data["kind"].text() != kDeploy) return;
  writing.ask({.kind = std::string(kDeploy),
               .key = std::string(data["id"].text()),
               .payload = Value::object({{"approval", data["id"]}}),
               .due = {},
               .lane = {}});
}

void void_what_is_overtaken(Writing& writing, const Announced& event) {
  approvals::void_of(writing, kDeploy, kSubject,
                     fmt::format("Version {} went live meanwhile. Look at the difference, and put it up anew.",
                                 event.event.data["number"].integer()));
}

// Something else is live by now. A file that has errors as the house is today is shown among the work instead: it can
// be tried again once the house is mended.
bool can_never_go_live(const Error& error) { return error.kind == Kind::conflict; }

Task<> try_what_was_approved(const Deploying& parts, Job& job) {
  auto& place = job.place;
  const auto id = std::string(job.piece.item.payload["approval"].text());
  const auto approval = co_await place.store().read([&](store::Reader& reader) { return demand_approval(reader, id); });
  auto upload = read_upload(approval.wish.payload, std::string(approval.wish.payload["by"].text()));
  upload.beside = [&](store::Transaction& transaction, const config::Deployed& deployed) {
    demand_same(approval, deployed.version.hash);
    Writing writing(transaction, place, approval.asked_by);
    for (const auto& event : events_of(deployed)) writing.announce(event);
    writing.note(std::string(kDeploy), subject_of(deployed),
                 detail_of(deployed).with("approval", id).with("approved_by", approval.answered_by));
    job.settle_in(writing);
  };
  const auto deployed = co_await parts.configs.deploy(place.store(), std::move(upload));
  if (!deployed) throw InvalidFile(deployed.error());
}

Task<> deploy_what_was_approved(const Deploying& parts, Job& job) {
  std::optional<Error> failure;
  try {
    co_await try_what_was_approved(parts, job);
  } catch (const Error& error) {
    if (!can_never_go_live(error) || error.slug == "work/lost") throw;
    failure = error;
  }
  if (!failure) co_return;
  const auto id = std::string(job.piece.item.payload["approval"].text());
  co_await job.settle([&](Writing& writing) { approvals::void_approved(writing, id, failure->detail); });
}

}  // namespace

InvalidFile::InvalidFile(std::vector<config::Finding> findings)
    : Error(Kind::invalid, "config/invalid-file", said_of(findings)), findings(std::move(findings)) {}

Settlement settlement_of_rollback(const config::Deployed& deployed) {
  const auto& version = deployed.version;
  return {.answer = Value::object({{"hash", version.hash}, {"number", version.number}}),
          .subject = subject_of(deployed),
          .detail = detail_of(deployed),
          .events = events_of(deployed)};
}

Task<ActionResult> make_live(const Deploying& parts, ActionCall call) {
  auto upload = read_upload(call.arguments, platform::name_of(call.caller));
  upload.beside = [&](store::Transaction& transaction, const config::Deployed& deployed) {
    auto answer = to_json(deployed).with("web_keys", to_value(parts.web_keys(call.caller.tenant)));
    call.settle(transaction, {.answer = std::move(answer),
                              .subject = subject_of(deployed),
                              .detail = detail_of(deployed),
                              .events = events_of(deployed)});
  };
  const auto deployed = co_await parts.configs.deploy(call.place->store(), std::move(upload));
  if (!deployed) throw InvalidFile(deployed.error());
  co_return ActionResult{};
}

Task<ActionResult> put_up(const Deploying& parts, ActionCall call) {
  auto& store = call.place->store();
  auto upload = read_upload(call.arguments, platform::name_of(call.caller));
  const auto live = co_await parts.configs.live_version(store);
  config::demand_parent(upload.parent, live);
  const auto note = upload.note;
  const auto draft = co_await parts.configs.draft(store, std::move(upload));
  if (!draft) throw InvalidFile(draft.error());
  const approvals::Wish wish{
      .kind = std::string(kDeploy),
      .subject = std::string(kSubject),
      .subject_hash = draft->hash,
      .summary = summary_of(*draft, note),
      .payload = call.arguments.with("parent", live ? live->hash : "").with("by", platform::name_of(call.caller)),
      .permission = std::string(permissions::kApprove.name)};
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    const auto approval = approvals::ask(writing, parts.random, wish);
    return Settlement{.answer = to_json(*draft).with("approval", approval.id).with("due_at", to_iso(approval.due_at)),
                      .subject = "approval/" + approval.id,
                      .detail = Value::object({{"subject_hash", draft->hash}})};
  });
}

Task<config::Draft> draft_of(const Deploying& parts, store::Tenant& tenant, std::string id) {
  const auto approval = co_await tenant.read([&](store::Reader& reader) { return demand_approval(reader, id); });
  auto draft =
      co_await parts.configs.draft(tenant, read_upload(approval.wish.payload, platform::name_of(approval.asked_by)));
  if (!draft) throw InvalidFile(draft.error());
  demand_same(approval, draft->hash);
  co_return *std::move(draft);
}

std::vector<platform::Hearer> hearers() {
  return {{.name = "automation", .type = "approval.approved", .hear = carry_out},
          {.name = "automation", .type = "config.deployed", .hear = void_what_is_overtaken}};
}

platform::work::Kind deploy_approved(const Deploying& parts) {
  return {.name = std::string(kDeploy),
          .perform = [&parts](Job& job) { return deploy_what_was_approved(parts, job); },
          .time_max = std::chrono::minutes(5)};
}

}  // namespace frontdesk::engines::automation
