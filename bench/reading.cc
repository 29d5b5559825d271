// What the reading of one message costs: bench_reading. Language, words, scope and times of messages in four languages,
// against the 100 us that a turn allows for all of its reading.

#include <fmt/format.h>

#include "base/clock.h"
#include "dialog/reading/when.h"

using namespace frontdesk;
using namespace frontdesk::dialog::reading;

namespace {

constexpr double kAllowedUs = 100;
constexpr int kRounds = 300;

constexpr std::string_view kMessages[] = {
    "good morning, I would like a room for 3 nights from the 2nd to the 5th of December, please",
    "not on friday but on saturday evening around half past seven, and could you call me back tomorrow?",
    "Guten Tag, ich möchte gerne am Samstag, den 5. Dezember gegen halb acht kommen, geht das?",
    "können wir den Termin von Freitag auf Montag nächster Woche um 10 Uhr verschieben",
    "hola, quisiera cambiar la cita del viernes al sábado a las ocho y media de la tarde, por favor",
    "buongiorno, vorrei spostare l'appuntamento da venerdì a sabato prossimo alle otto e mezza di sera",
    "actually make that december 12th at quarter to nine, sorry, nine, thank you so much for your help",
    "we came last week and were told that any time after 8 would be fine, is that still true on tuesdays?",
};

}  // namespace

int main() {
  const SystemClock clock;
  const auto begun = clock.now();
  std::vector<const Language*> all;
  for (const auto& language : languages()) all.push_back(&language);
  const std::chrono::duration<double, std::milli> loading = clock.now() - begun;

  const auto zone = Zone::find("Europe/Rome").value_or(Zone());
  std::size_t found = 0;
  auto best = std::chrono::nanoseconds::max();
  for (int round = 0; round < kRounds; ++round) {
    const auto start = clock.now();
    for (const auto message : kMessages) {
      const auto& language = heard_in(words_of(message), all, *all.front());
      found += read_when(heard_as(message, language), {Timestamp{1'795'683'600'000}, zone}).size();
    }
    best = std::min<std::chrono::nanoseconds>(best, clock.now() - start);
  }
  const auto each_us = static_cast<double>(best.count()) / 1000 / std::size(kMessages);
  fmt::print("reading: {:.1f} us a message (bar {:.0f} us) {}\n", each_us, kAllowedUs,
             each_us <= kAllowedUs ? "ok" : "BELOW THE BAR");
  fmt::print("  {} languages read in {:.0f} ms, {} times and dates in {} messages\n", all.size(), loading.count(),
             found / kRounds, std::size(kMessages));
  return each_us <= kAllowedUs ? 0 : 1;
}
