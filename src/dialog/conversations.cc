#include "dialog/conversations.h"

#include <algorithm>

#include "base/as_error.h"
#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "dialog/backfill.h"
#include "dialog/conversation_rows.h"
#include "dialog/demand.h"
#include "dialog/ending.h"
#include "dialog/finding.h"
#include "dialog/guest.h"
#include "dialog/holder.h"
#include "dialog/left_open.h"
#include "dialog/messages.h"
#include "dialog/rehearsal.h"
#include "dialog/sentences.h"
#include "graph/gather.h"
#include "graph/passing.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kTextBytesMax = 8'000;
constexpr std::size_t kKeyBytesMax = 200;
constexpr std::string_view kGivenBack =
    "A colleague had this conversation and has now given it back to you. What they answered stands above; what nobody "
    "answered comes once more.";
constexpr std::int64_t kNotWithBot = -1;  // in place of a receipt's seq

constexpr store::Sql kCountTurn{
    "UPDATE conversations SET turns = turns + 1, updated_at = $2 "
    "WHERE id = $1 AND (status = 'bot' OR (status = 'pending_human' AND served = 1))"};
// What is said to people moves the time on even within one millisecond: who gives back knows by it what they have seen.
constexpr store::Sql kTouchWithPerson{
    "UPDATE conversations SET updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at + 1 END "
    "WHERE id = $1 AND status = 'human'"};
constexpr store::Sql kTouchTaken{
    "UPDATE conversations SET updated_at = $2 WHERE id = $1 AND status = 'human' AND owner = $3"};
constexpr store::Sql kTake{
    "UPDATE conversations SET status = 'human', updated_at = $3, waiting = NULL, served = 0, "
    "since = CASE WHEN status = 'human' AND owner = $2 THEN since ELSE $3 END, owner = $2 "
    "WHERE id = $1 AND (status <> 'human' OR owner = $2 OR owner = $4)"};
constexpr store::Sql kGiveBack{
    "UPDATE conversations SET status = 'bot', owner = 'bot', updated_at = $2, since = $2, handoff = NULL, "
    "waiting = NULL, served = 0 WHERE id = $1 AND status <> 'bot' AND updated_at = $3"};
constexpr store::Sql kLeaveQueue{
    "UPDATE conversations SET status = 'bot', owner = 'bot', updated_at = $2, since = $2, handoff = NULL, "
    "waiting = NULL, served = 0, turns = turns + 1 WHERE id = $1 AND status = 'pending_human'"};
// The bot goes on, and the place in the queue stays.
constexpr store::Sql kServe{
    "UPDATE conversations SET updated_at = $2, waiting = NULL, served = 1, turns = turns + 1 "
    "WHERE id = $1 AND status = 'pending_human'"};
constexpr store::Sql kQueueAgain{
    "UPDATE conversations SET status = 'pending_human', owner = $2, since = $3, handoff = $4, served = 1 "
    "WHERE id = $1"};
constexpr store::Sql kReopen{
    "UPDATE conversations SET status = 'bot', owner = 'bot', updated_at = $2, since = $2, handoff = NULL, served = 0 "
    "WHERE id = $1 AND status = 'resolved'"};
constexpr store::Sql kTellWaiting{
    "UPDATE conversations SET updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at + 1 END, waiting = $3 "
    "WHERE id = $1 AND status = 'pending_human' AND served = 0"};
void check_text(std::string_view text) {
  if (!text::is_utf8(text)) throw Error(Kind::invalid, "dialog/not-utf8", "The text is not valid UTF-8.").at("/text");
  if (text.find('\0') != std::string_view::npos) {
    throw Error(Kind::invalid, "dialog/null-character", "The text holds the character U+0000; leave it out.")
        .at("/text");
  }
  if (!text::has_visible(text))
    throw Error(Kind::invalid, "dialog/empty-message", "The text is empty; say something.").at("/text");
  if (text.size() > kTextBytesMax) {
    throw Error(
        Kind::invalid, "dialog/message-too-long",
        fmt::format("The text has {} bytes; at most {} are taken. Send it in parts.", text.size(), kTextBytesMax))
        .at("/text");
  }
}

