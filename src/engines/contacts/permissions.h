#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::contacts::permissions {

inline constexpr platform::Permission kRead{"contacts.read"};
inline constexpr platform::Permission kWrite{"contacts.write"};
inline constexpr platform::Permission kErase{"contacts.erase"};
// Of bots, each of the contact of its conversation alone.
inline constexpr platform::Permission kNote{"contacts.note"};
inline constexpr platform::Permission kUpdate{"contacts.update"};

}  // namespace frontdesk::engines::contacts::permissions
