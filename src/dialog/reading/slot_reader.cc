#include "dialog/reading/slot_reader.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/calendar.h"
#include "dialog/consent.h"
#include "dialog/reading/contacts.h"
#include "dialog/reading/money.h"
#include "dialog/reading/names.h"
#include "dialog/reading/phones.h"
#include "dialog/reading/remarks.h"
#include "dialog/reading/several.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kCandidatesMax = 6;  // more are no choice, but a list

Doubt which(const std::vector<std::string>& ids) {
  Doubt doubt;
  for (const auto& id : ids) {
    if (doubt.candidates.size() < kCandidatesMax) doubt.candidates.emplace_back(id);
  }
  return doubt;
}

// "12.30" is rather a time than an order, whose four digits nobody parts.
bool is_written_clock(std::string_view bytes) {
  std::string written(bytes);
  std::ranges::replace(written, '.', ':');
  return bytes.size() == written.find(':') + 3 && parse_clock(written.size() == 4 ? "0" + written : written);
}

bool is_written_one(const Number& number) { return number.value == 1 && !number.in_digits; }

// All of them, where that was said; else what was told to be a count; kinds of people that were told apart add up.
Quantity counted_by(const std::vector<Quantity>& quantities) {
  const auto whole = std::ranges::find_if(quantities, &Quantity::is_whole);
  if (whole != quantities.end()) return *whole;
  // "For my boss, for 2": who it is for may be one of them.
  const auto sure =
      std::ranges::find_if(quantities, [](const Quantity& each) { return each.is_told && !each.or_else; });
  const auto told = sure != quantities.end() ? sure : std::ranges::find_if(quantities, &Quantity::is_told);
  const auto plain = std::ranges::find_if(quantities, [](const Quantity& each) { return !each.or_else; });
  auto counted = told != quantities.end() ? *told : plain != quantities.end() ? *plain : quantities.front();
  const bool are_kinds = std::ranges::all_of(quantities, [](const Quantity& each) {
    return each.of_people && !each.is_relative && !each.from && !each.is_vague && !each.or_else;
  });
  for (std::size_t i = 1; are_kinds && i < quantities.size(); ++i) counted.value += quantities[i].value;
  return counted;
}

Doubt which_of(const Quantity& range) {
  Doubt doubt{Why::which, {}};
  for (auto value = range.from.value_or(0); range.from && range.to && value <= *range.to; ++value) {
    if (doubt.candidates.size() < kCandidatesMax) doubt.candidates.emplace_back(value);
  }
  return doubt;
}

}  // namespace

SlotReader::SlotReader(const Flow& flow, const Slot* asked, std::string_view message, const Surroundings& around,
                       const Language& language, bool shared)
    : flow_(flow),
      asked_(asked),
      around_(around),
      shared_(shared),
      trade_(trade_of(around.config)),
      heard_(message, language) {}

// What can be nothing else goes first; then what was asked for; then the rest, by how much its words say.
std::vector<SlotFinding> SlotReader::run() {
  take_contacts();
  take_notes();
  take_money();
  take_codes(!asked_ || asked_->type != "code");
  take_names();
  take_two_places();
  if (asked_) take_list(*asked_);
  take_times();
  take_lists();
  take_several();
  take_bare_hour();
  take_numbers();
  if (begins_form()) take_names();
  take_same();
  take_yes_no();
  take_remarks();
  take_text();
  std::ranges::sort(found_, {}, [](const SlotFinding& each) { return each.slot; });
  return std::move(found_);
}

const Slot* SlotReader::slot_for(std::string_view type) const {
  if (asked_ && asked_->type == type) return asked_;
  const auto found = std::ranges::find(flow_.slots, type, &Slot::type);
  return found == flow_.slots.end() ? nullptr : &*found;
}

bool SlotReader::is_filled(const Slot& slot) const {
  return std::ranges::find(found_, &slot, &SlotFinding::slot) != found_.end();
}

