#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace frontdesk::support {

// A process that is started for a test and ends with it at the latest.
class Child {
 public:
  // Throws std::runtime_error where the program cannot be started. Standard error goes to `log`, or nowhere.
  explicit Child(std::vector<std::string> command, const std::string& log = {},
                 const std::map<std::string, std::string>& environment = {});
  ~Child();  // SIGKILL
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;

  // The next line of its standard output, without the line's end; "" where it closed it or said nothing for so long.
  std::string read_line(int timeout_ms = 20'000);
  void signal(int number) const;
  int wait();  // its exit status; 128 + the signal that ended it
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string buffer_;
};

// The port at the end of a line such as "mock_model at http://127.0.0.1:4711"; 0 where there is none.
int port_in(const std::string& line);

// A port that was free a moment ago.
int free_port();

// A folder under the system's temporary folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Where this build's programs are: the folder of the running one.
std::string program(const std::string& name);

}  // namespace frontdesk::support
