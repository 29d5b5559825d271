#include "platform/approvals/approvals.h"

#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "base/unicode.h"
#include "platform/paging.h"
#include "platform/work/job.h"

namespace frontdesk::platform::approvals {
namespace {

constexpr std::string_view kDue = "approval.due";

#define FD_APPROVAL                                                                                                \
  "id, number, kind, subject, subject_hash, summary, payload, permission, asked_by, asked_at, due_at, escalated, " \
  "state, reason, answered_by, answered_at"
constexpr store::Sql kAdd{"INSERT INTO approvals (" FD_APPROVAL
                          ") SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, "
                          "$10, 0, 'pending', '', '', NULL FROM approvals"};
constexpr store::Sql kFind{"SELECT " FD_APPROVAL " FROM approvals WHERE id = $1"};
constexpr store::Sql kPending{"SELECT " FD_APPROVAL
                              " FROM approvals WHERE kind = $1 AND subject = $2 AND state = 'pending' ORDER BY number"};
constexpr store::Sql kList{"SELECT " FD_APPROVAL
                           " FROM approvals WHERE ($1 = '' OR state = $1) AND ($2 = 0 OR number < $2) "
                           "ORDER BY number DESC LIMIT $3"};
constexpr store::Sql kEnd{
    "UPDATE approvals SET state = $2, reason = $3, answered_by = $4, answered_at = $5 WHERE id = $1"};
constexpr store::Sql kEscalate{"UPDATE approvals SET escalated = 1, due_at = $2 WHERE id = $1"};

std::string word(State state) { return std::string(to_value(state).text()); }

Approval read_approval(const store::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  Approval approval{.id = text(0),
                    .number = row.integer(1),
                    .wish = {.kind = text(2),
                             .subject = text(3),
                             .subject_hash = text(4),
                             .summary = text(5),
                             .payload = json::parse(row.text(6)),
                             .permission = text(7),
                             .time = std::chrono::milliseconds(row.integer(10) - row.integer(9))},
                    .asked_by = text(8),
                    .asked_at = Timestamp{row.integer(9)},
                    .due_at = Timestamp{row.integer(10)},
                    .is_escalated = row.integer(11) != 0,
                    .state = from_value<State>(Value(row.text(12))),
                    .reason = text(13),
                    .answered_by = text(14)};
  if (!row.is_null(15)) approval.answered_at = Timestamp{row.integer(15)};
  return approval;
}

Approval demand(Writing& writing, std::string_view id) {
  auto approval = find(writing.sql, id);
  if (!approval) throw Error(Kind::not_found, "approvals/unknown", fmt::format("There is no approval {}.", id));
  return *std::move(approval);
}

void demand_pending(const Approval& approval) {
  if (approval.state == State::pending) return;
  throw Error(Kind::conflict, "approvals/answered",
              fmt::format("This is {} already{}.", word(approval.state),
                          approval.answered_by.empty() ? "" : ", by " + name_of(approval.answered_by)));
}

// Why it is not this caller who decides.
std::optional<Error> why_not(const Approval& approval, const Caller& caller, const SamePerson& is_same_person) {
  if (caller.principal.starts_with("key:"))
    return Error(Kind::forbidden, "approvals/not-a-person", "A key decides nothing: a person has to.");
  if (approval.asked_by == caller.principal || is_same_person(approval.asked_by, caller.principal))
    return Error(Kind::forbidden, "approvals/own",
                 "Who asks does not decide: a second person has to. One whom the other let in by a link is none, and "
                 "all who come by the operator key are one.");
  if (!caller.may({approval.wish.permission}))
    return Error(Kind::forbidden, "approvals/not-yours",
                 fmt::format("This is for somebody with the permission {}.", approval.wish.permission));
  return std::nullopt;
}

Event event_of(const Approval& approval, std::string_view what) {
  return {.type = fmt::format("approval.{}", what),
          .subject = "approval/" + approval.id,
          .data = Value::object({{"id", approval.id},
                                 {"kind", approval.wish.kind},
                                 {"subject", approval.wish.subject},
                                 {"subject_hash", approval.wish.subject_hash},
                                 {"summary", approval.wish.summary},
                                 {"permission", approval.wish.permission},
                                 {"asked_by", approval.asked_by},
                                 {"answered_by", approval.answered_by},
                                 {"reason", approval.reason}})};
}

Approval end(Writing& writing, Approval approval, State state, std::string_view reason) {
  approval.state = state;
  approval.reason = reason;
  approval.answered_by = writing.actor;
  approval.answered_at = writing.at;
  writing.sql.run(kEnd, approval.id, word(state), reason, writing.actor, writing.at.ms);
  writing.announce(event_of(approval, word(state)));
  return approval;
}

void ask_again_when_due(Writing& writing, const Approval& approval) {
  writing.ask({.kind = std::string(kDue),
               .key = fmt::format("{}/{}", approval.id, approval.is_escalated ? 2 : 1),
               .payload = Value::object({{"id", approval.id}}),
               .due = approval.due_at,
               .lane = {}});
}

void pass_due(Writing& writing, std::string_view id) {
  auto approval = demand(writing, id);
  if (approval.state != State::pending) return;
  if (approval.is_escalated) {
    end(writing, std::move(approval), State::expired, "Nobody decided in time.");
    return;
  }
  approval.is_escalated = true;
  approval.due_at = {writing.at.ms + approval.wish.time.count()};
  writing.sql.run(kEscalate, approval.id, approval.due_at.ms);
  writing.announce(event_of(approval, "escalated"));
  ask_again_when_due(writing, approval);
}

Task<> perform_due(work::Job& job) {
  const auto id = std::string(job.piece.item.payload["id"].text());
  co_await job.settle([&](Writing& writing) { pass_due(writing, id); });
}

}  // namespace

Approval ask(Writing& writing, Random& random, const Wish& wish) {
  for (auto& earlier : writing.sql.all(kPending, read_approval, wish.kind, wish.subject)) {
    if (earlier.wish.subject_hash == wish.subject_hash && earlier.asked_by == writing.actor) return earlier;
    end(writing, std::move(earlier), State::voided, "Something else was put up for approval in its place.");
  }
  const auto id = random.id("ap_");
  const Timestamp due{writing.at.ms + wish.time.count()};
  writing.sql.run(kAdd, id, wish.kind, wish.subject, wish.subject_hash, wish.summary, json::print(wish.payload),
                  wish.permission, writing.actor, writing.at.ms, due.ms);
  auto approval = demand(writing, id);
  writing.announce(event_of(approval, "asked"));
  ask_again_when_due(writing, approval);
  return approval;
}

bool may_answer(const Approval& approval, const Caller& caller, const SamePerson& is_same_person) {
  return !why_not(approval, caller, is_same_person);
}

Approval answer(Writing& writing, std::string_view id, const Answer& answer, const Caller& caller,
                const SamePerson& is_same_person) {
  auto approval = demand(writing, id);
  demand_pending(approval);
  if (auto why = why_not(approval, caller, is_same_person)) throw *std::move(why);
  if (approval.wish.subject_hash != answer.subject_hash)
    throw Error(Kind::conflict, "approvals/changed",
                "What is to be approved is not what you have seen. Look at it again, and decide then.")
        .at("/subject_hash");
  if (!answer.approves && answer.reason.empty())
    throw Error(Kind::invalid, "approvals/no-reason", "Say why not; who asked will read it.").at("/reason");
  return end(writing, std::move(approval), answer.approves ? State::approved : State::rejected, answer.reason);
}

Approval withdraw(Writing& writing, std::string_view id, const Caller& caller) {
  auto approval = demand(writing, id);
  demand_pending(approval);
  if (approval.asked_by != caller.principal)
    throw Error(Kind::forbidden, "approvals/not-yours", "Only who asked for it can withdraw it.");
  return end(writing, std::move(approval), State::withdrawn, "");
}

void void_approved(Writing& writing, std::string_view id, std::string_view reason) {
  auto approval = demand(writing, id);
  if (approval.state == State::approved) end(writing, std::move(approval), State::voided, reason);
}

void void_of(Writing& writing, std::string_view kind, std::string_view subject, std::string_view reason) {
  for (auto& approval : writing.sql.all(kPending, read_approval, kind, subject))
    end(writing, std::move(approval), State::voided, reason);
}

std::optional<Approval> find(store::Reader& reader, std::string_view id) {
  return reader.one(kFind, read_approval, id);
}

std::vector<Approval> list(store::Reader& reader, const Filter& filter) {
  const auto state = filter.state ? word(*filter.state) : std::string();
  if (filter.words.empty()) return reader.all(kList, read_approval, state, filter.before, filter.limit);
  // A database folds its letters only as far as its own alphabet goes.
  const auto words = unicode::lower(filter.words);
  std::vector<Approval> found;
  for (auto before = filter.before;;) {
    auto page = reader.all(kList, read_approval, state, before, kPageMax);
    for (auto& approval : page) {
      if (!unicode::lower(approval.wish.summary).contains(words)) continue;
      found.push_back(approval);
      if (found.size() == filter.limit) return found;
    }
    if (std::cmp_less(page.size(), kPageMax)) return found;
    before = page.back().number;
  }
}

work::Kind due() { return {.name = std::string(kDue), .perform = perform_due}; }

}  // namespace frontdesk::platform::approvals
