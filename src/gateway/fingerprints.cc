#include "gateway/fingerprints.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::gateway {
namespace {

std::string text_of(const std::map<std::string, std::string>& by_name) {
  ObjectBuilder files;
  for (const auto& [name, digest] : by_name) files.set(name, digest);
  const auto value = files.build();
  return json::print(Value::object({{"files", value}, {"seal", crypto::sha256_hex(json::canonical(value))}})) + "\n";
}

Error unfit(std::string_view slug, const std::string& path, std::string_view what) {
  return Error(
      Kind::conflict, std::string(slug),
      fmt::format("{0} {1}. Put it back from a backup of the data folder; or, where the key files of the folder "
                  "are right as they are, take them by: frontdesk accept fingerprints --data DIR",
                  path, what));
}

std::map<std::string, std::string> parse(const std::string& path, const std::string& text) {
  std::map<std::string, std::string> by_name;
  try {
    for (const auto& member : json::parse(text)["files"].members()) by_name.emplace(member.key(), member.value.text());
  } catch (const Error&) {
    by_name.clear();
  }
  if (text_of(by_name) != text) throw unfit("sign-in/fingerprints-damaged", path, "is not as it was written");
  return by_name;
}

}  // namespace

Fingerprints::Fingerprints(Files& files, const std::string& folder, bool is_fresh)
    : files_(files), path_(fmt::format("{}/{}", folder, kFile)) {
  if (files_.exists(path_)) {
    by_name_ = parse(path_, read_whole(files_, path_));
  } else if (!is_fresh) {
    throw unfit("sign-in/fingerprints-gone", path_, "was there and is gone");
  }
}

Fingerprints::Verdict Fingerprints::look(const std::string& name, std::string_view bytes) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return Verdict::unknown;
  return found->second == crypto::sha256_hex(bytes) ? Verdict::same : Verdict::other;
}

void Fingerprints::remember(const std::string& name, std::string_view bytes) {
  by_name_.insert_or_assign(name, crypto::sha256_hex(bytes));
  save();
}

void Fingerprints::forget(const std::string& name) {
  if (by_name_.erase(name) > 0) save();
}

void Fingerprints::begin_anew(Files& files, const std::string& folder) {
  write_whole(files, fmt::format("{}/{}", folder, kFile), text_of({}));
}

void Fingerprints::save() const { write_whole(files_, path_, text_of(by_name_)); }

}  // namespace frontdesk::gateway
