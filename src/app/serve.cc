#include "app/serve.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>

#include "app/bounces.h"
#include "app/cli_files.h"
#include "app/engines.h"
#include "app/gauges.h"
#include "app/health.h"
#include "app/house_database.h"
#include "app/house_routes.h"
#include "app/letters.h"
#include "app/listening.h"
#include "app/operator_audit.h"
#include "app/tenant_cards.h"
#include "app/tenant_clients.h"
#include "app/tenants.h"
#include "app/web_key_routes.h"
#include "base/allocator.h"
#include "base/as_error.h"
#include "base/describe.h"
#include "base/rate_limit.h"
#include "base/text.h"
#include "dialog/reading/language.h"
#include "gateway/gateway.h"
#include "gateway/key_file.h"
#include "gateway/secrets_file.h"
#include "gateway/sessions.h"
#include "platform/actions/actions.h"
#include "platform/errands/performing.h"
#include "platform/mail/mailing.h"
#include "platform/people/people.h"
#include "platform/people/permissions.h"
#include "platform/places/telling.h"
#include "platform/places/waking.h"
#include "platform/work/tidying.h"
#include "platform/work/worker.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> web_pages();
}  // namespace frontdesk::embedded

namespace frontdesk::app {
namespace {

constexpr auto kDrainMax = std::chrono::seconds(30);
constexpr auto kCredentialTimeKept = std::chrono::minutes(10);
constexpr Rate kLinksByMail{.per_second = 1.0 / 1800, .burst = 5};
constexpr std::string_view kStarter = "<start>";  // who deployed what a start did; nobody can be called so

Error refused(const std::vector<platform::config::Finding>& findings) {
  std::string lines;
  for (const auto& finding : findings) lines += "\n" + to_line(finding);
  return Error(Kind::invalid, "app/tenant-file-refused", "The tenant's file has errors:" + lines);
}

TenantId tenant_named_in(const platform::config::Upload& upload) {
  const auto reading = platform::config::read_document(upload.file, platform::config::load_from(upload.bases));
  if (!reading.document) throw refused(reading.findings);
  const auto& id = reading.document->value()["client_id"];
  if (!id.is_text())
    throw Error(Kind::invalid, "app/no-client-id",
                fmt::format("{} names no tenant; write its client_id.", upload.file.name));
  return TenantId::parse(id.text());
}

// The whole server. Every member uses only those above it, so they close in reverse order.
class AllInOne {
 public:
  explicit AllInOne(const Options& options)
      : options_(options),
        log_(open_log(options.log, log_level(options.log_level))),
        files_(system_files()),
        loops_(options.loops),
        secrets_(options.data),
        house_(open_database()),
        port_(loops_, options.address, options.port),
        register_(*database_, clock_, random_),
        clients_(options.private_hosts, clock_),
        recordings_(options.recordings.empty() ? ai::FindRecording()
                                               : ai::read_recordings(read_text_file(options.recordings))),
        pool_(clock_, {.threads = options_.pool_threads}),
        usage_(clock_, quotas_of(options_),
               [this](const TenantId& tenant) { return database_->stored_bytes(tenant) + library_.bytes(tenant); }),
        shelf_(*files_, options.data + "/files", pool_, clock_, random_),
        library_(shelf_, usage_, random_, nullptr),
        maker_({clients_, clock_, random_, spans_, *log_, breakers_, look_ups_, secrets_, recordings_,
                [this](const TenantId& tenant, const Error& why) { tenants_.warn(tenant, why); }, actions_, rights_,
                options_.back_office}),
        configs_(all_sections(floor_of(options_)), &secrets_, clock_, *log_, pool_, quotas_of(options_)),
        post_office_(post_office_of(options.mail)),
        fingerprints_(*files_, options.data, database_->tenants().empty()),
        frame_(clock_, random_, *log_,
               platform::audit::Audit(
                   gateway::load_or_make_key(options.data, "audit.key", "ak_", random_, fingerprints_))),
        tenants_(*database_, {configs_, register_, maker_, loops_, clock_, random_, spans_, *log_, pool_, usage_,
                              floor_of(options_), frame_,
                              std::chrono::minutes(count_of(options_.tenants_rest_minutes, "tenants_rest_minutes"))}),
        operator_key_(gateway::load_or_make_key(options.data, "operator.key", "ok_", random_, fingerprints_)),
        time_file_(*files_, *log_, options.data + "/credentials.time"),
        credentials_(gateway::load_or_make_key(options.data, "server.secret", "ss_", random_, fingerprints_), clock_,
                     rights_, credential_options()),
        people_(
            {.database = *database_,
             .clock = clock_,
             .random = random_,
             .log = *log_,
             .pool = pool_,
             .rights = rights_,
             .has_tenant = [this](std::string_view name) { return has_tenant(name); },
             .now = [this] { return credentials_.time(); },
             .proof_life = password_fresh_for(options_),
             .note = [this](store::Transaction& transaction,
                            const platform::audit::Deed& deed) { frame_.audit.note(transaction, deed, clock_.wall()); },
             .teller = post_office_ ? [this] { return teller(); } : std::function<platform::people::Tell()>()}),
        sign_in_(
            credentials_, operator_key_, [this](std::string_view key) { return visitor_for(key); },
            [this](const TenantId& tenant) { return cards_.shows_trace(tenant); },
            [this](std::string_view token) { return people_.directory.caller_of(token); },
            [this](const TenantId& tenant) { return tenant.is_operator() || cards_.is_served(tenant); },
            [this](std::string_view token) { return people_.directory.is_proved(token); }),
        engines_(make_engines()),
        gateway_(clock_, *log_, sign_in_, gateway_options(), surface()),
        server_(loops_, clock_, random_, *log_, server_limits(options), gateway_.admit(), trusted_proxies(options)) {
    clients_.never_at(port_.number());
    const auto time_path = options.data + "/credentials.time";
    if (files_->exists(time_path) && !time_file_.load()) {
      tell(Error(
          Kind::unavailable, "sign-in/time-file-damaged",
          fmt::format("{} is damaged, and is made anew. If the machine's clock was put back, too, tokens that had "
                      "expired are good again: then have a new server.secret made.",
                      time_path)));
    }
    if (auto changed = gateway::look_at_secrets(*files_, options.data, fingerprints_)) tell(*changed);
    look_into_secrets();
    configs_.before_live(
        [this](std::shared_ptr<const platform::config::Config> config) { return prepare(std::move(config)); });
    configs_.after_live([this](const platform::config::Config& config) { tenants_.went_live(config); });
  }

