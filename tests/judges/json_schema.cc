// Judges our JSON Schema validator by the official suite of draft 2020-12.
//   judge_json_schema CORPORA            all mandatory tests must agree; the optional ones are pinned per file
//   judge_json_schema --stdin CORPORA    a line {"schema":…,"instance":…} in, "true", "false" or an error out
#include <map>

#include "base/error.h"
#include "base/json.h"
#include "base/json_schema.h"
#include "judges/judge.h"

namespace {

using namespace frontdesk;

struct Score {
  std::size_t got = 0;
  std::size_t total = 0;
};

SchemaRegistry registry_of(const std::filesystem::path& folder) {
  SchemaRegistry registry;
  for (const auto& file : judge::files_below(folder / "remotes", ".json")) {
    const auto name = "http://localhost:1234/" + std::filesystem::relative(file, folder / "remotes").string();
    registry.add(name, json::parse(judge::read_file(file)));
  }
  std::vector<std::filesystem::path> metaschemas = judge::files_below(folder / "metaschema", ".json");
  for (const auto& entry : std::filesystem::directory_iterator(folder / "metaschema" / "meta")) {
    if (entry.path().extension().empty()) metaschemas.push_back(entry.path());
  }
  for (const auto& file : metaschemas) {
    const auto schema = json::parse(judge::read_file(file));
    registry.add(std::string(schema["$id"].text()), schema);
  }
  return registry;
}

// The negative control: a schema loses what a careless validator might forget.
Value weakened(const Value& schema) { return schema.is_object() ? schema.without("required").without("$ref") : schema; }

// Whether the verdict is right, and whether check() agrees with accepts().
bool agrees(const JsonSchema& schema, const Value& test) {
  const bool accepted = schema.accepts(test["data"]);
  if (schema.check(test["data"]).empty() != accepted) return false;
  return accepted == test["valid"].boolean();
}

Score run_file(const std::filesystem::path& file, const SchemaRegistry& registry, JsonSchema::Options options,
               bool broken, bool tell) {
  Score score;
  for (const auto& group : json::parse(judge::read_file(file)).items()) {
    std::string problem;
    std::optional<JsonSchema> schema;
    try {
      schema = JsonSchema::compile(broken ? weakened(group["schema"]) : group["schema"], registry, options);
    } catch (const Error& error) {
      problem = error.detail;
    }
    for (const auto& test : group["tests"].items()) {
      ++score.total;
      bool good = false;
      try {
        good = schema && agrees(*schema, test);
      } catch (const Error& error) {
        problem = error.detail;
      }
      score.got += good;
      if (!good && tell) {
        std::cout << "  " << file.filename().string() << ": " << group["description"].text() << " / "
                  << test["description"].text() << ": wrong verdict" << (problem.empty() ? "" : " (" + problem + ")")
                  << '\n';
      }
    }
  }
  return score;
}

// "file got" a line; a file may do better than its pin, never worse.
bool optional_holds(const std::filesystem::path& folder, const SchemaRegistry& registry, bool broken) {
  std::map<std::string, std::size_t> pinned;
  std::ifstream table(judge::expectations("json_schema_optional.txt"));
  for (std::string file; table >> file;) table >> pinned[file];
  bool good = true;
  Score all;
  for (const auto& file : judge::files_below(folder / "tests" / "optional", ".json")) {
    const auto name = std::filesystem::relative(file, folder / "tests" / "optional").string();
    const auto score =
        run_file(file, registry, {.assert_formats = name.starts_with("format/")}, broken, !pinned.contains(name));
    all.got += score.got, all.total += score.total;
    const auto pin = pinned.contains(name) ? pinned[name] : score.total;
    if (score.got < pin)
      std::cout << "  optional/" << name << ": " << score.got << '/' << score.total << ", pinned " << pin << '\n';
    good &= score.got >= pin;
  }
  std::cout << "  optional: " << all.got << '/' << all.total << (good ? ", none below its pin" : ", below its pin")
            << '\n';
  return good;
}

int answer_questions(const SchemaRegistry& registry) {
  std::map<std::string, std::optional<JsonSchema>> compiled;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      const auto question = json::parse(line);
      auto& schema = compiled[json::print(question["schema"])];
      if (!schema) schema = JsonSchema::compile(question["schema"], registry);
      std::cout << (schema->accepts(question["instance"]) ? "true" : "false") << std::endl;
    } catch (const Error& error) {
      std::cout << "error " << error.slug << std::endl;
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  const auto folder = arguments.corpora / "json-schema-2020-12";
  const auto registry = registry_of(folder);
  if (arguments.from_stdin) return answer_questions(registry);
  Score mandatory;
  for (const auto& file : judge::files_below(folder / "tests", ".json")) {
    if (file.parent_path() != folder / "tests") continue;
    const auto score = run_file(file, registry, {}, arguments.broken, !arguments.broken);
    mandatory.got += score.got, mandatory.total += score.total;
  }
  const bool optional_good = optional_holds(folder, registry, arguments.broken);
  return judge::verdict("json-schema", mandatory.got, mandatory.total, mandatory.total, optional_good);
}
