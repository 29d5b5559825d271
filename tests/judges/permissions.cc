// The judge `permissions`: every operation of the API is called over HTTP in the name of each role, for a tenant and
// without one, and is refused exactly where tests/judges/expectations/permissions.txt does not name the role.
//   --broken: one grant is another one. --pin prints the table as it is.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "app/bounces.h"
#include "app/engines.h"
#include "app/house_routes.h"
#include "app/operator_audit.h"
#include "app/web_key_routes.h"
#include "base/error.h"
#include "gateway/sessions.h"
#include "kit/engine_kit.h"
#include "store/sqlite.h"

namespace frontdesk {
namespace {

using platform::Role;
using support::EngineKit;
using support::Who;

const std::string kWithout = "without a tenant";

// Whom a row names: "viewer", and "viewer without a tenant".
using Row = std::set<std::string>;
using Table = std::map<std::string, Row>;

std::string word_of(Role role) { return boost::describe::enum_to_string(role, ""); }

std::vector<Who> everybody() {
  std::vector<Who> all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto each) {
    if (each.value == Role::bot) return;  // never signs in
    all.push_back({each.value, "acme"});
    if (each.value != Role::page && each.value != Role::visitor) all.push_back({each.value, ""});
  });
  return all;
}

std::string name_of(const Who& who) { return word_of(who.role) + (who.tenant.empty() ? " " + kWithout : ""); }

template <class T>
std::function<Task<T*>(TenantId)> nobody() {
  return [](TenantId) -> Task<T*> {
    throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
    co_return nullptr;
  };
}

// The whole API with people behind it, and nothing else.
class WholeHouse {
 public:
  explicit WholeHouse(bool broken) {
    std::vector<platform::Facts> facts;
    for (const auto& entry : app::all_engines()) facts.push_back(entry.facts);
    if (broken) break_one(facts);
    kit_.emplace(
        std::move(facts), [this](EngineKit& kit) { return engines(kit); },
        [](gateway::Surface& surface) { add_house(surface); });
  }

  EngineKit& kit() { return *kit_; }

 private:
  static void break_one(std::vector<platform::Facts>& facts) {
    for (auto& each : facts) {
      for (auto& grant : each.grants) {
        if (grant.role != Role::tenant_admin) continue;
        grant.role = Role::viewer;
        return;
      }
    }
  }

  std::vector<platform::Engine> engines(EngineKit& kit) {
    configs_.emplace(app::all_sections(), nullptr, kit.clock, *kit.log, kit.pool);
    usage_.emplace(kit.clock, platform::Quotas{}, [](const TenantId&) { return std::uint64_t{0}; });
    shelf_.emplace(disk_, "files", kit.pool, kit.clock, kit.random);
    library_.emplace(*shelf_, *usage_, kit.random, nullptr);
    const app::House house{
        .clock = kit.clock,
        .random = kit.random,
        .log = *kit.log,
        .pool = kit.pool,
        .configs = *configs_,
        .make_place = nobody<store::Tenant>(),
        .find_place = nobody<store::Tenant>(),
        .place = nobody<platform::Place>(),
        .actions = kit.actions,
        .colleagues = {.name_of = [](const std::string& principal) { return principal; },
                       .find = {},
                       .is_same_person = std::equal_to<std::string>(),
                       .who_may = {}},
        .console = {},
        .registered = registered(),
        .keeping = {},
        .conversations = nobody<dialog::Conversations>(),
        .guardian = nobody<dialog::Guardian>(),
        .web_keys = [](const TenantId&) { return std::vector<std::string>(); },
        .visitor_token = [](const TenantId&, const std::string&) { return std::string(); },
        .train = {},
        .library = &*library_,
    };
    std::vector<platform::Engine> all;
    for (const auto& entry : app::all_engines()) all.push_back(entry.make(house));
    return all;
  }

  // One that knows nobody.
  static platform::Register& registered() {
    static MemoryFiles files;
    static const auto log = silent_log();
    static SystemClock clock;
    static SystemRandom random;
    static const auto database =
        store::open_sqlite({.folder = "data", .writer_threads = 0}, app::all_modules(), files, *log);
    static platform::Register registered(*database, clock, random);
    return registered;
  }

