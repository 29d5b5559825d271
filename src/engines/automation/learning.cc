#include "engines/automation/learning.h"

#include "ai/features.h"
#include "ai/grouping.h"
#include "base/describe.h"
#include "base/unicode.h"
#include "base/yaml.h"
#include "dialog/config.h"
#include "dialog/example.h"
#include "dialog/told.h"
#include "engines/automation/errors.h"
#include "engines/automation/naming.h"
#include "platform/config/insertion.h"

namespace frontdesk::engines::automation {
namespace {

constexpr int kPreviewDays = 30;
constexpr std::size_t kGroupsMax = 50;
constexpr std::size_t kShownOfAGroup = 5;
constexpr std::size_t kTurnsShown = 200;
constexpr std::size_t kNamesShown = 2'000;
constexpr std::size_t kChangesShown = 200;
// What reading one sentence costs, in steps of an effort.
constexpr std::uint64_t kStepsASentence = 200;

Value to_json(const std::vector<dialog::Told>& told) {
  ListBuilder list;
  for (const auto& one : told) list.add(Value::object({{"name", one.name}, {"value", one.value}}));
  return list.build();
}

// What nothing was done with may have been meant for any flow.
std::vector<dialog::Told> told_in(const dialog::DialogConfig& config, const dialog::Telling& telling,
                                  const dialog::HeardTurn& turn, Effort& effort) {
  effort.spend(kStepsASentence);
  const auto* intent = turn.missed ? nullptr : config.intent(turn.intent);
  return intent && !intent->flow ? telling.of_facts(turn.text) : telling.in(turn.text, turn.asked, turn.at);
}

Value to_json(const dialog::HeardTurn& turn, const std::vector<dialog::Told>& told) {
  return Value::object({{"conversation", turn.conversation},
                        {"seq", turn.seq},
                        {"at", to_iso(turn.at)},
                        {"text", turn.text},
                        {"asked", turn.asked.empty() ? Value() : Value(turn.asked)},
                        {"intent", turn.intent.empty() ? Value() : Value(turn.intent)},
                        {"confidence", turn.confidence},
                        {"missed", turn.missed},
                        {"is_answer", turn.is_answer()},
                        {"told", to_json(told)}});
}

Value to_json(const ai::Classification& reading) {
  return Value::object({{"intent", reading.name.empty() ? Value() : Value(reading.name)},
                        {"confidence", reading.confidence},
                        {"acts", reading.sure}});
}

Value groups_of(const std::vector<dialog::HeardTurn>& turns, const dialog::DialogConfig& config,
                const dialog::Telling& telling, Effort& effort) {
  std::vector<std::string> missed;
  std::vector<const dialog::HeardTurn*> places;
  for (const auto& turn : turns) {
    if (!turn.missed || (turn.is_answer() && !turn.is_unanswered)) continue;
    missed.push_back(turn.text);
    places.push_back(&turn);
  }
  ListBuilder groups;
  const auto alike = ai::group_alike(missed, effort);
  for (std::size_t i = 0; i < alike.size() && i < kGroupsMax; ++i) {
    ListBuilder shown;
    for (std::size_t j = 0; j < alike[i].size() && j < kShownOfAGroup; ++j) {
      const auto& turn = *places[alike[i][j]];
      shown.add(to_json(turn, told_in(config, telling, turn, effort)));
    }
    groups.add(Value::object({{"count", alike[i].size()}, {"turns", shown.build()}}));
  }
  return groups.build();
}

// Read as the live file would now.
Value shown_turns(const std::vector<dialog::HeardTurn>& turns, const dialog::DialogConfig& config, Effort& effort) {
  const dialog::Telling telling(config);
  ListBuilder latest;
  for (std::size_t i = 0; i < turns.size() && i < kTurnsShown; ++i)
    latest.add(to_json(turns[i], told_in(config, telling, turns[i], effort)));
  return Value::object({{"groups", groups_of(turns, config, telling, effort)}, {"turns", latest.build()}});
}

Value names_of(const dialog::DialogConfig& config) {
  ListBuilder names;
  std::size_t count = 0;
  for (const auto& thing : dialog::named_things(config)) {
    if (++count > kNamesShown) break;
    names.add(Value::object(
        {{"kind", to_value(thing.kind)}, {"name", thing.name}, {"label", thing.label}, {"of", thing.of}}));
  }
  return names.build();
}

// The place of a list entry by the member that names it; nothing where the file itself has none (it may inherit one).
std::optional<std::size_t> index_of(const Value& list, std::string_view key, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list.items()[i][key].text() == name) return i;
  }
  return std::nullopt;
}

