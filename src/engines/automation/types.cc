#include "engines/automation/types.h"

#include "base/clock.h"
#include "base/describe.h"

namespace frontdesk::engines::automation {
namespace {

std::string text_or(const Value& value, std::string_view otherwise) {
  return std::string(value.text().empty() ? otherwise : value.text());
}

Value sources_json(const std::vector<config::Source>& sources) {
  ListBuilder list;
  for (const auto& source : sources) list.add(Value::object({{"name", source.name}, {"yaml", source.bytes}}));
  return list.build();
}

}  // namespace

Value to_json(const std::vector<config::Finding>& findings) { return to_value(findings); }

Value to_json(const config::Version& version) {
  return Value::object({{"hash", version.hash},
                        {"number", version.number},
                        {"parent", version.parent.empty() ? Value() : Value(version.parent)},
                        {"created_at", to_iso(version.created_at)},
                        {"by", version.by},
                        {"note", version.note},
                        {"state", version.live ? "live" : "superseded"}});
}

Value to_json(const config::StoredVersion& stored) {
  return to_json(stored.version).with("yaml", stored.yaml).with("bases", sources_json(stored.bases));
}

Value to_json(const config::StoredVersion& stored, const config::Live& live) {
  return to_json(stored).with("deployed_at", to_iso(live.deployed_at)).with("deployed_by", live.by);
}

Value to_json(const config::Deployed& deployed) {
  return Value::object({{"hash", deployed.version.hash},
                        {"number", deployed.version.number},
                        {"is_new", deployed.is_new},
                        {"was_live", deployed.was_live},
                        {"findings", to_json(deployed.findings)}});
}

Value to_json(const config::Difference& difference) {
  return Value::object({{"from", difference.from}, {"to", difference.to}, {"changes", to_value(difference.changes)}});
}

Value to_json(const std::vector<dialog::StoppedTool>& tools) {
  ListBuilder items;
  for (const auto& tool : tools) {
    items.add(Value::object(
        {{"name", tool.name}, {"reason", tool.reason}, {"by", tool.by}, {"stopped_at", to_iso(tool.at)}}));
  }
  return Value::object({{"items", items.build()}});
}

Value to_json(const config::Draft& draft) {
  return Value::object(
      {{"hash", draft.hash}, {"changes", to_value(draft.changes)}, {"findings", to_json(draft.findings)}});
}

Value to_json(const std::vector<config::Activation>& history) {
  ListBuilder items;
  for (const auto& activation : history) {
    items.add(Value::object({{"number", activation.number},
                             {"hash", activation.hash},
                             {"version", activation.version},
                             {"rollback", activation.is_rollback},
                             {"at", to_iso(activation.at)},
                             {"by", activation.by},
                             {"note", activation.note}}));
  }
  return Value::object({{"items", items.build()}});
}

config::Upload read_upload(const Value& body, std::string by) {
  config::Upload upload;
  upload.file = {text_or(body["file"], "config.yaml"), std::string(body["yaml"].text())};
  for (const auto& base : body["bases"].items()) {
    upload.bases.push_back({std::string(base["name"].text()), std::string(base["yaml"].text())});
  }
  upload.note = body["note"].text();
  upload.by = std::move(by);
  upload.parent = body["parent"].text();
  return upload;
}

}  // namespace frontdesk::engines::automation
