#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <regex>

#include "simulated_books.h"

namespace frontdesk::dialog {
TEST(Repl, talk) {
  const char* path = std::getenv("FD_TALK");
  if (!path) GTEST_SKIP();
  std::ifstream in(path);
  std::unique_ptr<testing::Guest> guest;
  std::map<std::string, std::string> known;
  std::unique_ptr<testing::Books> books;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) {
      guest.reset();
      books.reset();
      known.clear();
      std::cout << "\n";
      continue;
    }
    if (line[0] == '#') continue;
    if (!guest)
      guest = std::make_unique<testing::Guest>(Value::object({{"languages", json::parse(R"(["en","de","es","it"])")}}));
    if (!books) books = std::make_unique<testing::Books>(guest->business);
    for (auto& [k, v] : known) line = std::regex_replace(line, std::regex("\\{" + k + "\\}"), v);
    const auto seen = guest->business.events(guest->id).size();
    const auto heard = guest->say(line);
    if (std::getenv("FD_TRACE")) {
      for (const auto& e : guest->business.events(guest->id, static_cast<std::int64_t>(seen)))
        if (e.type == "reading" || e.type == "model" || e.type == "form")
          std::cout << "      " << e.type << " " << json::print(e.data).substr(0, 600) << "\n";
    }
    std::cout << "  > " << line << "\n    < " << heard.substr(0, 400);
    const auto buttons = guest->buttons();
    if (!buttons.empty()) std::cout << "   [" << buttons << "]";
    std::cout << "  {" << to_value(guest->business.status(guest->id)).text() << "}\n";
    static const std::regex code("LUME-\\d{4}");
    for (std::sregex_iterator at(heard.begin(), heard.end(), code), end; at != end; ++at) {
      bool is_new = true;
      for (auto& [k, v] : known) is_new = is_new && v != at->str();
      if (is_new && at->str() != "LUME-1234") known["code" + std::to_string(known.size() + 1)] = at->str();
    }
  }
}
}  // namespace frontdesk::dialog