  // What runs on the pool uses the members below it.
  ~AllInOne() { pool_.stop(); }

  int run(Moment began) {
    boost::asio::signal_set signals(loops_.context(0), SIGINT, SIGTERM);
    loops_.start();
    boost::asio::co_spawn(loops_.executor(0), life(signals, began), [this](std::exception_ptr failure) {
      failure_ = failure;
      loops_.stop();
    });
    loops_.run();
    if (failure_) std::rethrow_exception(failure_);
    return 0;
  }

 private:
  static Log::Level log_level(const std::string& word) {
    if (word == "debug") return Log::Level::debug;
    if (word == "info") return Log::Level::info;
    if (word == "warning") return Log::Level::warning;
    if (word == "error") return Log::Level::error;
    throw Error(Kind::invalid, "app/bad-option",
                fmt::format("log_level must be debug, info, warning or error, not \"{}\".", word));
  }

  HouseDatabase open_database() {
    if (!net::is_loopback(options_.address)) {
      throw Error(Kind::invalid, "app/not-loopback",
                  fmt::format("{} is not a loopback address. Put a proxy in front until identity is configured.",
                              options_.address));
    }
    return open_house_database(options_, *files_, clock_, random_, *log_,
                               [this](const TenantId& tenant, const Error& error) { tenants_.note(tenant, error); });
  }

  gateway::GatewayOptions gateway_options() {
    gateway::GatewayOptions gateway;
    gateway.rate = {options_.rate_per_second, options_.rate_burst};
    gateway.address_rate = {options_.address_rate_per_second, options_.address_rate_burst};
    gateway.pool = &pool_;
    gateway.telemetry = &telemetry_;
    gateway.random = &random_;
    gateway.spans = spans_;
    return gateway;
  }

  gateway::CredentialOptions credential_options() {
    const auto days = count_of(options_.visitor_token_days, "visitor_token_days", 1);
    return {.visitor_life = std::chrono::days(days), .at_least = time_file_.load().value_or(Timestamp{})};
  }

  // So that a start with a clock that was put back does not begin far behind.
  Task<> keep_credential_time() {
    for (;;) {
      time_file_.save(credentials_.time());
      co_await clock_.sleep_for(kCredentialTimeKept);
    }
  }

