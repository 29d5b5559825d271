#include "app/serve.h"

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>

#include "app/cli_files.h"
#include "app/engines.h"
#include "app/gauges.h"
#include "app/health.h"
#include "app/house_database.h"
#include "app/house_routes.h"
#include "app/tenant_clients.h"
#include "app/tenants.h"
#include "app/web_key_routes.h"
#include "base/allocator.h"
#include "base/as_error.h"
#include "dialog/reading/language.h"
#include "gateway/gateway.h"
#include "gateway/key_file.h"
#include "gateway/secrets_file.h"
#include "gateway/sessions.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> web_pages();
}  // namespace frontdesk::embedded

namespace frontdesk::app {
namespace {

constexpr auto kDrainMax = std::chrono::seconds(30);
constexpr auto kCredentialTimeKept = std::chrono::minutes(10);
constexpr std::string_view kStarter = "start";  // who deployed what a start did

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

// Thousands of open streams need as many descriptors; the soft limit of a shell is about one thousand.
void raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Databases and the peers of tools and models need descriptors too, whatever comes in from outside.
std::size_t connections_that_fit(std::size_t wanted) {
  constexpr std::size_t kKeptForOthersMax = 256;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur == RLIM_INFINITY) return wanted;
  const auto all = static_cast<std::size_t>(limit.rlim_cur);
  const auto most = all - std::min(kKeptForOthersMax, all / 2);
  return wanted == 0 ? most : std::min(wanted, most);
}

std::size_t count_of(int number, std::string_view option, int least = 0) {
  if (number >= least) return static_cast<std::size_t>(number);
  throw Error(Kind::invalid, "app/bad-option", fmt::format("{} must be {} or more, not {}.", option, least, number));
}

net::ServerLimits server_limits(const Options& options) {
  constexpr std::size_t kMegabyte = 1024 * 1024;
  net::ServerLimits limits;
  limits.connections_max = connections_that_fit(count_of(options.connections, "connections"));
  limits.connections_per_address_max = count_of(options.connections_per_address, "connections_per_address");
  limits.half_open_max = count_of(options.half_open, "half_open");
  limits.half_open_per_address_max = count_of(options.half_open_per_address, "half_open_per_address");
  limits.memory_bytes_max = kMegabyte * count_of(options.memory_mb, "memory_mb");
  limits.memory_bytes_per_address_max = kMegabyte * count_of(options.memory_mb_per_address, "memory_mb_per_address");
  return limits;
}

std::vector<net::AddressRange> trusted_proxies(const Options& options) {
  std::vector<net::AddressRange> ranges;
  ranges.reserve(options.trusted_proxies.size());
  try {
    for (const auto& text : options.trusted_proxies) ranges.push_back(net::AddressRange::parse(text));
  } catch (const Error& error) {
    throw Error(error.kind, error.slug, "trusted_proxies: " + error.detail);
  }
  return ranges;
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
        register_(*database_, clock_, random_),
        clients_(options.private_hosts, clock_),
        recordings_(options.recordings.empty() ? ai::FindRecording()
                                               : ai::read_recordings(read_text_file(options.recordings))),
        pool_(clock_, {.threads = options_.pool_threads}),
        usage_(clock_, quotas_of(options_), [this](const TenantId& tenant) { return database_->stored_bytes(tenant); }),
        maker_({clients_, clock_, random_, *log_, breakers_, look_ups_, secrets_, recordings_,
                [this](const TenantId& tenant, const Error& why) { tenants_.warn(tenant, why); },
                options_.back_office}),
        configs_(all_sections(floor_of(options_)), &secrets_, clock_, *log_, pool_, quotas_of(options_)),
        tenants_(*database_,
                 {configs_, register_, maker_, loops_, clock_, random_, *log_, pool_, usage_, floor_of(options_)}),
        fingerprints_(*files_, options.data, database_->tenants().empty()),
        operator_key_(gateway::load_or_make_key(options.data, "operator.key", "ok_", random_, fingerprints_)),
        time_file_(*files_, *log_, options.data + "/credentials.time"),
        credentials_(gateway::load_or_make_key(options.data, "server.secret", "ss_", random_, fingerprints_), clock_,
                     rights_, credential_options()),
        sign_in_(
            credentials_, operator_key_, [this](std::string_view key) { return visitor_for(key); },
            [this](const TenantId& tenant) { return shows_trace(tenant); }),
        engines_(make_engines()),
        gateway_(clock_, *log_, sign_in_, gateway_options(), surface()),
        server_(loops_, clock_, random_, *log_, server_limits(options), gateway_.admit(), trusted_proxies(options)) {
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
    const House house{.clock = clock_,
                      .random = random_,
                      .log = *log_,
                      .pool = pool_,
                      .configs = configs_,
                      .make_place = [this](TenantId id) { return make_place(std::move(id)); },
                      .find_place = [this](TenantId id) { return find_place(std::move(id)); },
                      .conversations = [this](TenantId id) { return conversations_of(std::move(id)); },
                      .guardian = [this](TenantId id) { return guardian_of(std::move(id)); },
                      .web_keys = [this](const TenantId& id) { return register_.web_keys(id); },
                      .visitor_token = [this](const TenantId& tenant,
                                              const std::string& id) { return credentials_.visitor_token(tenant, id); },
                      .train = [this](const platform::config::Config& config,
                                      Effort& effort) { return maker_.train(config, effort); }};
    std::vector<platform::Engine> engines;
    for (const auto& entry : all_engines()) engines.push_back(entry.make(house));
    return engines;
  }

  gateway::Surface surface() {
    gateway::Surface surface;
    for (const auto& engine : engines_)
      surface.routes.insert(surface.routes.end(), engine.routes.begin(), engine.routes.end());
    for (const auto& entry : all_engines()) surface.api_parts.push_back(entry.facts.api);
    for (auto& route : gateway::session_routes(credentials_, [this] { return tenant_entries(); }))
      surface.house_routes.push_back(std::move(route));
    for (auto& route : house_routes(
             configs_.schema(), demo(), [this](TenantId id) { return make_tenant(std::move(id)); },
             [this] { return health_of(tenants_.health(), problems()); }, [this] { return telemetry_.text(); })) {
      surface.house_routes.push_back(std::move(route));
    }
    for (auto& route : web_key_routes(register_)) surface.house_routes.push_back(std::move(route));
    surface.api_parts.insert(surface.api_parts.end(), {house_api(), web_key_api()});
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
    for (const auto& entry : options_.web_keys) {
      auto [tenant, key] = read_for_tenant("web_keys", entry);
      co_await register_.give_web_key(std::move(tenant), std::move(key));
    }
    co_await tenants_.open_all();
    for (const auto& file : options_.tenant_files) co_await deploy_or_tell(file);
    if (!problems_.empty() && !has_somebody()) throw problems_.back();
    const auto port = server_.listen(options_.address, options_.port);
    clients_.never_at(port);
    const auto address = "http://" + net::authority_of(options_.address, port);
    boost::asio::co_spawn(loops_.executor(0), keep_credential_time(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), tenants_.heal(), boost::asio::detached);
    boost::asio::co_spawn(loops_.executor(0), tenants_.fill_indexes(), boost::asio::detached);
    std::ofstream(options_.data + "/address") << address << "\n";
    ready_ = true;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began).count();
    std::printf("frontdesk is at %s/ (console: %s/console/, its key: %s/operator.key; ready after %lld ms)\n",
                address.c_str(), address.c_str(), options_.data.c_str(), static_cast<long long>(ms));
    std::fflush(stdout);
    co_await signals.async_wait(boost::asio::use_awaitable);
    ready_ = false;
    const auto deadline = Deadline::in(clock_, kDrainMax);
    co_await server_.drain(deadline);
    co_await tenants_.drain(deadline);
    time_file_.save(credentials_.time());
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
    return std::ranges::any_of(tenants_.health(),
                               [this](const auto& tenant) { return !tenant.serves || configs_.cached(tenant.id); });
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
    auto* runtime = co_await tenants_.open(tenant_named_in(upload));
    const auto live = co_await configs_.live_version(runtime->store);
    if (live && live->by != kStarter) {
      log_->info("app", "what somebody made live stays; the file was not deployed",
                 Value::object({{"tenant", runtime->store.id().text()}, {"file", path}, {"by", live->by}}));
      co_return;
    }
    const auto deployed = co_await configs_.deploy(runtime->store, std::move(upload));
    if (!deployed) throw refused(deployed.error());
  }

