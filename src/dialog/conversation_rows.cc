#include "dialog/conversation_rows.h"

#include "base/describe.h"
#include "base/json.h"
#include "dialog/finding.h"

namespace frontdesk::dialog::rows {
namespace {

constexpr std::size_t kWordsSearchedMax = 4;

#define FD_COLUMNS                                                                                              \
  "SELECT id, status, owner, channel, config, turns, handoff, created_at, updated_at, since, queue, handoffs, " \
  "contact, waiting, guest, effects, endings, left_open, served, "                                              \
  "(SELECT contact FROM contact_conversations WHERE conversation = id) FROM conversations "
#define FD_FILTERS                                                                                                \
  "AND (CAST($3 AS TEXT) IS NULL OR status = $3) AND ($4 = '' OR queue = $4) "                                    \
  "AND ($5 = '' OR (status = 'human' AND owner = $5)) AND updated_at >= $6 AND updated_at < $7 "                  \
  "AND channel <> 'test' AND ($8 = '' OR ($8 = 'done' AND effects > 0) OR ($8 = 'handed_over' AND handoffs > 0) " \
  "OR ($8 IN ('abandoned', 'talked') AND effects = 0 AND handoffs = 0 "                                           \
  "AND CASE WHEN status = 'resolved' THEN left_open ELSE 0 END = CASE WHEN $8 = 'abandoned' THEN 1 ELSE 0 END)) "

constexpr store::Sql kFind{FD_COLUMNS "WHERE id = $1"};
constexpr store::Sql kList{FD_COLUMNS "WHERE (updated_at < $1 OR (updated_at = $1 AND id > $2)) " FD_FILTERS
                                      "ORDER BY updated_at DESC, id LIMIT $9"};
constexpr store::Sql kListByWait{FD_COLUMNS "WHERE (since > $1 OR (since = $1 AND id > $2)) " FD_FILTERS
                                            "ORDER BY since, id LIMIT $9"};
// However common a word is, no more than so many of its conversations are looked at.
constexpr store::Sql kSearch{
    FD_COLUMNS
    "WHERE id IN (SELECT conversation FROM conversation_words WHERE word >= $10 AND word < $11 LIMIT 20000) "
    "AND (CAST($12 AS TEXT) IS NULL OR id IN "
    "(SELECT conversation FROM conversation_words WHERE word >= $12 AND word < $13 LIMIT 20000)) "
    "AND (CAST($14 AS TEXT) IS NULL OR id IN "
    "(SELECT conversation FROM conversation_words WHERE word >= $14 AND word < $15 LIMIT 20000)) "
    "AND (CAST($16 AS TEXT) IS NULL OR id IN "
    "(SELECT conversation FROM conversation_words WHERE word >= $16 AND word < $17 LIMIT 20000)) "
    "AND (updated_at < $1 OR (updated_at = $1 AND id > $2)) " FD_FILTERS "ORDER BY updated_at DESC, id LIMIT $9"};
constexpr store::Sql kInbox{
    "SELECT status, COUNT(*), MIN(since), SUM(CASE WHEN status = 'human' AND owner = $1 THEN 1 ELSE 0 END) "
    "FROM conversations WHERE status IN ('pending_human', 'human') AND channel <> 'test' GROUP BY status"};
constexpr store::Sql kCountAhead{
    "SELECT COUNT(*) FROM (SELECT 1 FROM conversations WHERE status = 'pending_human' AND queue = $1 AND channel <> "
    "'test' "
    "AND (since < $2 OR (since = $2 AND id < $3)) LIMIT 100) AS ahead"};

#undef FD_COLUMNS
#undef FD_FILTERS

Conversation read(const store::Row& row) {
  Conversation conversation;
  conversation.id = row.text(0);
  conversation.status = from_value<Status>(Value(row.text(1)));
  conversation.owner = row.text(2);
  conversation.channel = row.text(3);
  conversation.config = row.text(4);
  conversation.turns = row.integer(5);
  if (!row.is_null(6)) conversation.handoff = json::parse(row.text(6));
  conversation.created_at = {row.integer(7)};
  conversation.updated_at = {row.integer(8)};
  conversation.since = {row.integer(9)};
  conversation.queue = row.text(10);
  conversation.handoffs = row.integer(11);
  conversation.contact = row.text(12);
  if (!row.is_null(13)) conversation.waiting = json::parse(row.text(13));
  conversation.guest = row.text(14);
  conversation.effects = row.integer(15);
  conversation.endings = row.integer(16);
  conversation.is_left_open = conversation.status == Status::resolved && row.integer(17) != 0;
  conversation.is_served = row.integer(18) != 0;
  if (!row.is_null(19)) conversation.customer = row.text(19);
  return conversation;
}

// Words that begin with it lie between it and this.
// The last character that there is: behind all words that begin so.
std::string end_of(const std::string& beginning) { return beginning + "\U0010FFFF"; }

// The longest first: the rarest decides how many are looked at.
std::vector<std::string> searched_words(std::string_view text) {
  auto words = findable_words(text, kWordsSearchedMax);
  std::ranges::stable_sort(words, std::ranges::greater(), &std::string::size);
  return words;
}

}  // namespace

std::optional<Conversation> find(store::Reader& reader, std::string_view id) { return reader.one(kFind, read, id); }

std::vector<Conversation> list(store::Reader& reader, const ListQuery& query) {
  const bool by_wait = query.order == Order::waiting;
  const auto behind = query.behind.value_or(by_wait ? Place{{-1}, ""} : Place{{INT64_MAX}, ""});
  const auto status = query.status ? std::optional(std::string(to_value(*query.status).text())) : std::nullopt;
  const auto outcome = query.outcome ? std::string(to_value(*query.outcome).text()) : std::string();
  const auto until = query.until.value_or(Timestamp{INT64_MAX});
  if (query.words.empty()) {
    return reader.all(by_wait ? kListByWait : kList, read, behind.at.ms, behind.id, status, query.queue, query.owner,
                      query.from.ms, until.ms, outcome, query.limit);
  }
  const auto words = searched_words(query.words);
  if (words.empty()) return {};
  const auto begin = [&](std::size_t i) { return i < words.size() ? std::optional(words[i]) : std::nullopt; };
  const auto end = [&](std::size_t i) { return i < words.size() ? std::optional(end_of(words[i])) : std::nullopt; };
  return reader.all(kSearch, read, behind.at.ms, behind.id, status, query.queue, query.owner, query.from.ms, until.ms,
                    outcome, query.limit, words[0], end_of(words[0]), begin(1), end(1), begin(2), end(2), begin(3),
                    end(3));
}

Inbox inbox(store::Reader& reader, std::string_view owner) {
  Inbox inbox;
  reader.each_row(
      kInbox,
      [&](const store::Row& row) {
        if (row.text(0) == "pending_human") {
          inbox.waiting = row.integer(1);
          inbox.longest_since = Timestamp{row.integer(2)};
        } else {
          inbox.with_people = row.integer(1);
          inbox.mine = row.integer(3);
        }
      },
      owner);
  return inbox;
}

std::int64_t count_ahead(store::Reader& reader, const Conversation& conversation) {
  const auto count = [](const store::Row& row) { return row.integer(0); };
  return reader.one(kCountAhead, count, conversation.queue, conversation.since.ms, conversation.id).value_or(0);
}

}  // namespace frontdesk::dialog::rows
