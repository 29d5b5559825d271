// The cases: what customers were seen to say, with the right answer. Each file is read whole, each miss is named, and
// at least 98 of 100 are understood.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026, 10:00 in Rome

DialogConfig config_of_cases() {
  DialogConfig config;
  Slot guests{"guests", "number"};
  guests.counts = {"people"};
  Slot code{"code", "code"};
  code.pattern = "LUME-[0-9]{4}";
  Slot order{"order", "code"};
  order.pattern = "[0-9]{4}";
  config.flows = {{"book", "", {guests, {"name", "name"}, {"date", "date"}, {"time", "time"}}, {}},
                  {"find", "", {code}, {}},
                  {"track", "", {order}, {}}};
  return config;
}

class Cases : public ::testing::Test {
 protected:
  // Says each line of the file to a flow that asks for the slot; `judge` gives what is wrong, or nothing.
  template <class Judge>
  void run(const std::string& name, const std::function<std::string(const Value&)>& slot_of, Judge judge) {
    const char* const corpora = std::getenv("FRONTDESK_CORPORA");
    const auto beside = std::filesystem::path(FRONTDESK_SOURCE_DIR) / ".." / "shared" / "corpora";
    const auto file = (corpora ? std::filesystem::path(corpora) : beside) / ".." / "cases" / (name + ".jsonl");
    std::ifstream lines(file);
    if (!lines) GTEST_SKIP() << "There is no " << file;
    std::size_t total = 0;
    std::size_t passed = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.empty()) continue;
      const auto one = json::parse(line);
      const auto wrong = judge(one, found(slot_of(one), one["say"].text()));
      ++total;
      passed += wrong.empty() ? 1 : 0;
      if (!wrong.empty()) std::cout << name << ": " << one["say"].text() << ": " << wrong << "\n";
    }
    std::cout << name << ": " << passed << "/" << total << "\n";
    EXPECT_GT(total, 0u);
    EXPECT_GE(passed * 100, total * 98);
  }

  std::optional<SlotFinding> found(const std::string& slot, std::string_view say) {
    for (const auto& flow : config_.flows) {
      if (!flow.slot(slot)) continue;
      for (const auto& each : read_message(flow, flow.slot(slot), say, {config_, kThursday})) {
        if (each.slot == flow.slot(slot)) return each;
      }
    }
    return std::nullopt;
  }

  static std::string shown(const std::optional<SlotFinding>& finding) {
    return finding ? "understood as " + json::print(finding->value) : "not understood";
  }

  DialogConfig config_ = config_of_cases();
};

TEST_F(Cases, how_many) {
  run(
      "how-many", [](const Value&) { return "guests"; },
      [](const Value& one, const std::optional<SlotFinding>& finding) -> std::string {
        if (one["ask"].boolean()) return finding && finding->doubt ? "" : shown(finding) + ", to be asked";
        if (one["guests"].is_null()) return finding ? shown(finding) : "";
        return finding && finding->is_certain() && finding->value == one["guests"] ? "" : shown(finding);
      });
}

TEST_F(Cases, names) {
  run(
      "names", [](const Value&) { return "name"; },
      [](const Value& one, const std::optional<SlotFinding>& finding) -> std::string {
        if (one["not"].boolean()) return finding ? shown(finding) : "";
        return finding && finding->value == one["name"] ? "" : shown(finding);
      });
}

TEST_F(Cases, codes) {
  run(
      "codes", [](const Value& one) { return std::string(one["asked"].text()); },
      [](const Value& one, const std::optional<SlotFinding>& finding) -> std::string {
        if (one["not"].boolean()) return finding ? shown(finding) : "";
        return finding && finding->value == one["code"] ? "" : shown(finding);
      });
}

}  // namespace
}  // namespace frontdesk::dialog
