#pragma once

#include "base/value.h"
#include "dialog/safeguards.h"
#include "platform/config/config_store.h"

// What the automation engine's API says of versions, findings and differences (api.yaml has their schemas).
namespace frontdesk::engines::automation {

namespace config = platform::config;

Value to_json(const std::vector<config::Finding>& findings);
Value to_json(const config::Version& version);
Value to_json(const config::StoredVersion& version);
Value to_json(const config::StoredVersion& version, const config::Live& live);
Value to_json(const config::Deployed& deployed);
Value to_json(const config::Difference& difference);
Value to_json(const config::Draft& draft);
Value to_json(const std::vector<config::Activation>& history);

Value to_json(const std::vector<dialog::StoppedTool>& tools);

// {yaml, file?, bases?: [{name, yaml}], note?}; who uploads it is who has signed in.
config::Upload read_upload(const Value& body, std::string by);

}  // namespace frontdesk::engines::automation
