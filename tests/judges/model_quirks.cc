// Judges the client of language models by what services are seen to send: judge_model_quirks.
// Each stream of the table is served whole, byte by byte, and cut in two at each of its bytes. It counts when every cut
// gives the message, or the error, that the documented form of the API asks for, and listeners have read in the end
// what the message says. --broken judges a client that does not look at how an answer ends.
#include <array>
#include <boost/asio/io_context.hpp>
#include <span>
#include <vector>

#include "ai/openai.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "judges/judge.h"
#include "net/memory_transport.h"
#include "support/run_simulated.h"

namespace {

using namespace frontdesk;

struct Quirk {
  std::string name;
  std::string bytes;
  std::string wanted;          // the message as JSON without its role, or the slug of an error
  std::string never = "####";  // what no listener may have read at any time
};

std::string chunk(std::string_view json) { return fmt::format("data: {}\n\n", json); }
std::string delta(std::string_view members) {
  return chunk(fmt::format(R"({{"choices":[{{"index":0,"delta":{{{}}},"finish_reason":null}}]}})", members));
}
std::string says(std::string_view text) { return delta(fmt::format(R"("content":"{}")", text)); }
std::string call(std::string_view entry) { return delta(fmt::format(R"("tool_calls":[{}])", entry)); }
std::string ends(std::string_view reason) {
  return chunk(fmt::format(R"({{"choices":[{{"index":0,"delta":{{}},"finish_reason":"{}"}}]}})", reason));
}
const std::string kDone = "data: [DONE]\n\n";
const std::string kStop = ends("stop") + kDone;
const std::string kCalls = ends("tool_calls") + kDone;

// What a message of calls looks like: {name, arguments, id}…
std::string calls_wanted(const std::vector<std::array<std::string, 3>>& calls, std::string_view content = "null") {
  std::string list;
  for (const auto& [name, arguments, id] : calls) {
    std::string quoted;
    json::quote_to(quoted, arguments);
    list += fmt::format(R"({}{{"id":"{}","type":"function","function":{{"name":"{}","arguments":{}}}}})",
                        list.empty() ? "" : ",", id, name, quoted);
  }
  return fmt::format(R"({{"content":{},"tool_calls":[{}]}})", content, list);
}
std::string text_wanted(std::string_view text) { return fmt::format(R"({{"content":"{}"}})", text); }

void add_plain(std::vector<Quirk>& table) {
  const auto hello = text_wanted("Hello you");
  const auto both = says("Hello") + says(" you");
  table.push_back({"as documented", delta(R"("role":"assistant","content":"")") + both + kStop, hello});
  table.push_back({"no [DONE]", both + ends("stop"), hello});
  table.push_back({"no finish_reason", both + kDone, hello});
  table.push_back({"no empty line behind the last", both + "data: [DONE]", hello});
  table.push_back({"one line break behind each event",
                   R"(data: {"choices":[{"delta":{"content":"Hello"}}]})"
                   "\n"
                   R"(data: {"choices":[{"delta":{"content":" you"},"finish_reason":"stop"}]})"
                   "\ndata: [DONE]\n\n",
                   hello});
  table.push_back({"byte order mark", "\xef\xbb\xbf" + both + kStop, hello});
  table.push_back({"no blank behind the colon",
                   R"(data:{"choices":[{"delta":{"content":"Hello you"}}]})"
                   "\n\ndata:[DONE]\n\n",
                   hello});
  table.push_back({"one document over several data lines",
                   "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\ndata: \"Hello you\"}}]}\n\n" + kStop, hello});
  table.push_back({"events with a name and an id", "event: message\nid: 1\n" + says("Hello you") + kStop, hello});
  table.push_back(
      {"role in each delta",
       delta(R"("role":"assistant","content":"Hello")") + delta(R"("role":"assistant","content":" you")") + kStop,
       hello});
  table.push_back(
      {"content null beside", delta(R"("content":null)") + both + delta(R"("content":null)") + kStop, hello});
  table.push_back({"empty finish_reason in each chunk",
                   chunk(R"({"choices":[{"delta":{"content":"Hello"},"finish_reason":""}]})") +
                       chunk(R"({"choices":[{"delta":{"content":" you"},"finish_reason":"null"}]})") + kStop,
                   hello});
  table.push_back({"finish_reason in capitals", both + ends("STOP"), hello});
  table.push_back({"choices numbered from 1",
                   chunk(R"({"choices":[{"index":1,"delta":{"content":"Hello you"},"finish_reason":"stop"}]})") + kDone,
                   hello});
  table.push_back(
      {"a second answer beside",
       chunk(R"({"choices":[{"index":0,"delta":{"content":"Hello"}},{"index":1,"delta":{"content":"No"}}]})") +
           chunk(R"({"choices":[{"index":1,"delta":{"content":"pe"}}]})") + says(" you") + kStop,
       hello});
  table.push_back(
      {"usage in a chunk of its own",
       both + ends("stop") + chunk(R"({"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}})") + kDone,
       hello});
  table.push_back({"content as a list of parts",
                   delta(R"("content":[{"type":"text","text":"Hello"},{"type":"thinking","thinking":"####"}])") +
                       delta(R"("content":[{"type":"text","text":" you"}])") + kStop,
                   hello});
  table.push_back(
      {"the whole message again at the end",
       both + chunk(R"({"choices":[{"message":{"role":"assistant","content":"Hello you"},"finish_reason":"stop"}]})") +
           kDone,
       hello});
  table.push_back({"a refusal in place of content",
                   delta(R"("refusal":"I must ")") + delta(R"("refusal":"not.")") + kStop, text_wanted("I must not.")});
  table.push_back({"text behind [DONE]", both + kStop + says("####"), hello});
  auto windows = both + kStop;
  for (auto at = windows.find('\n'); at != windows.npos; at = windows.find('\n', at + 2))
    windows.replace(at, 1, "\r\n");
  table.push_back({"CRLF", windows, hello});
  auto old = both + kStop;
  std::ranges::replace(old, '\n', '\r');
  table.push_back({"CR alone", old, hello});
}

