#include "graph/record.h"

#include "base/json.h"

namespace frontdesk::graph {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kHeaderBytes = kHashBytes + 1 + 1 + 2 + 4 + 3 * 8 + 4 + 4 + 2 * 8;

template <class T>
void put_number(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff);
  }
}

template <class T>
T take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) number |= std::uint64_t(static_cast<std::uint8_t>(bytes[i])) << (8 * i);
  bytes.remove_prefix(sizeof(T));
  return static_cast<T>(number);
}

Error broken(std::string detail) { return Error(Kind::internal, "graph/broken-record", std::move(detail)); }

std::string_view as_text(const crypto::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

std::string seal_record(const RecordHeader& header, std::string_view body, crypto::Digest& hash) {
  std::string bytes;
  bytes.reserve(kHeaderBytes + body.size());
  bytes.append(as_text(hash));
  put_number(bytes, kVersion);
  put_number(bytes, static_cast<std::uint8_t>(header.kind));
  put_number(bytes, std::uint16_t{0});
  put_number(bytes, header.key);
  put_number(bytes, header.thread);
  put_number(bytes, header.previous);
  put_number(bytes, header.first_seq);
  put_number(bytes, header.events);
  put_number(bytes, header.run);
  put_number(bytes, header.step);
  put_number(bytes, header.at.ms);
  bytes.append(body);
  hash = crypto::sha256(bytes);
  std::copy_n(as_text(hash).data(), kHashBytes, bytes.data());
  return bytes;
}

OpenedRecord open_record(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) throw broken(fmt::format("A record has {} bytes.", bytes.size()));
  OpenedRecord record;
  std::copy_n(bytes.data(), kHashBytes, reinterpret_cast<char*>(record.hash.data()));
  bytes.remove_prefix(kHashBytes);
  record.version = take_number<std::uint8_t>(bytes);
  if (record.version < 1 || record.version > kVersion) {
    throw broken(
        fmt::format("A record has format {}, and this program reads formats up to {}.", record.version, kVersion));
  }
  auto& header = record.header;
  header.kind = static_cast<RecordKind>(take_number<std::uint8_t>(bytes));
  take_number<std::uint16_t>(bytes);
  header.key = take_number<std::uint32_t>(bytes);
  header.thread = take_number<std::int64_t>(bytes);
  header.previous = take_number<std::int64_t>(bytes);
  header.first_seq = take_number<std::int64_t>(bytes);
  header.events = take_number<std::uint32_t>(bytes);
  header.run = take_number<std::uint32_t>(bytes);
  header.step = take_number<std::int64_t>(bytes);
  header.at = {take_number<std::int64_t>(bytes)};
  record.body = bytes;
  return record;
}

bool follows(std::string_view bytes, const crypto::Digest& before) {
  std::string hashed(as_text(before));
  hashed.append(bytes.substr(kHashBytes));
  return as_text(crypto::sha256(hashed)) == bytes.substr(0, kHashBytes);
}

// ---- writing ----

void BodyWriter::member(std::string_view name) {
  close_list();
  if (text_.size() > 1) text_ += ',';
  text_.append("\"").append(name).append("\":");
}

void BodyWriter::list_item(std::string_view list) {
  if (list_ == list) {
    text_ += ',';
    return;
  }
  member(list);
  text_ += '[';
  list_ = list;
}

void BodyWriter::close_list() {
  if (!list_.empty()) text_ += ']';
  list_ = {};
}

void BodyWriter::node(NodeId node, std::int32_t send) {
  text_ += "{\"node\":";
  json::quote_to(text_, graph_->nodes[node].name);
  if (send >= 0) text_.append(",\"send\":").append(std::to_string(send));
}

void BodyWriter::put(const std::vector<Write>& writes, const Quotes& quotes) {
  if (writes.empty()) return;
  text_ += ",\"writes\":[";
  for (std::size_t i = 0; i < writes.size(); ++i) {
    text_ += i == 0 ? "[" : ",[";
    json::quote_to(text_, graph_->channels[writes[i].channel].name);
    text_ += ',';
    json::print_to(text_, quotes.shortened(writes[i].value));
    text_ += ']';
  }
  text_ += ']';
}

void BodyWriter::put(const Routes& routes, const Quotes& quotes) {
  if (!routes.next.empty()) {
    text_ += ",\"next\":[";
    for (std::size_t i = 0; i < routes.next.size(); ++i) {
      if (i > 0) text_ += ',';
      json::quote_to(text_, graph_->nodes[routes.next[i]].name);
    }
    text_ += ']';
  }
  if (routes.sends.empty()) return;
  text_ += ",\"sends\":[";
  for (std::size_t i = 0; i < routes.sends.size(); ++i) {
    text_ += i == 0 ? "[" : ",[";
    json::quote_to(text_, graph_->nodes[routes.sends[i].node].name);
    text_ += ',';
    json::print_to(text_, quotes.shortened(routes.sends[i].argument));
    text_ += ']';
  }
  text_ += ']';
}

