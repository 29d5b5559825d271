#include "store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include "store/postgres/errors.h"

namespace frontdesk::store::postgres {
namespace {

// How many parameters a statement names.
std::size_t parameters_of(std::string_view sql) {
  std::size_t most = 0;
  for (std::size_t i = 0; i + 1 < sql.size(); ++i) {
    if (sql[i] != '$') continue;
    std::size_t number = 0;
    for (auto at = i + 1; at < sql.size() && sql[at] >= '0' && sql[at] <= '9'; ++at)
      number = number * 10 + static_cast<std::size_t>(sql[at] - '0');
    most = std::max(most, number);
  }
  return most;
}

void check_count(Sql sql, std::span<const Parameter> parameters) {
  const auto wanted = parameters_of(sql.text);
  if (wanted == parameters.size()) return;
  throw Error(Kind::internal, "store/sql",
              fmt::format("A statement with {} parameters ($1, $2, …, each used) got {}.", wanted, parameters.size()))
      .because(sql.text);
}

void say_nothing(void*, const PGresult*) {}

}  // namespace

Kept::Kept(std::span<const Parameter> parameters) {
  for (const auto& parameter : parameters) {
    if (const auto* text = std::get_if<std::string_view>(&parameter))
      parameters_.emplace_back(std::string_view(bytes_.emplace_back(*text)));
    else if (const auto* blob = std::get_if<Bytes>(&parameter))
      parameters_.emplace_back(Bytes{bytes_.emplace_back(blob->bytes)});
    else
      parameters_.push_back(parameter);
  }
}

Error lease_lost(const Address& address) {
  return Error(Kind::unavailable, "store/lease-lost",
               fmt::format("Another frontdesk has taken over the database {}, so this one writes nothing more. Stop "
                           "one of them; what was acknowledged is there.",
                           address.text()));
}

void Connection::Close::operator()(PGconn* raw) const { PQfinish(raw); }

Connection::Connection(const Address& address, std::chrono::milliseconds silence_max)
    : address_(address), silence_ms_max_(static_cast<int>(silence_max.count())) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : address.settings()) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  raw_.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
  if (PQstatus(raw_.get()) != CONNECTION_OK) throw connect_error(address, PQerrorMessage(raw_.get()));
  PQsetNoticeReceiver(raw_.get(), say_nothing, nullptr);
  PQsetnonblocking(raw_.get(), 1);
  is_ours_alone_ = is_same_session();
}

// Behind a pooler each transaction may get another session, and the one that we were told of is none of them.
bool Connection::is_same_session() {
  constexpr Sql kSession{"SELECT CAST(pg_backend_pid() AS BIGINT)"};
  std::int64_t session = 0;
  run(kSession).each(kSession, [&](const Row& row) { session = row.integer(0); });
  has_begun_ = false;
  return session == PQbackendPID(raw_.get());
}

Connection::~Connection() = default;

void Connection::lose(std::string why) {
  is_lost_ = true;
  before_.clear();
  raw_.reset();
  throw unreachable(address_, why);
}

void Connection::wait_for(short events) {
  pollfd waiting{PQsocket(raw_.get()), events, 0};
  int ready = 0;
  do ready = ::poll(&waiting, 1, silence_ms_max_);
  while (ready < 0 && errno == EINTR);
  if (ready <= 0) lose("it did not answer in time");
}

void Connection::flush() {
  for (;;) {
    const int left = PQflush(raw_.get());
    if (left == 0) return;
    if (left < 0) lose(PQerrorMessage(raw_.get()));
    wait_for(POLLIN | POLLOUT);
    if (!PQconsumeInput(raw_.get())) lose(PQerrorMessage(raw_.get()));
  }
}

Result Connection::next_result() {
  while (PQisBusy(raw_.get())) {
    wait_for(POLLIN);
    if (!PQconsumeInput(raw_.get())) lose(PQerrorMessage(raw_.get()));
  }
  return Result(PQgetResult(raw_.get()));
}

void Connection::check(const Result& result, std::string_view sql) {
  const auto status = PQresultStatus(result.raw());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
  if (PQstatus(raw_.get()) == CONNECTION_BAD || ends_connection(result.raw(), is_reading_)) {
    lose(PQresultErrorMessage(result.raw()));
  }
  is_to_be_run_again_ = is_to_be_run_again_ || postgres::is_to_be_run_again(result.raw());
  if (is_ours_alone_ && is_of_prepared(result.raw())) {
    is_ours_alone_ = false;
    is_to_be_run_again_ = true;
  }
  throw sql_error(address_, result.raw(), sql);
}

void Connection::guess(Sql sql, std::span<const Parameter> parameters) {
  check_count(sql, parameters);
  const Bound bound(parameters, sql.text);  // what cannot be sent is refused here
  before_.push_back({.sql = must_change_one(sql.text), .is_guess = true, .parameters = Kept(parameters)});
}

