#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "graph/threads.h"
#include "platform/action.h"
#include "platform/actions/offer.h"
#include "platform/caller.h"
#include "platform/config/section.h"
#include "platform/errands/kind.h"
#include "platform/events/events.h"
#include "platform/events/published.h"
#include "platform/route.h"
#include "platform/work/kind.h"
#include "platform/work/schedule.h"
#include "store/database.h"

// How an engine joins the house: by two values, named once in app/engines.cc.
namespace frontdesk::platform {

struct Frame;

// Who somebody is to a tenant, or to the operator.
enum class Role {
  page,     // a page of the tenant's site, by its publishable key
  visitor,  // of one conversation
  bot,      // of a tenant, in a conversation; may what offers say, and never signs in
  // People of one tenant. Each may whatever the one before may.
  viewer,        // reads
  agent,         // answers conversations
  tenant_admin,  // deploys, stops tools, and looks after people and keys
  // People of the operator. The first may all that the people of any tenant may.
  operator_admin,
  seller,
  legal,
  solution_lead,
};
BOOST_DESCRIBE_ENUM(Role, page, visitor, bot, viewer, agent, tenant_admin, operator_admin, seller, legal, solution_lead)

// What is granted to a role is granted to each that includes it (see Role): name the least that may.
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
  std::vector<Published> publishes;  // the events of its own that those outside may be told of
  std::vector<Offer> for_bots;       // the actions of it that bots may call
};

// A kind of thread that an engine brings to each place (see graph::ThreadKind).
struct GraphKind {
  std::string prefix;
  std::function<Task<graph::Bound>(TenantId place, std::string thread)> bind;
};

// An engine, made from what it names in its constructor and nothing more.
struct Engine {
  std::vector<Route> routes;
  std::vector<HouseRoute> house_routes;  // outside of all tenants
  std::vector<Action> actions;
  std::vector<Hearer> hears;
  std::vector<work::Kind> works;             // the kinds of work that it does
  std::vector<errands::ErrandKind> errands;  // the kinds of long work, done in pieces
  std::vector<GraphKind> graphs;
  std::vector<work::Schedule> schedules;
  std::shared_ptr<const void> parts;  // what all of these stand on
};

// What it brings for each place: who hears, which work and errands are done, what is due again and again.
void join(Frame& frame, const Engine& engine);

}  // namespace frontdesk::platform
