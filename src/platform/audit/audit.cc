#include "platform/audit/audit.h"

#include <charconv>

#include "base/crypto.h"
#include "base/json.h"
#include "platform/paging.h"

namespace frontdesk::platform::audit {
namespace {

constexpr store::Sql kLast{"SELECT number, seal FROM audit ORDER BY number DESC LIMIT 1"};
constexpr store::Sql kOne{"SELECT number, seal FROM audit WHERE number = $1"};
constexpr store::Sql kAdd{
    "INSERT INTO audit (number, at, actor, deed, subject, detail, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr store::Sql kMoveHead{
    "INSERT INTO audit_head (name, number, seal) VALUES ('audit', $1, $2) "
    "ON CONFLICT (name) DO UPDATE SET number = excluded.number, seal = excluded.seal"};
constexpr store::Sql kAll{"SELECT number, at, actor, deed, subject, detail, seal FROM audit ORDER BY number"};
constexpr store::Sql kHead{"SELECT number, seal FROM audit_head WHERE name = 'audit'"};
constexpr store::Sql kHeads{"SELECT COUNT(*) FROM audit_head"};
constexpr store::Sql kList{
    "SELECT number, at, actor, deed, subject, detail FROM audit WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR deed = "
    "$2) "
    "AND ($3 = '' OR subject = $3) AND ($4 = 0 OR number < $4) "
    "AND ($5 = '' OR LOWER(deed) LIKE $5 ESCAPE '!' OR LOWER(subject) LIKE $5 ESCAPE '!') ORDER BY number DESC LIMIT "
    "$6"};

Head head_in(const store::Row& row) { return {row.integer(0), std::string(row.bytes(1))}; }

Entry read_entry_without_detail(const store::Row& row) {
  return {.number = row.integer(0),
          .at = Timestamp{row.integer(1)},
          .deed = {std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4)), {}}};
}

Entry read_entry(const store::Row& row) {
  auto entry = read_entry_without_detail(row);
  entry.deed.detail = json::parse(row.text(5));
  return entry;
}

// Each field with its length before it, so that nothing can be moved from one to the next.
void add(std::string& bytes, std::string_view field) { bytes += fmt::format("{}:{}", field.size(), field); }

std::string text_of(const crypto::Digest& digest) { return {digest.begin(), digest.end()}; }

}  // namespace

std::optional<Head> read_head(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto seal = crypto::from_hex(text.substr(colon + 1));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + colon, number);
  const bool is_number = error == std::errc() && end == text.data() + colon;
  return seal && is_number ? std::optional(Head{number, *seal}) : std::nullopt;
}

std::string to_text(const Head& head) { return fmt::format("{}:{}", head.number, crypto::hex(head.seal)); }

std::string Audit::seal_of(const Entry& entry, std::string_view detail, std::string_view before) const {
  std::string bytes;
  add(bytes, before);
  add(bytes, std::to_string(entry.number));
  add(bytes, std::to_string(entry.at.ms));
  for (const auto* field : {&entry.deed.actor, &entry.deed.deed, &entry.deed.subject}) add(bytes, *field);
  add(bytes, detail);
  return text_of(crypto::hmac_sha256(key_, bytes));
}

std::string Audit::seal_of_head(const Head& head) const {
  std::string bytes = "head";
  add(bytes, std::to_string(head.number));
  add(bytes, head.seal);
  return text_of(crypto::hmac_sha256(key_, bytes));
}

void Audit::note(store::Transaction& transaction, const Deed& deed, Timestamp at) const {
  const auto last = transaction.one(kLast, head_in).value_or(Head{});
  const Entry entry{.number = last.number + 1, .at = at, .deed = deed};
  const auto detail = json::print(deed.detail);
  const Head head{entry.number, seal_of(entry, detail, last.seal)};
  transaction.run(kAdd, entry.number, at.ms, deed.actor, deed.deed, deed.subject, detail, store::Bytes{head.seal});
  transaction.run(kMoveHead, head.number, store::Bytes{seal_of_head(head)});
}

Verdict Audit::verify(store::Reader& reader, const std::vector<Head>& noted) const {
  Verdict verdict;
  const auto look = [&](const store::Row& row) {
    if (verdict.broken) return;
    const auto entry = read_entry_without_detail(row);
    const auto expected = verdict.head.number + 1;
    if (entry.number != expected) {
      verdict.broken = Break{expected, fmt::format("entry {} is missing", expected)};
      return;
    }
    const auto seal = seal_of(entry, row.text(5), verdict.head.seal);
    if (!crypto::equal_in_constant_time(seal, row.bytes(6))) {
      verdict.broken = Break{entry.number, fmt::format("entry {} is not as it was written", entry.number)};
      return;
    }
    verdict.head = {entry.number, seal};
    for (const auto& head : noted) {
      if (head.number == entry.number && head.seal != seal)
        verdict.broken = Break{entry.number, fmt::format("entry {} is not the one that was noted", entry.number)};
    }
  };
  reader.each_row(kAll, look);
  if (!verdict.broken) verdict.broken = check_head(reader, verdict.head);
  for (const auto& head : noted) {
    if (!verdict.broken && head.number > verdict.head.number)
      verdict.broken = Break{head.number, fmt::format("entry {}, which was noted, is not there", head.number)};
  }
  return verdict;
}

std::optional<Break> Audit::check_head(store::Reader& reader, const Head& last) const {
  const auto read_count = [](const store::Row& row) { return row.integer(0); };
  const auto heads = reader.one(kHeads, read_count).value_or(0);
  const auto head = reader.one(kHead, head_in);
  if (last.number == 0 && heads == 0) return std::nullopt;
  const auto number = last.number + 1;
  if (!head || heads != 1) return Break{number, "what says how far the entries go is missing, or was added to"};
  const bool agrees = head->number == last.number && crypto::equal_in_constant_time(head->seal, seal_of_head(last));
  if (agrees) return std::nullopt;
  return Break{number,
               fmt::format("entries behind {} were cut off, or what says how far they go was changed", last.number)};
}

Head head_behind(store::Reader& reader, const std::optional<Head>& noted) {
  if (noted) {
    const auto there = reader.one(kOne, head_in, noted->number);
    if (!there || there->seal != noted->seal)
      throw Error(Kind::conflict, "audit/not-as-noted",
                  fmt::format("The audit has no entry {} as it was noted. frontdesk audit verify says what is wrong; "
                              "compare with a backup.",
                              noted->number));
  }
  return reader.one(kLast, head_in).value_or(Head{});
}

std::vector<Entry> list(store::Reader& reader, const Filter& filter) {
  return reader.all(kList, read_entry, filter.actor, filter.deed, filter.subject, filter.before, anywhere(filter.words),
                    filter.limit);
}

}  // namespace frontdesk::platform::audit
