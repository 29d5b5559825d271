#pragma once

#include <memory>
#include <string>

#include "net/http.h"
#include "platform/files/scanner.h"
#include "platform/files/shelf.h"
#include "platform/files/table.h"
#include "platform/places/place.h"
#include "platform/usage.h"
#include "platform/work/kind.h"

// Files that people and programs give, for whatever needs them: a row in the place, and the bytes on the shelf by their
// SHA-256, so that the same bytes are there once. A file that nothing uses is gone a day later.
namespace frontdesk::platform::files {

inline constexpr std::uint64_t kBytesMax = 50ULL * 1024 * 1024;
inline constexpr std::chrono::hours kUnusedKept{24};

struct Given {
  std::string name;
  std::string type;  // as it is declared
  std::string by;
  std::string use;  // what needs it from the start; empty: nothing yet
};

class Library {
 public:
  // `scanner`: null where there is none.
  Library(Shelf& shelf, Usage& usage, Random& random, Scanner* scanner)
      : shelf_(shelf), usage_(usage), random_(random), scanner_(scanner) {}

  // Takes a file while it comes; it is on disk when this returns. What is cut off or refused leaves nothing. Throws
  //   Error{invalid, "files/too-large"}, {invalid, "files/empty"}, {invalid, "files/bad-name"}
  //   Error{invalid, "files/type-not-taken"}, {invalid, "files/lying-type"}   see kinds.h
  //   Error{exhausted, "quota/storage"}
  // and what `incoming` throws.
  Task<StoredFile> take(Place& place, Given given, net::BodyReader& incoming);

  // Error{not_found, "files/unknown"}, also where `use` is said and does not need it.
  Task<StoredFile> find(Place& place, std::string id, std::string use = {});
  // The same of one that may be handed out: Error{unavailable, "files/not-scanned-yet"}, {forbidden,
  // "files/infected"}.
  Task<StoredFile> open(Place& place, std::string id, std::string use = {});
  Task<std::string> read(const Place& place, const StoredFile& file, std::uint64_t offset, std::size_t bytes) {
    return shelf_.read(place.id(), file.sha256, offset, bytes);
  }

  // The contents that are there, by their SHA-256, and pieces of them; for whoever copies all of a place.
  Task<std::vector<std::string>> contents(TenantId place) { return shelf_.blobs(std::move(place)); }
  Task<std::string> read(TenantId place, std::string sha256, std::uint64_t offset, std::size_t bytes) {
    return shelf_.read(std::move(place), std::move(sha256), offset, bytes);
  }
  // The bytes of all files of a place that is gone; may be called again.
  Task<> forget(TenantId place);

  // Kinds of work: "files.scan" and "files.tidy".
  std::vector<work::Kind> works();
  // What the files of a place take, as far as this process has looked; for Usage.
  std::uint64_t bytes(const TenantId& place) const;
  // Removes files that nothing uses, and bytes that no file has.
  Task<> tidy(Place& place);

 private:
  Task<std::string> receive(Shelf::Incoming& into, net::BodyReader& incoming);
  void write_down(const TenantId& place, Writing& writing, StoredFile& file, const Given& given);
  Task<> scan(work::Job& job);
  Task<> measure(Place& place);

  Shelf& shelf_;
  Usage& usage_;
  Random& random_;
  Scanner* scanner_;
  mutable std::mutex mutex_;
  std::map<TenantId, std::uint64_t> bytes_;
};

// Inside of a transaction: a file is needed, or no longer. Error{not_found, "files/unknown"}.
void use(Writing& writing, std::string_view id, std::string_view subject);
void release(Writing& writing, std::string_view id, std::string_view subject);

}  // namespace frontdesk::platform::files
