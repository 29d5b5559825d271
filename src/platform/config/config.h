#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/tenant_id.h"
#include "base/value.h"
#include "platform/config/channels.h"
#include "platform/config/document.h"
#include "platform/config/section.h"
#include "platform/config/tools.h"

namespace frontdesk::platform::config {

// One version of a tenant's file, checked and resolved; never changed, shared by whoever works with it. Of the sections
// it has what the platform acts on; who acts on others reads them from the document.
struct Config {
  TenantId tenant;
  std::string hash;  // content_hash(document)
  Value document;    // with everything that it inherits
  std::string name;  // empty where it says none
  std::vector<Tool> tools;
  Channels channels;
};

// The sections of this layer. `offers`: the actions of ours that tools may be.
std::vector<Section> platform_sections(std::vector<Offer> offers = {});

// Throws Error{internal, "config/unreadable"} for a document that check() would not have let through.
std::shared_ptr<const Config> make_config(Value document);
Error unreadable(const Error& error);

// What a check looks at beside the file itself.
struct Surroundings {
  LoadBase load;                     // for `extends`; empty: nothing can be extended
  const Secrets* secrets = nullptr;  // null: whether secrets exist is not checked
  std::optional<TenantId> tenant;    // the file must be of this one
  Effort* effort = nullptr;          // what the check may cost; null: no limit
};

struct Checking {
  std::vector<Finding> findings;         // sorted by place
  std::shared_ptr<const Config> config;  // null where there are errors
  std::optional<Document> document;      // with its places; empty where it could not be read

  bool has_errors() const { return config == nullptr; }
};

// Holds tenants' files against the sections of all layers. Compiles the schema once; safe from any thread. Takes up to
// seconds with a file that was made to: belongs on a pool. A file that costs more than `effort` allows is refused by a
// finding; what else stops the effort is thrown.
class Checker {
 public:
  explicit Checker(std::vector<Section> sections);
  ~Checker();
  Checking check(Source file, const Surroundings& surroundings) const;

  const Value& schema() const;  // merged, for editors

 private:
  struct Compiled;
  void look_at(const Document& document, const Surroundings& around, Effort& effort, Findings& findings) const;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace frontdesk::platform::config
