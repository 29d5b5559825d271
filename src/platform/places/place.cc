#include "platform/places/place.h"

#include "platform/work/worker.h"

namespace frontdesk::platform {

Place::Place(store::Tenant& store, const Frame& frame, Executor executor)
    : store_(store), frame_(frame), worker_(std::make_shared<work::Worker>(*this, std::move(executor))) {}

Place::~Place() { worker_->abandon(); }

Task<> Place::transact(std::string actor, std::function<void(Writing& writing)> body) {
  co_await store_.write([&](store::Transaction& transaction) {
    Writing writing(transaction, *this, actor);
    body(writing);
  });
}

}  // namespace frontdesk::platform