  // The process ends as it would by `kill -9`: nothing is closed, nothing is said.
  Demo demo() const {
    return {options_.back_office, options_.demo_kill ? [] { std::raise(SIGKILL); } : std::function<void()>()};
  }

  std::vector<platform::Engine> make_engines() {
    const House house{
        .clock = clock_,
        .random = random_,
        .log = *log_,
        .pool = pool_,
        .configs = configs_,
        .make_place = [this](TenantId id) { return make_place(std::move(id)); },
        .find_place = [this](TenantId id) { return find_place(std::move(id)); },
        .place = [this](TenantId id) { return place_of(std::move(id)); },
        .actions = actions_,
        .colleagues = colleagues_of(people_.directory),
        .console = post_office_ ? address_ + "/console/" : std::string(),
        .two_people_deploy = takes_two_people(options_.approvals.deploy, "approvals/deploy"),
        .registered = register_,
        .keeping = {.open = [this](TenantId id) { return opened(std::move(id)); },
                    .stop = [this](TenantId id) { return tenants_.stop(std::move(id)); },
                    .resume = [this](TenantId id) { return tenants_.resume(std::move(id)); },
                    .erase = [this](TenantId id) { return tenants_.erase(std::move(id)); },
                    .data = [this](TenantId id) { return tenants_.data(std::move(id)); },
                    .kept_for = std::chrono::days(count_of(options_.closed_tenant_days, "closed_tenant_days"))},
        .conversations = [this](TenantId id) { return conversations_of(std::move(id)); },
        .guardian = [this](TenantId id) { return guardian_of(std::move(id)); },
        .web_keys = [this](const TenantId& id) { return register_.web_keys(id); },
        .visitor_token = [this](const TenantId& tenant,
                                const std::string& id) { return credentials_.visitor_token(tenant, id); },
        .train = [this](const platform::config::Config& config,
                        Effort& effort) { return maker_.train(config, effort); },
        .library = &library_,
        .catalogue = all_published(),
        .webhooks_key = gateway::load_or_make_key(options_.data, "webhooks.key", "wk_", random_, fingerprints_),
        .client = [this](const TenantId& id) -> net::Client& { return clients_.of(id); },
        .is_private_host = [this](const TenantId& id,
                                  const Endpoint& endpoint) { return clients_.is_private_host(id, endpoint); }};
    frame_.zone_of = [this](const TenantId& place) { return zone_of(place); };
    frame_.keeping = {std::chrono::days(count_of(options_.keep_events_days, "keep_events_days", 1)),
                      std::chrono::days(count_of(options_.keep_work_days, "keep_work_days", 1))};
    frame_.add(platform::telling());
    frame_.add(platform::errands::performing());
    frame_.add(tenants_.filling());
    frame_.add(platform::work::tidying());
    frame_.add(platform::work::nightly());
    frame_.add(house_audit_.noting());
    frame_.add(HouseAudit::nightly());
    frame_.add(platform::waking([this](TenantId id) { return threads_of(std::move(id)); }));
    frame_.add(platform::mail::mailing(post_office_.get(), {options_.mail.from, options_.mail.name},
                                       signer_of(options_.mail, pool_)));
    std::vector<platform::Engine> engines;
    for (const auto& entry : all_engines()) {
      engines.push_back(entry.make(house));
      join(engines.back());
    }
    return engines;
  }

  // That of the file that is live there; the operator's own place goes by UTC.
  Zone zone_of(const TenantId& place) const {
    const auto config = configs_.cached(place);
    return config ? dialog::zone_of(config->document) : Zone();
  }

  // Nobody's mailbox is filled by links that are made again and again; such a link is with whoever made it all the
  // same. Whether it is one is decided once, also where the transaction runs again.
  platform::people::Tell teller() {
    const auto is_one_too_many = std::make_shared<std::optional<bool>>();
    return [this, is_one_too_many](store::Transaction& transaction, const platform::people::Invitation& invitation) {
      if (!*is_one_too_many) {
        *is_one_too_many = links_by_mail_.take(text::lower_ascii(invitation.email)).has_value();
        if (**is_one_too_many)
          log_->warning("app", "a link was not sent: its address had several in the last hours", Value::object({}));
      }
      if (**is_one_too_many) return;
      platform::Writing writing(transaction, *operators_place_, "people");
      ask_for_letter(writing, invitation, address_);
    };
  }

