#pragma once

#include <string>

#include "platform/config/document.h"

namespace frontdesk::support {

// A tenant's file with all that it extends, read as the product reads it.
inline Value tenant_document(const std::string& path) {
  const auto load = platform::config::load_from_disk();
  return platform::config::read_document(load(path, path), load).document->value();
}

inline Value demo_document() { return tenant_document(FRONTDESK_SOURCE_DIR "/examples/bistro/bistro.yaml"); }

}  // namespace frontdesk::support
