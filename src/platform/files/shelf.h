#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/files.h"
#include "base/pool.h"
#include "base/random.h"
#include "base/tenant_id.h"

namespace frontdesk::platform::files {

// The bytes of files on the disk, below FOLDER/<place>/: `blobs/<sha256>` for what is whole and synced, `incoming/` for
// what comes in, which is gone with the process that took it. All of the disk is touched on the pool. Safe from any
// thread; one process owns the folder.
class Shelf {
 public:
  Shelf(Files& files, std::string folder, Pool& pool, Clock& clock, Random& random);

  // Bytes that come in. Where nobody keeps them they leave nothing.
  class Incoming {
   public:
    ~Incoming();
    Task<> write(std::string bytes);
    std::uint64_t size() const { return state_->size; }

   private:
    friend class Shelf;
    struct State {
      std::unique_ptr<File> file;
      std::uint64_t size = 0;
      crypto::Sha256 sum;
    };
    Incoming(Shelf& shelf, TenantId place, std::string path)
        : shelf_(shelf), place_(std::move(place)), path_(std::move(path)) {}

    Shelf& shelf_;
    TenantId place_;
    std::string path_;
    std::shared_ptr<State> state_ = std::make_shared<State>();
    bool is_kept_ = false;
  };
  Task<std::unique_ptr<Incoming>> begin(TenantId place);

  // The right to make or remove the blob of this sum in this place; others wait for it.
  class Claim {
   public:
    Claim(Shelf& shelf, std::string key) : shelf_(shelf), key_(std::move(key)) {}
    ~Claim();
    Claim(const Claim&) = delete;

   private:
    Shelf& shelf_;
    std::string key_;
  };
  Task<std::unique_ptr<Claim>> claim(TenantId place, std::string sha256);

  // What came in becomes a blob, for good when this returns; its sum. Under a claim.
  static std::string sum_of(Incoming& incoming);
  Task<> keep(Incoming& incoming, std::string sha256);
  Task<> remove(TenantId place, std::string sha256);
  Task<std::vector<std::string>> blobs(TenantId place);
  // All of a place that nobody uses any more; may be called again.
  Task<> clear(TenantId place);

  // Reads of a blob. Error{not_found} where it is not there.
  Task<std::string> read(TenantId place, std::string sha256, std::uint64_t offset, std::size_t bytes);

 private:
  std::string folder_of(const TenantId& place, std::string_view part) const;
  std::string blob(const TenantId& place, std::string_view sha256) const;
  // What an earlier process left unfinished; once a place.
  void make_ready(const TenantId& place);
  template <class Work>
  auto on_disk(const TenantId& place, Work work) {
    return pool_.run("files of " + place.text(), std::move(work), kWaitingMax);
  }

  static constexpr std::size_t kWaitingMax = 1'000;

  Files& files_;
  const std::string folder_;
  Pool& pool_;
  Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::set<TenantId> ready_;
  std::set<std::string> claimed_;
};

}  // namespace frontdesk::platform::files
