#include <gmock/gmock.h>

#include "base/error.h"
#include "platform/files/kinds.h"
#include "platform/files/library.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform::files {
namespace {

using namespace std::chrono_literals;

// Gives pieces, and then goes away where it is told to.
class Sender final : public net::BodyReader {
 public:
  explicit Sender(std::vector<std::string> pieces, bool breaks_off = false)
      : pieces_(std::move(pieces)), breaks_off_(breaks_off) {}
  Task<std::string> read() override {
    if (at_ < pieces_.size()) co_return pieces_[at_++];
    if (breaks_off_) throw Error(frontdesk::Kind::unavailable, "net/client-gone", "Gone.");
    co_return "";
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t at_ = 0;
  bool breaks_off_;
};

class Guard final : public Scanner {
 public:
  Task<bool> is_clean(NextPiece next) override {
    if (is_away) throw Error(frontdesk::Kind::unavailable, "test/away", "Nobody is there.");
    for (auto piece = co_await next(); !piece.empty(); piece = co_await next()) seen += piece;
    co_return seen.find("EICAR") == std::string::npos;
  }
  bool is_away = false;
  std::string seen;
};

class FilesTest : public OnePlace {
 protected:
  FilesTest() { begin(nullptr); }

  // As a new process would.
  void begin(Scanner* scanner) {
    shelf_ = std::make_unique<Shelf>(*disk_, "files", pool_, clock_, random_);
    library_ = std::make_unique<Library>(*shelf_, usage_, random_, scanner);
    frame_.kinds.clear();
    frame_.add(telling());
    for (auto& kind : library_->works()) frame_.add(std::move(kind));
    open();
  }

  StoredFile take(std::vector<std::string> pieces, std::string use = "test", std::string type = "text/plain") {
    Sender sender(std::move(pieces));
    return run(library_->take(*place_, {"menu.txt", std::move(type), "staff:ana", std::move(use)}, sender));
  }
  std::string why_not(std::vector<std::string> pieces, std::string type, bool breaks_off = false) {
    Sender sender(std::move(pieces), breaks_off);
    return slug_of(attempt(sender, std::move(type)));
  }
  Task<> attempt(Sender& sender, std::string type) {
    co_await library_->take(*place_, {"menu.txt", std::move(type), "staff:ana", "test"}, sender);
  }
  std::string read(const StoredFile& file) { return run(library_->read(*place_, file, 0, 1'000'000)); }
  std::vector<std::string> names(const std::string& part) { return disk_->list("files/acme/" + part); }
  void release(const StoredFile& file, const std::string& use = "test") {
    run(place_->write("test", [&](Writing& writing) { files::release(writing, file.id, use); }));
  }
  void pass_days(int days) {
    for (int hour = 0; hour < days * 24; ++hour) {
      clock_.advance(1h);
      do_what_is_due();
    }
  }

