#include "store/postgres/result.h"

#include <libpq-fe.h>

#include <bit>
#include <charconv>

#include "base/error.h"

namespace frontdesk::store::postgres {
namespace {

// The types of values that the dialect knows, as PostgreSQL numbers them.
enum Type : unsigned {
  kBool = 16,
  kBytea = 17,
  kName = 19,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat4 = 700,
  kFloat8 = 701,
  kUnknown = 705,
  kVarchar = 1043,
  kNumeric = 1700,
};

template <class T>
T big_endian(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof value);
  return std::byteswap(value);
}

// The sum of big numbers comes as numeric: digits to the base of 10,000.
double numeric(const char* bytes) {
  const auto digits = big_endian<std::int16_t>(bytes);
  const auto weight = big_endian<std::int16_t>(bytes + 2);
  const bool is_negative = big_endian<std::uint16_t>(bytes + 4) == 0x4000;
  double value = 0;
  for (int i = 0; i < digits; ++i) value = value * 10'000 + big_endian<std::int16_t>(bytes + 8 + 2 * i);
  for (int i = digits; i <= weight; ++i) value *= 10'000;
  for (int i = weight + 1; i < digits; ++i) value /= 10'000;
  return is_negative ? -value : value;
}

std::int64_t numeric_integer(const char* bytes) {
  const auto digits = big_endian<std::int16_t>(bytes);
  const auto weight = big_endian<std::int16_t>(bytes + 2);
  const bool is_negative = big_endian<std::uint16_t>(bytes + 4) == 0x4000;
  std::int64_t value = 0;
  for (int i = 0; i <= weight; ++i)
    value = value * 10'000 + (i < digits ? big_endian<std::int16_t>(bytes + 8 + 2 * i) : 0);
  return is_negative ? -value : value;
}

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* raw, Sql sql) : raw_(raw), sql_(sql), columns_(PQnfields(raw)) {}
  void go_to(int row) { row_ = row; }

  bool is_null(int column) const override { return PQgetisnull(raw_, row_, checked(column)) != 0; }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const auto* bytes = PQgetvalue(raw_, row_, column);
    switch (type(column)) {
      case kInt8:
        return big_endian<std::int64_t>(bytes);
      case kInt4:
        return big_endian<std::int32_t>(bytes);
      case kInt2:
        return big_endian<std::int16_t>(bytes);
      case kBool:
        return *bytes;
      case kNumeric:
        return numeric_integer(bytes);
      case kFloat8:
        return static_cast<std::int64_t>(real(column));
      default:
        wrong(column, "a number");
    }
  }
  double real(int column) const override {
    if (is_null(column)) return 0;
    const auto* bytes = PQgetvalue(raw_, row_, column);
    switch (type(column)) {
      case kFloat8:
        return std::bit_cast<double>(big_endian<std::uint64_t>(bytes));
      case kFloat4:
        return std::bit_cast<float>(big_endian<std::uint32_t>(bytes));
      case kNumeric:
        return numeric(bytes);
      default:
        return static_cast<double>(integer(column));
    }
  }
  std::string_view text(int column) const override {
    if (is_null(column)) return {};
    switch (type(column)) {
      case kText:
      case kVarchar:
      case kName:
      case kUnknown:
        return value(column);
      default:
        wrong(column, "a text");
    }
  }
  std::string_view bytes(int column) const override {
    if (is_null(column)) return {};
    return type(column) == kBytea ? value(column) : text(column);
  }

 private:
  std::string_view value(int column) const {
    return {PQgetvalue(raw_, row_, column), static_cast<std::size_t>(PQgetlength(raw_, row_, column))};
  }
  unsigned type(int column) const { return PQftype(raw_, column); }
  int checked(int column) const {
    if (column >= 0 && column < columns_) return column;
    throw Error(Kind::internal, "store/sql", fmt::format("Column {} was asked of a row that has {}.", column, columns_))
        .because(sql_.text);
  }
  [[noreturn]] void wrong(int column, std::string_view wanted) const {
    throw Error(Kind::internal, "store/sql",
                fmt::format("Column {} was read as {}; PostgreSQL has it as type {}.", column, wanted, type(column)))
        .because(sql_.text);
  }

  const PGresult* raw_;
  Sql sql_;
  int columns_;
  int row_ = 0;
};

}  // namespace

void Result::clear(pg_result* raw) { PQclear(raw); }
int Result::rows() const { return PQntuples(raw_.get()); }
std::string_view Result::command() const { return PQcmdStatus(raw_.get()); }

std::int64_t Result::changed() const {
  if (command().starts_with("SELECT")) return 0;
  const std::string_view digits = PQcmdTuples(raw_.get());
  std::int64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

void Result::each(Sql sql, const std::function<void(const Row&)>& each) const {
  PostgresRow row(raw_.get(), sql);
  for (int i = 0; i < rows(); ++i) {
    row.go_to(i);
    each(row);
  }
}

}  // namespace frontdesk::store::postgres
