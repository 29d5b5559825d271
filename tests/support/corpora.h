#pragma once

#include <optional>
#include <string>

// Where tests find the corpora: $FRONTDESK_CORPORA, or ../shared/corpora beside the repository.
namespace frontdesk::support {

inline constexpr auto kNoCorpora = "No corpora at ../shared/corpora; set FRONTDESK_CORPORA to run this test.";

// The folder of one corpus; nothing where the default place is empty. Throws where the variable names a place that is
// not there: somebody meant it.
std::optional<std::string> corpus(const std::string& name);

std::string read_file(const std::string& path);  // throws std::runtime_error

}  // namespace frontdesk::support
