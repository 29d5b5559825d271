#include "store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <bit>

#include "base/text.h"
#include "store/postgres/errors.h"

namespace frontdesk::store::postgres {
namespace {

// What is sent for one statement: pointers into `parameters`, and into the bytes of numbers kept here.
class Bound {
 public:
  Bound(std::span<const Parameter> parameters, std::string_view sql) {
    numbers_.reserve(parameters.size());
    for (const auto& parameter : parameters) add(parameter, sql);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  static constexpr Oid kUntyped = 0, kBytea = 17, kInt8 = 20, kText = 25, kFloat8 = 701;

  void add(const Parameter& parameter, std::string_view sql) {
    switch (parameter.index()) {
      case 0:
        return put(kUntyped, nullptr, 0);
      case 1:
        return put_number(kInt8, static_cast<std::uint64_t>(std::get<1>(parameter)));
      case 2:
        return put_number(kFloat8, std::bit_cast<std::uint64_t>(std::get<2>(parameter)));
      case 3: {
        const auto text = std::get<3>(parameter);
        if (text.find('\0') != std::string_view::npos || !text::is_utf8(text)) {
          throw Error(Kind::internal, "store/text", "A text that is to be stored holds U+0000, or is no UTF-8.")
              .because(std::string(sql));
        }
        return put(kText, text.data() ? text.data() : "", text.size());
      }
      default: {
        const auto bytes = std::get<4>(parameter).bytes;
        return put(kBytea, bytes.data() ? bytes.data() : "", bytes.size());
      }
    }
  }
  void put_number(Oid type, std::uint64_t bits) {
    const auto& kept = numbers_.emplace_back(std::byteswap(bits));
    put(type, reinterpret_cast<const char*>(&kept), sizeof kept);
  }
  void put(Oid type, const char* value, std::size_t length) {
    types_.push_back(type);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(1);
  }

  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::uint64_t> numbers_;
};

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
  throw sql_error(address_, result.raw(), sql);
}

Result Connection::run(Sql sql, std::span<const Parameter> parameters) {
  if (is_lost_) throw unreachable(address_, "the connection ended");
  check_count(sql, parameters);
  const Bound bound(parameters, sql.text);
  const auto first = std::exchange(before_, {});
  has_begun_ = true;
  PQenterPipelineMode(raw_.get());
  bool is_sent = true;
  for (const auto& statement : first)
    is_sent = is_sent && PQsendQueryParams(raw_.get(), statement.sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
  is_sent = is_sent && PQsendQueryParams(raw_.get(), sql.text, bound.count(), bound.types(), bound.values(),
                                         bound.lengths(), bound.formats(), 1);
  if (!is_sent || !PQpipelineSync(raw_.get())) lose(PQerrorMessage(raw_.get()));
  flush();
  auto results = answers(first.size() + 1);
  is_void_ = true;
  for (std::size_t i = 0; i < first.size(); ++i) {
    check(results[i], first[i].sql);
    if (first[i].must_change && results[i].changed() == 0) throw lease_lost(address_);
  }
  is_void_ = false;
  check(results.back(), sql.text);
  return std::move(results.back());
}

// One result a statement, then the end of the pipeline.
std::vector<Result> Connection::answers(std::size_t statements) {
  std::vector<Result> results;
  for (std::size_t i = 0; i < statements; ++i) {
    results.push_back(next_result());
    if (!results.back().raw()) lose(PQerrorMessage(raw_.get()));
    if (PQstatus(raw_.get()) == CONNECTION_BAD) {
      lose(PQresultErrorMessage(results.back().raw()));
    }
    next_result();  // nothing: the end of this statement
  }
  const auto end = next_result();
  if (!end.raw() || PQresultStatus(end.raw()) != PGRES_PIPELINE_SYNC) lose(PQerrorMessage(raw_.get()));
  PQexitPipelineMode(raw_.get());
  return results;
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
  is_void_ = false;
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
