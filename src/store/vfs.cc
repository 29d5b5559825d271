#include "store/vfs.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>

#include "store/anchor.h"
#include "store/log_file.h"
#include "store/shared_memory.h"

namespace frontdesk::store {

struct Vfs::State {
  sqlite3_vfs vfs{};
  std::string name;
  Files& files;
  Clock* clock;
  Random* random;
  SharedFiles shared;
  sqlite3_vfs* system = nullptr;  // SQLite's own, for the time, chance and sleep of the machine
  std::atomic<bool> sync_failed{false};
  mutable std::mutex mutex;
  std::optional<Error> failure;
  std::map<std::string, std::shared_ptr<PageSums>, std::less<>> sums;  // by the database's path

  State(Files& files, Clock* clock, Random* random) : files(files), clock(clock), random(random) {}

  void note(const Error& error) {
    const std::lock_guard lock(mutex);
    failure = error;
  }
  std::shared_ptr<PageSums> sums_of(std::string_view path) {
    const std::lock_guard lock(mutex);
    auto found = sums.find(path);
    if (found == sums.end()) found = sums.emplace(path, std::make_shared<PageSums>()).first;
    return found->second;
  }
};

namespace {

// Scratch space that SQLite wants to be a file: it lives in memory and goes with its handle.
class ScratchFile final : public File {
 public:
  std::size_t read(std::uint64_t offset, std::span<char> into) override {
    return offset >= bytes_.size() ? 0 : bytes_.copy(into.data(), into.size(), offset);
  }
  void write(std::uint64_t offset, std::string_view bytes) override {
    if (bytes_.size() < offset + bytes.size()) bytes_.resize(offset + bytes.size());
    std::memcpy(bytes_.data() + offset, bytes.data(), bytes.size());
  }
  void truncate(std::uint64_t size) override { bytes_.resize(size); }
  void sync() override {}
  std::uint64_t size() override { return bytes_.size(); }