  std::unique_ptr<MemoryFiles> disk_ = std::make_unique<MemoryFiles>();
  Pool pool_{clock_, {}};
  std::uint64_t elsewhere_ = 0;
  Usage usage_{
      clock_, {.all = {.stored_mb = 1}}, [this](const TenantId& id) { return elsewhere_ + library_->bytes(id); }};
  std::unique_ptr<Shelf> shelf_;
  std::unique_ptr<Library> library_;
};

TEST_F(FilesTest, are_kept_by_their_content_once) {
  const auto one = take({"Pizza ", "and pasta"});
  const auto other = take({"Pizza and pasta"});
  EXPECT_NE(one.id, other.id);
  EXPECT_EQ(one.sha256, crypto::sha256_hex("Pizza and pasta"));
  EXPECT_THAT(names("blobs"), testing::ElementsAre(one.sha256));
  EXPECT_EQ(read(other), "Pizza and pasta");
  EXPECT_TRUE(names("incoming").empty());
}

TEST_F(FilesTest, that_are_cut_off_refused_or_lie_leave_nothing) {
  EXPECT_EQ(why_not({"half of"}, "text/plain", true), "net/client-gone");
  EXPECT_EQ(why_not({}, "text/plain"), "files/empty");
  EXPECT_EQ(why_not({"MZ\x90"}, "application/x-msdownload"), "files/type-not-taken");
  EXPECT_EQ(why_not({std::string("MZ\x90\0", 4)}, "text/plain"), "files/lying-type");
  EXPECT_EQ(why_not({"<html>"}, "application/pdf"), "files/lying-type");
  EXPECT_EQ(why_not({"%PDF-1.7"}, "image/png"), "files/lying-type");
  EXPECT_EQ(why_not(std::vector<std::string>(51, std::string(1024 * 1024, 'x')), "text/plain"), "files/too-large");
  EXPECT_TRUE(names("incoming").empty());
  EXPECT_TRUE(names("blobs").empty());
}

TEST_F(FilesTest, are_what_they_begin_with) {
  const auto goes = [](std::string_view type, std::string_view head) {
    try {
      demand_type(read_type(type), head);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  EXPECT_TRUE(goes("Application/PDF; x=y", "%PDF-1.4"));
  EXPECT_TRUE(goes("image/png", "\x89PNG\r\n\x1a\n...."));
  EXPECT_TRUE(goes("image/webp", "RIFF....WEBPVP8 "));
  EXPECT_TRUE(goes("text/csv; charset=utf-8", "a;b\r\nÄ;ß\r\n"));
  EXPECT_TRUE(goes("text/plain", std::string(kHeadBytes - 1, 'a') + "\xc3"));  // a letter that is cut in two
  EXPECT_FALSE(goes("text/plain", std::string(10, 'a') + "\xc3"));
  EXPECT_FALSE(goes("text/plain", "PK\x03\x04"));
  EXPECT_FALSE(goes("image/png", ""));
}

TEST_F(FilesTest, survive_a_loss_of_power_whole_once_they_are_acknowledged) {
  const auto file = take({"Pizza"});
  Sender sender({"half of"}, true);
  disk_ = disk_->crash(7);
  shelf_ = std::make_unique<Shelf>(*disk_, "files", pool_, clock_, random_);
  library_ = std::make_unique<Library>(*shelf_, usage_, random_, nullptr);
  EXPECT_EQ(read(file), "Pizza");
}

TEST_F(FilesTest, that_an_earlier_process_left_half_are_gone) {
  disk_->make_folders("files/acme/incoming");
  disk_->open("files/acme/incoming/in_old", true)->write(0, "half");
  disk_->make_folders("files/acme/blobs");
  disk_->open("files/acme/blobs/" + crypto::sha256_hex("nobody's"), true)->write(0, "nobody's");
  const auto file = take({"Pizza"});
  EXPECT_TRUE(names("incoming").empty());
  run(library_->tidy(*place_));
  EXPECT_THAT(names("blobs"), testing::ElementsAre(file.sha256));
}

TEST_F(FilesTest, are_gone_a_day_after_nothing_needs_them_and_no_sooner) {
  const auto kept = take({"kept"}), shared = take({"shared"}), same = take({"shared"}), unused = take({"unused"}, "");
  release(shared);
  pass_days(3);
  EXPECT_THAT(names("blobs"), testing::UnorderedElementsAre(kept.sha256, same.sha256));
  EXPECT_EQ(slug_of([](Library& library, Place& place, std::string id) -> Task<> { co_await library.find(place, id); }(
                                                                           *library_, *place_, unused.id)),
            "files/unknown");
  EXPECT_EQ(read(same), "shared");
  release(same);
  release(kept);
  take({"one more, so that there is a tidying"});
  pass_days(3);
  EXPECT_EQ(names("blobs").size(), 1U);
}

TEST_F(FilesTest, count_against_the_quota_each_content_once) {
  const std::string half(600 * 1024, 'x');
  take({half});
  take({half});
  EXPECT_EQ(why_not({half + "y"}, "text/plain"), "quota/storage");
  elsewhere_ = 1024 * 1024;
  clock_.advance(11s);
  EXPECT_EQ(why_not({"little"}, "text/plain"), "quota/storage");
}

TEST_F(FilesTest, are_nobodys_before_the_scanner_has_found_them_clean) {
  Guard guard;
  guard.is_away = true;
  begin(&guard);
  const auto clean = take({"Pizza"}), infected = take({"EICAR"});
  const auto open = [this](const StoredFile& file) {
    return slug_of([](Library& library, Place& place, std::string id) -> Task<> { co_await library.open(place, id); }(
                                                                          *library_, *place_, file.id));
  };
  do_what_is_due();
  EXPECT_EQ(open(clean), "files/not-scanned-yet");
  guard.is_away = false;
  clock_.advance(5s);
  do_what_is_due();
  EXPECT_EQ(open(clean), "");
  EXPECT_EQ(open(infected), "files/infected");
}

TEST_F(FilesTest, have_a_name_that_is_no_path) {
  Sender sender({"x"});
  EXPECT_EQ(run(library_->take(*place_, {"C:\\menus\\June.txt", "text/plain", "staff:ana", ""}, sender)).name,
            "June.txt");
  for (const auto* name : {"", "..", "a\nb", "dir/", "\xff"}) {
    Sender other({"x"});
    EXPECT_EQ(slug_of([](Library& library, Place& place, std::string name, Sender& sender) -> Task<> {
                co_await library.take(place, {name, "text/plain", "staff:ana", ""}, sender);
              }(*library_, *place_, name, other)),
              "files/bad-name")
        << name;
  }
}

}  // namespace
}  // namespace frontdesk::platform::files
