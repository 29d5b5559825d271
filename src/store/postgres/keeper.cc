#include "store/postgres/keeper.h"

#include "base/error.h"

namespace frontdesk::store::postgres {
namespace {

constexpr std::chrono::milliseconds kKeeperPauseMin{50};
constexpr std::chrono::milliseconds kKeeperPauseMax{500};

}  // namespace

Keeper::Keeper(House& house, std::unique_ptr<Connection> connection)
    : house_(house), connection_(std::move(connection)), thread_([this] { run(); }) {}

Keeper::~Keeper() {
  house_.reach.close();
  thread_.join();
  try {
    if (connection_) house_.lease.give_back(*connection_);
  } catch (const Error&) {
    // It is over by itself soon.
  }
}

void Keeper::run() {
  auto pause = kKeeperPauseMin;
  while (house_.reach.wait_for_doubt(house_.lease.length() / 3)) {
    if (look()) {
      pause = kKeeperPauseMin;
    } else {
      if (!house_.reach.pause(jittered(house_.random, pause))) return;
      pause = std::min(pause * 2, kKeeperPauseMax);
    }
  }
}

bool Keeper::look() {
  try {
    if (!connection_) connection_ = std::make_unique<Connection>(house_.address, house_.silence_max);
    house_.lease.renew(*connection_);
    house_.reach.confirm();
    if (std::exchange(has_told_, false)) house_.log.warning("store", "the database is reached again");
    return true;
  } catch (const Error& error) {
    if (error.slug == "store/lease-lost") {
      house_.reach.refuse(error);
      house_.reach.confirm();  // so that nobody waits: each gets the refusal
    } else {
      connection_.reset();
      house_.reach.doubt();
    }
    tell(error);
    return false;
  }
}

void Keeper::tell(const Error& error) {
  if (std::exchange(has_told_, true)) return;
  house_.log.error("store", "the database cannot be used",
                   Value::object({{"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}}));
}

}  // namespace frontdesk::store::postgres
