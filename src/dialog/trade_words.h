#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "platform/config/section.h"

// The words of a tenant's trade: what it counts, what parts its day has, what its customers call things. A pack has
// those of the trade, a tenant's file adds its own.
namespace frontdesk::dialog {

// "guests" are also "pax" and "covers"; a number slot names the list under `counts`.
struct CountedThings {
  std::string name;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(CountedThings, (), (name, words))

// "Dinner" is from 18:00 to 22:00.
struct PartOfDay {
  std::string name;
  std::string from;  // HH:MM
  std::string to;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(PartOfDay, (), (name, from, to, words))

// "Parcel" is also "package" and "Paket": of a choice, a location or any other name of the file.
struct Synonyms {
  std::string name;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(Synonyms, (), (name, words))

struct TradeWords {
  std::vector<CountedThings> counted;
  std::vector<PartOfDay> parts_of_day;
  std::vector<Synonyms> synonyms;
  std::vector<std::string> records;  // what customers have with the business: booking, Termin, pedido
  std::vector<std::string> remarks;  // "by the window": what no form may drop, beside what the languages know

  // The words for what a slot counts: those of the lists that `names` has, and the names that are no list's.
  std::vector<std::string> counted_by(const std::vector<std::string>& names) const;
  const std::vector<std::string>& synonyms_of(std::string_view name) const;
};
BOOST_DESCRIBE_STRUCT(TradeWords, (), (counted, parts_of_day, synonyms, records, remarks))

platform::config::Section words_section();
TradeWords read_trade_words(const Value& document);

}  // namespace frontdesk::dialog