  // What an engine brings besides its routes.
  void join(const platform::Engine& engine) {
    for (const auto& action : engine.actions) actions_.add(action);
    for (const auto& kind : engine.graphs) tenants_.add(kind);
    platform::join(frame_, engine);
  }

  gateway::Surface surface() {
    gateway::Surface surface;
    for (const auto& engine : engines_) {
      surface.routes.insert(surface.routes.end(), engine.routes.begin(), engine.routes.end());
      surface.house_routes.insert(surface.house_routes.end(), engine.house_routes.begin(), engine.house_routes.end());
    }
    for (const auto& entry : all_engines()) surface.api_parts.push_back(entry.facts.api);
    const auto add = [&](std::vector<platform::HouseRoute> routes) {
      std::ranges::move(routes, std::back_inserter(surface.house_routes));
    };
    add(gateway::session_routes(
        credentials_, [this] { return cards_.entries(); },
        [this](TenantId id, std::string name) { return note_session(std::move(id), std::move(name)); }));
    add(house_routes(
        configs_.schema(), demo(), [this] { return health_of(tenants_.health(), problems()); },
        [this] { return telemetry_.text(); }));
    add(web_key_routes(register_, [this](store::Transaction& transaction, const platform::audit::Deed& deed) {
      frame_.audit.note(transaction, deed, clock_.wall());
    }));
    add(bounce_routes([this](TenantId id) { return place_of(std::move(id)); },
                      {options_.mail.from, options_.mail.name}));
    add(operator_audit_routes(
        [this](std::optional<platform::audit::Head> noted) { return house_audit_.verify(std::move(noted)); }));
    add(platform::people::house_routes(people_));
    for (auto& route : platform::people::routes(people_, [this] { return businesses(); }))
      surface.routes.push_back(std::move(route));
    surface.api_parts.insert(surface.api_parts.end(),
                             {house_api(), web_key_api(), operator_audit_api(), bounce_api(), platform::people::api()});
    surface.pages = embedded::web_pages();
    surface.not_ready = [this] { return ready_ ? std::string() : std::string("starting or stopping"); };
    return surface;
  }

  // Tenants are never told what is wrong with the file of secrets; the operator is, and what needs none goes on.
  void look_into_secrets() {
    try {
      secrets_.check();
    } catch (const Error& error) {
      tell(error);
    }
  }

  Task<> life(boost::asio::signal_set& signals, Moment began) {
    demand_register();
    co_await register_.load();
    operators_place_.emplace(*co_await database_->open(TenantId::of_operator()), frame_, loops_.executor(0));
    operators_place_->worker().start();
    co_await people_.directory.load();
    for (const auto& entry : options_.web_keys) {
      auto [tenant, key] = read_for_tenant("web_keys", entry);
      co_await register_.give_web_key(std::move(tenant), std::move(key));
    }
    co_await tenants_.open_all();
    for (const auto& file : options_.tenant_files) co_await deploy_or_tell(file);
    if (!problems_.empty() && !has_somebody()) throw problems_.back();
    server_.listen(std::move(port_));
    boost::asio::co_spawn(loops_.executor(0), keep_credential_time(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), people_.directory.keep_up(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), tenants_.keep_healing(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), tenants_.fill_indexes(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), tenants_.keep_house(), boost::asio::detached);
    if (otlp_) boost::asio::co_spawn(loops_.executor(0), otlp_->exporter.keep_sending(), boost::asio::detached);
    const auto* address = own_address_.c_str();
    std::ofstream(options_.data + "/address") << address << "\n";
    ready_ = true;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began).count();
    std::printf("frontdesk is at %s/ (console: %s/console/, its key: %s/operator.key; ready after %lld ms)\n", address,
                address, options_.data.c_str(), static_cast<long long>(ms));
    if (people_.directory.users.is_empty()) {
      const auto welcome = co_await people_.door.welcome();
      std::printf("Nobody has an account yet. The first one is made here, within 24 hours: %s%s\n", address,
                  welcome.path.c_str());
    }
    std::fflush(stdout);
    co_await signals.async_wait(boost::asio::use_awaitable);
    ready_ = false;
    const auto deadline = Deadline::in(clock_, kDrainMax);
    co_await server_.drain(deadline);
    co_await tenants_.drain(deadline);
    co_await operators_place_->worker().drain(deadline);
    co_await people_.directory.write_down();
    time_file_.save(credentials_.time());
    if (otlp_) co_await otlp_->exporter.finish();
  }

