// Each file of a data folder missing, empty, cut, put back as it was earlier, with one bit flipped or one row changed:
// after a stop and after a kill. The server must start, name the damage in its log and its health and serve the other
// tenants, or, where the file is its own, refuse to start and name it. With --broken the folder is accepted as it is
// before the start, so that nothing can be noticed.

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "base/json.h"
#include "store/connection.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "support/product.h"

using namespace frontdesk;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kTenants{"alpha", "beta", "gamma"};

std::string tenant_yaml(const std::string& id, std::string_view greeting) {
  return fmt::format(R"(schema_version: 1
client_id: {0}
use_case_id: {0}
name: {0}
system_prompt: {1}
channels: {{web: {{}}}}
escalation_rules: [{{id: lost, when: {{repair: 20}}, queue: people}}]
)",
                     id, greeting);
}

void put_file(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

struct Talk {
  std::string tenant;
  std::string id;
  std::string token;
  int next = 0;
  std::vector<std::string> said{};  // "role text", as it was when the server ended
};

// A data folder as a stop or a kill left it, with what had been acknowledged by then.
struct Scene {
  std::string name;
  fs::path folder;
  std::vector<fs::path> earlier;  // the same folder at earlier times, the newest last
  std::vector<Talk> talks;
};

struct Case {
  const Scene* scene;
  std::string file;  // below the data folder
  std::string damage;
  std::string tenant;  // whose file it is; empty: the server's own
  std::function<void(const fs::path& data)> apply;
};

enum class Verdict { caught, without_effect, missed };

void pause() {
  timespec wait{0, 10'000'000};
  nanosleep(&wait, nullptr);
}

std::vector<std::string> messages_of(support::Api& api, const Talk& talk) {
  std::vector<std::string> said;
  const auto page = api.get(fmt::format("/v1/conversations/{}/messages?limit=1000", talk.id), talk.token);
  for (const auto& message : page.body["items"].items())
    said.push_back(fmt::format("{} {}", message["role"].text(), message["text"].text()));
  return said;
}

std::string status_of(support::Api& api, const Talk& talk) {
  return std::string(api.get("/v1/conversations/" + talk.id, talk.token).body["status"].text());
}

bool send(support::Api& api, Talk& talk) {
  const auto id = fmt::format("m{}", talk.next++);
  const auto answer = api.post("/v1/conversations/" + talk.id + "/messages",
                               Value::object({{"id", id}, {"text", "hello " + id}}), talk.token);
  return answer.status == 202;
}

// Sends one message and waits for the bot's answer to it.
void converse(support::Api& api, Talk& talk) {
  const auto before = messages_of(api, talk).size();
  if (!send(api, talk)) throw std::runtime_error("a message was refused by an undamaged server");
  for (int i = 0; i < 1'000; ++i, pause()) {
    talk.said = messages_of(api, talk);
    if (talk.said.size() >= before + 2 && talk.said.back().starts_with("bot")) return;
    if (talk.said.size() > before && status_of(api, talk) != "bot") return;  // a person has it
  }
  throw std::runtime_error("a message was never answered by an undamaged server");
}

class Judge {
 public:
  Judge(std::uint64_t seed, bool broken) : random_(seed), broken_(broken) {}

  int run(std::size_t most) {
    make_scenes();
    std::vector<Case> cases;
    for (const auto& scene : scenes_) add_cases(scene, cases);
    std::ranges::shuffle(cases, random_);
    if (most > 0 && cases.size() > most) cases.resize(most);
    for (const auto& one : cases) judge(one);
    return report(cases.size());
  }

 private:
  fs::path at(const std::string& name) const { return fs::path(folder_.path()) / name; }
  fs::path keep(const std::string& name) const {
    fs::copy(at("data"), at(name), fs::copy_options::recursive);
    return at(name);
  }

  // A server with three tenants that is stopped twice and then killed, with conversations before each.
  void make_scenes() {
    std::vector<std::string> flags;
    for (const auto& tenant : kTenants) {
      put_file(at(tenant + ".yaml"), tenant_yaml(tenant, "Be kind."));
      flags.insert(flags.end(), {"--tenant-file", at(tenant + ".yaml"), "--web-key", tenant + "=pk_" + tenant});
    }
    fs::create_directories(at("data"));
    put_secrets("one");
    support::Product product(at("data"), "", flags);
    product.start();
    std::vector<Talk> talks;
    for (const auto& tenant : kTenants) {
      support::Api api(product.address(), "pk_" + tenant);
      for (int i = 0; i < 2; ++i) {
        const auto made = api.post("/v1/conversations", Value::object({{"channel", "web"}}));
        if (made.status != 201) throw std::runtime_error("no conversation: " + made.text);
        talks.push_back({tenant, std::string(made.body["id"].text()), std::string(made.body["token"].text())});
      }
    }
    converse_all(product, talks);
    product.stop();
    const auto first = keep("first");

    put_secrets("two");
    for (const auto& tenant : kTenants) put_file(at(tenant + ".yaml"), tenant_yaml(tenant, "Be brief."));
    product.start();
    converse_all(product, talks);
    product.stop();
    const auto stopped = keep("stopped");
    scenes_.push_back({"stopped", stopped, {first}, talks});

    product.start();
    converse_all(product, talks);
    const auto running = keep("running");  // files copied from under a running server
    converse_all(product, talks);
    product.kill();
    scenes_.push_back({"killed", keep("killed"), {first, stopped, running}, talks});
  }

  void put_secrets(std::string_view value) {
    put_file(at("data/secrets.json"), fmt::format(R"({{"operator":{{"KEY":{{"value":"{}"}}}}}})", value));
    ::chmod(at("data/secrets.json").c_str(), 0600);
  }

  static void converse_all(support::Product& product, std::vector<Talk>& talks) {
    support::Api api(product.address());
    for (auto& talk : talks) {
      converse(api, talk);
      converse(api, talk);
    }
  }

  // ---- the damages ----

  void add_cases(const Scene& scene, std::vector<Case>& cases) {
    for (const auto& entry : fs::recursive_directory_iterator(scene.folder)) {
      if (!entry.is_regular_file()) continue;
      const auto file = fs::relative(entry.path(), scene.folder).string();
      add_damages_of_bytes(scene, file, cases);
      if (file.ends_with(".db") && !tenant_in(file).empty()) add_damages_of_rows(scene, file, cases);
    }
  }

  static std::string tenant_in(const std::string& file) {
    const auto name = fs::path(file).filename().string();
    const auto tenant = name.substr(0, name.find('.'));
    return std::ranges::find(kTenants, tenant) == kTenants.end() ? "" : tenant;
  }

  void add_damages_of_bytes(const Scene& scene, const std::string& file, std::vector<Case>& cases) {
    const auto tenant = tenant_in(file);
    const auto whole = support::read_file(scene.folder / file);
    const auto add = [&](std::string damage, std::function<void(const fs::path&)> apply) {
      cases.push_back({&scene, file, std::move(damage), tenant, std::move(apply)});
    };
    const auto rewrite = [&](std::string damage, std::string bytes) {
      add(std::move(damage), [file, bytes](const fs::path& data) { put_file(data / file, bytes); });
    };
    add("missing", [file](const fs::path& data) { fs::remove(data / file); });
    rewrite("empty", "");
    rewrite("cut", whole.substr(0, whole.size() / 2));
    for (const auto& earlier : scene.earlier) {
      if (!fs::exists(earlier / file)) continue;
      const auto older = support::read_file(earlier / file);
      if (older != whole) rewrite("as in " + earlier.filename().string(), older);
    }
    for (int i = 0; i < 4 && !whole.empty(); ++i) {
      const auto bit = random_() % (whole.size() * 8);
      auto bytes = whole;
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
      rewrite(fmt::format("bit {} flipped", bit), bytes);
    }
    if (file == "operator.key" || file == "server.secret")
      add("open to others", [file](const fs::path& data) { ::chmod((data / file).c_str(), 0644); });
  }

  void add_damages_of_rows(const Scene& scene, const std::string& file, std::vector<Case>& cases) {
    const std::pair<const char*, const char*> changes[] = {
        {"one record gone", "DELETE FROM journal WHERE id = (SELECT max(id) / 2 FROM journal)"},
        {"the last record gone", "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)"},
        {"one thread gone", "DELETE FROM threads WHERE id = 1"},
        {"one delivery gone", "DELETE FROM deliveries WHERE rowid = 1"},
        {"one conversation gone",
         "DELETE FROM conversations WHERE id = (SELECT id FROM conversations ORDER BY id LIMIT 1)"},
        {"one conversation altered", "UPDATE conversations SET status = 'human'"},
        {"one head moved back",
         "UPDATE threads SET head = (SELECT previous FROM journal WHERE journal.id = threads.head) WHERE id = 1"},
        {"one configuration altered",
         "UPDATE config_versions SET document = replace(document, 'Be brief.', 'Be rude..')"},
        {"another configuration live",
         "UPDATE config_live SET hash = (SELECT hash FROM config_versions WHERE number = 1)"},
        {"one deployment gone", "DELETE FROM config_deployments WHERE number = 2"},
        {"one migration gone", "DELETE FROM migrations WHERE number = 1 AND module = 'graph'"}};
    for (const auto& [name, sql] : changes) {
      cases.push_back({&scene, file, name, tenant_in(file), [file, sql = sql](const fs::path& data) {
                         const auto files = system_files();
                         const store::Vfs vfs(*files);
                         store::Connection connection(vfs, data / file, store::Connection::Role::writer);
                         if (connection.execute({sql}, {}) < 1) throw std::runtime_error("no such row");
                       }});
    }
  }

  // ---- the judging ----

  void judge(const Case& one) {
    fs::remove_all(at("data"));
    fs::remove(at("data.log"));
    fs::copy(one.scene->folder, at("data"), fs::copy_options::recursive);
    one.apply(at("data"));
    if (broken_) accept_all(one);
    std::string why;
    const auto verdict = verdict_of(one, why);
    const auto name = fmt::format("{}: {} {}", one.scene->name, one.file, one.damage);
    if (verdict == Verdict::caught) ++caught_;
    if (verdict == Verdict::without_effect) without_effect_.push_back(name + " (" + why + ")");
    if (verdict == Verdict::missed && !broken_) std::printf("damage: MISSED %s: %s\n", name.c_str(), why.c_str());
  }

  void accept_all(const Case& one) {
    const auto what = one.tenant.empty() ? "fingerprints" : one.tenant;
    support::Child({support::program("frontdesk"), "accept", what, "--data", at("data")}).wait();
  }

  // A log and an anchor belong to their database, and may be named by it.
  static std::string named_by(const std::string& file) {
    const auto name = fs::path(file).filename().string();
    const bool is_of_database =
        file.starts_with("tenants/") && name.find('.') != std::string::npos && name != "frontdesk.lock";
    return is_of_database ? fmt::format("tenants/{}.", name.substr(0, name.find('.'))) : name;
  }

  static Verdict verdict_of_refusal(const Case& one, const std::string& said) {
    const bool names_it = said.find(named_by(one.file)) != std::string::npos;
    return one.tenant.empty() && names_it ? Verdict::caught : Verdict::missed;
  }

  Verdict verdict_of(const Case& one, std::string& why) {
    support::Product product(at("data"), "");
    try {
      product.start();
    } catch (const std::exception& refusal) {
      return verdict_of_refusal(one, why = refusal.what());
    }
    support::Api api(product.address());
    std::map<std::string, bool> whole;
    for (const auto& tenant : kTenants) whole[tenant] = is_whole(api, *one.scene, tenant);
    const auto health = support::Api(product.address(), product.operator_key()).get("/v1/health").body;
    const auto log = support::read_file(product.data() + ".log");
    for (const auto& tenant : kTenants) {
      if (tenant == one.tenant) continue;
      if (!whole[tenant]) return why = tenant + " does not serve, or has lost something", Verdict::missed;
    }
    const auto stem = named_by(one.file);
    if (is_named(health, one.tenant, stem) && log.find(stem) != std::string::npos) return Verdict::caught;
    return verdict_without_notice(one, product, one.tenant.empty() || whole[one.tenant], why);
  }

  static bool is_named(const Value& health, const std::string& tenant, const std::string& stem) {
    if (tenant.empty()) return json::print(health["problems"]).find(stem) != std::string::npos;
    for (const auto& entry : health["tenants"].items()) {
      if (entry["id"].text() == tenant)
        return entry["state"].text() != "serving" && json::print(entry).find(stem) != std::string::npos;
    }
    return false;
  }

  // Nothing was said: right only where nothing came of it.
  Verdict verdict_without_notice(const Case& one, const support::Product& product, bool is_whole, std::string& why) {
    if (one.file == "address") {
      why = "made anew at each start";
      return support::read_file(at("data/address")) == product.address() + "\n" ? Verdict::without_effect
                                                                                : Verdict::missed;
    }
    if (one.file == "tenants/frontdesk.lock") {
      why = "made anew at each start";
      return support::read_file(at("data") / one.file) == std::to_string(product.pid()) ? Verdict::without_effect
                                                                                        : Verdict::missed;
    }
    if (one.file == "credentials.time" && (one.damage == "missing" || one.damage.starts_with("as in"))) {
      why = "the same as in a folder where it was never later; counts only where the clock is put back, too";
      return Verdict::without_effect;
    }
    // The database agrees with its anchor in every page: what was damaged had been moved into it, or was mended from
    // the log, or lies behind the log's end.
    const bool is_in_both = one.file.ends_with("-wal") || (one.scene->name == "killed" && one.file.ends_with(".db"));
    if (is_in_both && is_whole) {
      why = "what is there twice, or is no part of the log; nothing is lost";
      return Verdict::without_effect;
    }
    why = is_whole ? "nothing was said, though all is there" : "lost in silence";
    return Verdict::missed;
  }

  // Whether everything that was acknowledged is there, and the tenant goes on.
  static bool is_whole(support::Api& api, const Scene& scene, const std::string& tenant) {
    for (auto talk : scene.talks) {
      if (talk.tenant != tenant) continue;
      if (messages_of(api, talk) != talk.said || !send(api, talk)) return false;
    }
    return true;
  }

  int report(std::size_t total) const {
    for (const auto& name : without_effect_) std::printf("damage: not counted: %s\n", name.c_str());
    const auto counted = total - without_effect_.size();
    std::printf("damage: %zu/%zu noticed and named, the others serve (bar %zu)\n", caught_, counted, counted);
    return caught_ == counted && counted > 0 ? 0 : 1;
  }

  std::mt19937_64 random_;
  bool broken_;
  support::TemporaryFolder folder_;
  std::vector<Scene> scenes_;
  std::size_t caught_ = 0;
  std::vector<std::string> without_effect_;
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--cases", "--seed", "--data"}, {"--broken"});
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  std::printf("damage: seed %llu\n", static_cast<unsigned long long>(seed));
  try {
    return Judge(seed, arguments.has("--broken")).run(static_cast<std::size_t>(arguments.number("--cases", 0)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "damage: %s\n", error.what());
    return 2;
  }
}
