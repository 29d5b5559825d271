#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/files.h"

namespace frontdesk::gateway {

// What a data folder knows of the files that are the server's own, so that one that is gone or was changed is noticed:
// a digest of each by its name, in one sealed file. Used before there are threads.
class Fingerprints {
 public:
  // `is_fresh`: the folder has no tenants yet, so there need be no file. Throws Error{conflict,
  // "sign-in/fingerprints-gone"} and {conflict, "sign-in/fingerprints-damaged"}.
  Fingerprints(Files& files, const std::string& folder, bool is_fresh);

  enum class Verdict { unknown, same, other };
  Verdict look(const std::string& name, std::string_view bytes) const;
  bool knows(const std::string& name) const { return by_name_.contains(name); }
  void remember(const std::string& name, std::string_view bytes);
  void forget(const std::string& name);

  // Makes the file anew, knowing of nothing: what is there at the next start is believed.
  static void begin_anew(Files& files, const std::string& folder);
  static constexpr std::string_view kFile = "fingerprints";

 private:
  void save() const;

  Files& files_;
  std::string path_;
  std::map<std::string, std::string> by_name_;  // SHA-256, in hex
};

}  // namespace frontdesk::gateway
