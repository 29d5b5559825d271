// Judges every way in which foreign JSON reaches us by JSONTestSuite: judge_json CORPORA.
// A file counts when all ways give the verdict that its name asks for. What the suite leaves free is pinned in
// expectations/json_free_cases.txt, one answer for all ways. Where we act on what others send, what two readers would
// read differently is refused although a plain reader takes it, and a tool that answers nothing has said null:
// expectations/json_at_doors.txt.
#include <chrono>
#include <map>

#include "ai/openai.h"
#include "base/error.h"
#include "base/json.h"
#include "gateway/gateway.h"
#include "graph/record.h"
#include "judges/judge.h"
#include "net/memory_transport.h"
#include "platform/http_tool.h"
#include "support/run_simulated.h"

namespace {

using namespace frontdesk;

constexpr std::string_view kApi = R"(
paths:
  /v1/judged:
    post:
      requestBody: {required: true, content: {application/json: {schema: {}}}}
      responses: {"204": {description: taken}}
)";

Task<net::Response> take_body(platform::HouseRequest) { co_return net::Response{.status = 204}; }

// The ways; each says whether the bytes were taken as JSON.
class Ways {
 public:
  explicit Ways(bool broken) : broken_(broken) {
    transport_.serve("office", 80, [this](net::Request) { return tool_answer(bytes_); });
    transport_.serve("front", 80, gateway_.handler());
    transport_.serve("model", 80, [this](net::Request) { return model_answer(bytes_); });
  }

  std::map<std::string_view, bool> take(const std::string& bytes) {
    bytes_ = bytes;
    return {{"parser", parser()},
            {"request body", http_body()},
            {"tool result", tool_result()},
            {"model answer", model()},
            {"stored document", stored()}};
  }

 private:
  bool parser() const {
    // The negative control forgets what stands behind the last bracket.
    const auto last = bytes_.find_last_of("]}");
    const auto text = broken_ && last != bytes_.npos ? bytes_.substr(0, last + 1) : bytes_;
    return accepts([&] { json::parse(text); }, "json/malformed");
  }

  bool http_body() {
    net::ClientRequest request{.method = "POST", .url = "http://front:80/v1/judged", .body = bytes_};
    request.headers.add("Content-Type", "application/json");
    const auto deadline = Deadline::in(clock_, std::chrono::seconds(20));
    const auto response = support::run_simulated(io_, clock_, client_.send(std::move(request), deadline));
    if (response.status == 204) return true;
    const auto type = std::string(json::parse(response.body)["type"].text());
    const bool is_due = type == "/problems/json/malformed" || type == "/problems/json/ambiguous" ||
                        (bytes_.empty() && type == "/problems/request/body-missing");
    // What is too large for the route is refused before it is read.
    const bool is_too_large = response.status == 413 && type == "/problems/request/body-too-large";
    if (!is_too_large && (response.status != 400 || !is_due))
      throw std::runtime_error(fmt::format("answered with {} {}", response.status, type));
    return false;
  }

  bool tool_result() {
    platform::HttpToolSpec spec;
    spec.name = "judged";
    spec.endpoint = "http://office:80/judged";
    spec.input_schema = Value::object();
    spec.retry.attempts_max = 1;
    platform::Breakers breakers;
    platform::LookUps look_ups;
    const auto secrets = platform::fixed_secrets(Value::object({}));
    const auto action = platform::make_http_tool(spec, client_, clock_, random_, breakers, look_ups, *secrets);
    const auto call = [&] {
      support::run_simulated(io_, clock_,
                             action.run({.caller = {TenantId::parse("judge"), "judge", {}},
                                         .arguments = Value::object(),
                                         .deadline = Deadline::in(clock_, std::chrono::seconds(20))}));
    };
    return accepts(call, "tool/unavailable");
  }

  bool model() {
    ai::OpenAi provider({.name = "judged", .base_url = "http://model:80/v1", .model = "judged"}, client_, clock_,
                        random_);
    const auto ask = [&] {
      support::run_simulated(
          io_, clock_,
          provider.answer({.messages = Value::list()}, {}, Deadline::in(clock_, std::chrono::seconds(20))));
    };
    return accepts(ask, "model/malformed-answer");
  }

