#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/files/types.h"
#include "store/database.h"

// SQL in, nouns out; inside the transactions of a place.
namespace frontdesk::platform::files::table {

struct Filter {
  std::string use;          // only what this needs; "": all
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

void add(store::Transaction& transaction, const StoredFile& file);  // its number is given here
// `use`: only where this needs it; "": whatever does.
std::optional<StoredFile> find(store::Reader& reader, std::string_view id, std::string_view use = {});
std::vector<StoredFile> list(store::Reader& reader, const Filter& filter);  // newest first
void set_verdict(store::Transaction& transaction, std::string_view id, Verdict verdict);

void use(store::Transaction& transaction, std::string_view id, std::string_view subject);
bool release(store::Transaction& transaction, std::string_view id, std::string_view subject);
// Removes what nobody uses and came before; how many that were.
std::int64_t remove_unused(store::Transaction& transaction, Timestamp before);

bool is_named(store::Reader& reader, std::string_view sha256);
std::int64_t bytes(store::Reader& reader);  // of all contents, each once

}  // namespace frontdesk::platform::files::table
