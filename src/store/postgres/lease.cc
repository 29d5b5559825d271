#include "store/postgres/lease.h"

#include "base/error.h"
#include "store/postgres/place.h"

namespace frontdesk::store::postgres {

bool Lease::take(Connection& connection) {
  const auto sql = fmt::format(
      "UPDATE {}.lease SET holder = $1, fence = fence + 1, "
      "until = clock_timestamp() + make_interval(secs => $2) "
      "WHERE holder = $1 OR until <= clock_timestamp() RETURNING fence",
      quoted(house_));
  const Parameter ours[] = {std::string_view(holder_), static_cast<double>(length_.count()) / 1000};
  fence_ = 0;
  connection.run({sql.c_str()}, ours).each({sql.c_str()}, [&](const Row& row) { fence_ = row.integer(0); });
  return fence_ != 0;
}

void Lease::refuse(Connection& connection) const {
  const auto sql = fmt::format("SELECT holder FROM {}.lease", quoted(house_));
  std::string holder;
  connection.run({sql.c_str()}).each({sql.c_str()}, [&](const Row& row) { holder = row.text(0); });
  throw Error(Kind::conflict, "store/database-in-use",
              fmt::format("The database {} is in use by another frontdesk ({}). Stop that one, or give this one a "
                          "database of its own.",
                          connection.address().text(), holder));
}

void Lease::renew(Connection& connection) const {
  const auto sql = fmt::format(
      "UPDATE {}.lease SET until = clock_timestamp() + make_interval(secs => $2) WHERE fence = $1", quoted(house_));
  const Parameter ours[] = {fence_, static_cast<double>(length_.count()) / 1000};
  if (connection.run({sql.c_str()}, ours).changed() == 0) throw lease_lost(connection.address());
}

void Lease::give_back(Connection& connection) const {
  const auto sql = fmt::format("UPDATE {}.lease SET until = clock_timestamp() WHERE fence = $1", quoted(house_));
  const Parameter ours = fence_;
  connection.run({sql.c_str()}, {&ours, 1});
}

}  // namespace frontdesk::store::postgres
