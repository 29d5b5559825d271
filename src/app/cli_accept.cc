#include "app/cli_accept.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ostream>

#include "base/error.h"
#include "gateway/fingerprints.h"
#include "platform/module.h"
#include "platform/register.h"
#include "store/sqlite.h"

namespace frontdesk::app {
namespace {

constexpr std::string_view kOwnFiles[] = {"operator.key", "server.secret", "audit.key", "webhooks.key", "secrets.json"};

std::string accept_own_file(Files& files, const AcceptArguments& arguments) {
  const auto lock = store::lock_folder(files, arguments.data + "/tenants");
  if (arguments.what == gateway::Fingerprints::kFile) {
    gateway::Fingerprints::begin_anew(files, arguments.data);
    return "The key files of this folder are believed as they are at the next start.";
  }
  gateway::Fingerprints(files, arguments.data, false).forget(arguments.what);
  return files.exists(arguments.data + "/" + arguments.what)
             ? fmt::format("{} is believed as it is at the next start.", arguments.what)
             : fmt::format("{} is given up; the next start makes a new one where it needs one.", arguments.what);
}

// A tenant whose data are gone is not missed at the next start.
Task<> give_up(store::Database& database, TenantId id) {
  SystemClock clock;
  SystemRandom random;
  platform::Register registered(database, clock, random);
  co_await registered.load();
  co_await registered.give_up(std::move(id));
}

void strike_off(Files& files, const std::string& folder, const TenantId& id) {
  if (!files.exists(fmt::format("{}/{}.db", folder, TenantId::of_operator().text()))) return;
  const auto log = silent_log();
  const auto database = store::open_sqlite({.folder = folder, .writer_threads = 0}, platform::modules(), files, *log);
  boost::asio::io_context context(1);
  std::exception_ptr failure;
  boost::asio::co_spawn(context, give_up(*database, id), [&](std::exception_ptr thrown) { failure = thrown; });
  context.run();
  if (failure) std::rethrow_exception(failure);
}

std::string accept_place(Files& files, const std::string& folder, const TenantId& id) {
  auto told = store::accept_place(folder, id, files);
  if (id != TenantId::of_operator() && !files.exists(fmt::format("{}/{}.db", folder, id.text())))
    strike_off(files, folder, id);
  return told;
}

std::string accept(Files& files, const AcceptArguments& arguments) {
  const bool is_own = std::ranges::find(kOwnFiles, arguments.what) != std::end(kOwnFiles);
  if (is_own || arguments.what == gateway::Fingerprints::kFile) return accept_own_file(files, arguments);
  const bool is_operators = arguments.what == TenantId::of_operator().text();
  const auto id = is_operators ? TenantId::of_operator() : TenantId::parse(arguments.what);
  return accept_place(files, arguments.data + "/tenants", id);
}

}  // namespace

int accept_command(const AcceptArguments& arguments, Terminal terminal) {
  try {
    const auto files = system_files();
    if (!files->exists(arguments.data + "/tenants"))
      throw Error(Kind::not_found, "cli/no-data", fmt::format("{} is no data folder of a server.", arguments.data));
    terminal.out << accept(*files, arguments) << "\n";
    return 0;
  } catch (const Error& error) {
    terminal.err << "frontdesk: " << error.detail << "\n";
    return 2;
  }
}

}  // namespace frontdesk::app
