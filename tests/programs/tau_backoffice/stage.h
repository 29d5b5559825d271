#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "support/child.h"
#include "support/product.h"

namespace frontdesk::tau {

struct StageOptions {
  std::string corpus;                     // the folder tau
  std::vector<std::string> domains;       // retail, airline
  int lanes = 1;                          // tenants of each domain, each with a world of its own
  std::vector<std::string> office_flags;  // as tau_backoffice takes them
  std::string recordings;                 // JSON, for the recorded model
  std::string database;                   // of the product: postgresql://…; empty: files
};

// One tenant with its own world in its domain's back office.
struct Lane {
  std::string domain;
  std::string tenant;
  std::string key;        // publishable
  std::string world_url;  // of the back office, with the world
};

// The product with its tenants, and the back offices of both businesses, each a process of its own that can be killed
// and started again where it was.
class Stage {
 public:
  explicit Stage(StageOptions options);

  const std::string& address() const { return product_->address(); }
  const std::vector<Lane>& lanes() const { return lanes_; }
  void restart_product();  // by kill -9
  // Likewise. The next one has read its data before the first is killed, so the business is closed for milliseconds.
  void restart_office(const std::string& domain);

 private:
  support::Child make_office(const std::string& domain, bool stands_by) const;
  void await_office(support::Child& office, const std::string& domain) const;

  StageOptions options_;
  support::TemporaryFolder folder_;
  std::map<std::string, int> ports_;  // of the offices, by domain
  std::map<std::string, support::Child> offices_;
  std::vector<Lane> lanes_;
  std::optional<support::Product> product_;
};

}  // namespace frontdesk::tau
