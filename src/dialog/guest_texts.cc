#include "dialog/guest_texts.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "dialog/choices.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;

class TextWalk {
 public:
  TextWalk(const Value& document, const VisitWording& visit) : document_(document), visit_(visit) {}

  void run() const {
    visit(document_["channels"]["web"]["greeting"], "/channels/web/greeting");
    each("facts", [&](const Value& fact, const std::string& at) {
      visit_answers(fact, at);
      each_of(fact["items"], join(at, "items"),
              [&](const Value& item, const std::string& here) { visit_answers(item, here); });
      each_of(fact["sections"], join(at, "sections"),
              [&](const Value& section, const std::string& here) { visit(section["answer"], join(here, "answer")); });
    });
    each("intents", [&](const Value& intent, const std::string& at) {
      for (const auto key : {"answer", "label"}) visit(intent[key], join(at, key));
    });
    each("flows", [&](const Value& flow, const std::string& at) { visit_flow(flow, at); });
    each("tools", [&](const Value& tool, const std::string& at) {
      visit(tool["confirm"], join(at, "confirm"));
      for (const auto& label : tool["labels"].members()) visit(label.value, join(join(at, "labels"), label.key()));
    });
    each("policies", [&](const Value& policy, const std::string& at) { visit(policy["refuse"], join(at, "refuse")); });
  }

 private:
  using VisitItem = std::function<void(const Value& item, const std::string& at)>;

  static void each_of(const Value& list, const std::string& at, const VisitItem& visit) {
    for (std::size_t i = 0; i < list.items().size(); ++i) visit(list[i], join(at, i));
  }

  void each(std::string_view section, const VisitItem& visit) const {
    each_of(document_[section], "/" + std::string(section), visit);
  }

  void visit(const Value& wording, const std::string& at) const {
    if (wording.is_text() || wording.is_object()) visit_(wording, at);
  }

  void visit_answers(const Value& of, const std::string& at) const {
    visit(of["answer"], join(at, "answer"));
    for (const auto& answer : of["answers"].members()) visit(answer.value, join(join(at, "answers"), answer.key()));
  }

  void visit_flow(const Value& flow, const std::string& at) const {
    each_of(flow["slots"], join(at, "slots"), [&](const Value& slot, const std::string& here) {
      for (const auto key : {"ask", "otherwise"}) visit(slot[key], join(here, key));
      visit_choices(slot, here);
      each_of(slot["suggest"], join(here, "suggest"),
              [&](const Value& one, const std::string& place) { visit(one, place); });
    });
    each_of(flow["steps"], join(at, "steps"), [&](const Value& step, const std::string& here) {
      visit(step["say"], join(here, "say"));
      visit(step["card"]["title"], join(join(here, "card"), "title"));
      visit_lines(step["card"]["fields"], join(join(here, "card"), "fields"));
      visit_lines(step["shows"], join(here, "shows"));
      each_of(step["on_error"], join(here, "on_error"),
              [&](const Value& rule, const std::string& place) { visit(rule["say"], join(place, "say")); });
    });
  }

  // What is offered as buttons is read by customers; a longer list, or what is never asked for, is read where a
  // sentence shows it, and then it may have labels.
  void visit_choices(const Value& slot, const std::string& at) const {
    const auto& labels = slot["labels"];
    const bool is_offered =
        slot["of"].size() <= kButtonsMax && slot["suggest"].size() == 0 && !slot["optional"].boolean();
    for (std::size_t i = 0; i < slot["of"].size(); ++i) {
      const auto& choice = slot["of"][i];
      if (labels.contains(choice.text())) {
        visit(labels[choice.text()], join(join(at, "labels"), choice.text()));
      } else if (is_offered || labels.size() > 0) {
        visit(choice, join(join(at, "of"), i));
      }
    }
  }

  // {Label: value} has its labels in one language.
  void visit_lines(const Value& lines, const std::string& at) const {
    for (const auto& line : lines.members()) {
      visit(Value(line.key()), join(at, line.key()));
      visit(line.value, join(at, line.key()));
    }
    each_of(lines, at, [&](const Value& line, const std::string& here) {
      for (const auto key : {"label", "value"}) visit(line[key], join(here, key));
    });
  }

  const Value& document_;
  const VisitWording& visit_;
};

// Beside its holes: a price, or a value alone, is the same in every language.
bool has_words(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("{{")) ++depth;
    if (text.substr(at).starts_with("}}")) --depth;
    const auto letter = unicode::next(text, at);
    if (depth == 0 && unicode::is_letter(letter)) return true;
  }
  return false;
}

std::vector<std::string_view> served_languages(const Checked& document) {
  std::vector<std::string_view> served;
  for (const auto& language : document["languages"].items()) served.push_back(language.text());
  if (served.empty()) served.push_back(kFirstLanguage);
  return served;
}

}  // namespace

void for_each_guest_text(const Value& document, const VisitWording& visit) { TextWalk(document, visit).run(); }

void check_guest_texts(const Checked& document, Findings& findings) {
  const auto served = served_languages(document);
  std::size_t once = 0;
  std::string first;
  for_each_guest_text(document.document(), [&](const Value& wording, const std::string& at) {
    document.spend(served.size());
    if (wording.is_text()) {
      if (served.size() > 1 && has_words(wording.text()) && once++ == 0) first = at;
      return;
    }
    std::vector<std::string_view> missing;
    for (const auto language : served) {
      if (!wording.contains(language)) missing.push_back(language);
    }
    if (!missing.empty())
      findings.warning(at, fmt::format("There is no text in {}.", fmt::join(missing, ", ")),
                       fmt::format("Add it; until then customers read it in {} there.",
                                   wording.contains(served.front()) ? served.front() : "the language that is there"));
  });
  if (once == 0) return;
  findings.warning(
      "/languages",
      fmt::format(
          "{} of the texts that customers read are written once, whatever language they speak; the first is {}.", once,
          first),
      fmt::format("Write each as {{{}}}.", fmt::format("{}: …", fmt::join(served, ": …, "))));
}

}  // namespace frontdesk::dialog