void refuse_what_is_known(const dialog::DialogConfig& config, std::string_view text, std::string_view to) {
  if (const auto fault = dialog::fault_of_example(text)) throw errors::no_example(*fault, "/text");
  const auto words = ai::words_of(text);
  for (const auto& intent : config.intents) {
    for (const auto& example : intent.examples) {
      if (ai::words_of(example) != words) continue;
      if (intent.name == to) throw errors::known_already(text, to);
      throw errors::contradicts(text, intent.name);
    }
  }
}

// Where it stands in what the file extends, it gets an entry of its own here: examples are joined.
std::string with_example(std::string_view yaml, std::string_view text, std::string_view to) {
  const bool is_fact = to.starts_with(dialog::kFactPrefix);
  const auto section = is_fact ? "facts" : "intents";
  const auto key = is_fact ? "id" : "name";
  const auto member = is_fact ? "questions" : "examples";
  const auto name = is_fact ? to.substr(dialog::kFactPrefix.size()) : to;
  const auto file = yaml::parse(yaml).value;
  const auto place = index_of(file[section], key, name);
  if (!place) {
    const auto entry = Value::object({{key, name}, {member, Value::list({Value(text)})}});
    return file[section].size() > 0 ? config::with_entry(yaml, fmt::format("/{}", section), entry)
                                    : config::with_list(yaml, "", section, entry);
  }
  const auto here = fmt::format("/{}/{}", section, *place);
  const bool has_own = file[section].items()[*place][member].size() > 0;
  return has_own ? config::with_entry(yaml, fmt::format("{}/{}", here, member), Value(text))
                 : config::with_list(yaml, here, member, Value(text));
}

// An answer that nobody sees is a silence.
bool can_be_seen(std::string_view answer) {
  std::string line(answer);
  std::ranges::replace(line, '\n', ' ');
  return !ai::words_of(line).empty() && !unicode::has_hidden(line);
}

std::string with_answer(std::string_view yaml, std::string_view text, const Value& answer) {
  const auto entry =
      Value::object({{"id", answer["id"]}, {"answer", answer["text"]}, {"questions", Value::list({Value(text)})}});
  return yaml::parse(yaml).value["facts"].size() > 0 ? config::with_entry(yaml, "/facts", entry)
                                                     : config::with_list(yaml, "", "facts", entry);
}

// An answer within a form is not looked through for an intent.
Value intents_between(const ai::IntentModel& live, const ai::IntentModel& draft, const dialog::HeardLately& heard,
                      Effort& effort) {
  ListBuilder changes;
  std::size_t count = 0;
  for (const auto& turn : heard.turns) {
    if (turn.is_answer()) continue;
    effort.spend(kStepsASentence);
    const auto was = live.classify(turn.text);
    const auto becomes = draft.classify(turn.text);
    if (was.sure == becomes.sure && (!was.sure || was.name == becomes.name)) continue;
    if (++count > kChangesShown) continue;
    changes.add(Value::object({{"conversation", turn.conversation},
                               {"at", to_iso(turn.at)},
                               {"text", turn.text},
                               {"was", to_json(was)},
                               {"becomes", to_json(becomes)}}));
  }
  return Value::object({{"changed", count}, {"examples", changes.build()}});
}