  bool stored() const {
    crypto::Digest hash{};
    const auto record =
        graph::seal_record({.kind = graph::RecordKind::input, .thread = 1}, "{\"input\":" + bytes_ + "}", hash);
    return accepts([&] { graph::read_body(graph::Definition{}, graph::open_record(record).body); }, "json/malformed");
  }

  static Task<net::Response> tool_answer(std::string bytes) { co_return net::Response::json(200, std::move(bytes)); }

  // The bytes ride in a chunk of a stream, where line breaks are blanks.
  static Task<net::Response> model_answer(std::string bytes) {
    std::string stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}],\"extra\":";
    for (const char c : bytes) stream += c == '\n' || c == '\r' ? "\ndata: " : std::string(1, c);
    stream += "}\n\ndata: [DONE]\n\n";
    net::Response response{.body = std::move(stream)};
    response.headers.set("Content-Type", "text/event-stream");
    co_return response;
  }

  // Any refusal but the one that is due is a fault of its own.
  static bool accepts(const auto& read, std::string_view refusal) {
    try {
      read();
      return true;
    } catch (const Error& error) {
      if (error.slug == refusal) return false;
      throw;
    }
  }

  const bool broken_;
  std::string bytes_;
  boost::asio::io_context io_;
  ManualClock clock_{Timestamp{1'700'000'000'000}};
  SeededRandom random_{1};
  net::MemoryTransport transport_{clock_};
  net::Client client_{transport_, clock_};
  std::unique_ptr<Log> log_ = silent_log();
  gateway::Credentials credentials_{std::string(32, 's'), clock_, platform::Rights({})};
  gateway::SignIn sign_in_{credentials_, "ok_judge",
                           [](std::string_view) { return std::optional<platform::Caller>(); }};
  gateway::Gateway gateway_{
      clock_,
      *log_,
      sign_in_,
      {.rate = {.per_second = 0}},
      {.house_routes = {{"POST", "/v1/judged", platform::Audience::everyone, take_body}}, .api_parts = {kApi}}};
};

std::map<std::string, std::string> pinned_answers(std::string_view list) {
  std::map<std::string, std::string> pinned;
  std::ifstream table(judge::expectations(list));
  for (std::string file, answer; table >> file >> answer;) pinned[file] = answer;
  return pinned;
}

// "FILE ANSWER WAY", by "FILE/WAY".
std::map<std::string, std::string> pinned_at_doors() {
  std::map<std::string, std::string> pinned;
  std::ifstream table(judge::expectations("json_at_doors.txt"));
  std::string file, answer, way;
  while (table >> file >> answer && std::getline(table >> std::ws, way)) pinned[file + "/" + way] = answer;
  return pinned;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  Ways ways(arguments.broken);
  auto pinned = pinned_answers("json_free_cases.txt");
  const auto at_doors = pinned_at_doors();
  SystemClock stopwatch;
  std::size_t got = 0, total = 0, free_good = 0, free_total = 0;
  for (const auto& file : judge::files_below(arguments.corpora / "json-test-suite" / "test_parsing", ".json")) {
    const auto name = file.filename().string();
    const bool is_free = name[0] == 'i';
    const auto wanted = is_free ? pinned[name] : name[0] == 'y' ? "accept" : "reject";
    const auto began = stopwatch.now();
    bool good = true;
    try {
      for (const auto& [way, accepted] : ways.take(judge::read_file(file))) {
        const auto* const answer = accepted ? "accept" : "reject";
        const auto pinned_here = at_doors.find(fmt::format("{}/{}", name, way));
        const std::string due = pinned_here == at_doors.end() ? wanted : pinned_here->second;
        if (answer == due) continue;
        good = false;
        std::cout << "  " << name << " as " << way << ": " << answer << ", wanted "
                  << (due.empty() ? "(not pinned)" : due) << '\n';
      }
    } catch (const std::exception& error) {
      good = false;
      std::cout << "  " << name << ": " << error.what() << '\n';
    }
    if (stopwatch.now() - began > std::chrono::seconds(1))
      good = false, std::cout << "  " << name << ": took more than a second\n";
    (is_free ? free_total : total) += 1;
    (is_free ? free_good : got) += good;
  }
  std::cout << "  free cases: " << free_good << '/' << free_total << " as pinned\n";
  return judge::verdict("json", got, total, total, free_good == free_total);
}