// What our own ids begin with: of the bot's messages, and of read-backs.
constexpr std::string_view kOwnPrefixes[] = {"m_", "rb_"};

void check_key(std::string_view key) {
  if (std::ranges::any_of(kOwnPrefixes, [&](std::string_view prefix) { return key.starts_with(prefix); })) {
    throw Error(Kind::invalid, "dialog/reserved-message-id",
                fmt::format("The id \"{}\" begins as those of the bot do; give the message another, as a UUID.", key))
        .at("/id");
  }
  if (key.empty() || key.size() > kKeyBytesMax || key.find('\0') != std::string_view::npos) {
    throw Error(Kind::invalid, "dialog/bad-message-id",
                fmt::format("A message needs an id of 1 to {} bytes, unique in its conversation.", kKeyBytesMax))
        .at("/id");
  }
}

Error other_text(std::string_view key) {
  return Error(Kind::conflict, "dialog/id-with-another-text",
               fmt::format("Another message was sent under the id \"{}\" before; give this one an id of its own.", key))
      .at("/id");
}

// Customers' ids and those of people who answer them never meet. The press of a button is content: a press and the same
// word typed are two things said, as the press names its read-back and the word does not.
graph::DeliveryKey delivery_of(const Said& said) {
  return {said.key, "customer", said.text + json::print(said.answer)};
}

Error unknown() { return Error(Kind::not_found, "dialog/unknown-conversation", "There is no such conversation."); }

Error not_with_bot() { return Error(Kind::conflict, "dialog/not-with-bot", "The conversation is not with the bot."); }

Error with_bot() { return Error(Kind::conflict, "dialog/with-bot", "The bot has this conversation already."); }

Error not_resolved() {
  return Error(Kind::conflict, "dialog/not-resolved", "The conversation was opened again meanwhile.");
}

Error not_taken_over() {
  return Error(Kind::conflict, "dialog/not-taken-over", "Take the conversation over before you answer in it.");
}

Error no_longer_waiting() {
  return Error(Kind::conflict, "dialog/no-longer-waiting", "The conversation changed hands meanwhile.");
}

// What the state of a conversation says when the bot has it again and nothing of before is under way.
std::vector<graph::Write> back_to_bot(const Channels& channels) {
  return {{channels.owner, "bot"},
          {channels.flow, nullptr},
          {channels.proposal, nullptr},
          {channels.heard, nullptr},
          {channels.misses, 0}};
}

graph::Statement queue_again(const Conversation& conversation) {
  return [id = conversation.id, owner = conversation.owner, since = conversation.since,
          handoff = json::print(conversation.handoff)](store::Transaction& transaction) {
    transaction.run(kQueueAgain, id, owner, since.ms, handoff);
  };
}

Value as_stored(const HeardWaiting& heard, const Waiting& before, Timestamp now) {
  const auto told_at = heard.tells_stand ? now : before.told_at;
  return Value::object({{"told_at", told_at.ms}, {"offer", heard.offer}});
}

}  // namespace

Conversations::Conversations(store::Tenant& tenant, graph::Threads& threads, Clock& clock, Random& random, Log& log,
                             Brains brains, platform::Usage* usage)
    : tenant_(tenant),
      clock_(clock),
      random_(random),
      log_(log),
      brains_(std::move(brains)),
      usage_(usage),
      threads_(threads) {
  for (const auto prefix : {kConversationPrefix, kDraftPrefix})
    threads_.add({std::string(prefix), [this](std::string thread) { return bind(std::move(thread)); }});
}

