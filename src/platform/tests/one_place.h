#pragma once

#include <gtest/gtest.h>

#include "base/memory_files.h"
#include "graph/threads.h"
#include "platform/module.h"
#include "platform/places/place.h"
#include "platform/places/telling.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"
#include "support/database.h"
#include "support/run_simulated.h"
#include "support/run_task.h"

namespace frontdesk::platform {

// A tenant's place on a database in memory (or on PostgreSQL), with a clock that the test moves. Give the frame what it
// needs, then open().
class OnePlace : public testing::Test {
 protected:
  OnePlace() { frame_.add(telling()); }

  // As a new process would, on what is on the disk.
  void open(const TenantId& id = TenantId::parse("acme")) {
    place_.reset();
    database_.reset();
    auto all = modules();
    all.push_back(graph::schema());
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, std::move(all), files_, *log_);
    auto* const tenant = run(database_->open(id));
    place_.emplace(*tenant, frame_, context_.get_executor());
  }

  template <class T>
  T run(Task<T> task) {
    return support::run_task(context_, std::move(task));
  }
  void run(Task<> task) { support::run_task(context_, std::move(task)); }
  // The slug of what a task throws; "" where it does not.
  std::string slug_of(Task<> task) {
    try {
      run(std::move(task));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  }

  bool ask(const work::Item& item) {
    return run(place_->write("test", [&](Writing& writing) { return writing.ask(item); }));
  }
  std::size_t do_what_is_due() { return run(place_->worker().do_what_is_due()); }
  std::vector<work::Piece> pieces(const work::Filter& filter = {}) {
    return run(place_->store().read([&](store::Reader& reader) { return work::list(reader, filter); }));
  }

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  SeededRandom random_{1};
  Frame frame_{clock_, random_, *log_, audit::Audit(std::string(32, 'k'))};
  std::unique_ptr<store::Database> database_;
  std::optional<Place> place_;
};

}  // namespace frontdesk::platform
