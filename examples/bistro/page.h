#pragma once

#include <string_view>

#include "counter.h"
#include "net/http.h"
#include "store/database.h"

namespace bistro {

// What the page shows of one day, for both locations: tables, bookings, orders, the last changes.
class DayView {
 public:
  DayView(frontdesk::store::Tenant& tenant, const Counter& counter) : tenant_(tenant), counter_(counter) {}
  frontdesk::Task<frontdesk::net::Response> show(std::string date);  // YYYY-MM-DD; empty: today

 private:
  frontdesk::store::Tenant& tenant_;
  const Counter& counter_;
};

// The page's own files; "/" is index.html.
frontdesk::net::Response static_page(std::string_view path);

}  // namespace bistro
