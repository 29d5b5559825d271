#include "platform/people/links.h"

namespace frontdesk::platform::people {
namespace {

constexpr store::Sql kWriteLink{
    "INSERT INTO people_links (digest, id, purpose, user_id, made_by, made_at, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr store::Sql kFindLink{
    "SELECT digest, id, purpose, user_id, made_by, made_at, expires_at FROM people_links "
    "WHERE digest = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2"};
constexpr store::Sql kUse{
    "UPDATE people_links SET used_at = $2 "
    "WHERE digest = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2"};
constexpr store::Sql kRevokeLinks{
    "UPDATE people_links SET revoked_at = $2 "
    "WHERE user_id = $1 AND used_at IS NULL AND revoked_at IS NULL AND ($3 = '' OR made_by = $3)"};
constexpr store::Sql kMakers{
    "SELECT DISTINCT made_by FROM people_links "
    "WHERE user_id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2"};
constexpr store::Sql kOpen{
    "SELECT id FROM people_links "
    "WHERE user_id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2 LIMIT 1"};

}  // namespace

void Links::write(store::Transaction& transaction, const Link& link) {
  transaction.run(kWriteLink, link.digest, link.id, boost::describe::enum_to_string(link.purpose, ""), link.user,
                  link.by, link.made_at.ms, link.expires_at.ms);
}

std::optional<Link> Links::find(store::Reader& reader, std::string_view digest, Timestamp now) {
  const auto read = [](const store::Row& row) -> std::optional<Link> {
    Link link{.digest = std::string(row.text(0)),
              .id = std::string(row.text(1)),
              .user = std::string(row.text(3)),
              .by = std::string(row.text(4)),
              .made_at = {row.integer(5)},
              .expires_at = {row.integer(6)}};
    if (!boost::describe::enum_from_string(std::string(row.text(2)).c_str(), link.purpose)) return std::nullopt;
    return link;
  };
  return reader.one(kFindLink, read, digest, now.ms).value_or(std::nullopt);
}

bool Links::use(store::Transaction& transaction, std::string_view digest, Timestamp now) {
  return transaction.run(kUse, digest, now.ms) == 1;
}

void Links::revoke_of(store::Transaction& transaction, std::string_view user, Timestamp now, std::string_view by) {
  transaction.run(kRevokeLinks, user, now.ms, by);
}

std::vector<std::string> Links::makers_of(store::Reader& reader, std::string_view user, Timestamp now) {
  return reader.all(kMakers, [](const store::Row& row) { return std::string(row.text(0)); }, user, now.ms);
}

bool Links::has_open(store::Reader& reader, std::string_view user, Timestamp now) {
  return reader.one(kOpen, [](const store::Row&) { return true; }, user, now.ms).has_value();
}

}  // namespace frontdesk::platform::people
