#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/task.h"
#include "platform/places/frame.h"
#include "platform/places/writing.h"
#include "store/database.h"

namespace frontdesk::platform {

namespace work {
class Worker;
}

// A tenant's place, or the operator's, with what is due in it. Safe from any thread.
class Place {
 public:
  // What is asked for is done on `executor`, from start() on.
  Place(store::Tenant& store, const Frame& frame, Executor executor);
  ~Place();
  Place(const Place&) = delete;

  const TenantId& id() const { return store_.id(); }
  store::Tenant& store() { return store_; }
  const Frame& frame() const { return frame_; }
  work::Worker& worker() { return *worker_; }

  // Runs `body(writing)` in a transaction; when this returns it is on disk, and what it asked for is on its way. As all
  // bodies of transactions it may be run again from its start.
  template <class F>
    requires(!std::same_as<std::invoke_result_t<F, Writing&>, void>)
  Task<std::invoke_result_t<F, Writing&>> write(std::string actor, F body);
  template <class F>
    requires(std::same_as<std::invoke_result_t<F, Writing&>, void>)
  Task<> write(std::string actor, F body) {
    return transact(std::move(actor), std::move(body));
  }

 private:
  Task<> transact(std::string actor, std::function<void(Writing& writing)> body);

  store::Tenant& store_;
  const Frame& frame_;
  std::shared_ptr<work::Worker> worker_;  // outlives it for as long as it takes to end
};

template <class F>
  requires(!std::same_as<std::invoke_result_t<F, Writing&>, void>)
Task<std::invoke_result_t<F, Writing&>> Place::write(std::string actor, F body) {
  std::optional<std::invoke_result_t<F, Writing&>> result;
  std::function<void(Writing&)> keep = [&](Writing& writing) { result.emplace(body(writing)); };
  co_await transact(std::move(actor), std::move(keep));
  co_return std::move(*result);
}

}  // namespace frontdesk::platform