void add_keep_alives(std::vector<Quirk>& table) {
  const auto between = [&](std::string name, const std::string& sign) {
    table.push_back(
        {"keep-alive: " + name, sign + says("Hello") + sign + says(" you") + sign + kStop, text_wanted("Hello you")});
  };
  between("comment", ": OPENROUTER PROCESSING\n\n");
  between("comment line alone", ":\n");
  between("event: ping", "event: ping\ndata: {\"type\":\"ping\"}\n\n");
  between("event: ping without data", "event: ping\n\n");
  between("event: ping with words", "event: ping\ndata: 2026-11-26 10:00\n\n");
  between("empty data", "data:\n\n");
  between("blank data", "data:  \n\n");
  between("data: null", chunk("null"));
  between("data: {}", chunk("{}"));
  between("choices: null", chunk(R"({"id":"x","choices":null,"usage":null})"));
  between("no choices", chunk(R"({"id":"x","object":"chat.completion.chunk"})"));
  between("empty choices", chunk(R"({"choices":[],"prompt_filter_results":[{"prompt_index":0}]})"));
  between("a choice that is null", chunk(R"({"choices":[null]})"));
  between("delta: null", chunk(R"({"choices":[{"index":0,"delta":null,"finish_reason":null}]})"));
  between("empty delta", delta(""));
  between("error: null", chunk(R"({"error":null,"choices":[]})"));
  between("retry", "retry: 3000\n\n");
}

