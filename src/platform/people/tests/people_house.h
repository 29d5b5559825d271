#pragma once

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/memory_files.h"
#include "platform/module.h"
#include "platform/people/people.h"
#include "platform/people/permissions.h"
#include "support/database.h"
#include "support/run_task.h"

namespace frontdesk::platform::people {

inline const auto kBistro = TenantId::parse("bistro");
inline const auto kOther = TenantId::parse("other");
inline const std::string kPassword = "a lamp in the window";

// The people of a house with two tenants, on a real database. Passwords cost next to nothing.
class PeopleHouse : public testing::Test {
 protected:
  PeopleHouse() { start(); }

  // As a new process would.
  void start() {
    people_.reset();
    database_.reset();
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, platform::modules(), files_, *log_);
    people_.emplace(Parts{.database = *database_,
                          .clock = clock_,
                          .random = random_,
                          .log = *log_,
                          .pool = pool_,
                          .rights = rights_,
                          .has_tenant = [](std::string_view name) { return name != "nowhere"; },
                          .now = [this] { return clock_.wall(); },
                          .cost = {.passes = 1, .memory_bytes = 8192},
                          .proof_life = proof_life_,
                          .note = [this](store::Transaction&, const audit::Deed& deed) { deeds_.push_back(deed); },
                          .teller = [this]() -> Tell {
                            return [this](store::Transaction&, const Invitation& told) {
                              if (failure_of_telling_) throw *failure_of_telling_;
                              told_.push_back(told);
                            };
                          }});
    run(people_->directory.load());
  }
  template <class T>
  T run(Task<T> task) {
    return support::run_task(context_, std::move(task));
  }
  template <class T>
  std::string slug_of(Task<T> task) {
    try {
      run(std::move(task));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  }

  static std::string token_in(const Invitation& invitation) {
    return invitation.path.substr(invitation.path.rfind('/') + 1);
  }
  std::string enter(const Invitation& invitation, const std::string& password = kPassword) {
    return run(people_->door.accept(token_in(invitation), {.password = password}, here_)).token;
  }
  // The first user, signed in.
  std::string welcome() {
    const auto link = run(people_->door.welcome());
    Door::Wish wish{.email = "ada@house.example", .name = "Ada", .password = kPassword};
    return run(people_->door.accept(token_in(link), wish, here_)).token;
  }
  Caller caller(const std::string& token, const std::string& tenant = {}) {
    const auto found = people_->directory.caller_of(tenant.empty() ? token : token + "." + tenant);
    EXPECT_TRUE(found) << token << " stands for nobody";
    return found.value_or(Caller{kBistro, "nobody", {}});
  }
  bool is_in(const std::string& token) { return people_->directory.caller_of(token).has_value(); }
  // Somebody who was invited by the one with the token, and came.
  std::string somebody(const std::string& by, const std::string& name, Roles roles) {
    const auto invited = run(people_->roster.invite(caller(by), name + "@house.example", name, std::move(roles)));
    return enter(*invited.invitation);
  }
  std::string id_of(const std::string& token) { return people_->directory.user_of(caller(token))->id; }
  Task<Door::Entered> sign_in(std::string email, std::string password, std::string address = "192.0.2.1") {
    return people_->door.sign_in(std::move(email), std::move(password), {.address = std::move(address), .device = "x"});
  }

  std::chrono::minutes proof_life_{10};
  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  SeededRandom random_{1};
  Pool pool_{clock_, {}};
  const std::vector<Grant> grants_ = [] {
    auto all = permissions::grants();
    all.push_back({Role::viewer, {"things.read"}});
    all.push_back({Role::tenant_admin, {"things.write"}});
    return all;
  }();
  Rights rights_{grants_};
  std::unique_ptr<store::Database> database_;
  std::optional<People> people_;
  std::vector<Invitation> told_;
  std::optional<Error> failure_of_telling_;
  std::vector<audit::Deed> deeds_;
  const Visit here_{.address = "192.0.2.1", .device = "a browser"};
};

}  // namespace frontdesk::platform::people
