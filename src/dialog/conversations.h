#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "dialog/brain.h"
#include "dialog/waiting.h"
#include "graph/threads.h"
#include "platform/events/events.h"
#include "platform/usage.h"

namespace frontdesk::dialog {

enum class Status { bot, pending_human, human, resolved };
BOOST_DESCRIBE_ENUM(Status, bot, pending_human, human, resolved)

struct Conversation {
  std::string id;
  Status status = Status::bot;
  std::string owner;
  std::string channel;
  std::string config;
  std::int64_t turns = 0;
  Value handoff;  // null, or {reason, summary, queue, at, detail?}
  Timestamp created_at;
  Timestamp updated_at;
  Timestamp since;            // when its status became what it is
  std::string queue;          // whom it was last handed to; empty: never
  std::int64_t handoffs = 0;  // how often it was
  std::string contact;        // phone or mail that the guest left; empty: none
  Value waiting;              // of one who waits for a person: {told_at, offer}, or null
  std::string guest;          // the name that they gave; empty: none yet
  std::int64_t effects = 0;   // how often a tool wrote something for them
  std::int64_t endings = 0;   // how often it ended
  bool is_left_open = false;  // it has ended, in the middle of something
  bool is_served = false;     // it waits for a person, and the bot goes on meanwhile
  std::string customer;       // whose it is (platform/contacts); empty: nobody's yet
};

// What became of a conversation so far; the first that is so.
enum class Outcome {
  done,         // something was written for the guest
  handed_over,  // people had it, or were asked
  abandoned,    // it ended in the middle of something
  talked,       // none of these
};
BOOST_DESCRIBE_ENUM(Outcome, done, handed_over, abandoned, talked)

Outcome outcome_of(const Conversation& conversation);

enum class Order {
  touched,  // the last touched first
  waiting   // those whose status is the oldest first
};

// Where a conversation stands in a list: by when it was touched (or got its status), those of one moment by their ids.
struct Place {
  Timestamp at;
  std::string id;
};

// Conversations with a draft, which are for trying it out, are in no list.
struct ListQuery {
  std::optional<Status> status;
  std::string queue;               // only those last handed to it; empty: all
  std::string owner;               // only those that this person has; empty: all
  std::optional<Outcome> outcome;  // what was written and then handed over is found by both
  Timestamp from{};                // last touched at or after
  std::optional<Timestamp> until;  // and before
  std::string words;               // only those where all of these were said, given to tools or given by them; each may
                                   // be the beginning of a word, four count, and no more than 20,000 are looked at
  Order order = Order::touched;    // a search is always by touch
  std::optional<Place> behind;     // only those that come behind this one
  std::size_t limit = 50;
};

// What waits for people.
struct Inbox {
  std::int64_t waiting = 0;
  std::optional<Timestamp> longest_since;  // when the one who waits longest began to
  std::int64_t with_people = 0;
  std::int64_t mine = 0;  // of these, with whoever asked
};

// What a customer, or somebody in their name, sends.
struct Said {
  std::string key;  // of the sender, unique in the conversation
  std::string text;
  Value answer;    // null, or {to, with}: the button "yes", "no" or "change" of the read-back with this id was pressed
  std::string by;  // the principal; empty: the conversation's visitor
  std::string address;                     // where the visitor writes from, as limits count addresses; empty: not known
  std::optional<TraceContext> trace = {};  // of the request that brought it
};

inline constexpr std::string_view kConversationPrefix = "c_";  // of an id

// Gives the brain of a configuration version; "" asks for the live one. Made once and kept.
using Brains = std::function<Task<std::shared_ptr<const Brain>>(std::string version)>;

// The conversations of one tenant: who may speak, what is stored, and the run that an inbound message asks for. A
// conversation is a thread of the graph runtime; it stays on the configuration it began with until it is resolved.
class Conversations {
 public:
  // Adds its kinds of threads to `threads`, which are the place's and outlive this. `usage` counts against the tenant's
  // quotas; null: there are none.
  Conversations(store::Tenant& tenant, graph::Threads& threads, Clock& clock, Random& random, Log& log, Brains brains,
                platform::Usage* usage = nullptr);

  // `language`: of the customer, as their browser says ("de-AT"); where the file serves it they are greeted in it, and
  // answered until they speak another. Empty: not known.
  Task<Conversation> open(std::string channel, std::string language = {});
  // A conversation with that version of the configuration, live or not, to try it out (rehearsal.h).
  Task<Conversation> open_test(std::string version);
  Task<Conversation> find(std::string id);  // Error{not_found, "dialog/unknown-conversation"}
  Task<std::vector<Conversation>> list(ListQuery query);
  Task<Inbox> inbox(std::string owner);
  // Whether every conversation can be found by its words (backfill.h).
  Task<bool> is_search_full();
  Task<std::optional<graph::StoredEvent>> last_message(std::string id) {
    return threads_.last(std::move(id), "message");
  }

