#include "engines/chatbot/ending.h"

#include "dialog/ending.h"
#include "platform/work/job.h"

namespace frontdesk::engines::chatbot {
namespace {

// The end commits together with the work's being done, so there is one.
Task<> perform(FindConversations find, platform::work::Job& job) {
  auto* const all = co_await find(job.place.id());
  const auto id = std::string(job.piece.item.payload["conversation"].text());
  const auto again = co_await all->end_idle(id, [&job](store::Transaction& transaction, const platform::Event& ended) {
    platform::Writing writing(transaction, job.place, "work:" + job.piece.item.kind);
    writing.announce(ended);
    job.settle_in(writing);
  });
  if (job.is_settled()) co_return;
  co_await job.settle([&](platform::Writing& writing) {
    if (again) writing.ask(dialog::look_at_end(id, *again));
  });
}

}  // namespace

platform::work::Kind ending(FindConversations find) {
  return {.name = std::string(dialog::kEndWork),
          .perform = [find = std::move(find)](platform::work::Job& job) { return perform(find, job); }};
}

}  // namespace frontdesk::engines::chatbot