  Task<> prepare(std::shared_ptr<const platform::config::Config> config) {
    auto* runtime = co_await tenants_.open(config->tenant);
    if (config->settings.channels.web) co_await register_.ensure_web_key(config->tenant);
    co_await runtime->brains.prepare(config);
    co_await tenants_.admit(config->tenant);
  }

  Task<dialog::Conversations*> conversations_of(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->conversations;
  }

  Task<store::Tenant*> make_place(TenantId id) {
    auto* runtime = co_await tenants_.open(std::move(id));
    co_return &runtime->store;
  }

  Task<store::Tenant*> find_place(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->store;
  }

  Task<dialog::Guardian*> guardian_of(TenantId id) {
    auto* runtime = co_await tenants_.find(std::move(id));
    co_return &runtime->guardian;
  }

  Task<> make_tenant(TenantId id) { co_await tenants_.open(std::move(id)); }

  std::optional<platform::Caller> visitor_for(std::string_view key) const {
    const auto tenant = register_.tenant_of(key);
    const auto config = tenant ? configs_.cached(*tenant) : nullptr;
    // Whoever comes to a tenant that is out of service is told that, and not that their key is wrong.
    const bool has_channel = config && config->settings.channels.web;
    if (!has_channel && !(tenant && tenants_.is_out_of_service(*tenant))) return std::nullopt;
    return platform::Caller{*tenant, "visitor", rights_.of(platform::Role::page)};
  }

  bool shows_trace(const TenantId& tenant) const {
    const auto config = configs_.cached(tenant);
    return config && config->settings.channels.web && config->settings.channels.web->show_trace;
  }

  std::vector<gateway::TenantEntry> tenant_entries() const {
    std::vector<gateway::TenantEntry> entries;
    for (const auto& id : tenants_.all()) {
      const auto config = configs_.cached(id);
      entries.push_back({id, config && !config->settings.name.empty() ? config->settings.name : id.text()});
    }
    return entries;
  }

  const Options& options_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Files> files_;
  net::Loops loops_;
  platform::SecretsFile secrets_;
  HouseDatabase house_;
  store::Database* database_ = house_.database.get();
  platform::Register register_;
  TenantClients clients_;
  platform::Breakers breakers_;
  platform::LookUps look_ups_;
  ai::FindRecording recordings_;
  Pool pool_;
  platform::Usage usage_;
  BrainMaker maker_;
  platform::config::ConfigStore configs_;
  Tenants tenants_;
  gateway::Fingerprints fingerprints_;
  std::string operator_key_;
  gateway::CredentialTimeFile time_file_;
  platform::Rights rights_{all_grants()};
  gateway::Credentials credentials_;
  gateway::SignIn sign_in_;
  std::vector<platform::Engine> engines_;
  std::atomic<bool> ready_ = false;
  std::vector<Error> problems_;  // found before the server was ready
  platform::Telemetry telemetry_{[this] { return gauges_of(tenants_.health(), *database_); }};
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