void BodyWriter::put(const std::vector<Event>& events) {
  text_ += '[';
  for (std::size_t i = 0; i < events.size(); ++i) {
    text_ += i == 0 ? "[" : ",[";
    json::quote_to(text_, events[i].type);
    text_ += ',';
    json::print_to(text_, events[i].data);
    text_ += ']';
  }
  text_ += ']';
}

void BodyWriter::open(const OpenPart& part, std::string_view version) {
  member("open");
  text_ += fmt::format("{{\"run\":{},\"inputs\":{},\"graph\":", part.run, part.inputs);
  json::quote_to(text_, graph_->name);
  if (!version.empty()) text_ += ",\"version\":", json::quote_to(text_, version);
  const Quotes quotes({}, told_);
  put(part.writes, quotes);
  put(part.routes, quotes);
  if (part.goes_on) {
    text_ += ",\"answers\":{";
    for (std::size_t i = 0; i < part.answers.size(); ++i) {
      if (i > 0) text_ += ',';
      json::quote_to(text_, part.answers[i].first);
      text_ += ':';
      json::print_to(text_, quotes.shortened(part.answers[i].second));
    }
    text_ += '}';
  }
  text_ += '}';
}

void BodyWriter::input(const Value& value) {
  member("input");
  json::print_to(text_, own_.shortened(value));
}

void BodyWriter::trace(const TraceContext& context) {
  member("trace");
  json::quote_to(text_, traceparent_of(context));
}

void BodyWriter::task(NodeId id, std::int32_t send, std::int64_t ms, const Done& done,
                      const std::vector<Event>& events) {
  list_item("tasks");
  node(id, send);
  if (ms != 0) text_.append(",\"ms\":").append(std::to_string(ms));
  const Quotes quotes(events, told_);
  put(done.writes, quotes);
  put(done.routes, quotes);
  if (!events.empty()) text_ += ",\"events\":", put(events);
  text_ += '}';
}

void BodyWriter::ask(const AskPart& part) {
  list_item("asks");
  node(part.node, part.send);
  text_ += ",\"key\":";
  json::quote_to(text_, part.key);
  text_ += ",\"value\":";
  json::print_to(text_, Quotes(part.events, told_).shortened(part.value));
  if (!part.events.empty()) text_ += ",\"events\":", put(part.events);
  text_ += '}';
}

void BodyWriter::note(const NotePart& part) {
  member("note");
  node(part.node, part.send);
  text_ += ",\"key\":";
  json::quote_to(text_, part.key);
  text_ += ",\"value\":";
  json::print_to(text_, Quotes({}, told_).shortened(part.value));
  text_ += '}';
}

void BodyWriter::end(const EndPart& part) {
  member("end");
  text_ += fmt::format("{{\"status\":\"{}\",\"steps\":{},\"ms\":{}", part.status, part.steps, part.ms);
  if (!part.slug.empty()) {
    text_ += ",\"slug\":";
    json::quote_to(text_, part.slug);
    text_ += ",\"detail\":";
    json::quote_to(text_, part.detail);
  }
  text_ += '}';
}

void BodyWriter::events(const std::vector<Event>& events) {
  if (events.empty()) return;
  own_ = Quotes(events, told_);
  member("events");
  put(events);
}

void BodyWriter::writes(const std::vector<Write>& writes) {
  if (writes.empty()) return;
  close_list();
  const bool first = text_.size() == 1;
  put(writes, own_);
  if (first) text_.erase(1, 1);  // put() begins with a comma
}

void BodyWriter::drop() {
  member("drop");
  text_ += "true";
}

std::string BodyWriter::take() {
  close_list();
  text_ += '}';
  return std::exchange(text_, "{");
}

std::string join_bodies(std::string first, std::string_view second) {
  if (second.size() <= 2) return first;
  first.back() = ',';
  return first.append(second.substr(1));
}

// ---- reading ----

namespace {

NodeId node_of(const Definition& graph, const Value& name) {
  if (const auto node = graph.find_node(name.text())) return *node;
  throw Error(
      Kind::conflict, "graph/changed",
      fmt::format("The graph {} has no node \"{}\" any more, but a thread stands there.", graph.name, name.text()));
}

std::int32_t send_of(const Value& part) {
  return part.contains("send") ? static_cast<std::int32_t>(part["send"].integer()) : -1;
}

std::vector<Write> writes_of(const Definition& graph, const Value& part) {
  std::vector<Write> writes;
  for (const auto& write : part["writes"].items()) {
    if (const auto channel = graph.find_channel(write[0].text())) writes.push_back({*channel, write[1]});
  }
  return writes;
}

Routes routes_of(const Definition& graph, const Value& part) {
  Routes routes;
  for (const auto& name : part["next"].items()) routes.next.push_back(node_of(graph, name));
  for (const auto& send : part["sends"].items()) routes.sends.push_back({node_of(graph, send[0]), send[1]});
  return routes;
}

std::vector<Event> events_in(const Value& part) {
  std::vector<Event> events;
  for (const auto& event : part["events"].items()) events.push_back({std::string(event[0].text()), event[1]});
  return events;
}

OpenPart read_open(const Definition& graph, const Value& part) {
  OpenPart open{.run = part["run"].integer(), .inputs = part["inputs"].integer()};
  open.writes = writes_of(graph, part);
  open.routes = routes_of(graph, part);
  open.goes_on = part.contains("answers");
  for (const auto& answer : part["answers"].members()) open.answers.emplace_back(answer.key(), answer.value);
  return open;
}

}  // namespace

