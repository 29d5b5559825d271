#pragma once

#include "store/migrations.h"
#include "store/postgres/connection.h"
#include "store/postgres/place.h"

namespace frontdesk::store::postgres {

// The tables of the house beside those of its places: who may write (see Lease), and which places there are.
void make_house(Connection& connection, const std::string& house);
std::vector<TenantId> places_of(Connection& connection, const std::string& house);

// Makes the place's schema where there is none, and applies what it lacks; writes the token of our lease into it, after
// which no one with an older one can write there. Throws what lacking() throws, and Error{conflict, "store/place-half"}
// where there is something that is no place.
void prepare(Connection& connection, const std::string& house, const std::vector<Migration>& migrations,
             const Place& place, std::int64_t fence);

// Leaves nothing of the place, in one transaction; does nothing where there is none.
void remove(Connection& connection, const std::string& house, const Place& place, std::int64_t fence);

}  // namespace frontdesk::store::postgres
