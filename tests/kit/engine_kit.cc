#include "kit/engine_kit.h"

#include "base/json.h"
#include "dialog/module.h"
#include "gateway/sessions.h"
#include "graph/threads.h"
#include "platform/errands/performing.h"
#include "platform/mail/mailing.h"
#include "platform/people/permissions.h"
#include "platform/places/telling.h"
#include "platform/work/worker.h"
#include "support/database.h"

namespace frontdesk::support {
namespace {

const std::string kTenants[] = {"acme", "other"};

std::vector<store::Module> modules_of(std::span<const platform::Facts> engines) {
  auto modules = dialog::modules_up_to_here();
  for (const auto& facts : engines) modules.insert(modules.end(), facts.tables.begin(), facts.tables.end());
  return modules;
}

std::vector<platform::Grant> grants_of(std::span<const platform::Facts> engines) {
  auto grants = platform::people::permissions::grants();
  for (const auto& facts : engines) {
    for (auto& grant : platform::grants_of(facts)) grants.push_back(grant);
  }
  return grants;
}

}  // namespace

EngineKit::EngineKit(platform::Facts facts, const Make& make)
    : EngineKit(std::vector{std::move(facts)}, [&](EngineKit& kit) { return std::vector{make(kit)}; }, {}) {}

EngineKit::EngineKit(std::vector<platform::Facts> facts, const MakeAll& make, const More& more)
    : database_(
          open_database({.folder = "data", .writer_threads = 0, .reader_threads = 0}, modules_of(facts), files_, *log)),
      rights_(grants_of(facts)),
      credentials_(std::string(32, 's'), clock, rights_),
      people_({.database = *database_,
               .clock = clock,
               .random = random,
               .log = *log,
               .pool = pool,
               .rights = rights_,
               .now = [this] { return credentials_.time(); },
               .cost = {.passes = 1, .memory_bytes = 8192}}),
      sign_in_(
          credentials_, "ok_operator", [this](std::string_view key) { return page_of(key); }, {},
          [this](std::string_view token) { return people_.directory.caller_of(token); }, {},
          [this](std::string_view token) { return people_.directory.is_proved(token); }),
      engines_(make(*this)) {
  frame_.add(platform::telling());
  frame_.add(platform::errands::performing());
  frame_.add(platform::mail::mailing(&letterbox, {"desk@frontdesk.example", "frontdesk"}));
  gateway::Surface surface;
  for (const auto& engine : engines_) {
    surface.routes.insert(surface.routes.end(), engine.routes.begin(), engine.routes.end());
    surface.house_routes.insert(surface.house_routes.end(), engine.house_routes.begin(), engine.house_routes.end());
    for (const auto& action : engine.actions) actions.add(action);
    platform::join(frame_, engine);
  }
  for (const auto& each : facts) surface.api_parts.push_back(each.api);
  for (auto& route : gateway::session_routes(credentials_, [] { return std::vector<gateway::TenantEntry>(); }, {}))
    surface.house_routes.push_back(std::move(route));
  const auto businesses = [] {
    std::vector<platform::people::Business> all;
    for (const auto& id : kTenants) all.push_back({id, id});
    return all;
  };
  for (auto& route : platform::people::routes(people_, businesses)) surface.routes.push_back(std::move(route));
  for (auto& route : platform::people::house_routes(people_)) surface.house_routes.push_back(std::move(route));
  surface.api_parts.push_back(platform::people::api());
  if (more) more(surface);
  gateway::GatewayOptions options{.rate = {.per_second = 0}};
  options.off_contract = [](const std::string& what) { ADD_FAILURE() << what; };
  gateway_ = std::make_unique<gateway::Gateway>(clock, *log, sign_in_, std::move(options), std::move(surface));
  if (!more) EXPECT_EQ(gateway_->differences(), std::vector<std::string>());
}

EngineKit::~EngineKit() { pool.stop(); }

net::Response EngineKit::send(const Who& who, std::string method, std::string target, const Value& body,
                              const std::string& idempotency_key) {
  Fields fields;
  if (!idempotency_key.empty()) fields.emplace_back("idempotency-key", idempotency_key);
  if (!body.is_null()) fields.emplace_back("content-type", "application/json");
  return send_bytes(who, std::move(method), std::move(target), body.is_null() ? "" : json::print(body),
                    std::move(fields));
}

net::Response EngineKit::send_bytes(const Who& who, std::string method, std::string target, std::string body,
                                    Fields fields) {
  net::Request request{.method = std::move(method), .target = std::move(target), .peer = "127.0.0.1", .id = "r_1"};
  request.headers.add("authorization", "Bearer " + token_of(who));
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  request.body = std::move(body);
  return run_task(context_, gateway_->handle(std::move(request)));
}

std::string EngineKit::streamed(const net::Response& response) {
  struct Kept final : net::BodyWriter {
    Task<> write(std::string_view bytes) override {
      text += bytes;
      co_return;
    }
    std::string text;
  } kept;
  if (response.stream) run_task(context_, response.stream(kept));
  return kept.text;
}

Value EngineKit::get(const Who& who, std::string target) { return demand(who, "GET", target, {}); }

Value EngineKit::post(const Who& who, std::string target, const Value& body) {
  return demand(who, "POST", target, body);
}

Value EngineKit::demand(const Who& who, const std::string& method, const std::string& target, const Value& body) {
  log->forget();
  const auto response = send(who, method, target, body);
  if (response.status < 200 || response.status > 299) {
    const auto detail = std::string(told(response)["detail"].text());
    ADD_FAILURE() << fmt::format("{} {} was answered with {}, {}: {}\n{}", method, target, response.status,
                                 slug(response), detail, log->text());
  }
  return told(response);
}

Value EngineKit::told(const net::Response& response) {
  return response.body.empty() ? Value() : json::parse(response.body);
}

std::string EngineKit::slug(const net::Response& response) {
  constexpr std::string_view kProblems = "/problems/";
  const auto type = std::string(told(response)["type"].text());
  return type.starts_with(kProblems) ? type.substr(kProblems.size()) : std::string();
}

std::string EngineKit::token_of(const Who& who) {
  if (who.role == platform::Role::page) return "pk_" + who.tenant;
  if (who.role == platform::Role::visitor)
    return credentials_.visitor_token(TenantId::parse(who.tenant), who.conversation);
  const auto session = session_of(who, who.tenant.empty() ? kTenants[0] : who.tenant);
  return who.tenant.empty() ? session : session + "." + who.tenant;
}

// Of somebody with this role and no other.
std::string EngineKit::session_of(const Who& who, const std::string& tenant) {
  using platform::people::Users;
  const bool is_operators = platform::people::is_of_operator(who.role);
  const std::string role = boost::describe::enum_to_string(who.role, "");
  auto& token = sessions_[fmt::format("{} {} of {}", who.name, role, is_operators ? "" : tenant)];
  const auto now = credentials_.time();
  if (const auto session = people_.directory.sessions.use(token, now)) {
    people_.directory.sessions.prove(*session, now);  // what is tested is who may, and that is asked of who is there
    return token;
  }
  platform::people::User user{.id = random.id("u_"),
                              .email = random.id("") + "@kit.example",
                              .name = who.name,
                              .state = platform::people::State::active,
                              .created_at = now,
                              .roles = {{who.role, is_operators ? std::string() : tenant}}};
  const auto opened = platform::people::Sessions::open(user.id, {.address = "127.0.0.1"}, now, random);
  wait([&]() -> Task<> {
    auto* place = co_await people_.directory.place();
    co_await place->write([&](store::Transaction& transaction) {
      auto fresh = user;
      Users::write(transaction, fresh);
      platform::people::Sessions::write(transaction, opened.session);
    });
  }());
  ++user.version;
  people_.directory.users.keep(std::move(user));
  people_.directory.sessions.keep(opened.session);
  return token = opened.token;
}

std::optional<platform::Caller> EngineKit::page_of(std::string_view key) const {
  return platform::Caller{TenantId::parse(key.substr(3)), "page", rights_.of(platform::Role::page)};
}

std::function<Task<store::Tenant*>(TenantId)> EngineKit::find_place() {
  return [this](TenantId id) -> Task<store::Tenant*> {
    if (!id.is_operator() && std::ranges::find(kTenants, id.text()) == std::end(kTenants))
      throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
    return database_->open(std::move(id));
  };
}

std::function<Task<platform::Place*>(TenantId)> EngineKit::place() {
  return [this](TenantId id) { return open_place(std::move(id)); };
}

Task<platform::Place*> EngineKit::open_place(TenantId id) {
  auto* const tenant = co_await find_place()(id);
  auto& place = places_[id];
  if (!place) place = std::make_unique<platform::Place>(*tenant, frame_, context_.get_executor());
  co_return place.get();
}

std::size_t EngineKit::do_what_is_due(const std::string& tenant) {
  const auto id = tenant.empty() ? TenantId::of_operator() : TenantId::parse(tenant);
  return wait(wait(open_place(id))->worker().do_what_is_due());
}

}  // namespace frontdesk::support
