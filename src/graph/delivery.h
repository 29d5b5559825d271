#pragma once

#include <string>

namespace frontdesk::graph {

// Under what a sender delivers something once. The same key of the same sender with the same content is the same
// delivery; with another content it is Error{conflict, "graph/key-with-other-content"}.
struct DeliveryKey {
  DeliveryKey() = default;
  DeliveryKey(const char* key) : key(key) {}
  DeliveryKey(std::string key, std::string sender = {}, std::string content = {})
      : key(std::move(key)), sender(std::move(sender)), content(std::move(content)) {}

  std::string key;      // unique for its sender within the thread; empty: always new
  std::string sender;   // a word for who gives the keys: keys of different senders never meet
  std::string content;  // what is delivered; its digest is kept
};

}  // namespace frontdesk::graph
