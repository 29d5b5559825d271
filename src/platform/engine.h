#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "platform/caller.h"
#include "platform/config/section.h"
#include "platform/route.h"
#include "store/database.h"

// How an engine joins the house: by two values, named once in app/engines.cc.
namespace frontdesk::platform {

// Who somebody is to a tenant.
enum class Role {
  page,     // a page of the tenant's site, by its publishable key
  visitor,  // of one conversation
  staff,    // whoever signed in for the tenant
};
BOOST_DESCRIBE_ENUM(Role, page, visitor, staff)

struct Grant {
  Role role;
  Permission permission;
};

// What the house must know before anything of an engine is made: for migrations, the check of tenants' files, the API's
// document and sign-in.
struct Facts {
  std::string_view name;                  // prefix of its slugs; of its tables, where it has any
  std::string_view api;                   // its part of the OpenAPI document, as YAML
  std::vector<store::Module> tables;      // at most one for each scope
  std::vector<config::Section> sections;  // of the tenant's file: those that it acts on
  std::vector<Grant> grants;
};

// An engine, made from what it names in its constructor and nothing more.
struct Engine {
  std::vector<Route> routes;
  std::shared_ptr<const void> parts;  // what the routes stand on
};

}  // namespace frontdesk::platform
