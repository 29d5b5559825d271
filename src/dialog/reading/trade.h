#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "dialog/config.h"
#include "dialog/reading/codes.h"
#include "dialog/reading/terms.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {

// The slots of all flows, each kind of them once: what a message tells is read once, however many flows there are.
struct AllSlots {
  Flow form;                                                            // of the slots alone
  std::map<std::string, std::vector<std::size_t>, std::less<>> places;  // by flow: where each of its slots is in it
};

// What readers need of a tenant's file, made ready once a version of it: the words of its trade, its locations, and for
// each slot the choices and the form of its codes.
class Trade {
 public:
  explicit Trade(const DialogConfig& config);

  Terms counted;      // ids are the names of words.counted; words that only a slot has stand for themselves
  Terms locations;    // ids of locations
  Terms ordinary;     // words of the examples: no names
  Terms remarks;      // what no form may drop
  Terms of_examples;  // all of them, and of the facts' questions, also those that are written as names are

  std::vector<NamedPart> parts;  // of the day
  AllSlots all;

  // Of the location, or where it is not known, whenever any of them is open; null where none says its hours.
  const platform::config::OpeningHours* hours(const Location* location) const;
  Zone zone(const Location* location) const;  // of the location, or of the tenant
  // How 5/12 is written there; empty where no country is told, or where it is written both ways.
  std::optional<bool> day_first(const Location* location) const;
  const std::string& region() const { return region_; }  // whose telephone numbers need no prefix; may be empty

  bool counts_people(const Slot& slot) const;
  // Whether it says, under `counts` or in its question ("for how many of you?"), that it counts nothing but people.
  bool asks_for_people(const Slot& slot) const;
  bool is_list_of_people(std::string_view counted_list) const { return of_people_.contains(counted_list); }
  const Terms* choices(const Slot& slot) const;
  const CodePattern* code(const Slot& slot) const;
  // Whether the word stands before codes of another form than the slot's, and not before those of its own, in the
  // examples of the tenant's file: "order" of "track order 1042".
  bool is_of_another_code(std::string_view word, const Slot& slot) const;

 private:
  void add_locations(const DialogConfig& config);
  void add_slot(const DialogConfig& config, const Slot& slot);
  void add_ordinary(const DialogConfig& config);
  void add_nouns_of_codes(const DialogConfig& config);

  void add_flow(const Flow& flow, std::map<std::string, std::size_t>& known);
  void add_parts(const DialogConfig& config);
  void add_hours(const Location& location);

  std::map<std::string, platform::config::OpeningHours, std::less<>> hours_;
  std::optional<platform::config::OpeningHours> any_hours_;
  Zone zone_;
  std::string country_;  // as the tenant's file tells it; empty where it does not
  std::string region_;
  std::set<std::string, std::less<>> of_people_;  // counted things that are persons
  std::set<std::string, std::less<>> asking_;     // number slots whose question asks for people

  std::map<std::string, Terms, std::less<>> choices_;      // by what they are chosen from
  std::map<std::string, CodePattern, std::less<>> codes_;  // by pattern
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> nouns_of_codes_;  // patterns by word
};

// The config's own, or one made now.
std::shared_ptr<const Trade> trade_of(const DialogConfig& config);

}  // namespace frontdesk::dialog::reading
