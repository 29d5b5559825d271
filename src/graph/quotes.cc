#include "graph/quotes.h"

#include <charconv>

namespace frontdesk::graph {
namespace {

constexpr char kMark = '\x01';

std::uint64_t bit_of(const Value& text) { return std::uint64_t{1} << (text.text().size() % 64); }

// The value with each of its texts put through `change`; what that leaves alone is shared. The keys of an object are no
// texts.
template <class Change>
Value changed(const Value& value, const Change& change) {
  if (value.is_text()) return change(value);
  if (value.is_list()) {
    std::optional<std::vector<Value>> copy;
    for (std::size_t i = 0; i < value.size(); ++i) {
      auto item = changed(value[i], change);
      if (item.same(value[i])) continue;
      if (!copy) copy.emplace(value.items().begin(), value.items().end());
      (*copy)[i] = std::move(item);
    }
    return copy ? Value::list(std::move(*copy)) : value;
  }
  std::optional<std::vector<Member>> copy;
  for (std::size_t i = 0; i < value.members().size(); ++i) {
    auto item = changed(value.members()[i].value, change);
    if (item.same(value.members()[i].value)) continue;
    if (!copy) copy.emplace(value.members().begin(), value.members().end());
    (*copy)[i].value = std::move(item);
  }
  return copy ? Value::object(std::move(*copy)) : value;
}

// Shows the texts that are long enough to be named, in the order in which they are written, until `take` has enough.
template <class Take>
bool each_text(const Value& value, const Take& take) {
  if (value.is_text()) return value.text().size() < Quotes::kBytesMin || take(value);
  for (const auto& item : value.items()) {
    if (!each_text(item, take)) return false;
  }
  for (const auto& member : value.members()) {
    if (!each_text(member.value, take)) return false;
  }
  return true;
}

Value named(char kind, std::int64_t number) { return fmt::format("{}{}{}", kMark, kind, number); }

Error names_nothing(std::string_view name) {
  return Error(Kind::internal, "graph/broken-record",
               fmt::format("A record names the text \"{}\", which its thread was never told.", name));
}

}  // namespace

void Told::hear(const Value& input) {
  each_text(input, [this](const Value& text) {
    texts_.push_back(text);
    if (texts_.size() > kTextsMax) texts_.pop_front(), ++first_;
    return true;
  });
}

const Value* Told::at(std::int64_t number) const {
  if (number < first_ || number >= first_ + std::ssize(texts_)) return nullptr;
  return &texts_[static_cast<std::size_t>(number - first_)];
}

Quotes::Quotes(std::span<const Event> events, const Told* told) : told_(told) {
  const auto take = [this](const Value& text) {
    own_.push_back(text);
    sizes_ |= bit_of(text);
    return own_.size() < kTextsMax;
  };
  for (const auto& event : events) {
    if (own_.size() < kTextsMax) each_text(event.data, take);
  }
  if (!told_) return;
  for (const auto& text : told_->texts()) sizes_ |= bit_of(text);
}

Value Quotes::shortened(const Value& value) const {
  return changed(value, [this](const Value& text) { return name_of(text); });
}

Value Quotes::whole(const Value& value) const {
  return changed(value, [this](const Value& name) { return text_of(name); });
}

Value Quotes::name_of(const Value& text) const {
  const auto bytes = text.text();
  if (bytes.size() >= kBytesMin && (sizes_ & bit_of(text)) != 0) {
    for (std::size_t i = 0; i < own_.size(); ++i) {
      if (own_[i].text() == bytes) return named('e', static_cast<std::int64_t>(i));
    }
    for (std::size_t i = told_ ? told_->texts().size() : 0; i-- > 0;) {
      if (told_->texts()[i].text() == bytes) return named('t', told_->first() + static_cast<std::int64_t>(i));
    }
  }
  return bytes.starts_with(kMark) ? Value(std::string(1, kMark).append(bytes)) : text;
}

Value Quotes::text_of(const Value& name) const {
  const auto bytes = name.text();
  if (!bytes.starts_with(kMark)) return name;
  if (bytes.substr(1).starts_with(kMark)) return bytes.substr(1);
  std::int64_t number = -1;
  const auto digits = bytes.substr(std::min<std::size_t>(2, bytes.size()));
  const auto [end, fault] = std::from_chars(digits.begin(), digits.end(), number);
  if (fault == std::errc() && end == digits.end() && number >= 0) {
    if (bytes[1] == 'e' && number < std::ssize(own_)) return own_[static_cast<std::size_t>(number)];
    const auto* told = bytes[1] == 't' && told_ ? told_->at(number) : nullptr;
    if (told) return *told;
  }
  throw names_nothing(bytes.substr(1));
}

}  // namespace frontdesk::graph
