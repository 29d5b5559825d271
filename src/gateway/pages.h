#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/embedded.h"
#include "net/http.h"

namespace frontdesk::gateway {

// The built pages: each file once as it is and once as gzip, made at the start. "index.html" of a folder also stands
// for the folder: "/", "/console/"; "/console" leads there.
class Pages {
 public:
  explicit Pages(std::span<const base::EmbeddedFile> files);

  // The answer to GET or HEAD; nothing where there is no such page, or for another method.
  std::optional<net::Response> find(const net::Request& request) const;
  bool empty() const { return pages_.empty(); }

 private:
  struct Page {
    net::Headers headers;
    std::string tag;  // of ETag, in its quotes
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  // null where it would not be smaller
  };
  void add(std::string_view name, std::string_view bytes);
  std::optional<net::Response> lead_to_folder(const net::Request& request) const;

  std::map<std::string, std::shared_ptr<const Page>, std::less<>> pages_;  // by path
};

}  // namespace frontdesk::gateway