Result Connection::run(Sql sql, std::span<const Parameter> parameters) {
  check_count(sql, parameters);
  if (is_lost_) throw unreachable(address_, "the connection ended");
  if (is_void()) std::rethrow_exception(why_void_);
  const Bound bound(parameters, sql.text);
  auto first = std::exchange(before_, {});
  give_up_prepared(first);
  has_begun_ = true;
  std::vector<Sent> sent;
  PQenterPipelineMode(raw_.get());
  for (const auto& statement : first)
    send(statement.sql.c_str(), Bound(statement.parameters.parameters(), statement.sql), sent);
  send(sql.text, bound, sent);
  if (!PQpipelineSync(raw_.get())) lose(PQerrorMessage(raw_.get()));
  flush();
  auto results = answers(sent);
  check_all_before(first, results);
  check(results.back(), sql.text);
  return std::move(results.back());
}

// Whoever catches this has not undone it.
void Connection::check_all_before(const std::vector<Before>& first, const std::vector<Result>& results) {
  try {
    for (std::size_t i = 0; i < first.size(); ++i) check_before(first[i], results[i]);
  } catch (...) {
    why_void_ = std::current_exception();
    throw;
  }
}

// Between transactions only: within one that failed the server would refuse it, and with it all that shares a commit.
void Connection::give_up_prepared(std::vector<Before>& first) {
  if (!prepared_.is_full() || PQtransactionStatus(raw_.get()) != PQTRANS_IDLE) return;
  first.insert(first.begin(), Before{"DEALLOCATE ALL"});
  prepared_.clear();
}

void Connection::send(const char* sql, const Bound& bound, std::vector<Sent>& sent) {
  auto choice = is_ours_alone_ && bound.count() > 0 ? prepared_.choose(schema_, sql, bound) : Prepared::Choice{};
  bool is_sent = true;
  if (choice.is_new) is_sent = PQsendPrepare(raw_.get(), choice.name.c_str(), sql, bound.count(), bound.types());
  if (choice.name.empty()) {
    is_sent = is_sent && PQsendQueryParams(raw_.get(), sql, bound.count(), bound.types(), bound.values(),
                                           bound.lengths(), bound.formats(), 1);
  } else {
    is_sent = is_sent && PQsendQueryPrepared(raw_.get(), choice.name.c_str(), bound.count(), bound.values(),
                                             bound.lengths(), bound.formats(), 1);
  }
  if (!is_sent) lose(PQerrorMessage(raw_.get()));
  sent.push_back({choice.is_new ? std::move(choice.name) : std::string()});
}

void Connection::check_before(const Before& statement, const Result& result) {
  const bool was_wrong = std::exchange(is_guess_wrong_, is_guess_wrong_ || statement.is_guess);
  if (statement.holds_lease && changed_not_one(result.raw())) throw lease_lost(address_);
  check(result, statement.sql);
  is_guess_wrong_ = was_wrong;
}

// One result a statement, then the end of the pipeline. Where a statement was to be prepared and was not, that is what
// it gave.
std::vector<Result> Connection::answers(const std::vector<Sent>& sent) {
  std::vector<Result> results;
  for (const auto& statement : sent) {
    std::optional<Result> refused;
    if (!statement.prepared.empty()) {
      auto told = next_answer();
      const bool is_there = PQresultStatus(told.raw()) == PGRES_COMMAND_OK;
      prepared_.settle(statement.prepared, is_there);
      if (!is_there) refused.emplace(std::move(told));
    }
    results.push_back(next_answer());
    if (refused) results.back() = *std::move(refused);
  }
  const auto end = next_result();
  if (!end.raw() || PQresultStatus(end.raw()) != PGRES_PIPELINE_SYNC) lose(PQerrorMessage(raw_.get()));
  PQexitPipelineMode(raw_.get());
  return results;
}

Result Connection::next_answer() {
  auto result = next_result();
  if (!result.raw()) lose(PQerrorMessage(raw_.get()));
  if (PQstatus(raw_.get()) == CONNECTION_BAD) lose(PQresultErrorMessage(result.raw()));
  next_result();  // nothing: the end of this statement
  return result;
}

void Connection::run_script(const std::string& script) {
  if (is_lost_) throw unreachable(address_, "the connection ended");
  if (!PQsendQuery(raw_.get(), script.c_str())) lose(PQerrorMessage(raw_.get()));
  has_begun_ = true;
  flush();
  std::exception_ptr failure;
  for (auto result = next_result(); result.raw(); result = next_result()) {
    try {
      check(result, script);
    } catch (...) {
      if (is_lost_) throw;
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

bool Connection::commit() {
  try {
    const auto result = run({"COMMIT"});
    has_begun_ = false;
    if (result.command() == "COMMIT") return true;
    throw Error(Kind::unavailable, "store/taken-back",
                "The transaction was taken back after a statement failed. Try again.");
  } catch (const Error&) {
    if (is_lost_) return false;
    throw;
  }
}

void Connection::roll_back() noexcept {
  before_.clear();
  has_begun_ = false;
  why_void_ = nullptr;
  is_reading_ = false;
  is_to_be_run_again_ = false;
  if (is_lost_ || PQtransactionStatus(raw_.get()) == PQTRANS_IDLE) return;
  try {
    run({"ROLLBACK"});
    has_begun_ = false;
  } catch (const Error&) {
    is_lost_ = true;  // whatever it is, it is no connection to go on with
    raw_.reset();
  }
}

}  // namespace frontdesk::store::postgres
