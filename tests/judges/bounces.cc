// The judge `bounces`: what is read of letters that came back, against sisimai's emails. Of those that have a report in
// parts (message/delivery-status) the deliveries must be found, over or late, and of the class of status that is right,
// where the report says one at all; nothing may be read of those that are no bounces, nor of a report of a delay as if
// it were over. --broken: a reader that takes whatever says "Status:".
#include <fmt/format.h>

#include "base/text.h"
#include "base/value.h"
#include "judges/judge.h"
#include "platform/mail/bounce.h"

using namespace frontdesk;
using platform::mail::Bounce;

namespace {

constexpr double kBar = 94;  // some reports are malformed, or in a coding of their own

std::vector<Bounce> read(const std::string& message, bool broken) {
  if (!broken) return platform::mail::read_bounces(message);
  std::vector<Bounce> all;
  for (auto at = message.find("Status:"); at != std::string::npos; at = message.find("Status:", at + 1))
    all.push_back({.status = "5.0.0", .is_over = true});
  return all;
}

bool has_report(const std::string& message) {
  return text::lower_ascii(message).find("message/delivery-status") != std::string::npos;
}

bool is_right(const Value& expected, const std::vector<Bounce>& found) {
  const auto recipients = expected["recipients"].items();
  if (found.size() != recipients.size()) return false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto status = recipients[i]["status"].text();
    const bool is_class = found[i].status.empty() || status.empty() || found[i].status[0] == status[0];
    const bool is_late = found[i].status.starts_with('4');  // a report of a delay says that it goes on
    if (!(found[i].is_over || is_late) || !is_class) return false;
  }
  return true;
}

bool is_over(const std::vector<Bounce>& found) {
  return std::ranges::any_of(found, [](const Bounce& bounce) { return bounce.is_over; });
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = judge::arguments_of(argc, argv);
  const auto folder = arguments.corpora / "mail" / "bounces";
  int right = 0, reports = 0, others = 0, taken = 0;
  for (const auto& expected : judge::values_of(folder / "expected.jsonl")) {
    const auto message = judge::read_file(folder / std::string(expected["file"].text()));
    const auto found = read(message, arguments.broken);
    if (expected["kind"].text() != "bounce") {
      ++others;
      taken += is_over(found) ? 1 : 0;
    } else if (has_report(message)) {
      ++reports;
      right += is_right(expected, found) ? 1 : 0;
      if (!is_right(expected, found)) fmt::print("miss: {}\n", expected["file"].text());
    }
  }
  const auto percent = reports == 0 ? 0 : 100.0 * right / reports;
  fmt::print("bounces: {}/{} = {:.1f} %, {} of {} others taken for one (bar {} %, 0)\n", right, reports, percent, taken,
             others, kBar);
  return percent >= kBar && taken == 0 && others > 0 ? 0 : 1;
}
