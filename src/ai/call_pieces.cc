#include "ai/call_pieces.h"

#include <algorithm>
#include <set>

#include "ai/broken_text.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::ai {
namespace {

bool is_whole_object(std::string_view text) {
  text = text::trim(text);
  if (!text.starts_with('{') || !text.ends_with('}')) return false;
  try {
    json::parse(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::string arguments_text(const Value& arguments) {
  return arguments.is_object() || arguments.is_list() ? json::print(arguments) : std::string(arguments.text());
}

// Names come whole, whole again in each piece, cut in two, or longer from piece to piece.
void join_name(std::string& name, std::string_view piece) {
  if (piece.empty() || piece == name) return;
  if (piece.starts_with(name)) {
    name = piece;
  } else {
    name += piece;
  }
}

void join_arguments(std::string& arguments, std::string_view piece) {
  const auto trimmed = text::trim(piece);
  if (arguments == "{}" && trimmed.starts_with('{')) {
    arguments = piece;  // an empty object held the place
    return;
  }
  const bool is_again = trimmed.size() > 1 && (trimmed == text::trim(arguments) || trimmed == "{}");
  if (!is_again || !is_whole_object(arguments)) arguments += piece;
}

std::string mended(const std::string& broken) {
  TextMender mender;
  auto text = mender.feed(broken);
  return text += mender.finish();
}

}  // namespace

// A piece with a name of its own begins another call where the one under way could already be over.
bool CallPieces::is_another(const Call& call, const Piece& piece) {
  if (piece.name.empty()) return false;
  const bool has_other_id = !piece.id.empty() && !call.id.empty() && piece.id != call.id;
  if (call.arguments.empty()) return has_other_id;
  if (!is_whole_object(call.arguments)) return false;
  if (has_other_id || piece.name != call.name) return true;
  return piece.arguments != call.arguments && is_whole_object(piece.arguments) && call.arguments != "{}";
}

CallPieces::Call* CallPieces::known_by_id(const Piece& piece) {
  if (piece.id.empty()) return nullptr;
  const auto found = std::ranges::find(calls_.rbegin(), calls_.rend(), piece.id, &Call::id);
  return found == calls_.rend() ? nullptr : &*found;
}

CallPieces::Call* CallPieces::known_by_index(const Piece& piece) {
  if (!piece.index) return nullptr;
  const auto found = std::ranges::find(calls_.rbegin(), calls_.rend(), piece.index, &Call::index);
  return found == calls_.rend() ? nullptr : &*found;
}

CallPieces::Call& CallPieces::call_of(const Piece& piece, bool stands_alone) {
  auto* known = known_by_id(piece);
  if (!known) known = known_by_index(piece);
  if (!known && !calls_.empty()) {
    auto& last = calls_.back();
    const bool cuts_a_name = !piece.index && piece.id.empty() && stands_alone && last.arguments.empty();
    if (piece.name.empty() || cuts_a_name) known = &last;
  }
  if (known && !is_another(*known, piece)) return *known;
  return calls_.emplace_back(Call{.index = piece.index});
}

void CallPieces::add(const Value& entry, std::size_t place, std::size_t count) {
  if (!entry.is_object()) return;
  const auto& function = entry["function"];
  Piece piece{
      .id = entry["id"].text(), .name = function["name"].text(), .arguments = arguments_text(function["arguments"])};
  if (entry["index"].type() == Value::Type::integer) {
    piece.index = entry["index"].integer();
  } else if (count > 1) {
    piece.index = static_cast<std::int64_t>(place);
  }
  if (piece.id.empty() && piece.name.empty() && piece.arguments.empty()) return;
  auto& call = call_of(piece, count == 1);
  if (call.id.empty()) call.id = piece.id;
  join_name(call.name, piece.name);
  join_arguments(call.arguments, piece.arguments);
}

Value CallPieces::list(std::string_view fallback_id) const {
  ListBuilder list;
  std::set<std::string, std::less<>> ids;
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    const auto& call = calls_[i];
    if (call.name.empty() && call.arguments.size() <= 2) continue;
    if (call.name.empty()) {
      throw Error(Kind::unavailable, "model/malformed-answer", "The model's answer is not what was asked for.")
          .because("A tool call has no name.");
    }
    auto id = mended(call.id);
    if (id.empty() || ids.contains(id)) id = fmt::format("call_{}_{}", fallback_id, i);
    ids.insert(id);
    const auto arguments = text::trim(call.arguments).empty() ? std::string("{}") : mended(call.arguments);
    list.add(Value::object({{"id", id},
                            {"type", "function"},
                            {"function", Value::object({{"name", mended(call.name)}, {"arguments", arguments}})}}));
  }
  return list.build();
}

}  // namespace frontdesk::ai
