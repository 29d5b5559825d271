#include "store/postgres/errors.h"

#include <libpq-fe.h>

#include "base/text.h"

namespace frontdesk::store::postgres {
namespace {

std::string_view field(const PGresult* result, int code) {
  const auto* text = PQresultErrorField(result, code);
  return text ? std::string_view(text) : std::string_view();
}

// The first line, without the end of line; libpq repeats the address, but never a password.
std::string in_short(std::string_view said) {
  const auto line = said.substr(0, said.find('\n'));
  return std::string(text::head(line, 300));
}

// Which columns clash, as "table.column, table.column"; the values that PostgreSQL names are customers'.
std::string clash(const PGresult* result) {
  const auto table = field(result, PG_DIAG_TABLE_NAME);
  const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  const auto begin = detail.find("Key (");
  const auto end = detail.find(")=(");
  if (begin == std::string_view::npos || end == std::string_view::npos)
    return fmt::format("{}.{}", table, field(result, PG_DIAG_COLUMN_NAME));
  return fmt::format("{}.{}", table, detail.substr(begin + 5, end - begin - 5));
}

}  // namespace

Error unreachable(const Address& address, std::string_view why) {
  return Error(Kind::unavailable, "store/unreachable",
               fmt::format("The database {} cannot be reached. Start it, or mend the way to it; frontdesk goes on by "
                           "itself.",
                           address.text()))
      .because(in_short(why))
      .after(std::chrono::seconds(1));
}

Error connect_error(const Address& address, std::string_view said) {
  // libpq gives no code for these; the words are those of the server, in the language of its messages.
  for (const std::string_view refusal :
       {"authentication failed", "no password supplied", "does not exist", "no such database", "no such user",
        "no pg_hba.conf entry", "permission denied for", "does not support SSL", "certificate",
        "is not permitted to log in", "Tenant or user not found"}) {
    if (said.find(refusal) == std::string_view::npos || said.find("No such file") != std::string_view::npos) continue;
    return Error(
        Kind::unavailable, "store/refused",
        fmt::format("The database {} does not let frontdesk in: {}. Mend the address, the role or its password "
                    "(PGPASSWORD, ~/.pgpass).",
                    address.text(), in_short(said)));
  }
  return unreachable(address, said);
}

bool ends_connection(const PGresult* result, bool only_reads) {
  const auto code = field(result, PG_DIAG_SQLSTATE);
  // 57P01 to 57P05: it shuts down, crashed, starts. 25006: it became a standby. 08P01 is an error of ours.
  return code.starts_with("57P0") || (code == "25006" && !only_reads) || (code.starts_with("08") && code != "08P01");
}

// A division by zero: there is no shorter way to fail without a function of ours on the server.
std::string must_change_one(std::string_view sql, std::string_view values) {
  return fmt::format(
      "WITH changed AS ({} RETURNING 1) SELECT {} FROM (SELECT 1 / CASE COUNT(*) WHEN 1 THEN 1 ELSE 0 END AS one FROM "
      "changed) AS counted WHERE one = 1",
      sql, values);
}

bool changed_not_one(const PGresult* result) { return field(result, PG_DIAG_SQLSTATE) == "22012"; }

bool is_to_be_run_again(const PGresult* result) {
  const auto code = field(result, PG_DIAG_SQLSTATE);
  return code == "40001" || code == "40P01";
}

bool is_of_prepared(const PGresult* result) {
  const auto code = field(result, PG_DIAG_SQLSTATE);
  return code == "26000" || code == "42P05" || code == "0A000";
}

Error sql_error(const Address& address, const PGresult* result, std::string_view sql) {
  const auto code = field(result, PG_DIAG_SQLSTATE);
  const std::string said(field(result, PG_DIAG_MESSAGE_PRIMARY));
  const auto statement = text::head(sql, 400);
  if (code.starts_with("23")) {
    return Error(Kind::conflict, "store/constraint", "It clashes with what is stored already.")
        .because(fmt::format("{} {}: {}", code, clash(result), statement));
  }
  if (code == "53100") {
    return Error(Kind::exhausted, "files/disk-full",
                 fmt::format("The disk of the database {} is full. Make room on it; frontdesk goes on by itself.",
                             address.text()))
        .because(std::string(said))
        .after(std::chrono::seconds(1));
  }
  if (code == "53200") {
    return Error(Kind::exhausted, "store/memory", "There was not enough memory.")
        .because(std::string(said))
        .after(std::chrono::seconds(1));
  }
  if (code.starts_with("53")) return unreachable(address, said);
  if (code == "57014" || code == "55P03") {
    return Error(Kind::timeout, "store/slow", "The database took too long for a statement. Try again.")
        .because(std::string(statement))
        .after(std::chrono::seconds(1));
  }
  if (code == "42501") {
    return Error(Kind::unavailable, "store/refused",
                 fmt::format("The database {} forbids a statement ({}). Give the role the right to create schemas: "
                             "GRANT CREATE ON DATABASE … TO …",
                             address.text(), said))
        .because(std::string(statement));
  }
  if (code.starts_with("XX00") || code == "58030") {
    return Error(Kind::internal, "store/damaged",
                 fmt::format("The database {} says that its data are damaged. Look at its log and restore a backup.",
                             address.text()))
        .because(fmt::format("{} {}: {}", code, said, statement));
  }
  // What is said of values repeats them; what is said of the statement (class 42) does not.
  const auto why = code.starts_with("42") ? said : "error " + std::string(code);
  return Error(Kind::internal, "store/sql", fmt::format("The database refused a statement: {}.", why))
      .because(fmt::format("code {}: {}", code, statement));
}

}  // namespace frontdesk::store::postgres