  static void add_house(gateway::Surface& surface) {
    const auto health = [] {
      return Value::object({{"state", "well"}, {"tenants", Value::list()}, {"problems", Value::list()}});
    };
    for (auto& route : app::house_routes(Value::object(), {}, health, [] { return std::string(); }))
      surface.house_routes.push_back(std::move(route));
    for (auto& route : app::web_key_routes(registered(), [](auto&&...) {}))
      surface.house_routes.push_back(std::move(route));
    const auto verify = [](std::optional<platform::audit::Head>) -> Task<app::HouseVerdict> {
      co_return app::HouseVerdict{};
    };
    for (auto& route : app::operator_audit_routes(verify)) surface.house_routes.push_back(std::move(route));
    for (auto& route : app::bounce_routes(nobody<platform::Place>(), {}))
      surface.house_routes.push_back(std::move(route));
    surface.api_parts.insert(surface.api_parts.end(),
                             {app::house_api(), app::web_key_api(), app::operator_audit_api(), app::bounce_api()});
  }

  MemoryFiles disk_;
  std::optional<platform::Usage> usage_;
  std::optional<platform::files::Shelf> shelf_;
  std::optional<platform::files::Library> library_;
  std::optional<platform::config::ConfigStore> configs_;
  std::optional<EngineKit> kit_;
};

bool is_refused(const net::Response& response) {
  if (response.status != 403) return false;
  const auto slug = EngineKit::slug(response);
  return slug == "sign-in/not-permitted" || slug == "sign-in/operators-only";
}

// Calls an operation in each name; whoever was not refused is in the row. What came back may be any other answer.
Row walk(EngineKit& kit, const std::string& operation) {
  const auto method = operation.substr(0, operation.find(' '));
  auto target = operation.substr(method.size() + 1);
  for (auto at = target.find('{'); at != std::string::npos; at = target.find('{'))
    target.replace(at, target.find('}') + 1 - at, "x");
  Row row;
  for (const auto& who : everybody()) {
    const auto response = kit.send(who, method, target);
    if (response.status == 401) row.insert(name_of(who) + " is not known");
    if (!is_refused(response)) row.insert(name_of(who));
  }
  return row;
}

// The words of the table that stand for many names.
std::map<std::string, Row> groups() {
  std::map<std::string, Row> groups;
  for (const auto& who : everybody()) {
    groups["everybody"].insert(name_of(who));
    if (who.role != Role::page && who.role != Role::visitor) groups["every user"].insert(name_of(who));
  }
  groups["nobody"] = {};
  return groups;
}

std::string line_of(const Row& row) {
  for (const auto& [word, names] : groups())
    if (names == row) return word;
  return fmt::format("{}", fmt::join(row, ", "));
}

Table read_table(const std::string& path) {
  const auto known = groups();
  Table table;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto sign = line.find(": ");
    if (line.empty() || line.starts_with('#') || sign == std::string::npos) continue;
    auto& row = table[line.substr(0, sign)];
    const auto names = line.substr(sign + 2);
    if (const auto group = known.find(names); group != known.end()) {
      row = group->second;
      continue;
    }
    std::istringstream words(names);
    for (std::string name; std::getline(words >> std::ws, name, ',');) row.insert(name);
  }
  return table;
}

// What stands above the table; what is pinned has it, too, and may be put in its place as it is printed.
void print_head(const std::string& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line) && line.starts_with('#');) std::printf("%s\n", line.c_str());
}

int judge(bool broken, bool pin) {
  WholeHouse house(broken);
  const std::string path = FRONTDESK_SOURCE_DIR "/tests/judges/expectations/permissions.txt";
  const auto table = read_table(path);
  if (pin) print_head(path);
  int calls = 0, wrong = 0, without_row = 0;
  for (const auto& operation : house.kit().operations()) {
    const auto row = walk(house.kit(), operation);
    if (pin) {
      std::printf("%s: %s\n", operation.c_str(), line_of(row).c_str());
      continue;
    }
    calls += static_cast<int>(everybody().size());
    const auto expected = table.find(operation);
    if (expected == table.end()) {
      ++without_row;
      std::printf("%s has no row\n", operation.c_str());
    } else if (expected->second != row) {
      ++wrong;
      std::printf("%s is open to: %s\n  and should be to: %s\n", operation.c_str(), line_of(row).c_str(),
                  line_of(expected->second).c_str());
    }
  }
  if (pin) return 0;
  const auto gone = table.size() - (house.kit().operations().size() - static_cast<std::size_t>(without_row));
  std::printf(
      "permissions: %d wrong of %zu operations in %d calls, %d without a row, %zu rows without an operation (bar 0)\n",
      wrong, house.kit().operations().size(), calls, without_row, gone);
  return wrong + without_row + static_cast<int>(gone) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk

int main(int count, char** values) {
  const auto has = [&](std::string_view word) { return std::find(values, values + count, word) != values + count; };
  return frontdesk::judge(has("--broken"), has("--pin"));
}
