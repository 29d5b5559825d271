#pragma once

#include <vector>

#include "engines/contacts/views.h"
#include "platform/route.h"

namespace frontdesk::engines::contacts {

std::vector<platform::Route> routes(Book& book);

}  // namespace frontdesk::engines::contacts
