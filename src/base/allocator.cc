#include "base/allocator.h"

#include <malloc.h>

namespace frontdesk::allocator {

constexpr int kKept = 8 << 20;

void keep_what_turns_need() { mallopt(M_TRIM_THRESHOLD, kKept); }

void give_back() { malloc_trim(0); }

}  // namespace frontdesk::allocator
