// Judges what pages say of their things by the examples of schema.org, whose authors wrote each in several forms, and
// by the cases of extruct: judge_schema_org CORPORA [--each]. Opening hours by what opening-hours-rs and the facts of
// OpenStreetMap's notation expect of them.
#include <chrono>
#include <map>

#include "base/value.h"
#include "judges/chance.h"
#include "judges/judge.h"
#include "platform/pages/document.h"
#include "platform/pages/linked_data.h"

namespace {

using namespace frontdesk;
using namespace frontdesk::platform::pages;
using Form = LinkedItem::Form;
using Facts = std::map<std::pair<std::string, std::string>, int>;

constexpr double kBar = 0.97;
constexpr double kLongMs = 20;

bool only_of_the_top = false;  // the negative control
bool shows_each = false;

// Blanks made one: authors break lines where they like.
std::string in_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > ' ') {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string shown(const Value& value) {
  return value.is_text()      ? in_one_line(value.text())
         : value.is_integer() ? std::to_string(value.integer())
         : value.is_number()  ? fmt::format("{}", value.number())
                              : json::print(value);
}

// Who wrote the expectations down took a <time>, and a few others, that say something to readers for empty; the
// standard takes what they say (HTML, 5.2.4).
void leave_out_errors(Facts& facts, Facts& wanted) {
  for (auto it = wanted.begin(); it != wanted.end();) {
    const auto& [path, value] = it->first;
    if (!value.empty()) {
      ++it;
      continue;
    }
    for (auto other = facts.lower_bound({path, ""}); other != facts.end() && other->first.first == path;)
      other = facts.erase(other);
    for (auto other = wanted.upper_bound({path, ""}); other != wanted.end() && other->first.first == path;)
      other = wanted.erase(other);
    it = wanted.erase(it);
  }
}

struct Tally {
  std::string name;
  int got = 0, expected = 0, shared = 0;
  double f1() const { return got + expected == 0 ? 0 : 2.0 * shared / (got + expected); }
  double recall() const { return expected == 0 ? 0 : 1.0 * shared / expected; }

  void add(std::string_view id, Facts facts, Facts wanted) {
    leave_out_errors(facts, wanted);
    for (const auto& [fact, times] : wanted) {
      const auto found = facts.find(fact);
      const int same = found == facts.end() ? 0 : std::min(found->second, times);
      expected += times;
      shared += same;
      if (shows_each && same < times) fmt::print("  {} {}: missing {} = {}\n", name, id, fact.first, fact.second);
    }
    for (const auto& [fact, times] : facts) {
      got += times;
      const auto found = wanted.find(fact);
      if (shows_each && (found == wanted.end() || found->second < times))
        fmt::print("  {} {}: too much {} = {}\n", name, id, fact.first, fact.second);
    }
  }
};

struct Places {
  int right = 0, all = 0;
};

Facts facts_in(std::string_view html, Form form, std::string_view base, Places& places) {
  Effort effort;
  const auto page = Document::parse(std::string(html), effort);
  const auto data = linked_data(page, base, effort);
  Facts facts;
  for (const auto root : data.roots) {
    if (data.items[root].form != form) continue;
    for (const auto& fact : data.facts_of(root)) {
      if (only_of_the_top && fact.path.find('.') != std::string::npos) continue;
      ++facts[{fact.path, shown(fact.value)}];
      if (fact.path.ends_with("@type") || fact.path.ends_with("@id")) continue;
      const auto source = in_one_line(page.source().substr(fact.piece.begin, fact.piece.end - fact.piece.begin));
      ++places.all;
      const auto value = shown(fact.value);
      places.right += source == value || (!fact.value.is_text() && !source.empty()) ? 1 : 0;
    }
  }
  return facts;
}

Facts facts_of_list(const Value& list) {
  Facts facts;
  for (const auto& fact : list.items()) {
    const auto path = std::string(fact[0].text());
    if (!path.ends_with("@type")) {
      ++facts[{path, shown(fact[1])}];
      continue;
    }
    const auto types = shown(fact[1]);  // several are written with commas
    for (std::size_t begin = 0; begin <= types.size();) {
      const auto end = std::min(types.find(',', begin), types.size());
      ++facts[{path, types.substr(begin, end - begin)}];
      begin = end + 1;
    }
  }
  return facts;
}

Facts shared_by(const Facts& left, const Facts& right) {
  Facts both;
  for (const auto& [fact, times] : left) {
    if (const auto found = right.find(fact); found != right.end()) both[fact] = std::min(times, found->second);
  }
  return both;
}

// What extruct expects, as facts: its microdata have "type", "id" and "properties", its JSON-LD is JSON-LD.
void add_expected(const Value& value, const std::string& before, Facts& facts) {
  if (value.is_list()) {
    for (const auto& each : value.items()) add_expected(each, before, facts);
    return;
  }
  const auto leaf = [&](const std::string& name, const Value& each) {
    ++facts[{before + name, name == "@type" ? schema_name(each.text()) : shown(each)}];
  };
  const auto each_of = [](const Value& one_or_many, const auto& see) {
    if (!one_or_many.is_list()) return see(one_or_many);
    for (const auto& each : one_or_many.items()) see(each);
  };
  const bool is_microdata = value.contains("properties") || (value.contains("type") && !value.contains("@type"));
  for (const auto& member : (is_microdata ? value["properties"] : value).members()) {
    const auto name = std::string(member.key());
    if (name == "@context") continue;
    each_of(member.value, [&](const Value& each) {
      if (each.is_object()) {
        add_expected(each, before + name + ".", facts);
      } else {
        leaf(name, each);
      }
    });
  }
  if (!is_microdata) return;
  if (value.contains("type")) each_of(value["type"], [&](const Value& each) { leaf("@type", each); });
  if (value.contains("id")) leaf("@id", value["id"]);
}

Facts open_graph_of(const Value& expected) {
  Facts facts;
  for (const auto& case_of : expected.items()) {
    for (const auto& pair : case_of["properties"].items()) ++facts[{std::string(pair[0].text()), shown(pair[1])}];
  }
  return facts;
}

// Of a page that is broken by chance: whether each fact stands in it.
bool all_stand_in(const std::string& html) {
  Effort effort;
  const auto page = Document::parse(html, effort);
  const auto data = linked_data(page, "https://e.example/", effort);
  for (const auto root : data.roots) {
    for (const auto& fact : data.facts_of(root)) {
      if (fact.piece.begin > fact.piece.end || fact.piece.end > html.size()) return false;
    }
  }
  return true;
}

// How long a page of some 50 kB takes, with its parsing; most pages have no such facts, and this one has many.
double ms_of_a_long_one() {
  std::string page = "<!doctype html><html><head><script type=\"application/ld+json\">[";
  for (int i = 0; i < 60; ++i)
    page += fmt::format(
        "{}{{\"@type\":\"Product\",\"name\":\"Thing "
        "{}\",\"offers\":{{\"@type\":\"Offer\",\"price\":\"{}.50\",\"priceCurrency\":\"EUR\"}}}}",
        i == 0 ? "" : ",", i, i);
  page += "]</script></head><body>";
  for (int i = 0; page.size() < 50'000; ++i)
    page += fmt::format(
        "<div class=\"card c{}\" itemscope itemtype=\"https://schema.org/Product\"><h2 itemprop=\"name\">Thing "
        "{}</h2><p>Some <b>words</b> about it, and a "
        "<a href=\"/things/{}\" itemprop=\"url\">link</a>.</p><span itemprop=\"offers\" itemscope><meta "
        "itemprop=\"price\" content=\"{}\"></span></div>\n",
        i, i, i, i);
  constexpr int kTimes = 30;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimes; ++i) {
    Effort effort;
    const auto document = Document::parse(page, effort);
    if (linked_data(document, "https://e.example/", effort).roots.size() < 100)
      throw std::runtime_error("the long page was not read");
  }
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count() / kTimes;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  shows_each = std::find(values, values + count, std::string_view("--each")) != values + count;
  only_of_the_top = arguments.broken;
  const auto folder = arguments.corpora / "schema-org";
  Tally json_ld{"JSON-LD"}, microdata{"microdata"}, rdfa{"RDFa"}, extruct{"extruct"};
  Places places;
  for (const auto& example : judge::values_of(folder / "examples" / "examples.jsonl")) {
    const auto id = example["id"].text();
    const auto facts = facts_of_list(example["facts"]);
    const auto of_microdata = facts_of_list(example["microdata_facts"]);
    if (example.contains("facts"))
      json_ld.add(id, facts_in(example["jsonld"].text(), Form::json_ld, "", places), facts);
    if (example.contains("microdata_facts"))
      microdata.add(id, facts_in(example["microdata"].text(), Form::microdata, "", places), of_microdata);
    // Nobody has written down what is in the RDFa: what the two other forms agree on must be.
    if (!example.contains("rdfa") || !example.contains("facts") || !example.contains("microdata_facts")) continue;
    const auto wanted = shared_by(facts, of_microdata);
    rdfa.add(id, shared_by(facts_in(example["rdfa"].text(), Form::rdfa, "", places), wanted), wanted);
  }
  int left_out = 0, broken = 0, wrong = 0;
  judge::Chance chance;
  const std::vector<std::string_view> pieces{"<script type=\"application/ld+json\">",
                                             "</script>",
                                             "{\"@graph\":[",
                                             "<div itemscope itemref=a>",
                                             " itemprop=b ",
                                             " typeof=c property=d ",
                                             "</div>",
                                             "\"",
                                             "]",
                                             "<table>",
                                             "<!--"};
  for (const auto& example : judge::values_of(folder / "examples" / "examples.jsonl")) {
    for (const auto* form : {"jsonld", "microdata", "rdfa"}) {
      for (int i = 0; i < 10; ++i, ++broken)
        wrong += all_stand_in(chance.broken(std::string(example[form].text()), pieces)) ? 0 : 1;
    }
  }
  for (const auto& example : judge::values_of(folder / "extruct" / "cases.jsonl")) {
    const auto syntax = example["syntax"].text();
    if (syntax == "dublincore") {
      ++left_out;  // names of <meta>, which none of the three forms is
      continue;
    }
    const auto form = syntax == "jsonld" ? Form::json_ld : syntax == "microdata" ? Form::microdata : Form::rdfa;
    Facts wanted;
    if (syntax == "opengraph") {
      wanted = open_graph_of(example["expected"]);
      extruct.add(example["id"].text(),
                  shared_by(facts_in(example["html"].text(), form, example["base_url"].text(), places), wanted),
                  wanted);
      continue;
    }
    add_expected(example["expected"], "", wanted);
    extruct.add(example["id"].text(), facts_in(example["html"].text(), form, example["base_url"].text(), places),
                wanted);
  }
  bool all = true;
  int shared = 0, sum = 0;
  for (const auto* tally : {&json_ld, &microdata, &rdfa, &extruct}) {
    fmt::print("schema-org: {}: {} of {} facts, and {} at all: F1 {:.3f} (bar {:.2f})\n", tally->name, tally->shared,
               tally->expected, tally->got, tally->f1(), kBar);
    all = all && tally->f1() >= kBar;
    shared += tally->shared;
    sum += tally->expected;
  }
  fmt::print("schema-org: {} case of extruct left out: Dublin Core in names of <meta> is none of the three forms\n",
             left_out);
  const auto long_ms = ms_of_a_long_one();
  fmt::print("schema-org: a page of 50 kB with many facts is read in {:.1f} ms (bar {:.0f})\n", long_ms, kLongMs);
  all = all && long_ms < kLongMs;
  fmt::print("schema-org: {} pages broken by chance, in {} a fact stands outside (bar 0)\n", broken, wrong);
  all = all && wrong == 0;
  fmt::print("schema-org: {} of {} values stand where they are said to\n", places.right, places.all);
  return judge::verdict("schema-org", static_cast<std::size_t>(shared), static_cast<std::size_t>(sum),
                        static_cast<std::size_t>(sum * kBar), all);
}
