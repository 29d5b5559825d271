#pragma once

#include "platform/places/place.h"

// How far the audits of tenants have come, noted outside of their places: a line each in the operator's audit. So one
// that was emptied together with its own head, or put back to what it was, is missed by somebody.
namespace frontdesk::platform::audit {

// What was noted last of a tenant's.
std::optional<Head> noted_of(store::Reader& operators, const TenantId& tenant);

// As Audit::verify, held against what was noted, and `also`. Where it is whole, how far it has come is noted. Of the
// operator's own nothing is noted here: nobody is witness for themselves.
Task<Verdict> verify(store::Tenant& tenant, Place& operators, std::optional<Head> also = {});

// Notes how far it has come, without reading all of it. Throws as head_behind().
Task<> note_head(store::Tenant& tenant, Place& operators);

}  // namespace frontdesk::platform::audit