bool SlotReader::is_free(const Slot& slot, const Span& span) const {
  if (!heard_.is_taken(span)) return true;
  return shared_ && std::ranges::any_of(found_, [&](const SlotFinding& found) {
           return found.span == span && found.slot->type == slot.type;
         });
}

void SlotReader::put(const Slot& slot, Span span, Value value) {
  SlotFinding finding;
  finding.slot = &slot;
  finding.value = std::move(value);
  finding.span = span;
  heard_.take(span);
  found_.push_back(std::move(finding));
}

void SlotReader::take_contacts() {
  const bool asks_email = asked_ && asked_->type == "email";
  for (const auto& email : read_emails(heard_, asks_email)) {
    const auto* slot = slot_for("email");
    slot && !is_filled(*slot) ? put(*slot, email.span, email.text) : heard_.take(email.span);
  }
  take_lettered_codes();
  const bool has_digits = std::ranges::count_if(heard_.message, [](char c) { return c >= '0' && c <= '9'; }) >= 6;
  if (has_digits) {
    const bool asks_code = asked_ && asked_->type == "code";
    for (const auto& phone : find_phones(heard_.message, trade_->region())) {
      const Span span{phone.begin, phone.end};
      const bool may_be_code =
          asks_code && !phone.is_valid && !phone.number.starts_with('+') && !is_for_lack_of_code(span);
      if (heard_.is_taken(span) || may_be_code) continue;
      const auto* slot = slot_for("phone");
      slot && !is_filled(*slot) ? put(*slot, span, phone.number) : heard_.take(span);
    }
  }
  const auto* slot = slot_for("address");
  if (!slot) return;
  for (const auto& address : read_addresses(heard_, is_asked(*slot))) {
    if (!is_filled(*slot)) put(*slot, address.span, address.text);
  }
}

// Who has no code was invited to tell a telephone number: digits that are no code of this pattern are one.
bool SlotReader::is_for_lack_of_code(const Span& span) const {
  const auto* instead = asked_->lacking ? flow_.slot(*asked_->lacking) : nullptr;
  const auto* pattern = trade_->code(*asked_);
  if (!instead || instead->type != "phone" || !pattern) return false;
  return std::ranges::none_of(pattern->read(heard_, true),
                              [&](const Code& code) { return code.is_whole && code.span.overlaps(span); });
}

