#include "dialog/conversations.h"
#include "dialog/ending.h"
#include "dialog/guest.h"
#include "dialog/messages.h"
#include "dialog/rehearsal.h"

// How a conversation begins: its row, its contact, its first events and its end by itself, all in one commit.
namespace frontdesk::dialog {
namespace {

constexpr store::Sql kInsert{
    "INSERT INTO conversations (id, status, owner, channel, config, turns, created_at, updated_at, since, indexed) "
    "VALUES ($1, 'bot', 'bot', $2, $3, 0, $4, $4, $4, 1)"};
constexpr store::Sql kCount{"SELECT COUNT(*) FROM conversations WHERE channel <> 'test'"};

}  // namespace

Task<> Conversations::count_opening() {
  if (!usage_) co_return;
  if (kept_ < 0) {
    const auto read = [](const store::Row& row) { return row.integer(0); };
    const auto count = co_await tenant_.read([&](store::Reader& reader) { return reader.one(kCount, read); });
    std::int64_t unknown = -1;
    kept_.compare_exchange_strong(unknown, count.value_or(0));
  }
  usage_->open_conversation(tenant_.id(), kept_);
  ++kept_;
}

Task<Conversation> Conversations::open(std::string channel, std::string language) {
  co_await count_opening();
  auto brain = co_await live_brain();
  co_return co_await open_with(random_.id(kConversationPrefix), std::move(channel), std::move(brain),
                               std::move(language));
}

Task<Conversation> Conversations::open_test(std::string version) {
  auto brain = co_await brains_(std::move(version));
  co_return co_await open_with(new_draft_id(random_), std::string(kTestChannel), std::move(brain), {});
}

Task<Conversation> Conversations::open_with(std::string id, std::string channel, std::shared_ptr<const Brain> brain,
                                            std::string language) {
  const auto at = clock_.wall();
  Conversation conversation{std::move(id), Status::bot, "bot", std::move(channel), brain->version(), 0, {}, at, at};
  std::vector<graph::Event> events{{"config", Value::object({{"version", brain->version()}})}};
  const auto& config = brain->config();
  const auto spoken = config.served(language);
  const auto greeting = config.text(config.greeting, spoken);
  if (!greeting.empty()) events.push_back(message_event(Role::bot, "m_greeting", greeting));
  std::vector<graph::Write> writes;
  if (spoken != config.languages.front()) {
    events.push_back(language_event(spoken));
    writes.push_back({brain->channels().memory, Value::object({{"language", spoken}})});
  }
  std::vector<graph::Statement> statements{[conversation,
                                            end_after = config.end_after](store::Transaction& transaction) {
    transaction.run(kInsert, conversation.id, conversation.channel, conversation.config, conversation.created_at.ms);
    begin_contact(transaction, conversation.id, conversation.created_at);
    ask_for_end(transaction, conversation.id, end_after, conversation.created_at);
  }};
  const auto* graph = &brain->graph();
  co_await threads_.create(conversation.id, std::move(events), std::move(statements), graph, std::move(writes));
  co_return conversation;
}

}  // namespace frontdesk::dialog