Body read_body(const Definition& graph, std::string_view text) {
  const auto value = json::parse(text);
  Body body;
  body.may_quote = text.find("\\u0001") != std::string_view::npos;
  if (const auto* open = value.find("open")) body.open = read_open(graph, *open);
  if (const auto* input = value.find("input")) body.input = *input;
  if (const auto* trace = value.find("trace")) body.trace = parse_traceparent(trace->text());
  for (const auto& task : value["tasks"].items()) {
    body.tasks.push_back({node_of(graph, task["node"]), send_of(task), task["ms"].integer(),
                          Done{writes_of(graph, task), routes_of(graph, task), {}}, events_in(task)});
  }
  for (const auto& ask : value["asks"].items()) {
    body.asks.push_back(
        {node_of(graph, ask["node"]), send_of(ask), std::string(ask["key"].text()), ask["value"], events_in(ask)});
  }
  if (const auto* note = value.find("note")) {
    body.note =
        NotePart{node_of(graph, (*note)["node"]), send_of(*note), std::string((*note)["key"].text()), (*note)["value"]};
  }
  if (const auto* end = value.find("end")) {
    body.end = EndPart{std::string((*end)["status"].text()), (*end)["steps"].integer(), (*end)["ms"].integer(),
                       std::string((*end)["slug"].text()), std::string((*end)["detail"].text())};
  }
  body.events = events_in(value);
  body.writes = writes_of(graph, value);
  body.drop = value["drop"].boolean();
  return body;
}

void make_whole(Body& body, const Told& told) {
  const auto put_back = [](std::vector<Write>& writes, const Quotes& quotes) {
    for (auto& write : writes) write.value = quotes.whole(write.value);
  };
  const auto lead_back = [](Routes& routes, const Quotes& quotes) {
    for (auto& send : routes.sends) send.argument = quotes.whole(send.argument);
  };
  const Quotes by_others({}, &told);
  if (body.open) {
    put_back(body.open->writes, by_others);
    lead_back(body.open->routes, by_others);
    for (auto& [id, answer] : body.open->answers) answer = by_others.whole(answer);
  }
  for (auto& task : body.tasks) {
    const Quotes quotes(task.events, &told);
    put_back(task.done.writes, quotes);
    lead_back(task.done.routes, quotes);
  }
  for (auto& ask : body.asks) ask.value = Quotes(ask.events, &told).whole(ask.value);
  if (body.note) body.note->value = by_others.whole(body.note->value);
  const Quotes own(body.events, &told);
  if (body.input) body.input = own.whole(*body.input);
  put_back(body.writes, own);
}

std::vector<Event> reported_in(std::string_view record) {
  const auto body = json::parse(open_record(record).body);
  std::vector<Event> all;
  const auto add = [&all](const Value& part) { std::ranges::move(events_in(part), std::back_inserter(all)); };
  for (const auto& task : body["tasks"].items()) add(task);
  for (const auto& ask : body["asks"].items()) add(ask);
  add(body);
  return all;
}

Event run_started(std::int64_t inputs) { return {"run.started", Value::object({{"inputs", inputs}})}; }

Event step_finished(const Definition& graph, std::int64_t step, NodeId node, std::int64_t ms) {
  return {"step", Value::object({{"step", step}, {"node", graph.nodes[node].name}, {"ms", ms}})};
}

Event run_finished(const EndPart& end) {
  ObjectBuilder data;
  data.set("status", end.status).set("steps", end.steps).set("ms", end.ms);
  if (!end.slug.empty()) data.set("error", Value::object({{"slug", end.slug}, {"detail", end.detail}}));
  return {"run.finished", data.build()};
}

std::vector<NumberedEvent> events_of(const Definition& graph, RecordKind kind, std::int64_t step, const Body& body) {
  std::vector<NumberedEvent> all;
  if (body.open) all.push_back({run_started(body.open->inputs)});
  for (const auto& task : body.tasks) {
    all.push_back({step_finished(graph, step, task.node, task.ms)});
    for (const auto& event : task.events) all.push_back({event});
  }
  for (const auto& ask : body.asks) {
    for (const auto& event : ask.events) all.push_back({event});
  }
  if (body.end) all.push_back({run_finished(*body.end)});
  for (const auto& event : body.events) all.push_back({event, kind == RecordKind::parked || kind == RecordKind::end});
  return all;
}

}  // namespace frontdesk::graph