  // Of the house: what was found at the start, and damage to the operator's own place.
  std::vector<Error> problems() const {
    auto all = problems_;
    std::ranges::move(tenants_.damages_of_operator(), std::back_inserter(all));
    return all;
  }

  // Its keys would be void, and could pass to others, if it were made anew beside tenants that are there.
  void demand_register() const {
    if (database_->tenants().empty() || database_->has_place(TenantId::of_operator())) return;
    const auto place = fmt::format("{}/tenants/{}", options_.data, TenantId::of_operator().text());
    throw Error(
        Kind::unavailable, "app/register-missing",
        fmt::format("{0}.db is gone, and with it whose publishable keys are whose, while there are tenants. Put "
                    "{0}.db and {0}.anchor back from the last backup.",
                    place));
  }

  // What concerns one tenant, or a file that nobody can do without for long, is said aloud and keeps nobody waiting.
  void tell(const Error& error) {
    log_->error("app", "something is wrong",
                Value::object({{"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}}));
    std::fprintf(stderr, "frontdesk: %s\n", error.detail.c_str());
    problems_.push_back(error);
  }

  // Whether there is a tenant that is served, or out of service and to be looked at.
  bool has_somebody() const {
    return std::ranges::any_of(tenants_.health(), [this](const auto& tenant) {
      return !tenant.serves || !tenants_.is_awake(tenant.id) || configs_.cached(tenant.id);
    });
  }

  Task<> deploy_or_tell(std::string path) {
    std::optional<Error> failure;
    try {
      co_await deploy(path);
    } catch (...) {
      failure = as_error(std::current_exception());
    }
    if (!failure) co_return;
    failure->detail = fmt::format("{} was not deployed; the others go on. {}", path, failure->detail);
    tell(*failure);
  }

  // Deploys a tenant's file where it differs from what is live; but what somebody made live stays.
  Task<> deploy(std::string path) {
    auto upload = upload_of(path);
    upload.note = "deployed at the start";
    upload.by = kStarter;
    const auto id = tenant_named_in(upload);
    if (!register_.find(id) || !register_.find(id)->is_there()) co_await make_tenant(id);
    auto* runtime = co_await tenants_.open(id);
    const auto live = co_await configs_.live_version(runtime->store);
    const auto stays = [&](std::string_view by) {
      log_->info("app", "what somebody made live stays; the file was not deployed",
                 Value::object({{"tenant", runtime->store.id().text()}, {"file", path}, {"by", by}}));
    };
    if (live && live->by != kStarter) co_return stays(live->by);
    // What was approved before goes live by work, and that may be now.
    if (live) upload.parent = live->hash;
    upload.beside = [runtime](store::Transaction& transaction, const platform::config::Deployed& deployed) {
      platform::Writing writing(transaction, runtime->place, std::string(kStarter));
      writing.note("config.deploy", "config/" + deployed.version.hash,
                   Value::object({{"number", deployed.version.number}, {"was_live", deployed.was_live}}));
    };
    try {
      const auto deployed = co_await configs_.deploy(runtime->store, std::move(upload));
      if (!deployed) throw refused(deployed.error());
    } catch (const Error& error) {
      if (error.slug != "config/parent-not-live") throw;
      stays("somebody, at this moment");
    }
  }

  Task<> prepare(std::shared_ptr<const platform::config::Config> config) {
    auto* runtime = co_await tenants_.open(config->tenant);
    if (config->channels.web) co_await register_.ensure_web_key(config->tenant);
    co_await runtime->brains.prepare(config);
    co_await tenants_.admit(config->tenant);
  }

  Task<dialog::Conversations*> conversations_of(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->conversations;
  }

  Task<graph::Threads*> threads_of(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->threads;
  }

  Task<store::Tenant*> make_place(TenantId id) {
    auto* runtime = co_await tenants_.open(std::move(id));
    co_return &runtime->store;
  }

  Task<store::Tenant*> find_place(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->store;
  }

  Task<platform::Place*> place_of(TenantId id) {
    if (id.is_operator()) co_return &*operators_place_;
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->place;
  }

  Task<dialog::Guardian*> guardian_of(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->guardian;
  }

  Task<> note_session(TenantId id, std::string name) {
    co_await operators_place_->write("operator", [&](platform::Writing& writing) {
      writing.note("sessions.open", "tenant/" + id.text(), Value::object({{"name", name}}));
    });
  }

  Task<> opened(TenantId id) { co_await tenants_.open(std::move(id)); }

  // Of a file that is deployed at the start.
  Task<> make_tenant(TenantId id) {
    platform::Caller starter{
        TenantId::of_operator(), std::string(kStarter), {std::string(platform::people::permissions::kHouse.name)}, {}};
    co_await actions_.call(
        {.caller = std::move(starter), .action = "tenants.create", .arguments = Value::object({{"id", id.text()}})});
  }

  std::optional<platform::Caller> visitor_for(std::string_view key) const {
    const auto tenant = register_.tenant_of(key);
    // Whoever comes to a tenant that is out of service is told that, and not that their key is wrong.
    const bool has_channel = tenant && cards_.has_web(*tenant);
    const bool is_refused = tenant && (tenants_.is_out_of_service(*tenant) || !cards_.is_served(*tenant));
    if (!has_channel && !is_refused) return std::nullopt;
    return platform::Caller{*tenant, "visitor", rights_.of(platform::Role::page)};
  }

  bool has_tenant(std::string_view name) const {
    return std::ranges::any_of(tenants_.all(), [&](const TenantId& id) { return id.text() == name; });
  }

  std::vector<platform::people::Business> businesses() const {
    std::vector<platform::people::Business> all;
    for (auto& entry : cards_.entries()) {
      if (entry.state != "closed") all.push_back({entry.id.text(), std::move(entry.name)});
    }
    return all;
  }

  const Options& options_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Files> files_;
  net::Loops loops_;
  std::unique_ptr<OtlpLine> otlp_ = open_otlp(options_.otlp, clock_, random_, *log_);
  Spans* const spans_ = otlp_ ? &otlp_->exporter : nullptr;
  platform::SecretsFile secrets_;
  HouseDatabase house_;
  net::BoundPort port_;  // taken before anything tells where we are, or calls what must not be ourselves
  const std::string own_address_ = "http://" + net::authority_of(options_.address, port_.number());
  const std::string address_ = options_.public_url.empty() ? own_address_ : options_.public_url;
  store::Database* database_ = house_.database.get();
  platform::Register register_;
  TenantClients clients_;
  platform::Breakers breakers_;
  platform::LookUps look_ups_;
  ai::FindRecording recordings_;
  Pool pool_;
  platform::Usage usage_;
  platform::files::Shelf shelf_;
  platform::files::Library library_;
  platform::Rights rights_{all_grants()};
  platform::Actions actions_{[this](TenantId id) { return place_of(std::move(id)); }};
  BrainMaker maker_;
  platform::config::ConfigStore configs_;
  TenantCards cards_{register_, configs_};
  std::unique_ptr<platform::mail::PostOffice> post_office_;
  gateway::Fingerprints fingerprints_;
  platform::Frame frame_;
  std::optional<platform::Place> operators_place_;
  RateLimiter links_by_mail_{clock_, kLinksByMail};  // to one address
  Tenants tenants_;
  AuditAnchor audit_anchor_{*files_, options_.data + "/audit.anchor"};
  HouseAudit house_audit_{{[this]() -> platform::Place& { return *operators_place_; },
                           [this] { return tenants_.all(); },
                           [this](TenantId id) { return tenants_.data(std::move(id)); }, audit_anchor_, pool_}};
  std::string operator_key_;
  gateway::CredentialTimeFile time_file_;
  gateway::Credentials credentials_;
  platform::people::People people_;
  gateway::SignIn sign_in_;
  std::vector<platform::Engine> engines_;
  std::atomic<bool> ready_ = false;
  std::vector<Error> problems_;  // found before the server was ready
  platform::Telemetry telemetry_{[this] { return gauges_of(tenants_.health(), *database_, otlp_.get()); }};
  gateway::Gateway gateway_;
  net::Server server_;
  std::exception_ptr failure_;
};

}  // namespace

int serve(const Options& options) {
  const auto began = SystemClock().now();
  raise_descriptor_limit();
  allocator::keep_what_turns_need();
  try {
    static_cast<void>(dialog::reading::languages());  // a damaged table stops the start and not a conversation
    return AllInOne(options).run(began);
  } catch (const Error& error) {
    std::fprintf(stderr, "frontdesk: %s\n", error.detail.c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "frontdesk: %s\n", error.what());
  }
  return 1;
}

}  // namespace frontdesk::app
