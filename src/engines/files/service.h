#pragma once

#include <functional>

#include "platform/files/library.h"
#include "platform/route.h"

namespace frontdesk::engines::files {

// Gives the place of a tenant, or the operator's; Error{not_found} where there is none.
using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;

// The files of a place, over HTTP. What is given here is kept until it is removed here.
class Service {
 public:
  Service(FindPlace find, platform::files::Library& library) : find_(std::move(find)), library_(library) {}

  Task<Value> give(platform::Caller caller, std::string name, std::string type, net::BodyReader& incoming);
  Task<Value> list(platform::Caller caller, platform::files::table::Filter filter);  // {items, next}
  Task<Value> show(platform::Caller caller, std::string id);  // Error{not_found, "files/unknown"}
  Task<> remove(platform::Caller caller, std::string id);     // likewise
  // The bytes, or the part of them that the request asks for.
  Task<net::Response> download(platform::Caller caller, std::string id, const net::Request& request);

 private:
  FindPlace find_;
  platform::files::Library& library_;
};

}  // namespace frontdesk::engines::files