 private:
  std::string bytes_;
};

// What stands behind one sqlite3_file.
struct Handle {
  Vfs::State& state;
  std::string path;
  std::unique_ptr<File> file;
  LogFile* log = nullptr;              // where the file is a write-ahead log
  std::shared_ptr<PageSums> sums;      // of databases and their logs
  std::shared_ptr<SharedFile> shared;  // of database files only
  SharedFile::Hold hold;
  bool remove_on_close = false;
};

struct SqliteFile {
  sqlite3_file base;
  Handle* handle;
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<SqliteFile*>(file)->handle; }
Vfs::State& state_of(sqlite3_vfs* vfs) { return *static_cast<Vfs::State*>(vfs->pAppData); }

// No exception may pass through SQLite, which is C.
template <class Work>
int guarded(Vfs::State& state, int code, Work work) noexcept {
  try {
    return work();
  } catch (const Error& error) {
    state.note(error);
    return error.kind == Kind::exhausted ? SQLITE_FULL : code;
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  } catch (...) {
    return code;
  }
}

int close_file(sqlite3_file* file) {
  auto* handle = &handle_of(file);
  auto& state = handle->state;
  if (handle->shared) {
    handle->shared->unmap(handle->hold);
    handle->shared->lower(handle->hold, SharedFile::Level::none);
  }
  const int code = guarded(state, SQLITE_IOERR_CLOSE, [&] {
    handle->file.reset();
    if (handle->remove_on_close) state.files.remove(handle->path, false);
    return SQLITE_OK;
  });
  delete handle;
  file->pMethods = nullptr;
  return code;
}

thread_local std::optional<Error> damage_seen;

int damaged_at(const std::string& path, std::uint64_t page) {
  damage_seen = damaged(path, fmt::format("page {} is not as it was written", page));
  return SQLITE_IOERR_DATA;
}

// A header may be looked at while its page is torn and the log has a whole one; these fields never change.
bool is_header_of_ours(std::string_view bytes, std::uint64_t offset) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  constexpr std::size_t kFieldsEnd = 21;
  if (offset > 0 || bytes.size() < kFieldsEnd) return true;
  const bool has_our_pages = bytes[16] == kPageBytes >> 8 && bytes[17] == 0 && bytes[20] == kSumBytes;
  return bytes.starts_with(kMagic) && has_our_pages;
}

int check_database(const Handle& handle, std::string_view bytes, std::uint64_t offset) {
  if (offset % kPageBytes != 0 || bytes.size() % kPageBytes != 0)
    return is_header_of_ours(bytes, offset) ? SQLITE_OK : damaged_at(handle.path, 1);
  for (std::size_t at = 0; at < bytes.size(); at += kPageBytes) {
    const auto page = bytes.substr(at, kPageBytes);
    const auto number = static_cast<std::uint32_t>((offset + at) / kPageBytes + 1);
    if (page_sum(number, page) != stored_sum(page)) return damaged_at(handle.path, number);
  }
  return SQLITE_OK;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return number;
}

// Which frame of a log an access begins in, and how far behind its beginning.
struct FramePlace {
  std::size_t index;
  std::uint64_t within;
};
FramePlace frame_at(std::uint64_t offset) {
  const auto at = offset - kLogHeaderBytes;
  return {static_cast<std::size_t>(at / kFrameBytes), at % kFrameBytes};
}

// The sum of a page that is in the log only is kept in memory: the log has sums of its own for the way after a crash.
void note_log(PageSums& sums, std::string_view bytes, std::uint64_t offset) {
  if (offset < kLogHeaderBytes) return sums.log_begins_anew();
  const auto [index, within] = frame_at(offset);
  const bool has_header = within == 0 && bytes.size() >= kFrameHeaderBytes;
  if (has_header) {
    sums.note_frame_header(index, number_at(bytes, 0), number_at(bytes, 4));
    bytes.remove_prefix(kFrameHeaderBytes);
  }
  if ((has_header || within == kFrameHeaderBytes) && bytes.size() == kPageBytes) sums.note_frame(index, bytes);
}

int check_log(const Handle& handle, std::string_view bytes, std::uint64_t offset) {
  if (offset < kLogHeaderBytes) return SQLITE_OK;
  const auto [index, within] = frame_at(offset);
  if (within == 0 && bytes.size() == kFrameBytes)
    note_log(*handle.sums, bytes, offset);  // SQLite holds it against its own
  if (within != kFrameHeaderBytes || bytes.size() != kPageBytes || handle.sums->is_as_written(index, bytes))
    return SQLITE_OK;
  damage_seen = damaged(handle.path, fmt::format("frame {} is not as it was written", index + 1));
  return SQLITE_IOERR_DATA;
}

int read_file(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  return guarded(handle.state, SQLITE_IOERR_READ, [&] {
    const std::span<char> space(static_cast<char*>(into), static_cast<std::size_t>(bytes));
    const auto at = static_cast<std::uint64_t>(offset);
    const auto got = handle.file->read(at, space);
    if (got < space.size()) {
      std::ranges::fill(space.subspan(got), '\0');  // SQLite counts on zeroes behind the end
      return SQLITE_IOERR_SHORT_READ;
    }
    const std::string_view there(space.data(), space.size());
    if (handle.shared) return check_database(handle, there, at);
    return handle.log ? check_log(handle, there, at) : SQLITE_OK;
  });
}

// A page of a database goes to the disk with its sum.
void write_page(Handle& handle, std::string_view page, std::uint64_t offset) {
  if (page.size() != kPageBytes || offset % kPageBytes != 0)
    throw Error(Kind::internal, "store/vfs", "SQLite wrote something that is no page.");
  std::array<char, kPageBytes> bytes{};
  std::memcpy(bytes.data(), page.data(), kPageBytes);
  const auto sum = page_sum(static_cast<std::uint32_t>(offset / kPageBytes + 1), page);
  std::memcpy(bytes.data() + kPageBytes - kSumBytes, &sum, kSumBytes);
  handle.file->write(offset, {bytes.data(), bytes.size()});
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  return guarded(handle.state, SQLITE_IOERR_WRITE, [&] {
    const std::string_view given(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
    const auto at = static_cast<std::uint64_t>(offset);
    if (handle.shared) return write_page(handle, given, at), SQLITE_OK;
    if (handle.log) note_log(*handle.sums, given, at);
    handle.file->write(at, given);
    return SQLITE_OK;
  });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& handle = handle_of(file);
  return guarded(handle.state, SQLITE_IOERR_TRUNCATE, [&] {
    handle.file->truncate(static_cast<std::uint64_t>(size));
    return SQLITE_OK;
  });
}

int sync_file(sqlite3_file* file, int) {
  auto& handle = handle_of(file);
  auto& failed = handle.state.sync_failed;
  if (handle.log) {
    // A full disk shows here, and that is no failed sync.
    const int code = guarded(handle.state, SQLITE_IOERR_WRITE, [&] {
      handle.log->flush();
      return SQLITE_OK;
    });
    if (code != SQLITE_OK) return code;
  }
  // The kernel may have dropped the pages that it could not write: no second sync can be believed.
  if (failed) return SQLITE_IOERR_FSYNC;
  const int code = guarded(handle.state, SQLITE_IOERR_FSYNC, [&] {
    handle.file->sync();
    return SQLITE_OK;
  });
  if (code != SQLITE_OK) failed = true;
  return code;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  auto& handle = handle_of(file);
  return guarded(handle.state, SQLITE_IOERR_FSTAT, [&] {
    *size = static_cast<sqlite3_int64>(handle.file->size());
    return SQLITE_OK;
  });
}

SharedFile::Level level_of(int lock) {
  switch (lock) {
    case SQLITE_LOCK_SHARED:
      return SharedFile::Level::shared;
    case SQLITE_LOCK_RESERVED:
      return SharedFile::Level::reserved;
    case SQLITE_LOCK_PENDING:
      return SharedFile::Level::pending;
    case SQLITE_LOCK_EXCLUSIVE:
      return SharedFile::Level::exclusive;
    default:
      return SharedFile::Level::none;
  }
}

int lock_file(sqlite3_file* file, int lock) {
  auto& handle = handle_of(file);
  return !handle.shared || handle.shared->raise(handle.hold, level_of(lock)) ? SQLITE_OK : SQLITE_BUSY;
}

int unlock_file(sqlite3_file* file, int lock) {
  auto& handle = handle_of(file);
  if (handle.shared) handle.shared->lower(handle.hold, level_of(lock));
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* is_reserved) {
  auto& handle = handle_of(file);
  *is_reserved = handle.shared && handle.shared->is_reserved();
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

int sector_size(sqlite3_file*) { return 4096; }

// What lies beside the bytes of a write is never harmed by it, so a commit needs no padding.
int traits_of_disk(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_shared(sqlite3_file* file, int page, int bytes, int make, void volatile** out) {
  auto& handle = handle_of(file);
  return guarded(handle.state, SQLITE_IOERR_SHMMAP, [&] {
    *out = handle.shared->map(handle.hold, page, bytes, make != 0);
    return SQLITE_OK;
  });
}

int lock_shared(sqlite3_file* file, int first, int count, int flags) {
  auto& handle = handle_of(file);
  if (flags & SQLITE_SHM_UNLOCK) {
    handle.shared->unlock(handle.hold, first, count);
    return SQLITE_OK;
  }
  return handle.shared->lock(handle.hold, first, count, (flags & SQLITE_SHM_EXCLUSIVE) != 0) ? SQLITE_OK : SQLITE_BUSY;
}

void fence(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int unmap_shared(sqlite3_file* file, int) {
  auto& handle = handle_of(file);
  handle.shared->unmap(handle.hold);
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = traits_of_disk,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = fence,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  auto& state = state_of(vfs);
  file->pMethods = nullptr;
  return guarded(state, SQLITE_CANTOPEN, [&] {
    auto handle = std::make_unique<Handle>(state, path ? path : "");
    if (path) {
      handle->file = state.files.open(handle->path, (flags & SQLITE_OPEN_CREATE) != 0);
      if (flags & SQLITE_OPEN_WAL) {
        auto log = std::make_unique<LogFile>(std::move(handle->file));
        handle->log = log.get();
        handle->file = std::move(log);
        handle->sums = state.sums_of(std::string_view(handle->path).substr(0, handle->path.size() - 4));  // "-wal"
      }
      handle->remove_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    } else {
      handle->file = std::make_unique<ScratchFile>();
    }
    if (path && (flags & SQLITE_OPEN_MAIN_DB)) handle->shared = state.shared.of(handle->path);
    if (flags_out) *flags_out = flags;
    reinterpret_cast<SqliteFile*>(file)->handle = handle.release();
    file->pMethods = &kMethods;
    return SQLITE_OK;
  });
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto& state = state_of(vfs);
  return guarded(state, SQLITE_IOERR_DELETE, [&] {
    if (!state.files.exists(path)) return SQLITE_IOERR_DELETE_NOENT;
    state.files.remove(path, sync_folder != 0);
    return SQLITE_OK;
  });
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* answer) {
  auto& state = state_of(vfs);
  return guarded(state, SQLITE_IOERR_ACCESS, [&] {
    *answer = state.files.exists(path);
    return SQLITE_OK;
  });
}

int full_path(sqlite3_vfs*, const char* path, int space, char* out) {
  const std::string_view text(path);
  if (text.size() >= static_cast<std::size_t>(space)) return SQLITE_CANTOPEN;
  text.copy(out, text.size());
  out[text.size()] = '\0';
  return SQLITE_OK;
}

int draw(sqlite3_vfs* vfs, int count, char* out) {
  auto& state = state_of(vfs);
  if (!state.random) return state.system->xRandomness(state.system, count, out);
  state.random->fill({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(count)});
  return count;
}

int sleep(sqlite3_vfs* vfs, int microseconds) {
  auto& state = state_of(vfs);
  return state.system->xSleep(state.system, microseconds);
}

// Milliseconds since noon of 24 November 4714 BC, as SQLite counts.
int tell_time_ms(sqlite3_vfs* vfs, sqlite3_int64* out) {
  constexpr sqlite3_int64 kUnixEpoch = 210'866'760'000'000;
  auto& state = state_of(vfs);
  if (!state.clock) return state.system->xCurrentTimeInt64(state.system, out);
  *out = kUnixEpoch + state.clock->wall().ms;
  return SQLITE_OK;
}

int tell_time_days(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 ms = 0;
  const int code = tell_time_ms(vfs, &ms);
  *out = static_cast<double>(ms) / 86'400'000.0;
  return code;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

Vfs::Vfs(Files& files, Clock* clock, Random* random) : state_(std::make_unique<State>(files, clock, random)) {
  state_->name = fmt::format("frontdesk-{}", static_cast<const void*>(state_.get()));
  state_->system = sqlite3_vfs_find(nullptr);
  // SQLite has one generator for the whole process and fills it from its own file system.
  if (random) sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(random->next() | 1), nullptr);
  auto& vfs = state_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(SqliteFile);
  vfs.mxPathname = 1024;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = state_.get();
  vfs.xOpen = open_file;
  vfs.xDelete = remove_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = draw;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = tell_time_days;
  vfs.xCurrentTimeInt64 = tell_time_ms;
  vfs.xGetLastError = last_error;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
    throw Error(Kind::internal, "store/vfs", "SQLite took no file system from us.");
}

Vfs::~Vfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& Vfs::name() const { return state_->name; }
bool Vfs::sync_has_failed() const { return state_->sync_failed; }

std::shared_ptr<PageSums> Vfs::sums_of(const std::string& path) const { return state_->sums_of(path); }

std::optional<Error> take_damage() { return std::exchange(damage_seen, std::nullopt); }

std::optional<Error> Vfs::last_failure() const {
  const std::lock_guard lock(state_->mutex);
  return state_->failure;
}

}  // namespace frontdesk::store
