#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "store/database.h"

// Who did what in a place, in the transaction that did it. Each row's seal is an HMAC-SHA256 over the seal before it
// and all of the row, under a key that is not in the database: whoever can only write to the database can change
// nothing without its being found. A whole place that is put back to what it was is found by the head that somebody
// noted.
namespace frontdesk::platform::audit {

struct Deed {
  std::string actor;    // as Caller::principal
  std::string deed;     // "config.deploy", the name of an action
  std::string subject;  // what it was done to, "config/ab12…"; may be empty
  Value detail;         // never a secret, never a customer's words
};

struct Entry {
  std::int64_t number = 0;
  Timestamp at;
  Deed deed;
};

struct Head {
  std::int64_t number = 0;  // 0: nothing was done yet
  std::string seal;         // 32 bytes; of the entry of this number
};

// "12:ab34…", number and seal; nothing where it is none.
std::optional<Head> read_head(std::string_view text);
std::string to_text(const Head& head);

// The first thing that is not as it was written.
struct Break {
  std::int64_t number = 0;
  std::string what;
};

struct Verdict {
  Head head;
  std::optional<Break> broken;
};

struct Filter {
  std::string actor;        // "": any
  std::string deed;         // likewise
  std::string subject;      // likewise
  std::string words;        // in the deed or the subject
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

class Audit {
 public:
  // `key`: at least 32 bytes that nobody can guess.
  explicit Audit(std::string key) : key_(std::move(key)) {}

  void note(store::Transaction& transaction, const Deed& deed, Timestamp at) const;
  // Reads all of it. `noted`: heads that were written down earlier and must still be part of it.
  Verdict verify(store::Reader& reader, const std::vector<Head>& noted = {}) const;

 private:
  std::string seal_of(const Entry& entry, std::string_view detail, std::string_view before) const;
  std::string seal_of_head(const Head& head) const;
  std::optional<Break> check_head(store::Reader& reader, const Head& last) const;

  std::string key_;
};

// How far it has come, where the entry that was noted is there; it is not read whole. Throws Error{conflict,
// "audit/not-as-noted"} where it is not.
Head head_behind(store::Reader& reader, const std::optional<Head>& noted);
std::vector<Entry> list(store::Reader& reader, const Filter& filter);  // newest first

}  // namespace frontdesk::platform::audit