// What else the messages would tell.
Value told_between(const dialog::DialogConfig& live, const dialog::DialogConfig& draft,
                   const dialog::HeardLately& heard, Effort& effort) {
  const dialog::Telling before(live);
  const dialog::Telling after(draft);
  ListBuilder changes;
  std::size_t count = 0;
  for (const auto& turn : heard.turns) {
    const auto was = told_in(live, before, turn, effort);
    const auto becomes = told_in(draft, after, turn, effort);
    if (was == becomes || ++count > kChangesShown) continue;
    changes.add(Value::object({{"conversation", turn.conversation},
                               {"at", to_iso(turn.at)},
                               {"text", turn.text},
                               {"was", to_json(was)},
                               {"becomes", to_json(becomes)}}));
  }
  return Value::object({{"changed", count}, {"examples", changes.build()}});
}

Timestamp days_before(Timestamp now, int days) {
  return Timestamp{now.ms - std::chrono::milliseconds(std::chrono::hours(24) * days).count()};
}

}  // namespace

Task<Value> Learning::turns(platform::Caller caller, int days) {
  auto& conversations = *co_await parts_.find(caller.tenant);
  auto heard = co_await dialog::heard_since(conversations, days_before(parts_.clock.wall(), days));
  const auto is_all = heard.is_all;
  const auto live = co_await parts_.configs.live(*co_await parts_.open(caller.tenant));
  auto work = [live, turns = std::move(heard.turns)](Effort& effort) {
    const auto config = live ? dialog::read_dialog_config(live->document) : dialog::DialogConfig();
    ListBuilder intents;
    for (const auto& intent : config.intents) intents.add(intent.name);
    return shown_turns(turns, config, effort).with("intents", intents.build()).with("names", names_of(config));
  };
  const auto shown = co_await parts_.pool.run(caller.tenant.text(), std::move(work));
  co_return shown.with("is_all", is_all);
}

Task<std::expected<Value, std::vector<config::Finding>>> Learning::teach(platform::Caller caller, Value body) {
  auto upload = read_upload(body, platform::name_of(caller));
  const auto yaml = upload.file.bytes;
  const auto checking = co_await parts_.configs.examine(caller.tenant, std::move(upload));
  if (!checking.config) co_return std::unexpected(checking.findings);
  const auto dialog = dialog::read_dialog_config(checking.config->document);
  const auto text = body["text"].text();
  const auto to = body["to"].text();
  if (const auto& name = body["name"]; name.is_object()) {
    const auto naming = read_naming(name);
    co_return Value::object({{"yaml", with_naming(yaml, checking.config->document, dialog, text, naming)}});
  }
  refuse_what_is_known(dialog, text, to);
  if (const auto& answer = body["answer"]; answer.is_object()) {
    const auto id = answer["id"].text();
    if (dialog.intent(id) || dialog.intent(std::string(dialog::kFactPrefix) + std::string(id)))
      throw errors::name_taken(id);
    if (!can_be_seen(answer["text"].text())) throw errors::unseen_answer();
    co_return Value::object({{"yaml", with_answer(yaml, text, answer)}});
  }
  if (!dialog.intent(to)) throw errors::unknown_intent(to);
  co_return Value::object({{"yaml", with_example(yaml, text, to)}});
}

Task<std::expected<Value, std::vector<config::Finding>>> Learning::preview(platform::Caller caller, Value body) {
  auto checking = co_await parts_.configs.examine(caller.tenant, read_upload(body, platform::name_of(caller)));
  if (!checking.config) co_return std::unexpected(std::move(checking.findings));
  const auto live = co_await parts_.configs.live(*co_await parts_.open(caller.tenant));
  if (!live) throw errors::nothing_live();
  auto& conversations = *co_await parts_.find(caller.tenant);
  auto heard = co_await dialog::heard_since(conversations, days_before(parts_.clock.wall(), kPreviewDays));
  auto work = [this, live, draft = checking.config, heard = std::move(heard)](Effort& effort) {
    const auto before = parts_.train(*live, effort);
    const auto after = parts_.train(*draft, effort);
    const auto told = told_between(dialog::read_dialog_config(live->document),
                                   dialog::read_dialog_config(draft->document), heard, effort);
    return intents_between(*before, *after, heard, effort)
        .with("turns", heard.turns.size())
        .with("is_all", heard.is_all)
        .with("told", told);
  };
  co_return co_await parts_.pool.run(caller.tenant.text(), std::move(work));
}

}  // namespace frontdesk::engines::automation
