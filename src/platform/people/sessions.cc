#include "platform/people/sessions.h"

#include <algorithm>

#include "base/text.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

constexpr std::size_t kDeviceBytesMax = 300;

constexpr store::Sql kAllSessions{
    "SELECT digest, id, user_id, device, address, began_at, seen_at, ends_at, ended_at, proved_at FROM "
    "people_sessions"};
constexpr store::Sql kWriteSession{
    "INSERT INTO people_sessions (digest, id, user_id, device, address, began_at, seen_at, ends_at, ended_at, "
    "proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)"};
constexpr store::Sql kEnd{
    "UPDATE people_sessions SET ended_at = $2 "
    "WHERE user_id = $1 AND ended_at = 0 AND ($3 = '' OR id = $3) AND id <> $4 RETURNING digest"};
constexpr store::Sql kNoteUseOfSession{"UPDATE people_sessions SET seen_at = $2 WHERE digest = $1 AND seen_at < $2"};
constexpr store::Sql kProve{
    "UPDATE people_sessions SET proved_at = $2 WHERE digest = $1 AND ended_at = 0 RETURNING digest"};
constexpr store::Sql kForget{"DELETE FROM people_sessions WHERE ends_at < $1"};

Timestamp after(Timestamp time, std::chrono::milliseconds span) { return {time.ms + span.count()}; }

bool is_open(const Session& session, Timestamp now) {
  return session.ended_at.ms == 0 && now < session.ends_at && now < after(session.seen_at, Sessions::kIdleMax);
}

}  // namespace

Sessions::Opened Sessions::open(std::string user, Visit from, Timestamp now, Random& random) {
  Opened opened{.token = make_token(kSessionPrefix, random), .session = {}};
  from.device = text::head(from.device.substr(0, text::utf8_prefix(from.device)), kDeviceBytesMax);
  opened.session = {.digest = digest_of(opened.token),
                    .id = random.id("s_"),
                    .user = std::move(user),
                    .from = std::move(from),
                    .began_at = now,
                    .seen_at = now,
                    .ends_at = after(now, kLifeMax),
                    .ended_at = {},
                    .proved_at = now};
  return opened;
}

void Sessions::write(store::Transaction& transaction, const Session& session) {
  transaction.run(kWriteSession, session.digest, session.id, session.user, session.from.device, session.from.address,
                  session.began_at.ms, session.seen_at.ms, session.ends_at.ms, session.proved_at.ms);
}

std::vector<Session> Sessions::all(store::Reader& reader) {
  return reader.all(kAllSessions, [](const store::Row& row) {
    return Session{.digest = std::string(row.text(0)),
                   .id = std::string(row.text(1)),
                   .user = std::string(row.text(2)),
                   .from = {.address = std::string(row.text(4)), .device = std::string(row.text(3))},
                   .began_at = {row.integer(5)},
                   .seen_at = {row.integer(6)},
                   .ends_at = {row.integer(7)},
                   .ended_at = {row.integer(8)},
                   .proved_at = {row.integer(9)}};
  });
}

std::vector<std::string> Sessions::end(store::Transaction& transaction, std::string_view user, Which which,
                                       Timestamp now) {
  const auto digest = [](const store::Row& row) { return std::string(row.text(0)); };
  return transaction.all(kEnd, digest, user, now.ms, which.only, which.but_for);
}

void Sessions::forget(const std::vector<std::string>& digests, Timestamp now) {
  for (const auto& digest : digests) {
    held_.change(digest, [&](Session& session) {
      if (session.ended_at.ms == 0) session.ended_at = now;
      if (session.ends_at.ms == 0) session.ends_at = after(now, kLifeMax);
    });
  }
}

std::optional<Session> Sessions::use(std::string_view token, Timestamp now) {
  return held_.use(
      digest_of(token), [&](const Session& session) { return is_open(session, now); },
      [&](Session& session) { session.seen_at = std::max(session.seen_at, now); });
}

bool Sessions::prove(store::Transaction& transaction, const Session& session, Timestamp now) {
  const auto digest = [](const store::Row& row) { return std::string(row.text(0)); };
  return !transaction.all(kProve, digest, session.digest, now.ms).empty();
}

void Sessions::prove(const Session& session, Timestamp now) {
  held_.use(
      session.digest, [&](const Session& held) { return is_open(held, now); },
      [&](Session& held) { held.proved_at = std::max(held.proved_at, now); });
}

bool Sessions::is_proved(const Session& session, std::chrono::milliseconds life, Timestamp now) {
  return now < after(session.proved_at, life);
}

std::vector<Session> Sessions::of(std::string_view user, Timestamp now) const {
  auto found = held_.all([&](const Session& session) { return session.user == user && is_open(session, now); });
  std::ranges::sort(found, std::greater(),
                    [](const Session& session) { return std::pair(session.seen_at, session.id); });
  return found;
}

Timestamp Sessions::last_seen(std::string_view user) const {
  Timestamp last;
  for (const auto& session : held_.all([&](const Session& session) { return session.user == user; }))
    last = std::max(last, session.seen_at);
  return last;
}

bool Sessions::knows(std::string_view user, std::string_view address) const {
  return !held_.all([&](const Session& session) { return session.user == user && session.from.address == address; })
              .empty();
}

void Sessions::note_use(store::Transaction& transaction, const Session& session) {
  transaction.run(kNoteUseOfSession, session.digest, session.seen_at.ms);
}

void Sessions::forget_old(store::Transaction& transaction, Timestamp now) {
  transaction.run(kForget, after(now, -kKept).ms);
}

void Sessions::forget_old(Timestamp now) {
  held_.drop([&](const Session& session) { return session.ends_at < after(now, -kKept); });
}

}  // namespace frontdesk::platform::people
