#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::platform::config {

// A place in a file, for an editor to jump to; both count from 1.
struct Place {
  std::string file;
  std::int64_t line = 1;
  std::int64_t column = 1;
};

enum class Severity { error, warning };
BOOST_DESCRIBE_ENUM(Severity, error, warning)

// What is wrong with a tenant's file, where, and how to mend it. `problem` and `remedy` are sentences.
struct Finding {
  Severity severity = Severity::error;
  std::string file;
  std::int64_t line = 1;
  std::int64_t column = 1;
  std::string pointer;  // JSON pointer into the resolved document; "" is the whole
  std::string problem;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (severity, file, line, column, pointer, problem, remedy))

// "bistro.yaml:41:7: error: /flows/2/steps/1/call: No tool is named \"find_tabel\". Did you mean \"find_table\"?"
std::string to_line(const Finding& finding);

// Where a value of the document stands: at its value, or at the key that names it.
enum class Spot { value, key };
using Locate = std::function<Place(std::string_view pointer, Spot spot)>;

// Collects what checks find. A pointer to something that is not there is placed at the nearest thing around it.
class Findings {
 public:
  static constexpr std::size_t kFindingsMax = 500;  // more help nobody; the last one says that there are more

  explicit Findings(Locate locate) : locate_(std::move(locate)) {}

  void error(std::string_view pointer, std::string problem, std::string remedy, Spot spot = Spot::value);
  void warning(std::string_view pointer, std::string problem, std::string remedy, Spot spot = Spot::value);

  void add(const Findings& others);

  std::size_t size() const { return found_.size(); }
  bool has_errors() const;
  // True where an error was found at the pointer or below it.
  bool has_error_within(std::string_view pointer) const;
  // By file, line and column; each thing once.
  std::vector<Finding> sorted() const;

 private:
  void add(Severity severity, std::string_view pointer, std::string problem, std::string remedy, Spot spot);

  Locate locate_;
  std::vector<Finding> found_;
  std::size_t untold_ = 0;
  bool has_untold_errors_ = false;
};

// "/tools/2" and "a/b" make "/tools/2/a~1b".
std::string join(std::string_view pointer, std::string_view key);
std::string join(std::string_view pointer, std::size_t index);

// "Did you mean \"tools\"?" where a known word is near, else "Known are: a, b, c." Of very many words only the first
// are looked at.
std::string suggest(std::string_view word, const std::vector<std::string_view>& known);

// "What is wrong. How to mend it." as the two; without a second sentence the remedy is the one given.
struct Told {
  std::string problem;
  std::string remedy;
};
Told split_sentences(std::string_view text, std::string_view remedy);

}  // namespace frontdesk::platform::config
