// The judge `isolation` (R11): three tenants' files are changed at random, with each other's names, keys, secrets,
// endpoints and bases, and checked, deployed, rolled back; the house is restarted; operators give and retire keys. A
// small model says whose each thing is. Nothing of one tenant may reach another: not a visitor by a key, not a secret
// on a request (a double of resolver and network sees them all), not an address the operator did not allow, not a
// canary in findings, answers or log. --broken: keys belong to whoever asked last, and secrets to whoever names them.
#include <set>

#include "ai/config.h"
#include "base/describe.h"
#include "base/json.h"
#include "base/memory_files.h"
#include "dialog/sections.h"
#include "judges/judge.h"
#include "net/memory_transport.h"
#include "platform/address_guard.h"
#include "platform/config/config_store.h"
#include "platform/http_tool.h"
#include "platform/module.h"
#include "platform/register.h"
#include "store/sqlite.h"
#include "support/arguments.h"
#include "support/run_simulated.h"

namespace frontdesk {
namespace {

namespace config = platform::config;

constexpr std::uint16_t kOwnPort = 8080;
constexpr int kEditsOfAWorld = 250;
const std::vector<std::string> kTenants = {"anna", "ben", "carla"};

std::string upper(std::string text) {
  for (auto& c : text) c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// Each tenant has a secret OWN of its own name and one SHARED that all have under one name; the operator keeps OPS and
// lends LENT to the first tenant. The values are canaries.
std::string secret_of(std::string_view tenant, std::string_view name) {
  return fmt::format("canary-secret-{}-{}", tenant, name);
}

Value secrets_table() {
  ObjectBuilder tenants;
  for (const auto& tenant : kTenants) {
    const auto own = "OWN_" + upper(tenant);
    const auto hosts = Value::list({tenant + ".example", "shared.example"});
    tenants.set(Value(tenant),
                Value::object({{own, Value::object({{"value", secret_of(tenant, own)}, {"hosts", hosts}})},
                               {"SHARED", Value::object({{"value", secret_of(tenant, "SHARED")}, {"hosts", hosts}})}}));
  }
  const auto lent = Value::object({{kTenants[0], Value::list({"lent.example"})}});
  return Value::object(
      {{"tenants", tenants.build()},
       {"operator",
        Value::object({{"OPS", Value::object({{"value", secret_of("operator", "OPS")}})},
                       {"LENT", Value::object({{"value", secret_of("operator", "LENT")}, {"lent", lent}})}})}});
}

// Whether the rule lets this tenant send this canary to this host over TLS on port 443.
bool may_send(const std::string& tenant, std::string_view canary, const Endpoint& to) {
  if (!to.tls || to.port != 443) return false;
  const bool is_own = canary == secret_of(tenant, "OWN_" + upper(tenant)) || canary == secret_of(tenant, "SHARED");
  if (is_own) return to.host == tenant + ".example" || to.host == "shared.example";
  return canary == secret_of("operator", "LENT") && tenant == kTenants[0] && to.host == "lent.example";
}

// What the operator allows: one port of this machine each, and a host of the private network for the first.
std::vector<platform::HostAndPort> allowed_for(const std::string& tenant) {
  const auto number = std::ranges::find(kTenants, tenant) - kTenants.begin();
  std::vector<platform::HostAndPort> allowed{{"127.0.0.1", static_cast<std::uint16_t>(9000 + number)},
                                             {"127.0.0.1", kOwnPort}};
  if (number == 0) allowed.push_back({"office.lan", 9443});
  return allowed;
}

bool may_reach(const std::string& tenant, const Endpoint& asked, const std::string& address) {
  if (address == "93.184.216.34") return true;
  if (asked.port == kOwnPort || (address != "127.0.0.1" && address != "10.0.0.5")) return false;
  return std::ranges::any_of(allowed_for(tenant), [&](const auto& place) { return place.is_of(asked); });
}

std::string resolved(const std::string& host) {
  if (host == "127.0.0.1" || host == "localhost" || host == "2130706433" || host == "rebound.example") {
    return "127.0.0.1";
  }
  if (host == "office.lan") return "10.0.0.5";
  if (host == "meta.example") return "169.254.169.254";
  if (host == "::1" || host == "::ffff:127.0.0.1" || host == "0.0.0.0") return host;
  return "93.184.216.34";
}

// One tenant's line to the network. Looks names up in a table, asks the guard, and remembers what went out.
class Line final : public Transport {
 public:
  struct Sent {
    Endpoint to;
    std::string address;
    std::string bytes;
  };

  Line(const std::string& tenant, Clock& clock)
      : guard_(platform::guard_for(allowed_for(tenant), [] { return kOwnPort; })), network_(clock) {}

  Task<std::unique_ptr<Connection>> connect(Endpoint endpoint, Deadline deadline) override {
    const auto address = resolved(endpoint.host);
    if (const auto why = guard_(endpoint, address); !why.empty()) {
      throw Error(Kind::forbidden, "net/address-refused", fmt::format("{} ({})", endpoint.host, why));
    }
    network_.serve(endpoint.host, endpoint.port, [this, endpoint, address](net::Request request) {
      return answer(endpoint, address, std::move(request));
    });
    return network_.connect(std::move(endpoint), deadline);
  }

  std::vector<Sent> take() { return std::exchange(sent_, {}); }

 private:
  Task<net::Response> answer(Endpoint to, std::string address, net::Request request) {
    std::string bytes = request.body;
    for (const auto& header : request.headers.all()) bytes += "\n" + header.name + ": " + header.value;
    sent_.push_back({std::move(to), std::move(address), std::move(bytes)});
    co_return net::Response::json(200, R"({"ok":true})");
  }

  net::AddressGuard guard_;
  net::MemoryTransport network_;
  std::vector<Sent> sent_;
};

class Heard final : public Log {
 public:
  void write(Level, std::string_view area, std::string_view what, const Value& fields) override {
    text_ += fmt::format("{} {} {}\n", area, what, json::print(fields));
  }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

// As it was before secrets had owners: whoever names one gets it.
class NobodysSecrets final : public platform::Secrets {
 public:
  std::string resolve(const TenantId&, std::string_view reference, std::string_view) const override {
    const auto table = secrets_table();
    const auto name = reference.substr(std::string_view("secret:").size());
    for (const auto& tenant : table["tenants"].members()) {
      if (tenant.value.contains(name)) return std::string(tenant.value[name]["value"].text());
    }
    if (table["operator"].contains(name)) return std::string(table["operator"][name]["value"].text());
    throw Error(Kind::unavailable, "secrets/missing", "There is none.");
  }
};

struct ToolText {
  std::string name, endpoint, secret;
};

// A tenant's file as its owner writes it at the moment.
struct FileText {
  std::string client_id, key, canary;
  bool extends = false;
  std::vector<ToolText> tools;

  std::string print() const {
    std::string yaml = fmt::format("schema_version: 1\nclient_id: {}\nname: {}\n", client_id, canary);
    if (extends) yaml += "extends: base.yaml\n";
    yaml += key.empty() ? "channels: {web: {title: Hello}}\n" : fmt::format("channels: {{web: {{key: {}}}}}\n", key);
    yaml += "models: [{provider: recorded}]\nescalation_rules: [{id: lost, when: {repair: 3}}]\ntools:\n";
    for (const auto& tool : tools) {
      yaml += fmt::format(
          "  - {{name: {}, description: A tool., endpoint: \"{}\", effect: read, retry: {{attempts: 1}}, "
          "input_schema: {{type: object}}",
          tool.name, tool.endpoint);
      if (!tool.secret.empty()) yaml += fmt::format(", auth: {{bearer: \"secret:{}\"}}", tool.secret);
      yaml += "}\n";
    }
    return yaml;
  }
};

struct Count {
  int edits = 0, deployed = 0, rolled_back = 0, restarts = 0, sent = 0, with_secret = 0, refused = 0;
  std::map<std::string, int> crossings;
  std::vector<std::string> told;  // the first ones, in words
};

// One house with three tenants, from one seed.
class World {
 public:
  World(std::uint64_t seed, bool is_broken, Count& count) : random_(seed), is_broken_(is_broken), count_(count) {
    secrets_ = is_broken ? std::make_unique<NobodysSecrets>() : platform::fixed_secrets(secrets_table());
    for (const auto& tenant : kTenants) {
      files_text_[tenant] = {tenant,
                             "",
                             "canary-file-" + tenant,
                             false,
                             {{"first", "https://" + tenant + ".example/t", "OWN_" + upper(tenant)}}};
      lines_.emplace(tenant, std::make_unique<Line>(tenant, clock_));
    }
    start();
  }

  void run(int edits) {
    for (int i = 0; i < edits; ++i, ++count_.edits) {
      const auto tenant = one_of(kTenants);
      const auto before = files_text_[tenant];
      edit(files_text_[tenant]);
      // Mostly taken back where it was refused, so that faults do not pile up until nothing is deployed any more.
      if (!check_and_deploy(tenant) && !chance(4)) files_text_[tenant] = before;
      if (chance(10)) roll_back(tenant);
      if (chance(10)) operator_gives_a_key(tenant);
      if (chance(25)) operator_retires_a_key(tenant);
      if (chance(50)) restart();
      call_tools(tenant);
      sign_in_by_every_key();
      look_for_secrets("log", log_.take(), "");
    }
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_.next() % limit; }
  bool chance(std::uint64_t one_in) { return below(one_in) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  template <class T>
  T run_now(Task<T> task) {
    return support::run_simulated(loop_, clock_, std::move(task));
  }
  void run_now(Task<> task) {
    const auto done = [](Task<> inner) -> Task<bool> {
      co_await std::move(inner);
      co_return true;
    };
    run_now(done(std::move(task)));
  }

  void start() {
    database_ = store::open_sqlite({.folder = "data", .writer_threads = 0}, platform::modules(), disk_, log_);
    register_ = std::make_unique<platform::Register>(*database_, clock_, random_);
    run_now(register_->load());
    auto sections = config::platform_sections();
    sections.push_back(ai::models_section());
    for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
    configs_ = std::make_unique<config::ConfigStore>(std::move(sections), secrets_.get(), clock_, log_, pool_,
                                                     platform::Quotas{});
    configs_->before_live([this](std::shared_ptr<const config::Config> config) { return get_ready(config); });
    for (const auto& tenant : kTenants) run_now(configs_->live(place(tenant)));
  }

  void restart() {
    ++count_.restarts;
    configs_.reset();
    register_.reset();
    database_.reset();
    start();
  }

  // As the house does before a version goes live.
  Task<> get_ready(std::shared_ptr<const config::Config> config) {
    co_await register_->add(config->tenant);
    if (config->channels.web) co_await register_->ensure_web_key(config->tenant);
  }

  store::Tenant& place(const std::string& tenant) { return *run_now(database_->open(TenantId::parse(tenant))); }

  void edit(FileText& file) {
    static const std::vector<std::string> kHosts = {
        "https://anna.example/t",    "https://ben.example/t",
        "https://carla.example/t",   "https://shared.example/t",
        "https://lent.example/t",    "https://evil.example/t",
        "http://anna.example/t",     "https://anna.example:8443/t",
        "http://127.0.0.1:9000/t",   "http://127.0.0.1:9001/t",
        "http://127.0.0.1:8080/t",   "http://localhost:8080/t",
        "http://2130706433:9000/",   "http://[::1]:8080/t",
        "https://office.lan:9443/t", "http://rebound.example:9000/",
        "http://meta.example/t",     "http://[::ffff:127.0.0.1]:9000/",
        "http://0.0.0.0:8080/t",     "https://evil.example/?https://anna.example"};
    static const std::vector<std::string> kSecrets = {"OWN_ANNA", "OWN_BEN", "OWN_CARLA", "SHARED",
                                                      "OPS",      "LENT",    "NONE",      ""};
    static const std::vector<std::string> kIds = {"anna", "ben", "carla", "_operator", "operator", "../ben"};
    auto& tool = file.tools[below(file.tools.size())];
    switch (below(8)) {
      case 0:
      case 1:
        tool.endpoint = one_of(kHosts);
        break;
      case 2:
      case 3:
        tool.secret = one_of(kSecrets);
        break;
      case 4:
        file.client_id = chance(2) ? one_of(kIds) : file.canary.substr(std::string_view("canary-file-").size());
        break;
      case 5:
        file.key = chance(3) && !keys_.empty() ? std::next(keys_.begin(), below(keys_.size()))->first : "";
        break;
      case 6:
        file.extends = chance(3);
        break;
      default:
        if (file.tools.size() < 3) {
          file.tools.push_back({fmt::format("tool_{}", below(3)), one_of(kHosts), one_of(kSecrets)});
        } else {
          file.tools.pop_back();
        }
    }
  }

  config::Upload upload_of(const std::string& tenant) {
    config::Upload upload{{"file.yaml", files_text_[tenant].print()}, {}, "", tenant};
    if (!files_text_[tenant].extends) return upload;
    auto base = files_text_[one_of(kTenants)];  // what anybody could have got hold of
    base.extends = false;
    base.canary = "base";
    upload.bases.push_back({"base.yaml", base.print()});
    return upload;
  }

  bool check_and_deploy(const std::string& tenant) {
    const auto upload = upload_of(tenant);
    const auto findings = run_now(configs_->check(TenantId::parse(tenant), upload));
    look_for_canaries("findings", json::print(to_value(findings)), tenant);
    look_for_an_oracle(tenant, upload, findings);
    const auto deployed = run_now(configs_->deploy(place(tenant), upload));
    if (!deployed) {
      ++count_.refused;
      return false;
    }
    ++count_.deployed;
    hashes_.push_back({tenant, deployed->version.hash});
    if (const auto stored = run_now(configs_->version(place(tenant), deployed->version.hash));
        stored.document["client_id"].text() != tenant) {
      cross("files", fmt::format("{} runs a file of {}", tenant, stored.document["client_id"].text()));
    }
    learn_keys(tenant);
    return true;
  }

  // What is said of another's secret, or of the operator's, is what is said of one that nobody has.
  void look_for_an_oracle(const std::string& tenant, config::Upload upload, std::vector<config::Finding> findings) {
    const auto unknown = [](std::string text) {
      for (const auto* name : {"OWN_ANNA", "OWN_BEN", "OWN_CARLA", "OPS", "LENT"}) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
          text.replace(at, std::string_view(name).size(), "NONE");
        }
      }
      return text;
    };
    // The tenant's own stays what it is, so only files without it are compared.
    auto own = std::set<std::string>{"OWN_" + upper(tenant)};
    if (tenant == kTenants[0]) own.insert("LENT");
    for (const auto& name : own) {
      if (upload.file.bytes.find(name) != std::string::npos) return;
      for (const auto& base : upload.bases) {
        if (base.bytes.find(name) != std::string::npos) return;
      }
    }
    upload.file.bytes = unknown(upload.file.bytes);
    for (auto& base : upload.bases) base.bytes = unknown(base.bytes);
    const auto of_nobodys = run_now(configs_->check(TenantId::parse(tenant), std::move(upload)));
    const auto strip = [&](std::vector<config::Finding> list) {
      std::string all;
      for (const auto& one : list) all += unknown(one.pointer + one.problem + one.remedy) + "\n";
      return all;
    };
    if (strip(findings) != strip(of_nobodys)) cross("oracle", tenant + " learns whether a secret exists");
  }

  void roll_back(const std::string& tenant) {
    if (hashes_.empty()) return;
    const auto [owner, hash] = one_of(hashes_);
    try {
      const auto version = run_now(configs_->rollback(place(tenant), hash, tenant));
      if (!version) return void(++count_.refused);
      if (owner != tenant && !has_version(tenant, hash)) cross("files", tenant + " runs a version of " + owner);
      ++count_.rolled_back;
    } catch (const Error& error) {
      look_for_canaries("answers", error.detail, tenant);
    }
  }

  bool has_version(const std::string& tenant, const std::string& hash) const {
    return std::ranges::find(hashes_, std::pair(tenant, hash)) != hashes_.end();
  }

  // ---- keys: the model says whose each is, for good ----

  void learn_keys(const std::string& tenant) {
    for (const auto& key : register_->web_keys(TenantId::parse(tenant))) {
      const auto [known, is_new] = keys_.try_emplace(key, tenant);
      if (known->second != tenant)
        cross("keys", fmt::format("{} was {}'s and is listed for {}", key, known->second, tenant));
      retired_.erase(key);
    }
  }

  void operator_gives_a_key(const std::string& tenant) {
    const bool takes_a_known_one = !keys_.empty() && chance(2);
    const auto key = takes_a_known_one ? std::next(keys_.begin(), below(keys_.size()))->first
                                       : fmt::format("pk_given_{}", below(1'000'000));
    try {
      run_now(register_->give_web_key(TenantId::parse(tenant), key));
      keys_.try_emplace(key, tenant);
      retired_.erase(key);
    } catch (const Error&) {
      if (!keys_.contains(key) || keys_[key] == tenant) throw;
    }
    last_asked_[key] = tenant;
  }

  void operator_retires_a_key(const std::string& tenant) {
    if (keys_.empty()) return;
    const auto key = std::next(keys_.begin(), below(keys_.size()))->first;
    try {
      run_now(register_->retire_web_key(TenantId::parse(tenant), key));
      if (keys_[key] != tenant) cross("keys", tenant + " retires a key of " + keys_[key]);
      retired_.insert(key);
    } catch (const Error&) {
      if (keys_[key] == tenant) throw;
    }
  }

  std::string signed_in_by(const std::string& key) const {
    if (is_broken_ && last_asked_.contains(key)) return last_asked_.at(key);
    const auto tenant = register_->tenant_of(key);
    return tenant ? tenant->text() : "";
  }

  void sign_in_by_every_key() {
    for (const auto& [key, owner] : keys_) {
      const auto landed = signed_in_by(key);
      const auto expected = retired_.contains(key) ? "" : owner;
      if (landed != expected) {
        cross("visitors", fmt::format("the key of {} leads to \"{}\", not \"{}\"", owner, landed, expected));
      }
    }
  }

  // ---- requests ----

  void call_tools(const std::string& tenant) {
    const auto config = configs_->cached(TenantId::parse(tenant));
    if (!config) return;
    net::Client client(*lines_[tenant], clock_);
    for (const auto& tool : config->tools) {
      platform::Breakers breakers;
      platform::LookUps look_ups;
      const auto action =
          platform::make_http_tool(platform::spec_of(tool), client, clock_, random_, breakers, look_ups, *secrets_);
      try {
        run_now(action.run({.caller = {config->tenant, "run:1", {}},
                            .arguments = Value::object({}),
                            .idempotency_key = "k",
                            .deadline = Deadline::in(clock_, std::chrono::seconds(20))}));
      } catch (const Error& error) {
        look_for_canaries("answers", error.detail, tenant);
      }
    }
    for (const auto& sent : lines_[tenant]->take()) judge_request(tenant, sent);
  }

  void judge_request(const std::string& tenant, const Line::Sent& sent) {
    ++count_.sent;
    if (!may_reach(tenant, sent.to, sent.address)) {
      cross("addresses", fmt::format("{} reached {}:{} at {}", tenant, sent.to.host, sent.to.port, sent.address));
    }
    for (auto at = sent.bytes.find("canary-secret-"); at != std::string::npos;
         at = sent.bytes.find("canary-secret-", at + 1)) {
      const auto canary = sent.bytes.substr(at, sent.bytes.find('\n', at) - at);
      ++count_.with_secret;
      if (!may_send(tenant, canary, sent.to)) {
        cross("secrets", fmt::format("{} sent {} to {}:{}", tenant, canary, sent.to.host, sent.to.port));
      }
    }
  }

  // ---- canaries ----

  void look_for_secrets(const std::string& where, const std::string& text, const std::string& tenant) {
    if (text.find("canary-secret-") != std::string::npos) cross("secrets", where + " of " + tenant + " shows a secret");
  }

  void look_for_canaries(const std::string& where, const std::string& text, const std::string& tenant) {
    look_for_secrets(where, text, tenant);
    for (const auto& other : kTenants) {
      if (other != tenant && text.find("canary-file-" + other) != std::string::npos) {
        cross("files", fmt::format("{} of {} show a file of {}", where, tenant, other));
      }
    }
  }

  void cross(const std::string& what, const std::string& words) {
    ++count_.crossings[what];
    if (count_.told.size() < 10) count_.told.push_back(fmt::format("{}: {}", what, words));
  }

  boost::asio::io_context loop_{1};
  MemoryFiles disk_;
  Heard log_;
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  SeededRandom random_;
  Pool pool_{clock_, {}};
  const bool is_broken_;
  Count& count_;
  std::unique_ptr<platform::Secrets> secrets_;
  std::map<std::string, FileText> files_text_;
  std::map<std::string, std::unique_ptr<Line>> lines_;
  std::map<std::string, std::string> keys_;  // whose each key is
  std::map<std::string, std::string> last_asked_;
  std::set<std::string> retired_;
  std::vector<std::pair<std::string, std::string>> hashes_;  // of which tenant's deployments
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<platform::Register> register_;
  std::unique_ptr<config::ConfigStore> configs_;
};

int judge_isolation(const support::Arguments& arguments) {
  const auto edits = static_cast<int>(arguments.number("--edits", 10'000));
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  Count count;
  for (int done = 0, i = 0; done < edits; ++i) {
    const auto next = std::min(kEditsOfAWorld, edits - done);
    World(seed + static_cast<std::uint64_t>(i), arguments.has("--broken"), count).run(next);
    done += next;
  }
  int crossings = 0;
  for (const auto& [what, times] : count.crossings) {
    crossings += times;
    fmt::print("isolation: {} across: {}\n", what, times);
  }
  for (const auto& words : count.told) fmt::print("isolation: {}\n", words);
  fmt::print(
      "isolation: {} edits from seed {}: {} deployed, {} refused, {} rolled back, {} restarts; {} requests went out, "
      "{} "
      "with a secret\n",
      count.edits, seed, count.deployed, count.refused, count.rolled_back, count.restarts, count.sent,
      count.with_secret);
  // A judge that let nothing through would prove nothing.
  const bool has_seen = count.deployed > edits / 40 && count.sent > 0 && count.with_secret > 0;
  fmt::print("isolation: {} crossings in {} edits (bar 0)\n", crossings, count.edits);
  return crossings == 0 && has_seen ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk

int main(int count, char** words) {
  try {
    return frontdesk::judge_isolation({count, words, {"--edits", "--seed", "--data"}, {"--broken"}});
  } catch (const std::exception& error) {
    fmt::print(stderr, "isolation: {}\n", error.what());
    return 2;
  }
}
