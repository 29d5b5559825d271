#include "platform/files/shelf.h"

#include "base/error.h"

namespace frontdesk::platform::files {
namespace {

constexpr std::chrono::milliseconds kLookAgain{5};  // whether a claim is free

}  // namespace

Shelf::Shelf(Files& files, std::string folder, Pool& pool, Clock& clock, Random& random)
    : files_(files), folder_(std::move(folder)), pool_(pool), clock_(clock), random_(random) {}

std::string Shelf::folder_of(const TenantId& place, std::string_view part) const {
  return fmt::format("{}/{}/{}", folder_, place.text(), part);
}

std::string Shelf::blob(const TenantId& place, std::string_view sha256) const {
  return fmt::format("{}/{}", folder_of(place, "blobs"), sha256);
}

void Shelf::make_ready(const TenantId& place) {
  const std::lock_guard lock(mutex_);
  if (ready_.contains(place)) return;
  const auto incoming = folder_of(place, "incoming");
  files_.make_folders(incoming);
  files_.make_folders(folder_of(place, "blobs"));
  for (const auto& name : files_.list(incoming)) files_.remove(fmt::format("{}/{}", incoming, name), false);
  ready_.insert(place);
}

Task<std::unique_ptr<Shelf::Incoming>> Shelf::begin(TenantId place) {
  const auto path = fmt::format("{}/{}", folder_of(place, "incoming"), random_.id("in_"));
  std::unique_ptr<Incoming> incoming(new Incoming(*this, place, path));
  co_await on_disk(place, [this, place, path, state = incoming->state_](Effort&) {
    make_ready(place);
    state->file = files_.open(path, true);
  });
  co_return incoming;
}

Shelf::Incoming::~Incoming() {
  if (is_kept_ || !state_->file) return;
  state_->file.reset();
  try {
    shelf_.files_.remove(path_, false);
  } catch (const Error&) {  // the next process removes it
  }
}

Task<> Shelf::Incoming::write(std::string bytes) {
  co_await shelf_.on_disk(place_, [state = state_, bytes = std::move(bytes)](Effort&) {
    state->file->write(state->size, bytes);
    state->sum.update(bytes);
    state->size += bytes.size();
  });
}

Shelf::Claim::~Claim() {
  const std::lock_guard lock(shelf_.mutex_);
  shelf_.claimed_.erase(key_);
}

Task<std::unique_ptr<Shelf::Claim>> Shelf::claim(TenantId place, std::string sha256) {
  auto key = fmt::format("{}/{}", place.text(), sha256);
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (claimed_.insert(key).second) break;
    }
    co_await clock_.sleep_for(kLookAgain);
  }
  co_return std::make_unique<Claim>(*this, std::move(key));
}

std::string Shelf::sum_of(Incoming& incoming) {
  const auto digest = incoming.state_->sum.finish();
  return crypto::hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Task<> Shelf::keep(Incoming& incoming, std::string sha256) {
  const auto to = blob(incoming.place_, sha256);
  co_await on_disk(incoming.place_, [this, state = incoming.state_, from = incoming.path_, to](Effort&) {
    state->file->sync();
    state->file.reset();
    files_.rename(from, to);  // of the same bytes, where it is there already
  });
  incoming.is_kept_ = true;
}

Task<> Shelf::remove(TenantId place, std::string sha256) {
  co_await on_disk(place, [this, path = blob(place, sha256)](Effort&) {
    if (files_.exists(path)) files_.remove(path, true);
  });
}

Task<std::vector<std::string>> Shelf::blobs(TenantId place) {
  co_return co_await on_disk(place, [this, place](Effort&) {
    make_ready(place);
    return files_.list(folder_of(place, "blobs"));
  });
}

Task<> Shelf::clear(TenantId place) {
  co_await on_disk(place, [this, place](Effort&) {
    make_ready(place);  // what came in is gone with that
    const auto folder = folder_of(place, "blobs");
    for (const auto& name : files_.list(folder)) files_.remove(fmt::format("{}/{}", folder, name), true);
    const std::lock_guard lock(mutex_);
    ready_.erase(place);
  });
}

Task<std::string> Shelf::read(TenantId place, std::string sha256, std::uint64_t offset, std::size_t bytes) {
  co_return co_await on_disk(place, [this, path = blob(place, sha256), offset, bytes](Effort&) {
    const auto file = files_.open(path, false);
    std::string piece(bytes, '\0');
    piece.resize(file->read(offset, piece));
    return piece;
  });
}

}  // namespace frontdesk::platform::files