// A code whose letters were said is no telephone number, however many digits it has.
void SlotReader::take_lettered_codes() {
  for (const auto& slot : flow_.slots) {
    const auto* pattern = slot.type == "code" ? trade_->code(slot) : nullptr;
    if (!pattern || is_filled(slot)) continue;
    for (const auto& code : pattern->read(heard_, false)) {
      const auto bytes = heard_.bytes(code.span);
      const bool lettered =
          std::ranges::any_of(bytes, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
      const bool has_digit = std::ranges::any_of(bytes, [](char c) { return c >= '0' && c <= '9'; });
      if (!lettered || !has_digit || !is_free(slot, code.span)) continue;
      put(slot, code.span, code.code);
      break;
    }
  }
}

void SlotReader::take_codes(bool whole_only) {
  const auto take = [&](const Slot& slot) {
    const auto* pattern = slot.type == "code" ? trade_->code(slot) : nullptr;
    std::optional<CodePattern> own;
    if (slot.type == "code" && !pattern) pattern = &own.emplace(slot.pattern.value_or("[A-Za-z0-9-]{3,}"));
    if (!pattern || is_filled(slot)) return;
    for (auto& code : pattern->read(heard_, is_asked(slot))) {
      if (!is_free(slot, code.span) || (!code.is_whole && !is_asked(slot)) || is_of_another(slot, code)) continue;
      return put(slot, code.span, code.code);
    }
  };
  if (asked_ && !whole_only) take(*asked_);
  for (const auto& slot : flow_.slots) take(slot);
}

// "Order 1042" is no booking's code, and digits beside other digits ("555 2211") are no code by themselves.
bool SlotReader::is_of_another(const Slot& slot, const Code& code) const {
  const auto bytes = heard_.bytes(code.span);
  if (!is_asked(slot) && is_written_clock(bytes)) return true;
  if (!std::ranges::all_of(bytes, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const auto begin = heard_.token_at(code.span.begin);
  const auto end = heard_.token_at(code.span.end);
  const auto is_long = [&](std::uint32_t at) { return heard_.tokens[at].number && heard_.tokens[at].text.size() > 2; };
  if ((begin > 0 && is_long(begin - 1)) || (end < heard_.count() && is_long(end))) return true;
  auto at = begin;
  while (at > 0 && heard_.is_mark(at - 1, "#:.")) --at;
  if (const auto sign = heard_.phrase_before(List::number_sign, at)) at = *sign;
  while (const auto small = heard_.phrase_before(List::common, at)) at = *small;  // "my order [is] 1042"
  return at > 0 && trade_->is_of_another_code(heard_.tokens[at - 1].text, slot);
}

void SlotReader::take_names() {
  const auto* slot = slot_for("name");
  NamesAround around;
  around.asked = slot && is_asked(*slot);
  // Not beside a street or a thing, which are written as names are.
  constexpr std::string_view kPlain[] = {"number", "date", "time", "code"};
  const bool is_plain = begins_form() || (asked_ && std::ranges::find(kPlain, asked_->type) != std::end(kPlain));
  around.beside = slot && is_plain;
  around.nouns_are_capital = heard_.language.id == "de";
  around.instead = slot && asked_ && is_plain && !around.asked && !is_filled(*slot);
  around.beside_value = slot && !shared_ && !around.asked && (begins_form() || asked_);
  around.by_code = slot && !shared_ &&
                   std::ranges::any_of(found_, [](const SlotFinding& found) { return found.slot->type == "code"; });
  constexpr std::string_view kContacts[] = {"code", "phone", "email"};
  around.beside_contact = slot && asked_ && !around.asked && is_filled(*asked_) &&
                          std::ranges::find(kContacts, asked_->type) != std::end(kContacts);
  for (const auto& found : found_) {
    const bool is_number = found.slot->type == "phone" || found.slot->type == "email";
    if (slot && is_number && !shared_) around.contacts.push_back(found.span);
  }
  around.ordinary = &trade_->ordinary;
  around.of_examples = &trade_->of_examples;
  if (slot) around.things = things();
  for (const auto& name : read_names(heard_, around)) {
    if (name.standing != Standing::said) continue;
    slot && !is_filled(*slot) ? put(*slot, name.span, name.name) : heard_.take(name.span);
  }
}

// Whether a message that answers no question tells several things of a form: "for 2 on Friday, Ines Pohl".
bool SlotReader::begins_form() const {
  constexpr std::ptrdiff_t kToldMin = 2;
  const auto* slot = slot_for("name");
  return slot && !asked_ && !shared_ && !is_filled(*slot) && std::ssize(found_) >= kToldMin;
}

// What the tenant's file calls something else by its name.
std::vector<Span> SlotReader::things() const {
  std::vector<Span> spans;
  const auto add = [&](const Terms& terms) {
    for (const auto& each : terms.find(heard_)) {
      if (!each.guessed) spans.push_back(heard_.span(each.begin, each.end));
    }
  };
  add(trade_->locations);
  for (const auto& slot : flow_.slots) {
    const auto* terms = slot.of.empty() ? nullptr : trade_->choices(slot);
    if (terms) add(*terms);
  }
  return spans;
}

void SlotReader::take_money() {
  for (const auto& money : read_money(heard_, trade_->region())) {
    const auto* slot = slot_for("money");
    const auto value = Value::object({{"amount", money.amount()}, {"currency", money.currency}});
    slot && !is_filled(*slot) ? put(*slot, money.span, value) : heard_.take(money.span);
  }
}

bool SlotReader::fits(const Quantity& quantity, const Slot& slot) const {
  if (quantity.standing != Standing::said) return false;
  const bool is_of_who_comes = heard_.has(List::comes_too) && trade_->counts_people(slot);
  if (!is_asked(slot) && !quantity.is_told && !is_of_who_comes && !opens_with(quantity)) return false;
  const bool says_of_what = !slot.counts.empty() || trade_->asks_for_people(slot);
  if (quantity.is_of_else && (says_of_what || !is_asked(slot))) return false;
  const bool is_of_thing = quantity.is_of_thing && (quantity.value == 1 || !(is_asked(slot) || quantity.is_led));
  if (is_of_thing && says_of_what) return false;
  if (slot.counts.empty())
    return !says_of_what || quantity.of.empty() || quantity.of_people || trade_->is_list_of_people(quantity.of);
  if (!quantity.of.empty() && std::ranges::any_of(slot.counts, [&](const std::string& list) {
        return text::equal_ignoring_case(list, quantity.of);
      }))
    return true;
  if (quantity.of_people) return trade_->counts_people(slot);
  return quantity.of.empty();
}

// "4 at Harbor tomorrow 7pm": a bare number that a message begins with, where the time is told and one thing more,
// counts what there is only one count of. One that a word follows which nobody knows is of that: "4 large ones".
bool SlotReader::opens_with(const Quantity& quantity) const {
  constexpr List kBefore[] = {List::greeting, List::courtesy, List::filler};
  if (quantity.from || quantity.to || quantity.of_people || quantity.is_vague || shared_) return false;
  std::uint32_t at = 0;
  for (std::uint32_t next = 0; at < heard_.count(); at = next) {
    next = heard_.is_mark(at, ",.!") ? at + 1 : at;
    for (const auto list : kBefore) next = heard_.behind(list, next);
    if (next == at) break;
  }
  const auto behind = heard_.token_at(quantity.span.end);
  const bool is_of_something = heard_.is_word(behind) && !heard_.is_known(behind) && !heard_.is_taken(behind);
  const bool is_article = heard_.phrase_at(List::determiner, at) != 0;  // "ein Tisch", "una mesa"
  if (heard_.token_at(quantity.span.begin) != at || is_of_something || is_article) return false;
  const auto tells = [&](std::string_view type) {
    return std::ranges::any_of(found_, [&](const SlotFinding& found) { return found.slot->type == type; });
  };
  return std::ranges::count(flow_.slots, "number", &Slot::type) == 1 && tells("time") &&
         (tells("date") || tells("location"));
}

// "Actually, make that 8" where a time was asked for: the only number of a message that speaks of nobody is an hour,
// though words stand before it that lead a count elsewhere.
void SlotReader::take_bare_hour() {
  constexpr List kOfPeople[] = {List::people,   List::persons, List::one_person, List::two_persons, List::of_us,
                                List::of_them,  List::more,    List::fewer,      List::another,     List::comes_too,
                                List::nobody,   List::no_time, List::at_least,   List::at_most,     List::no_person,
                                List::no_count, List::we_are};
  if (!asked_ || asked_->type != "time" || is_filled(*asked_)) return;
  if (std::ranges::any_of(kOfPeople, [&](List list) { return heard_.has(list); })) return;
  std::optional<Span> only;
  for (std::uint32_t at = 0; at < heard_.count(); ++at) {
    const auto number = heard_.number_at(at);
    if (!number || is_written_one(*number)) continue;  // "I have one", "tengo una reserva"
    if (only || heard_.phrase_before(List::counting, at) || heard_.said_by("unit", number->end, Field::unit)) return;
    only = heard_.span(at, number->end);
    at = number->end - 1;
  }
  const bool is_all = only && only->end - only->begin >= text::trim(heard_.message).size();  // it was read already
  if (!only || is_all || heard_.is_taken(*only)) return;
  for (auto finding : SlotReader(flow_, asked_, heard_.bytes(*only), around_, *heard_.heard.language).run()) {
    if (finding.slot != asked_) continue;
    finding.span = *only;
    heard_.take(*only);
    found_.push_back(std::move(finding));
    return;
  }
}

void SlotReader::take_numbers() {
  const auto is_number = [](const Slot& slot) { return slot.type == "number"; };
  if (std::ranges::none_of(flow_.slots, is_number) && !(asked_ && is_number(*asked_))) return;
  auto quantities = read_quantities(heard_, trade_->counted);
  if (asked_) give_number(*asked_, quantities);
  for (const auto& slot : flow_.slots) give_number(slot, quantities);
  if (asked_ && is_number(*asked_) && !is_filled(*asked_)) take_what_sounds_like_a_number();
}

void SlotReader::give_number(const Slot& slot, std::vector<Quantity>& quantities) {
  if (slot.type != "number" || is_filled(slot)) return;
  std::vector<Quantity> mine;
  std::ranges::copy_if(quantities, std::back_inserter(mine), [&](const Quantity& each) { return fits(each, slot); });
  if (mine.empty()) return;
  put_number(slot, counted_by(mine));
  if (shared_) return;
  const auto span = found_.back().span;
  std::erase_if(quantities, [&](const Quantity& each) { return each.span.overlaps(span); });
}

// "for too": it sounds like a number, and may be one.
void SlotReader::take_what_sounds_like_a_number() {
  for (std::uint32_t at = 0; at < heard_.count(); ++at) {
    const auto number = heard_.said_by("sounds_like", at);
    if (!number || heard_.count() > at + 2 || at > 2) continue;
    put(*asked_, heard_.span(at, number->end), {});
    found_.back().doubt = Doubt{Why::which, {Value(number->value)}};
    return;
  }
}

void SlotReader::put_number(const Slot& slot, const Quantity& quantity) {
  put(slot, quantity.span, quantity.value);
  auto& finding = found_.back();
  finding.is_relative = quantity.is_relative;
  finding.is_about = quantity.is_approximate;
  const bool is_range = quantity.from || quantity.to;
  if (quantity.or_else) {
    const auto [least, most] = std::minmax(quantity.value, *quantity.or_else);
    finding.doubt = Doubt{Why::which, {Value(least), Value(most)}};
  }
  if (quantity.is_vague) finding.doubt = Doubt{Why::vague, {}};
  if (is_range) {
    finding.range = Range{quantity.from ? Value(*quantity.from) : Value(), quantity.to ? Value(*quantity.to) : Value()};
    finding.doubt = which_of(quantity);
  }
  if (finding.doubt) {
    finding.value = {};
    return;
  }
  const bool is_less = slot.min && quantity.value < *slot.min;
  const bool is_more = slot.max && quantity.value > *slot.max;
  finding.is_out_of_range = !quantity.is_relative && (is_less || is_more);
}

// Where the words of one list are a part of another's ("small" of "too small"), the longer ones have them.
void SlotReader::take_lists() {
  std::vector<std::pair<const Slot*, Choice>> all;
  for (const auto& slot : flow_.slots) {
    for (const auto& choice : choices_for(slot)) all.emplace_back(&slot, choice);
  }
  const auto size = [](const auto& each) { return each.second.span.end - each.second.span.begin; };
  std::ranges::stable_sort(all, std::greater(), size);
  for (const auto& [slot, choice] : all) {
    if (!is_filled(*slot) && is_free(*slot, choice.span)) put_choice(*slot, choice);
  }
}

// What a message names of a list of which nothing may be left out. What it only seems to name is nobody's wish yet.
void SlotReader::take_several() {
  for (const auto& slot : flow_.slots) {
    if (slot.type != "choices" || is_filled(slot)) continue;
    const auto* terms = trade_->choices(slot);
    Terms own;
    std::vector<std::vector<std::string>> leads;
    if (!terms) {
      for (const auto& choice : slot.of) own.add(choice, choice);
      terms = &own;
    }
    if (!shared_) {
      for (const auto& words : around_.config.words.synonyms_of(slot.name)) leads.push_back(phrase_of(words));
    }
    const auto found = read_several(heard_, *terms, slot.of, leads, trade_->of_examples);
    if (!found) continue;
    ListBuilder values;
    for (const auto& value : found->values) values.add(value);
    put(slot, found->span, values.build());
  }
}

void SlotReader::take_list(const Slot& slot) {
  for (const auto& choice : choices_for(slot)) put_choice(slot, choice);
}

std::vector<Choice> SlotReader::choices_for(const Slot& slot) const {
  if (is_filled(slot) || (slot.type != "choice" && slot.type != "location")) return {};
  if (is_of_the_other(slot)) return {};
  std::vector<std::string> all = slot.of;
  if (slot.type == "location") {
    all.clear();
    for (const auto& location : around_.config.locations) all.push_back(location.id);
  }
  Terms own;
  const auto* terms = slot.type == "location" ? &trade_->locations : trade_->choices(slot);
  if (!terms) {
    for (const auto& choice : slot.of) own.add(choice, choice);
    terms = &own;
  }
  return read_choices(heard_, *terms, all, is_asked(slot));
}

void SlotReader::put_choice(const Slot& slot, const Choice& choice) {
  if (choice.is_any && slot.any) return put(slot, choice.span, *slot.any);
  const bool is_said = choice.standing == Standing::said;
  put(slot, choice.span, choice.ids.size() == 1 && is_said ? Value(choice.ids.front()) : Value());
  if (choice.ids.size() > 1 || !is_said) found_.back().doubt = which(choice.ids);
}

// "The same branch, as many of us": what is known already.
void SlotReader::take_same() {
  constexpr std::pair<std::string_view, List> kSame[] = {{"location", List::same_place},
                                                         {"location", List::there},
                                                         {"number", List::same_count},
                                                         {"name", List::same_name}};
  for (const auto& [type, list] : kSame) {
    const auto phrase = std::ranges::find_if(heard_.heard.phrases, [&](const PhraseAt& each) {
      const bool asks = list == List::there && heard_.heard.has(List::question, each.begin, each.end);  // "is there"
      const bool leads = heard_.phrase_at(List::count_lead, each.begin) > each.end;                     // "there are"
      return each.list == list && !asks && !leads;
    });
    const auto* slot = phrase == heard_.heard.phrases.end() ? nullptr : slot_for(type);
    if (!slot || is_filled(*slot) || heard_.scope.of(phrase->begin, phrase->end) != Standing::said) continue;
    put(*slot, heard_.span(phrase->begin, phrase->end), {});
    found_.back().is_same = true;
  }
}

void SlotReader::take_yes_no() {
  const auto* slot = slot_for("yes_no");
  if (!slot || is_filled(*slot) || !is_asked(*slot)) return;
  const auto answer = read_answer(heard_.message);
  if (answer != Answer::yes && answer != Answer::no) return;
  put(*slot, {0, static_cast<std::uint32_t>(heard_.message.size())}, answer == Answer::yes);
}

// What is to be noted tells nothing else: "note that he had surgery on friday" is no day.
void SlotReader::take_notes() {
  notes_ = read_notes(heard_);
  for (const auto& note : notes_) heard_.take(note);
}

// What was told to be noted, and what is left over of the message, where a slot has room for it.
void SlotReader::take_remarks() {
  const auto slot = std::ranges::find(flow_.slots, true, &Slot::remarks);
  if (slot == flow_.slots.end() || shared_ || is_filled(*slot) || is_asked(*slot)) return;
  std::vector<Span> counts;
  for (const auto& found : found_) {
    if (found.slot->type == "number") counts.push_back(found.span);
  }
  const auto remarks = read_remarks(heard_, *trade_, counts, notes_);
  if (remarks.empty()) return;
  std::string said;
  for (const auto& span : remarks) said += (said.empty() ? "" : "; ") + std::string(heard_.bytes(span));
  put(*slot, remarks.front(), said);
}

void SlotReader::take_text() {
  if (!asked_ || asked_->type != "text" || is_filled(*asked_)) return;
  const auto trimmed = text::trim(heard_.message);
  if (!trimmed.empty()) put(*asked_, {0, static_cast<std::uint32_t>(heard_.message.size())}, trimmed);
}

}  // namespace frontdesk::dialog::reading
