#include "app/cli_tenants.h"

#include <fstream>
#include <functional>
#include <ostream>

#include "app/cli_remote.h"
#include "base/error.h"

namespace frontdesk::app {
namespace {

int guarded(Terminal terminal, const std::function<int()>& command) {
  try {
    return command();
  } catch (const Error& error) {
    terminal.err << "frontdesk: " << error.detail << "\n";
    return 2;
  }
}

std::string path_of(const TenantArguments& arguments, const std::string& verb) {
  return "/v1/tenants/" + net::percent_encode(arguments.id) + "/" + verb;
}

Value changed(const TenantArguments& arguments, const std::string& verb, const Value& body = {}) {
  return Remote(arguments.data).post(path_of(arguments, verb), body);
}

Value because(const TenantArguments& arguments) {
  return arguments.reason.empty() ? Value() : Value::object({{"reason", arguments.reason}});
}

// Whether the last line that came says that it is the last.
class EndWatch {
 public:
  void see(std::string_view piece) {
    tail_ += piece;
    if (tail_.size() > kTailMax) tail_.erase(0, tail_.size() - kTailMax);
  }
  bool is_whole() const {
    const auto line = tail_.rfind("\n", tail_.size() < 2 ? 0 : tail_.size() - 2);
    return tail_.ends_with('\n') && line != std::string::npos && tail_.substr(line + 1).starts_with("{\"end\":true");
  }

 private:
  static constexpr std::size_t kTailMax = 200;
  std::string tail_;
};

int export_to(const TenantArguments& arguments, std::ostream& out, Terminal terminal) {
  EndWatch watch;
  Remote(arguments.data).stream(path_of(arguments, "export"), [&](std::string_view piece) {
    out << piece;
    watch.see(piece);
  });
  out.flush();
  if (out && watch.is_whole()) return 0;
  terminal.err << "frontdesk: The export was cut off. Ask again.\n";
  return 1;
}

}  // namespace

int list_tenants_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    for (const auto& tenant : Remote(arguments.data).get("/v1/tenants")["items"].items())
      terminal.out << fmt::format("{}: {}, {}\n", tenant["id"].text(), tenant["state"].text(), tenant["name"].text());
    return 0;
  });
}

int create_tenant_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    Remote(arguments.data).post("/v1/tenants", Value::object({{"id", arguments.id}}));
    terminal.out << fmt::format("{} is there. Deploy its file: frontdesk deploy FILE\n", arguments.id);
    return 0;
  });
}

int suspend_tenant_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    changed(arguments, "suspend", because(arguments));
    terminal.out << fmt::format("{0} is suspended: nobody of it is served. To go on: frontdesk tenants resume {0}\n",
                                arguments.id);
    return 0;
  });
}

int resume_tenant_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    changed(arguments, "resume");
    terminal.out << fmt::format("{} is served again.\n", arguments.id);
    return 0;
  });
}

int close_tenant_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    const auto closed = changed(arguments, "close", because(arguments));
    terminal.out << fmt::format("{0} is closed. Its data go at {1}; until then: frontdesk tenants resume {0}\n",
                                arguments.id, closed["gone_at"].text());
    return 0;
  });
}

int export_tenant_command(const TenantArguments& arguments, Terminal terminal) {
  return guarded(terminal, [&] {
    if (arguments.out.empty()) return export_to(arguments, terminal.out, terminal);
    std::ofstream file(arguments.out, std::ios::binary);
    if (!file) throw Error(Kind::invalid, "cli/unwritable", fmt::format("{} cannot be written.", arguments.out));
    return export_to(arguments, file, terminal);
  });
}

}  // namespace frontdesk::app
