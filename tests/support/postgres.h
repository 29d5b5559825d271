#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace frontdesk::support {

// What a command prints, without the end of line; throws where it fails.
inline std::string printed(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"),
                                                   [](FILE* file) { return file ? ::pclose(file) : 0; });
  std::string out;
  char piece[512];
  while (pipe && std::fgets(piece, sizeof piece, pipe.get())) out += piece;
  while (out.ends_with('\n')) out.pop_back();
  if (out.empty()) throw std::runtime_error("nothing came of: " + command);
  return out;
}

// A private PostgreSQL (tools/postgres), which ends with this program at the latest.
class PostgresServer {
 public:
  explicit PostgresServer(const std::string& how = "") {
    const auto line = printed(tool() + " start --for " + std::to_string(::getpid()) + " " + how);
    const auto space = line.find(' ');
    address = line.substr(0, space);
    folder = line.substr(space + 1);
  }
  PostgresServer(const PostgresServer&) = delete;
  ~PostgresServer() { tell("drop"); }

  void stop(const std::string& mode) const { tell("stop", mode); }
  void start_again() const { tell("again"); }

  std::string address;
  std::string folder;

 private:
  static std::string tool() { return std::string(FRONTDESK_SOURCE_DIR) + "/tools/postgres"; }
  void tell(const std::string& verb, const std::string& more = "") const {
    if (std::system((tool() + " " + verb + " " + folder + " " + more).c_str()) != 0)
      std::fprintf(stderr, "tools/postgres %s failed\n", verb.c_str());
  }
};

// That of this test program, started when it is first asked for; FRONTDESK_TEST_POSTGRES names one that is there
// already.
struct PostgresAddress {
  std::string address;
};
inline const PostgresAddress& postgres() {
  static const char* const given = std::getenv("FRONTDESK_TEST_POSTGRES");
  static const std::unique_ptr<PostgresServer> own = given ? nullptr : std::make_unique<PostgresServer>();
  static const PostgresAddress here{given ? given : own->address};
  return here;
}

// The name of a house that nobody else has.
inline std::string new_house() {
  static int count = 0;
  return "t" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace frontdesk::support
