#include "platform/actions/own_tool.h"

#include "base/error.h"

namespace frontdesk::platform {
namespace {

// For the model to read as it reads what tools over HTTP answer.
Error as_of_a_tool(const Error& error) {
  if (error.slug != "actions/bad-arguments") return error;
  return Error(Kind::invalid, "tool/arguments", error.detail).at(error.pointer);
}

Task<ActionResult> run(Actions& actions, std::string action, ActionCall call) {
  Wanted wanted{.caller = std::move(call.caller),
                .action = std::move(action),
                .arguments = std::move(call.arguments),
                .key = std::move(call.idempotency_key),
                .deadline = call.deadline,
                .trace = call.trace,
                .conversation = std::move(call.conversation)};
  std::optional<Error> failure;
  try {
    co_return ActionResult{co_await actions.call(std::move(wanted))};
  } catch (const Error& error) {
    failure = as_of_a_tool(error);
  }
  throw std::move(*failure);
}

}  // namespace

Action tool_of(Actions& actions, const config::Tool& tool) {
  const auto* const action = actions.find(*tool.action);
  if (!action) {
    throw Error(Kind::invalid, "config/unknown-action",
                fmt::format("The tool {} is the action {}, which this release does not have. Deploy a file without it.",
                            tool.name, *tool.action));
  }
  auto own = *action;
  own.name = tool.name;
  if (!tool.description.empty()) own.description = tool.description;
  own.run = [&actions, name = action->name](ActionCall call) { return run(actions, name, std::move(call)); };
  return own;
}

}  // namespace frontdesk::platform