void add_texts(std::vector<Quirk>& table) {
  const auto face = text_wanted("So \\ud83d\\ude00!");
  table.push_back({"a character cut by the network", says("So \xf0\x9f\x98\x80!") + kStop, face});
  table.push_back({"a character cut by deltas, as bytes", says("So \xf0\x9f") + says("\x98\x80!") + kStop, face});
  table.push_back({"a character cut by deltas, one byte each",
                   says("So \xf0") + says("\x9f") + says("\x98") + says("\x80!") + kStop, face});
  table.push_back({"a character cut by deltas, as surrogates", says("So \\ud83d") + says("\\ude00!") + kStop, face});
  table.push_back({"half a character", says("So \\ud83d") + says("!") + kStop, text_wanted("So \\ufffd!")});
  table.push_back({"half a character at the end", says("So \xf0\x9f") + kStop, text_wanted("So \\ufffd\\ufffd")});
  table.push_back({"a character cut in arguments",
                   call(R"({"index":0,"id":"a","function":{"name":"note","arguments":"{\"t\":\"\ud83d"}})") +
                       call(R"({"index":0,"function":{"arguments":"\ude00\"}"}})") + kCalls,
                   calls_wanted({{"note", "{\"t\":\"\xf0\x9f\x98\x80\"}", "a"}})});
  table.push_back({"broken text beside the answer", chunk("{\"choices\":[],\"id\":\"\xf0\x9f\"}") + says("Hi") + kStop,
                   "model/malformed-answer"});
  const auto pasta = text_wanted("Pasta.");
  table.push_back({"thoughts in the text", says("<think>####</think>\\n\\nPasta.") + kStop, pasta});
  table.push_back({"thoughts in pieces",
                   says("<th") + says("ink>##") + says("##</thi") + says("nk>Pas") + says("ta.") + kStop, pasta});
  table.push_back({"thoughts by their other name", says("<thinking>####</thinking>Pasta.") + kStop, pasta});
  table.push_back({"thoughts in between", says("Pas<think>####</think>ta.") + kStop, pasta});
  table.push_back({"thoughts that never end", says("Pasta.<think>##") + says("##") + kStop, pasta});
  table.push_back({"nothing but thoughts", says("<think>####") + kStop, "model/empty-answer"});
  table.push_back(
      {"thoughts whose beginning is not marked", says("They want") + says(" pasta.</think>Pasta.") + kStop, pasta});
  table.push_back(
      {"no tag after all", says("1 <") + says(" 2, a <thin") + says("g>") + kStop, text_wanted("1 < 2, a <thing>")});
  table.push_back({"a possible tag at the end", says("1 <thi") + kStop, text_wanted("1 <thi")});
  table.push_back({"reasoning fields",
                   delta(R"("reasoning":"####")") + delta(R"("reasoning_content":"####","content":"Pas")") +
                       delta(R"("reasoning_details":[{"text":"####"}],"content":"ta.")") + kStop,
                   pasta});
  table.push_back({"blank answer", says(" ") + says("\\n\\n") + kStop, "model/empty-answer"});
  table.push_back({"empty answer", delta(R"("role":"assistant","content":"")") + kStop, "model/empty-answer"});
  table.push_back({"nothing", "", "model/malformed-answer"});
}

void add_calls(std::vector<Quirk>& table) {
  const auto one = calls_wanted({{"book", R"({"guests":4})", "a"}});
  const auto two = calls_wanted({{"book", R"({"guests":4})", "a"}, {"find", "{}", "b"}});
  const auto add = [&](std::string name, const std::string& bytes, const std::string& wanted) {
    table.push_back({"calls: " + name, bytes + kCalls, wanted});
  };
  add("as documented",
      call(R"({"index":0,"id":"a","type":"function","function":{"name":"book","arguments":""}})") +
          call(R"({"index":0,"function":{"arguments":"{\"gue"}})") +
          call(R"({"index":0,"function":{"arguments":"sts\":4}"}})"),
      one);
  add("index from 1",
      call(R"({"index":1,"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"index":1,"function":{"arguments":"sts\":4}"}})"),
      one);
  add("no index",
      call(R"({"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"function":{"arguments":"sts\":4}"}})"),
      one);
  add("a new id in each delta",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":""}})") +
          call(R"({"index":0,"id":"x","function":{"arguments":"{\"gue"}})") +
          call(R"({"index":0,"id":"y","function":{"arguments":"sts\":4}"}})"),
      one);
  add("name and a new id in each delta",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"index":0,"id":"x","function":{"name":"book","arguments":"sts\":4}"}})"),
      one);
  add("empty names behind the first",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"index":0,"id":"","function":{"name":"","arguments":"sts\":4}"}})"),
      one);
  add("a name in two halves",
      call(R"({"index":0,"id":"a","function":{"name":"bo"}})") +
          call(R"({"index":0,"function":{"name":"ok","arguments":"{\"guests\":4}"}})"),
      one);
  add("a name in two halves, no index",
      call(R"({"id":"a","function":{"name":"bo"}})") +
          call(R"({"function":{"name":"ok","arguments":"{\"guests\":4}"}})"),
      one);
  add("arguments as an object", call(R"({"index":0,"id":"a","function":{"name":"book","arguments":{"guests":4}}})"),
      one);
  add("arguments {} before the true ones",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{}"}})") +
          call(R"({"index":0,"function":{"arguments":"{\"gue"}})") +
          call(R"({"index":0,"function":{"arguments":"sts\":4}"}})"),
      one);
  add("arguments null", call(R"({"index":0,"id":"a","function":{"name":"find","arguments":null}})"),
      calls_wanted({{"find", "{}", "a"}}));
  add("no arguments", call(R"({"index":0,"id":"a","function":{"name":"find"}})"), calls_wanted({{"find", "{}", "a"}}));
  add("the whole again",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") +
          call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})"),
      one);
  add("the whole again under another index",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") +
          call(R"({"index":1,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})"),
      one);
  add("side by side",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"index":1,"id":"b","function":{"name":"find","arguments":"{"}})") +
          call(R"({"index":0,"function":{"arguments":"sts\":4}"}})") +
          call(R"({"index":1,"function":{"arguments":"}"}})"),
      two);
  add("one index for all",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") +
          call(R"({"index":0,"id":"b","function":{"name":"find","arguments":"{}"}})"),
      two);
  add("one index and one name for all",
      call(R"({"index":0,"id":"a","function":{"name":"read","arguments":"{\"p\":1}"}})") +
          call(R"({"index":0,"id":"b","function":{"name":"read","arguments":"{\"p\":2}"}})"),
      calls_wanted({{"read", R"({"p":1})", "a"}, {"read", R"({"p":2})", "b"}}));
  add("head and tail under different indexes",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") +
          call(R"({"index":0,"id":"b","function":{"name":"find","arguments":""}})") +
          call(R"({"index":1,"function":{"arguments":"{}"}})"),
      two);
  add("two in one delta, no index",
      call(
          R"({"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}},{"id":"b","function":{"name":"find","arguments":"{}"}})"),
      two);
  add("two, told apart by id alone",
      call(R"({"id":"a","function":{"name":"book","arguments":"{\"gue"}})") +
          call(R"({"id":"a","function":{"arguments":"sts\":4}"}})") +
          call(R"({"id":"b","function":{"name":"find","arguments":"{}"}})"),
      two);
  add("an entry that says nothing",
      call(R"({"index":0,"id":"","function":{"name":"","arguments":""}})") +
          call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") +
          call(R"({"index":1,"function":{"name":"","arguments":"{}"}})"),
      one);
  add("no name at all", call(R"({"index":0,"id":"a","function":{"arguments":"{\"guests\":4}"}})"),
      "model/malformed-answer");
  add("text beside",
      says("One moment.") + call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})"),
      calls_wanted({{"book", R"({"guests":4})", "a"}}, "\"One moment.\""));
  add("blank text beside",
      says("\\n") + call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})"), one);
  add("arguments that are no JSON",
      call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":"}})"),
      calls_wanted({{"book", "{\"guests\":", "a"}}));
  table.push_back({"calls: end said as stop",
                   call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{\"guests\":4}"}})") + kStop,
                   one});
  table.push_back({"calls: none, though the end says so", says("Hello") + kCalls, text_wanted("Hello")});
}

