#pragma once

#include <filesystem>

#include "base/memory_files.h"
#include "store/sqlite.h"
#include "store/tests/database_contract.h"

namespace frontdesk::store {

// A folder that goes when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "frontdesk-store-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class SystemBacking final : public Backing {
 public:
  std::unique_ptr<Database> open(std::vector<Module> modules) override {
    return open_sqlite({.folder = folder_.path() + "/tenants"}, std::move(modules), *files_, *log_);
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Files> files_ = system_files();
  std::unique_ptr<Log> log_ = silent_log();
};

class MemoryBacking final : public Backing {
 public:
  explicit MemoryBacking(int writer_threads) : writer_threads_(writer_threads) {}
  std::unique_ptr<Database> open(std::vector<Module> modules) override {
    return open_sqlite({.folder = "data", .writer_threads = writer_threads_}, std::move(modules), files_, *log_);
  }

 private:
  int writer_threads_;
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
};

}  // namespace frontdesk::store