Task<graph::Bound> Conversations::bind(std::string thread) {
  const auto conversation = co_await find(std::move(thread));
  std::optional<Error> failure;
  std::shared_ptr<const Brain> brain;
  try {
    brain = co_await brains_(conversation.config);
  } catch (...) {
    if (graph::is_cancellation(std::current_exception())) throw;
    failure = as_error(std::current_exception(), "config/not-usable", "The configuration could not be got ready.");
    if (graph::may_heal(*failure)) throw;  // whoever sent something sends it again
  }
  if (failure) brain = stand_in(conversation);
  // The graph's nodes use the brain, so whoever holds the graph holds the brain.
  graph::Bound bound{std::shared_ptr<const graph::Graph>(brain, &brain->graph()), brain->policy(), conversation.config};
  if (failure) {
    log_.error("dialog", "a conversation's configuration cannot be used",
               Value::object({{"conversation", conversation.id},
                              {"config", conversation.config},
                              {"slug", failure->slug},
                              {"detail", failure->detail}}));
    bound.stands_in = true;
    bound.policy.apply = [why = *failure](const graph::StateView&,
                                          const std::vector<Value>&) -> std::vector<graph::Write> { throw why; };
    bound.policy.answer = [why = *failure](const auto&,
                                           const auto&) -> std::optional<std::vector<std::pair<std::string, Value>>> {
      throw why;
    };
  }
  co_return bound;
}