void add_ends(std::vector<Quirk>& table) {
  const auto booked = call(R"({"index":0,"id":"a","function":{"name":"book","arguments":"{}"}})");
  const std::pair<const char*, const char*> reasons[] = {
      {"length", "model/too-long"},   {"max_tokens", "model/too-long"}, {"content_filter", "model/filtered"},
      {"SAFETY", "model/filtered"},   {"error", "model/failed"},        {"abort", "model/failed"},
      {"never_heard", "model/failed"}};
  for (const auto& [reason, slug] : reasons) {
    table.push_back({fmt::format("text that ends for {}", reason), says("Half a") + ends(reason) + kDone, slug});
    table.push_back({fmt::format("calls that end for {}", reason), booked + ends(reason) + kDone, slug});
  }
  table.push_back({"length, then stop", says("Half a") + ends("length") + kStop, "model/too-long"});
  table.push_back({"no end", says("Half a"), "model/cut-off"});
  table.push_back({"calls without an end", booked, "model/cut-off"});
}

void add_errors(std::vector<Quirk>& table) {
  const auto add = [&](std::string name, const std::string& event, const char* slug = "model/failed") {
    table.push_back({"error: " + name, says("Half a") + event + kDone, slug});
  };
  add("object", chunk(R"({"error":{"message":"overloaded","code":503}})"));
  add("text", chunk(R"({"error":"overloaded"})"));
  add("true", chunk(R"({"error":true,"message":"overloaded"})"));
  add("of the kind error", chunk(R"({"object":"error","message":"overloaded","code":500})"));
  add("typed", chunk(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"));
  add("by the event's name", "event: error\ndata: {\"message\":\"overloaded\"}\n\n");
  add("by the event's name, in words", "event: error\ndata: upstream broke\n\n");
  add("in the choice",
      chunk(
          R"({"choices":[{"index":0,"delta":{"content":""},"error":{"code":502,"message":"bad"},"finish_reason":"error"}]})"));
  add("list", chunk(R"({"errors":[{"message":"overloaded","code":1}]})"));
  add("code and message", chunk(R"({"code":500,"message":"overloaded"})"));
  add("detail", chunk(R"({"detail":"overloaded"})"));
  add("no JSON", chunk("overloaded"), "model/malformed-answer");
  add("half a chunk", chunk(R"({"choices":[{"del)"), "model/malformed-answer");
  add("a number", chunk("42"), "model/malformed-answer");
  add("choices of another kind", chunk(R"({"choices":{}})"), "model/malformed-answer");
}

void add_bodies(std::vector<Quirk>& table) {
  table.push_back({"body: one document",
                   R"({"choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]})",
                   text_wanted("Hello")});
  table.push_back({"body: behind blank lines and a mark",
                   "\xef\xbb\xbf\n\n{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}\n", text_wanted("Hello")});
  table.push_back(
      {"body: thoughts",
       R"({"choices":[{"message":{"reasoning_content":"####","content":"<think>####</think>Hello"},"finish_reason":"stop"}]})",
       text_wanted("Hello")});
  table.push_back({"body: parts",
                   R"({"choices":[{"message":{"content":[{"type":"text","text":"Hello"}]},"finish_reason":"stop"}]})",
                   text_wanted("Hello")});
  table.push_back(
      {"body: a call of the older form",
       R"({"choices":[{"message":{"content":null,"function_call":{"name":"find","arguments":"{}"}},"finish_reason":"function_call"}]})",
       calls_wanted({{"find", "{}", "call_FALLBACK_0"}})});
  table.push_back({"a call of the older form in pieces",
                   delta(R"("function_call":{"name":"find","arguments":"{\"q"})") +
                       delta(R"("function_call":{"arguments":"\":1}"})") + ends("function_call") + kDone,
                   calls_wanted({{"find", R"({"q":1})", "call_FALLBACK_0"}})});
  table.push_back({"body: cut at its limit",
                   R"({"choices":[{"message":{"content":"Half a"},"finish_reason":"length"}]})", "model/too-long"});
  table.push_back({"body: an error", R"({"error":{"message":"no"}})", "model/failed"});
  table.push_back({"body: an error in the choice",
                   R"({"choices":[{"error":{"message":"no"},"message":{"content":"Half"}}]})", "model/failed"});
  table.push_back({"body: a page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "model/malformed-answer"});
  table.push_back({"body: another document", R"({"hello":1})", "model/malformed-answer"});
  table.push_back({"body: a list", "[]", "model/malformed-answer"});
  table.push_back({"body: half a document", R"({"choices":[{"message":{"content":"Hel)", "model/malformed-answer"});
}

// Serves bytes in pieces, and asks.
class Bench {
 public:
  explicit Bench(bool broken) : broken_(broken) {
    transport_.serve("model", 80, [this](net::Request) { return serve(*this); });
  }

  // What is wrong with the answer to these pieces; "" where nothing is.
  std::string problem(const Quirk& quirk, std::vector<std::string_view> pieces) {
    pieces_ = std::move(pieces);
    std::string seen, ever, got;
    ai::OpenAi model({.name = "judged", .base_url = "http://model:80/v1", .model = "judged"}, client_, clock_, random_);
    const ai::TokenSink sink{.text = [&](std::string_view piece) { seen += piece, ever += piece; },
                             .reset = [&] { seen.clear(), ever += "|"; }};
    bool is_message = false;
    try {
      const auto answer = support::run_simulated(
          io_, clock_, model.answer({.messages = Value::list(), .turn_key = "judge"}, sink, Deadline::never()));
      is_message = true;
      got = json::print(answer.message.without("role"));
      if (seen != answer.message["content"].text()) {
        const bool is_blank = answer.message["content"].is_null() && seen.find_first_not_of(" \n") == seen.npos;
        if (!is_blank) return fmt::format("listeners have read \"{}\" of {}", seen, got);
      }
    } catch (const Error& error) {
      got = error.slug;
      if (!seen.empty()) return fmt::format("listeners are left with \"{}\"", seen);
    }
    if (ever.find(quirk.never) != ever.npos) return fmt::format("listeners have read \"{}\"", ever);
    const auto wanted = wanted_of(quirk);
    const bool is_right =
        is_message && wanted.starts_with('{') ? json::parse(got) == json::parse(wanted) : got == wanted;
    return is_right ? "" : fmt::format("{}, wanted {}", got, wanted);
  }

  std::string heard(const Quirk& quirk) const {
    auto bytes = quirk.bytes;
    if (!broken_) return bytes;
    for (const std::string_view reason : {"\"length\"", "\"content_filter\"", "\"error\"}"}) {
      for (auto at = bytes.find(reason); at != bytes.npos; at = bytes.find(reason))
        bytes.replace(at, reason.size() - reason.ends_with('}'), "\"stop\"");
    }
    return bytes;
  }

 private:
  // Calls without an id are named by the turn's key.
  std::string wanted_of(const Quirk& quirk) const {
    auto wanted = quirk.wanted;
    const std::string_view hole = "FALLBACK";
    if (const auto at = wanted.find(hole); at != wanted.npos)
      wanted.replace(at, hole.size(), crypto::sha256_hex("judge").substr(0, 12));
    return wanted;
  }

  static Task<net::Response> serve(Bench& self) {
    net::Response response;
    response.headers.set("Content-Type", "text/event-stream");
    response.stream = [&self](net::BodyWriter& out) { return play(self, out); };
    co_return response;
  }

  static Task<> play(Bench& self, net::BodyWriter& out) {
    for (const auto piece : self.pieces_) {
      if (!piece.empty()) co_await out.write(piece);
    }
  }

  const bool broken_;
  std::vector<std::string_view> pieces_;
  boost::asio::io_context io_;
  ManualClock clock_{Timestamp{1'700'000'000'000}};
  net::MemoryTransport transport_{clock_};
  net::Client client_{transport_, clock_};
  SeededRandom random_{1};
};

// The first problem that any cut of the stream shows.
std::string judge_quirk(Bench& bench, const Quirk& quirk) {
  const auto bytes = bench.heard(quirk);
  const std::string_view all = bytes;
  if (auto problem = bench.problem(quirk, {all}); !problem.empty()) return problem;
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < all.size(); ++i) single.push_back(all.substr(i, 1));
  if (auto problem = bench.problem(quirk, std::move(single)); !problem.empty()) return "byte by byte: " + problem;
  for (std::size_t cut = 1; cut < all.size(); ++cut) {
    if (auto problem = bench.problem(quirk, {all.substr(0, cut), all.substr(cut)}); !problem.empty())
      return fmt::format("cut at {}: {}", cut, problem);
  }
  return {};
}

}  // namespace

int main(int count, char** values) {
  const bool broken = std::ranges::any_of(std::span(values, static_cast<std::size_t>(count)),
                                          [](std::string_view word) { return word == "--broken"; });
  std::vector<Quirk> table;
  for (const auto add : {add_plain, add_keep_alives, add_texts, add_calls, add_ends, add_errors, add_bodies})
    add(table);
  Bench bench(broken);
  std::size_t got = 0;
  for (const auto& quirk : table) {
    const auto problem = judge_quirk(bench, quirk);
    if (problem.empty()) {
      ++got;
    } else {
      std::cout << "  " << quirk.name << ": " << problem << '\n';
    }
  }
  return judge::verdict("model-quirks", got, table.size(), table.size());
}
