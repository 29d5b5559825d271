#include "engines/chatbot/service.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/json.h"
#include "dialog/consent.h"
#include "engines/chatbot/errors.h"
#include "engines/chatbot/line.h"
#include "engines/chatbot/permissions.h"
#include "net/sse.h"

namespace frontdesk::engines::chatbot {
namespace {

using permissions::kRead;
using permissions::kTrace;
constexpr auto kHeartbeat = std::chrono::seconds(15);

constexpr std::size_t kEventsAtOnce = 64;
constexpr std::size_t kPageBytesMax = 1'000'000;  // of JSON; the item that passes it is the last

// The items of an answer, as many and as large as one answer may have.
class Page {
 public:
  explicit Page(std::size_t limit) : room_(limit) {}
  bool is_full() const { return room_ == 0 || bytes_ >= kPageBytesMax; }
  std::size_t room() const { return room_; }
  void add(Value item) {
    bytes_ += json::print(item).size();
    items_.add(std::move(item));
    pass();
  }
  void pass() { --room_; }  // one that counts and is not shown
  Value build() { return items_.build(); }

 private:
  std::size_t room_;
  std::size_t bytes_ = 0;
  ListBuilder items_;
};

// A line that is being written to needs no sign that it lives.
Task<> beat(Line& line, Clock& clock) {
  for (;;) {
    co_await clock.sleep_for(kHeartbeat);
    if (!line.is_busy()) co_await line.put(": still here\n\n");
  }
}

Reader reader_of(const platform::Caller& caller) { return caller.may(kRead) ? Reader::staff : Reader::visitor; }

std::string on_the_wire(const graph::StreamItem& item, Reader reader) {
  net::ServerEvent event;
  event.id = item.n == 0 ? std::to_string(item.seq) : fmt::format("{}.{}", item.seq, item.n);
  event.event = item.event.type;
  event.data = json::print(item.n == 0 ? event_json(item.event, reader) : item.event.data);
  return net::to_wire(event);
}

// Nobody need be told that they write themselves.
bool is_of_customer(const graph::StoredEvent& event) {
  return event.type == "typing" && event.data["role"].text() == "customer";
}

Task<> nothing() { co_return; }

// What a bare yes or no answers; "" where a message says more by itself.
Task<std::string> answered_by(dialog::Conversations& all, std::string conversation, graph::StoredEvent last) {
  constexpr std::int64_t kEventsBetween = 32;
  const auto& message = last.data["message"];
  const auto answer = dialog::read_answer(message["text"].text());
  const bool is_bare = answer == dialog::Answer::yes || answer == dialog::Answer::no;
  if (message["role"].text() != "customer" || !is_bare) co_return std::string();
  const auto from = std::max<std::int64_t>(0, last.seq - 1 - kEventsBetween);
  const auto before = co_await all.threads().events(conversation, from, last.seq - 1 - from);
  const auto asked = std::find_if(before.rbegin(), before.rend(), [](const graph::StoredEvent& event) {
    return event.type == "message" && event.data["message"]["role"].text() != "customer";
  });
  co_return asked == before.rend() ? std::string() : std::string(asked->data["message"]["text"].text());
}

Value opened_json(const dialog::Conversation& conversation, const std::string& token) {
  return Value::object(
      {{"id", conversation.id}, {"token", token}, {"status", "bot"}, {"created_at", to_iso(conversation.created_at)}});
}

}  // namespace

Service::Service(FindConversations find, FindPlace find_place, IssueToken issue, Clock& clock)
    : find_(std::move(find)),
      find_place_(std::move(find_place)),
      issue_(std::move(issue)),
      clock_(clock),
      presence_(clock),
      typing_(clock) {}

Task<Value> Service::open(platform::Caller caller, std::string channel, std::string language) {
  auto* all = co_await find_(caller.tenant);
  const auto conversation = co_await all->open(std::move(channel), std::move(language));
  co_return opened_json(conversation, issue_(caller.tenant, conversation.id));
}

Task<Value> Service::open_test(platform::Caller caller, std::string version) {
  auto* all = co_await find_(caller.tenant);
  const auto conversation = co_await all->open_test(std::move(version));
  co_return opened_json(conversation, issue_(caller.tenant, conversation.id));
}

Task<dialog::Conversations*> Service::admit(platform::Caller caller, std::string id, bool trace) {
  const bool staff = caller.may(kRead);
  if (!staff && caller.principal != "visitor:" + id) throw errors::unknown_conversation();
  if (trace && !staff && !caller.may(kTrace)) throw errors::no_trace();
  auto* all = co_await find_(caller.tenant);
  co_return all;
}

Task<Value> Service::shown(dialog::Conversations& all, dialog::Conversation conversation, Reader reader) {
  LastMessage last{co_await all.last_message(conversation.id), {}};
  if (last.event) last.answers = co_await answered_by(all, conversation.id, *last.event);
  dialog::Attendance attendance;
  if (conversation.status == dialog::Status::pending_human) attendance = co_await all.attendance(conversation);
  co_return to_json(conversation, last, attendance, reader);
}

Task<Value> Service::show(platform::Caller caller, std::string id) {
  auto* all = co_await admit(caller, id, false);
  auto conversation = co_await all->find(id);
  co_return co_await shown(*all, std::move(conversation), reader_of(caller));
}

Task<Value> Service::list(platform::Caller caller, dialog::ListQuery query, bool mine) {
  auto* all = co_await find_(caller.tenant);
  if (mine) query.owner = platform::name_of(caller);
  const auto limit = query.limit;
  const bool is_search = !query.words.empty();
  auto found = co_await all->list(query);
  ListBuilder items;
  Value next;
  if (found.size() == limit && !found.empty()) next = cursor_of(caller.tenant, found.back(), query.order);
  for (auto& conversation : found) {
    auto item = co_await shown(*all, std::move(conversation), Reader::staff);
    items.add(std::move(item));
  }
  const bool is_all = !is_search || co_await all->is_search_full();
  co_return Value::object({{"items", items.build()}, {"next", next}, {"is_all", is_all}});
}

Task<Value> Service::inbox(platform::Caller caller) {
  auto* all = co_await find_(caller.tenant);
  co_return to_json(co_await all->inbox(platform::name_of(caller)));
}

Task<Value> Service::be_present(platform::Caller caller, std::string id, bool typing) {
  auto* all = co_await admit(caller, id, false);
  const auto conversation = co_await all->find(id);
  const auto name = platform::name_of(caller);
  const bool is_theirs = conversation.status == dialog::Status::human && conversation.owner == name;
  if (typing && is_theirs && typing_.is_due(caller.tenant, id, name)) all->threads().signal(id, typing_event(name));
  ListBuilder others;
  for (const auto& colleague : presence_.note(caller.tenant, id, name, typing))
    others.add(Value::object({{"name", colleague.name}, {"typing", colleague.typing}}));
  co_return Value::object({{"others", others.build()}});
}

Task<> Service::be_typing(platform::Caller caller, std::string id) {
  auto* all = co_await admit(caller, id, false);
  if (typing_.is_due(caller.tenant, id, "")) all->threads().signal(id, typing_event(""));
}

Task<graph::Receipt> Service::receive(platform::Caller caller, std::string id, dialog::Said said) {
  auto* all = co_await admit(caller, id, false);
  said.by = caller.principal;
  co_return co_await all->receive(std::move(id), std::move(said));
}

Task<Value> Service::messages(platform::Caller caller, std::string id, std::int64_t after, std::size_t limit) {
  auto* all = co_await admit(caller, id, false);
  co_await all->find(id);
  Page page(limit);
  for (bool more = true; more && !page.is_full();) {
    const auto events = co_await all->threads().events(id, after, kEventsAtOnce);
    more = events.size() == kEventsAtOnce;
    for (const auto& event : events) {
      after = event.seq;
      if (event.type == "message" && !page.is_full()) page.add(message_json(event));
    }
  }
  co_return Value::object({{"items", page.build()}});
}

Task<> Service::check_cursor(platform::Caller caller, std::string id, std::int64_t after, bool trace) {
  auto* all = co_await admit(caller, id, trace);
  co_await all->find(id);
  if (after == 0) co_return;
  const auto there = co_await all->threads().events(id, after - 1, 1);
  if (there.empty()) throw errors::cursor_ahead(after);
}

Task<Value> Service::events(platform::Caller caller, std::string id, std::int64_t after, std::size_t limit,
                            bool trace) {
  auto* all = co_await admit(caller, id, trace);
  co_await check_cursor(caller, id, after, trace);
  const auto reader = reader_of(caller);
  Page page(limit);
  for (bool more = true; more && !page.is_full();) {
    const auto wanted = std::min(kEventsAtOnce, page.room());
    const auto events = co_await all->threads().events(id, after, wanted);
    more = events.size() == wanted;
    for (const auto& event : events) {
      if (page.is_full()) break;
      after = event.seq;
      if (trace || is_for_customers(event.type)) {
        page.add(Value::object({{"type", event.type}}).merged(event_json(event, reader)));
      } else {
        page.pass();
      }
    }
  }
  const auto next = page.is_full() ? Value(after) : Value();
  co_return Value::object({{"items", page.build()}, {"next", next}});
}

Task<> Service::follow(platform::Caller caller, std::string id, std::int64_t after, bool trace,
                       std::function<Task<>(std::string)> send) {
  auto* all = co_await admit(caller, id, trace);
  Line line(std::move(send));
  const std::function<Task<>(const graph::StreamItem&)> each = [&line, trace, reader = reader_of(caller)](
                                                                   const graph::StreamItem& item) {
    const bool is_own = reader == Reader::visitor && is_of_customer(item.event);
    return !is_own && (trace || is_for_customers(item.event.type)) ? line.put(on_the_wire(item, reader)) : nothing();
  };
  using namespace boost::asio::experimental::awaitable_operators;
  co_await line.put(": frontdesk\n\n");
  co_await (all->threads().follow(id, after, each) && beat(line, clock_));
}

// Nothing of what was said: the audit stays when a customer is forgotten.
Task<graph::Statement> Service::noted(platform::Caller caller, std::string deed, std::string id) {
  auto* const place = co_await find_place_(caller.tenant);
  co_return
      [place, by = caller.principal, deed = std::move(deed), id = std::move(id)](store::Transaction& transaction) {
        platform::Writing(transaction, *place, by).note(deed, "conversation/" + id);
      };
}

Task<Value> Service::take_over(platform::Caller caller, std::string id, std::string from) {
  auto* all = co_await admit(caller, id, false);
  auto note = co_await noted(caller, "conversations.take_over", id);
  auto conversation =
      co_await all->take_over(std::move(id), platform::name_of(caller), std::move(from), std::move(note));
  co_return co_await shown(*all, std::move(conversation), Reader::staff);
}

Task<Value> Service::give_back(platform::Caller caller, std::string id, std::string from) {
  auto* all = co_await admit(caller, id, false);
  auto note = co_await noted(caller, "conversations.give_back", id);
  auto conversation =
      co_await all->give_back(std::move(id), platform::name_of(caller), std::move(from), std::move(note));
  co_return co_await shown(*all, std::move(conversation), Reader::staff);
}

Task<Value> Service::resolve(platform::Caller caller, std::string id, std::string from) {
  auto* all = co_await admit(caller, id, false);
  auto* const place = co_await find_place_(caller.tenant);
  auto note = co_await noted(caller, "conversations.resolve", id);
  auto conversation = co_await all->resolve(
      std::move(id), platform::name_of(caller), std::move(from),
      [place, by = caller.principal, note](store::Transaction& transaction, const platform::Event& ended) {
        note(transaction);
        platform::Writing(transaction, *place, by).announce(ended);
      });
  co_return co_await shown(*all, std::move(conversation), Reader::staff);
}

Task<graph::Receipt> Service::reply(platform::Caller caller, std::string id, std::string key, std::string text) {
  auto* all = co_await admit(caller, id, false);
  auto note = co_await noted(caller, "conversations.reply", id);
  co_return co_await all->reply(std::move(id), std::move(key), std::move(text), platform::name_of(caller),
                                std::move(note));
}

}  // namespace frontdesk::engines::chatbot