// Whoever opens a conversation is told that it does not work, and nothing of why.
Task<std::shared_ptr<const Brain>> Conversations::live_brain() {
  try {
    co_return co_await brains_("");
  } catch (const Error& error) {
    if (error.kind != Kind::invalid && error.kind != Kind::internal && error.kind != Kind::conflict) throw;
    log_.error(
        "dialog", "the live configuration cannot be used",
        Value::object(
            {{"tenant", tenant_.id().text()}, {"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}}));
  }
  throw Error(Kind::unavailable, "dialog/out-of-order", "The chat is out of order just now; please come back later.");
}

// Knows no flow and no tool, and can do what a bot without its configuration still can: fetch a person.
std::shared_ptr<const Brain> Conversations::stand_in(const Conversation& conversation) const {
  BrainParts parts{tenant_.id(), conversation.config, {}};
  parts.classify = [](std::string_view) { return Understanding{}; };
  return std::make_shared<const Brain>(std::move(parts), clock_);
}

Task<Conversation> Conversations::find(std::string id) {
  const auto found = co_await tenant_.read([&id](store::Reader& reader) { return rows::find(reader, id); });
  if (!found) throw unknown();
  co_return *found;
}

Task<std::vector<Conversation>> Conversations::list(ListQuery query) {
  co_return co_await tenant_.read([&query](store::Reader& reader) { return rows::list(reader, query); });
}

Task<Inbox> Conversations::inbox(std::string owner) {
  co_return co_await tenant_.read([&owner](store::Reader& reader) { return rows::inbox(reader, owner); });
}

Task<bool> Conversations::is_search_full() { return is_index_full(tenant_); }

Task<graph::Receipt> Conversations::receive(std::string id, Said said) {
  check_key(said.key);
  check_text(said.text);
  if (usage_) usage_->take_message(tenant_.id());
  auto receipt = co_await submit(id, said, said.text, Way::straight);
  if (receipt.seq == kNotWithBot) receipt = co_await store_for_people(std::move(id), std::move(said));
  co_return receipt;
}

// `heard` is what the bot is to hear, and is told it in plain letters; what was said stays as it was written. A receipt
// with the seq kNotWithBot: nothing happened, the conversation is with people (or no longer with them).
// `says`: what the guest is told before the bot's answer.
Task<graph::Receipt> Conversations::submit(const std::string& id, Said said, std::string heard, Way way,
                                           std::string says) {
  const auto at = clock_.wall();
  const auto by = said.by.empty() ? "visitor:" + id : said.by;
  auto value = Value::object({{"id", said.key}, {"text", unicode::plain(heard)}, {"by", by}});
  if (!said.answer.is_null()) value = value.with("answer", said.answer);
  if (!said.address.empty()) value = value.with("address", said.address);
  if (way != Way::straight) value = value.with("goes_back", true);
  graph::Input input{delivery_of(said), std::move(value), {message_event(Role::customer, said.key, said.text)}, {}};
  input.trace = said.trace;
  if (way != Way::straight) input.events.push_back(owner_event("bot"));
  if (way == Way::beside_queue) input.events.back().data = input.events.back().data.with("is_asked", true);
  if (!says.empty()) input.events.push_back(message_event(Role::bot, stable_id("m_", id, said.key), says));
  // One commit decides: where the bot no longer owns the conversation the statement takes everything back.
  input.statements.push_back([id, at, way](store::Transaction& transaction) {
    const auto& change = way == Way::straight ? kCountTurn : way == Way::out_of_queue ? kLeaveQueue : kServe;
    if (transaction.run(change, id, at.ms) == 0) throw not_with_bot();
  });
  input.statements.push_back(index_text(id, said.text));
  try {
    co_return co_await threads_.submit(id, std::move(input));
  } catch (const Error& error) {
    if (error.slug == "graph/unknown-thread") throw unknown();
    if (error.slug == "graph/key-with-other-content") throw other_text(said.key);
    if (error.slug != "dialog/not-with-bot") throw;
  }
  co_return graph::Receipt{kNotWithBot, false};
}

Task<graph::Receipt> Conversations::store_for_people(std::string id, Said said) {
  constexpr int kChangesOfHandsMax = 8;
  for (int round = 0; round < kChangesOfHandsMax; ++round) {
    auto conversation = co_await find(id);
    graph::Receipt receipt;
    switch (conversation.status) {
      case Status::bot:
        receipt = co_await submit(id, said, said.text, Way::straight);
        break;
      case Status::pending_human:
        receipt = conversation.is_served ? co_await submit(id, said, said.text, Way::straight)
                                         : co_await hear_who_waits(std::move(conversation), said);
        break;
      case Status::human:
        receipt = co_await store_for_owner(std::move(conversation), said);
        break;
      case Status::resolved:
        co_return co_await reopen(std::move(conversation), std::move(said));
    }
    if (receipt.seq != kNotWithBot) co_return receipt;
  }
  throw no_longer_waiting();
}

Task<graph::Receipt> Conversations::store_for_owner(Conversation conversation, Said said) {
  const auto channels = co_await channels_of(conversation);
  std::vector<graph::Event> events{message_event(Role::customer, said.key, said.text)};
  auto contact = contact_in(said.text);
  std::vector<graph::Statement> statements{
      [id = conversation.id, at = clock_.wall(), contact](store::Transaction& transaction) {
        if (transaction.run(kTouchWithPerson, id, at.ms) == 0) throw no_longer_waiting();
        if (!contact.empty()) note_guest(transaction, id, {.reached_by = contact}, at);
      },
      index_text(conversation.id, said.text)};
  std::vector<graph::Write> writes{{channels.messages, user_message(said.text)}};
  co_return co_await append_while_waiting(conversation.id, std::move(events), std::move(statements), std::move(writes),
                                          delivery_of(said));
}

Task<Waiting> Conversations::waiting_of(Conversation conversation) {
  Waiting waiting{.since = conversation.since,
                  .told_at = {conversation.waiting["told_at"].integer()},
                  .offer = std::string(conversation.waiting["offer"].text()),
                  .has_contact = !conversation.contact.empty()};
  waiting.ahead =
      co_await tenant_.read([&conversation](store::Reader& reader) { return rows::count_ahead(reader, conversation); });
  co_return waiting;
}

// What a person interrupted was not done, and may be wanted all the same.
Task<Value> Conversations::memory_behind_people(std::string id) {
  const auto seen = co_await threads_.view(std::move(id));
  const auto state = [&](std::string_view name) {
    const auto channel =
        std::ranges::find(seen.state, name, [](const auto& each) { return std::string_view(each.first); });
    return channel == seen.state.end() ? Value() : channel->second;
  };
  auto memory = with_stood(state("memory"), state("flow"), state("totals")["turns"]);
  const bool was_open = state("flow")["flow"].is_text();
  co_return was_open ? memory.with("stood", memory["stood"].with("offered", true)) : memory;
}

// What holds for the whole conversation, by its state.
Task<Value> Conversations::memory_of(std::string id) {
  const auto seen = co_await threads_.view(std::move(id));
  const auto memory = std::ranges::find(seen.state, "memory", [](const auto& channel) { return channel.first; });
  co_return memory == seen.state.end() ? Value() : memory->second;
}

// Without the configuration nobody knows the hours or what is a wish, and the message is stored all the same.
Task<graph::Receipt> Conversations::hear_who_waits(Conversation conversation, Said said) {
  const auto brain = co_await brain_of(conversation);
  const auto waiting = co_await waiting_of(conversation);
  const auto now = clock_.wall();
  const auto memory = co_await memory_of(conversation.id);
  const auto text = unicode::plain(said.text);
  const auto language = brain->answers_in(text, memory);
  const WaitingBot bot{
      [&](std::string_view sentence) { return brain->serves(sentence) || brain->goes_on_with(sentence, memory); },
      [&](std::string_view sentence) { return brain->answers(sentence, memory); },
      [&](std::string_view sentence) { return brain->is_question(sentence, language); },
      [&](std::string_view sentence) { return brain->wants_nobody(sentence, language); },
      [&](std::string_view wish, std::string_view sentence) { return brain->adds_to(wish, sentence, language); }};
  auto heard = hear_waiting(waiting, text, attendance_of(brain->config(), conversation.queue, now), bot, now, language);
  if (heard.goes_back) co_return co_await hand_to_bot(std::move(conversation), std::move(said), heard);

  std::vector<graph::Event> events{message_event(Role::customer, said.key, said.text)};
  std::vector<graph::Write> writes{{brain->channels().messages, user_message(said.text)}};
  if (auto told = brain->remembered(text, memory); !(told == memory))
    writes.push_back({brain->channels().memory, std::move(told)});
  if (!heard.say.empty()) {
    events.push_back(
        message_event(Role::bot, stable_id("m_", conversation.id, said.key), heard.say, {.buttons = heard.buttons}));
    writes.push_back({brain->channels().messages, assistant_message(heard.say)});
  }
  if (!heard.contact.empty()) events.push_back({"contact", Value::object({{"contact", heard.contact}})});
  const auto stored = json::print(as_stored(heard, waiting, now));
  std::vector<graph::Statement> statements{demand(
      [id = conversation.id, at = now, stored, contact = heard.contact](store::Transaction& transaction) {
        const auto changed = transaction.run(kTellWaiting, id, at.ms, stored);
        if (changed > 0 && !contact.empty()) note_guest(transaction, id, {.reached_by = contact}, at);
        return changed;
      },
      no_longer_waiting())};
  statements.push_back(index_text(conversation.id, said.text));
  co_return co_await append_while_waiting(conversation.id, std::move(events), std::move(statements), std::move(writes),
                                          delivery_of(said));
}

// What the guest wants is the bot's again, in the commit of the message that says so. Who asked for a person and lets
// the bot go on with something else meanwhile keeps their place.
Task<graph::Receipt> Conversations::hand_to_bot(Conversation conversation, Said said, const HeardWaiting& heard) {
  const auto seen = co_await threads_.view(conversation.id);
  if (seen.status == graph::ThreadStatus::parked) {  // its run is ended first, else none would begin
    try {
      co_await give_back(conversation.id, "", "", heard.keeps_place ? queue_again(conversation) : graph::Statement());
    } catch (const Error& error) {
      if (error.slug != "dialog/taken-over") throw;
      co_return graph::Receipt{kNotWithBot, false};  // to whom has just come
    }
    co_return co_await submit(conversation.id, said, heard.wish.empty() ? said.text : heard.wish, Way::straight);
  }
  if (!heard.wish.empty())
    co_return co_await submit(conversation.id, said, heard.wish,
                              heard.keeps_place ? Way::beside_queue : Way::out_of_queue, heard.say);
  const auto channels = co_await channels_of(conversation);
  std::vector<graph::Event> events{message_event(Role::customer, said.key, said.text), owner_event("bot"),
                                   message_event(Role::bot, stable_id("m_", conversation.id, said.key), heard.say)};
  auto writes = back_to_bot(channels);
  writes.push_back({channels.messages, user_message(said.text)});
  writes.push_back({channels.messages, assistant_message(heard.say)});
  std::vector<graph::Statement> statements{
      demand([id = conversation.id,
              at = clock_.wall()](store::Transaction& transaction) { return transaction.run(kLeaveQueue, id, at.ms); },
             no_longer_waiting())};
  statements.push_back(index_text(conversation.id, said.text));
  co_return co_await append_while_waiting(conversation.id, std::move(events), std::move(statements), std::move(writes),
                                          delivery_of(said));
}

// One of the statements demands that the conversation is still with whom it was; kNotWithBot where it is not.
Task<graph::Receipt> Conversations::append_while_waiting(std::string id, std::vector<graph::Event> events,
                                                         std::vector<graph::Statement> statements,
                                                         std::vector<graph::Write> writes, graph::DeliveryKey key) {
  try {
    co_return co_await append(std::move(id), std::move(events), std::move(statements), std::move(writes),
                              std::move(key));
  } catch (const Error& error) {
    if (error.slug != "dialog/no-longer-waiting") throw;
  }
  co_return graph::Receipt{kNotWithBot, false};
}

Task<graph::Receipt> Conversations::append(std::string id, std::vector<graph::Event> events,
                                           std::vector<graph::Statement> statements, std::vector<graph::Write> writes,
                                           graph::DeliveryKey key) {
  const auto said = key.key;
  try {
    co_return co_await threads_.append(std::move(id), std::move(events), std::move(statements), std::move(writes),
                                       std::move(key));
  } catch (const Error& error) {
    if (error.slug != "graph/key-with-other-content") throw;
  }
  throw other_text(said);
}

Task<graph::Receipt> Conversations::reopen(Conversation conversation, Said said) {
  const auto brain = co_await brain_of(conversation);
  const auto& channels = brain->channels();
  std::vector<graph::Event> events{owner_event("bot")};
  std::vector<graph::Statement> statements{
      demand([id = conversation.id,
              at = clock_.wall()](store::Transaction& transaction) { return transaction.run(kReopen, id, at.ms); },
             not_resolved())};
  statements.push_back([id = conversation.id, at = clock_.wall(), end_after = brain->config().end_after](
                           store::Transaction& transaction) { ask_for_end(transaction, id, end_after, at); });
  std::vector<graph::Write> writes{
      {channels.owner, "bot"}, {channels.flow, nullptr}, {channels.proposal, nullptr}, {channels.misses, 0}};
  try {
    co_await threads_.release(conversation.id, std::move(events), std::move(statements), std::move(writes), true);
  } catch (const Error& error) {
    if (error.slug != "dialog/not-resolved") throw;  // another message did it, and waits for its answer
  }
  co_return co_await receive(std::move(conversation.id), std::move(said));
}

Task<std::shared_ptr<const Brain>> Conversations::brain_of(Conversation conversation) {
  std::shared_ptr<const Brain> brain;
  try {
    brain = co_await brains_(conversation.config);
  } catch (...) {
    const auto failure = std::current_exception();
    if (graph::is_cancellation(failure) || graph::may_heal(as_error(failure))) throw;
  }
  co_return brain ? brain : stand_in(conversation);
}

Task<Channels> Conversations::channels_of(Conversation conversation) {
  const auto brain = co_await brain_of(std::move(conversation));
  co_return brain->channels();
}

Task<Attendance> Conversations::attendance(Conversation conversation) {
  const auto brain = co_await brain_of(conversation);
  co_return attendance_of(brain->config(), conversation.queue, clock_.wall());
}

Task<Conversation> Conversations::take_over(std::string id, std::string by, std::string from, graph::Statement beside) {
  const auto conversation = co_await find(id);
  check_holder(conversation, by, from);
  std::vector<graph::Event> events{owner_event("human", by)};
  std::vector<graph::Statement> statements{demand(
      [id, by, from, at = clock_.wall()](store::Transaction& transaction) {
        return transaction.run(kTake, id, by, at.ms, from);
      },
      taken_over("A colleague"))};
  if (beside) statements.push_back(std::move(beside));
  co_await threads_.hold(id, std::move(events), std::move(statements));
  co_return co_await find(std::move(id));
}

// What is under way is decided by what was read; where something came in between, it is read again.
Task<Conversation> Conversations::give_back(std::string id, std::string by, std::string from, graph::Statement beside) {
  constexpr int kReadingsMax = 8;
  for (int reading = 1;; ++reading) {
    const auto conversation = co_await find(id);
    if (conversation.status == Status::bot) throw with_bot();
    check_holder(conversation, by, from);
    try {
      co_await give_back_as_read(conversation, by, beside);
      break;
    } catch (const Error& error) {
      if (error.slug != "dialog/with-bot" || reading == kReadingsMax) throw;
    }
  }
  co_return co_await find(std::move(id));
}

// As it was read: not where somebody changed it since.
std::vector<graph::Statement> Conversations::given_back(const Conversation& conversation, graph::Statement beside) {
  std::vector<graph::Statement> statements{demand(
      [id = conversation.id, at = clock_.wall(), seen = conversation.updated_at](store::Transaction& transaction) {
        return transaction.run(kGiveBack, id, at.ms, seen.ms);
      },
      with_bot())};
  if (beside) statements.push_back(std::move(beside));
  return statements;
}

// The bot answers what nobody did, in a run of the same commit. A read-back that stood open when a person took over is
// void, and is said to be: what was answered to it meanwhile, nobody heard as an answer.
Task<> Conversations::give_back_as_read(Conversation conversation, std::string by, graph::Statement beside) {
  const auto& id = conversation.id;
  if (conversation.is_served) co_return co_await strike_from_queue(std::move(conversation), by, std::move(beside));
  const auto left = left_open_in(co_await latest_events(id));
  const auto brain = co_await brain_of(conversation);
  const auto& channels = brain->channels();
  std::vector<graph::Event> events{owner_event("bot", by)};
  auto writes = back_to_bot(channels);
  writes.insert(writes.begin(), {channels.messages, system_note(kGivenBack)});
  writes.push_back({channels.memory, co_await memory_behind_people(id)});
  if (left.has_read_back()) {
    const auto said = sentence(brain->language_of(co_await memory_of(id)), "read_back_void");
    events.push_back(message_event(Role::bot, stable_id("m_", id, "void/" + left.read_back), said));
    writes.push_back({channels.messages, assistant_message(said)});
  }
  std::optional<Value> next;
  if (!left.unanswered.empty())
    next = Value::object({{"id", left.last_key}, {"text", left.unanswered}, {"by", "visitor:" + id}, {"again", true}});
  co_await threads_.release(id, std::move(events), given_back(conversation, std::move(beside)), std::move(writes), true,
                            std::move(next));
}

// The bot has it already, and is perhaps in the middle of something: nothing of that changes.
Task<> Conversations::strike_from_queue(Conversation conversation, std::string by, graph::Statement beside) {
  std::vector<graph::Event> events{owner_event("bot", by)};
  co_await threads_.append(conversation.id, std::move(events), given_back(conversation, std::move(beside)), {});
}

// The end of the stream, as far as it may matter.
Task<std::vector<graph::StoredEvent>> Conversations::latest_events(std::string id) {
  constexpr std::int64_t kLookedAt = 1'000;
  const auto head = (co_await threads_.view(id)).head_seq;
  co_return co_await threads_.events(std::move(id), std::max<std::int64_t>(0, head - kLookedAt), kLookedAt);
}

Task<graph::Receipt> Conversations::reply(std::string id, std::string key, std::string text, std::string by,
                                          graph::Statement beside) {
  check_key(key);
  check_text(text);
  const auto conversation = co_await find(id);
  const auto channels = co_await channels_of(conversation);
  const auto refusal = conversation.status == Status::human && conversation.owner != by ? taken_over(conversation.owner)
                                                                                        : not_taken_over();
  std::vector<graph::Event> events{message_event(Role::person, key, text, {.by = by})};
  std::vector<graph::Statement> statements{demand(
      [id, by, at = clock_.wall()](store::Transaction& transaction) {
        return transaction.run(kTouchTaken, id, at.ms, by);
      },
      refusal)};
  statements.push_back(index_text(id, text));
  if (beside) statements.push_back(std::move(beside));
  std::vector<graph::Write> writes{{channels.messages, assistant_message(text)}};
  co_return co_await append(std::move(id), std::move(events), std::move(statements), std::move(writes),
                            {std::move(key), "person", std::move(text)});
}

}  // namespace frontdesk::dialog