  // A customer's message: committed with its de-duplication key and the run that it asks for. While a person owns the
  // conversation it is stored and no run starts; while they wait for one they hear how it stands, and may go back to
  // the bot; a resolved conversation is opened again.
  Task<graph::Receipt> receive(std::string id, Said said);

  // Stops the bot, whatever it is doing, and gives the conversation to this person. A colleague's is taken only from
  // whom `from` names: Error{conflict, "dialog/taken-over"} where somebody else has it.
  // `beside`, here and below: is committed together with the change, and not where nothing changes; may be empty.
  Task<Conversation> take_over(std::string id, std::string by, std::string from = {}, graph::Statement beside = {});
  // Gives it back to the bot, which is told what happened meanwhile and answers what the guest wrote last and nobody
  // answered. A read-back that was open is void. Error{conflict, "dialog/with-bot"} where the bot has it already.
  // `from`, here and below: as to take it over, so that nobody's is let go while they write.
  Task<Conversation> give_back(std::string id, std::string by, std::string from = {}, graph::Statement beside = {});
  // What is to be committed together with an end, with the event that says how it ended (ending.h); may be empty.
  using AtEnd = std::function<void(store::Transaction& transaction, const platform::Event& ended)>;
  Task<Conversation> resolve(std::string id, std::string by, std::string from = {}, AtEnd at_end = {});
  // Ends one with the bot in which nobody has said anything for as long as its version's file says. Where it is not
  // over yet, when to look again; nothing where it is over, or never will be by itself.
  Task<std::optional<Timestamp>> end_idle(std::string id, AtEnd at_end);
  // A person's message; only while this person has the conversation: Error{conflict, "dialog/not-taken-over"}, and
  // {conflict, "dialog/taken-over"} where a colleague has it. One that was taken is taken whenever it is sent again.
  Task<graph::Receipt> reply(std::string id, std::string key, std::string text, std::string by,
                             graph::Statement beside = {});

  // Whether somebody is in who answers, by the version that the conversation is on.
  Task<Attendance> attendance(Conversation conversation);

  graph::Threads& threads() { return threads_; }

 private:
  Task<graph::Bound> bind(std::string thread);
  Task<std::shared_ptr<const Brain>> live_brain();
  std::shared_ptr<const Brain> stand_in(const Conversation& conversation) const;
  Task<graph::Receipt> append(std::string id, std::vector<graph::Event> events,
                              std::vector<graph::Statement> statements, std::vector<graph::Write> writes,
                              graph::DeliveryKey key);
  Task<graph::Receipt> append_while_waiting(std::string id, std::vector<graph::Event> events,
                                            std::vector<graph::Statement> statements, std::vector<graph::Write> writes,
                                            graph::DeliveryKey key);
  // How a message comes to the bot.
  enum class Way {
    straight,      // the bot has the conversation
    out_of_queue,  // the guest waited for a person until now
    beside_queue   // the guest goes on waiting, and the bot does something for them meanwhile
  };
  Task<graph::Receipt> submit(const std::string& id, Said said, std::string heard, Way way, std::string says = {});
  Task<graph::Receipt> store_for_people(std::string id, Said said);
  Task<graph::Receipt> store_for_owner(Conversation conversation, Said said);
  Task<graph::Receipt> hear_who_waits(Conversation conversation, Said said);
  Task<graph::Receipt> hand_to_bot(Conversation conversation, Said said, const HeardWaiting& heard);
  Task<Value> memory_of(std::string id);
  Task<Value> memory_behind_people(std::string id);
  Task<Waiting> waiting_of(Conversation conversation);
  Task<graph::Receipt> reopen(Conversation conversation, Said said);
  Task<> end(Conversation conversation, std::string by, graph::Statement change, AtEnd at_end);
  Task<> give_back_as_read(Conversation conversation, std::string by, graph::Statement beside);
  std::vector<graph::Statement> given_back(const Conversation& conversation, graph::Statement beside);
  Task<> strike_from_queue(Conversation conversation, std::string by, graph::Statement beside);
  Task<std::vector<graph::StoredEvent>> latest_events(std::string id);
  Task<> count_opening();
  Task<Conversation> open_with(std::string id, std::string channel, std::shared_ptr<const Brain> brain,
                               std::string language);
  Task<std::shared_ptr<const Brain>> brain_of(Conversation conversation);
  Task<Channels> channels_of(Conversation conversation);

  store::Tenant& tenant_;
  Clock& clock_;
  Random& random_;
  Log& log_;
  Brains brains_;
  platform::Usage* usage_;
  std::atomic<std::int64_t> kept_ = -1;  // conversations; unknown until the first is opened
  graph::Threads& threads_;
};

}  // namespace frontdesk::dialog
