#include "base/files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/error.h"
#include "base/faulty_files.h"
#include "base/memory_files.h"
#include "support/slug_of.h"

namespace frontdesk {
namespace {

std::string read_all(File& file) {
  std::string bytes(file.size(), '\0');
  bytes.resize(file.read(0, bytes));
  return bytes;
}

using support::slug_of;

// Both kinds of files keep the same promises.
class AnyFiles : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "Memory") {
      files_ = std::make_unique<MemoryFiles>();
      folder_ = "data";
      return;
    }
    std::string pattern = std::filesystem::temp_directory_path() / "frontdesk-files-XXXXXX";
    ASSERT_TRUE(::mkdtemp(pattern.data()));
    folder_ = pattern;
    files_ = system_files();
  }
  void TearDown() override {
    if (GetParam() == "System") std::filesystem::remove_all(folder_);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::unique_ptr<Files> files_;
  std::string folder_;
};

TEST_P(AnyFiles, reads_what_was_written_anywhere) {
  const auto file = files_->open(path("a"), true);
  file->write(3, "def");
  file->write(0, "abc");
  EXPECT_EQ(read_all(*file), "abcdef");
  file->truncate(2);
  file->write(4, "x");
  file->sync();
  EXPECT_EQ(read_whole(*files_, path("a")), std::string("ab\0\0x", 5));
  char space[8];
  EXPECT_EQ(file->read(3, space), 2u);
  EXPECT_EQ(file->read(9, space), 0u);
}

TEST_P(AnyFiles, says_what_is_missing) {
  for (const auto& slug :
       {slug_of([&] { files_->open(path("no"), false); }), slug_of([&] { files_->remove(path("no"), true); }),
        slug_of([&] { files_->rename(path("no"), path("yes")); })}) {
    EXPECT_EQ(slug, "files/missing");
  }
  EXPECT_FALSE(files_->exists(path("no")));
}

TEST_P(AnyFiles, renames_over_what_is_there) {
  files_->open(path("new"), true)->write(0, "new");
  files_->open(path("old"), true)->write(0, "older");
  files_->rename(path("new"), path("old"));
  EXPECT_EQ(read_whole(*files_, path("old")), "new");
  EXPECT_FALSE(files_->exists(path("new")));
}

TEST_P(AnyFiles, lists_the_files_of_a_folder) {
  files_->make_folders(path("sub"));
  for (const auto* name : {"b", "a", "sub/c"}) files_->open(path(name), true);
  EXPECT_EQ(files_->list(folder_), (std::vector<std::string>{"a", "b"}));
  files_->remove(path("a"), true);
  EXPECT_EQ(files_->list(folder_), std::vector<std::string>{"b"});
}

TEST_P(AnyFiles, gives_a_lock_to_one_at_a_time_and_names_the_holder) {
  auto held = files_->lock(path("lock"), "the first");
  try {
    files_->lock(path("lock"), "the second");
    ADD_FAILURE() << "two hold one lock";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "files/locked");
    EXPECT_EQ(error.detail, "the first");
  }
  held.reset();
  EXPECT_NO_THROW(files_->lock(path("lock"), "the second"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, AnyFiles, testing::Values("System", "Memory"),
                         [](const auto& info) { return info.param; });

TEST(SystemFiles, says_that_a_disk_is_full) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this machine has no /dev/full";
  const auto files = system_files();
  EXPECT_EQ(slug_of([&] { files->open("/dev/full", false)->write(0, "x"); }), "files/disk-full");
}

TEST(MemoryFiles, keeps_what_was_synced_through_every_crash) {
  MemoryFiles files;
  const auto file = files.open("a", true);
  file->write(0, "safe and sound");
  file->sync();
  for (std::uint64_t seed = 0; seed < 50; ++seed) EXPECT_EQ(files.crash(seed)->bytes("a"), "safe and sound");
}

TEST(MemoryFiles, keeps_drops_and_tears_what_was_not_synced) {
  MemoryFiles files;
  const auto file = files.open("a", true);
  file->write(0, "....");
  file->sync();
  file->write(0, "1234");
  EXPECT_EQ(files.unsynced("a"), 1u);
  std::set<std::string> heads;
  std::size_t longest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto bytes = files.crash(seed)->bytes("a");
    heads.insert(bytes.substr(0, 4));
    longest = std::max(longest, bytes.size());
  }
  EXPECT_EQ(heads, (std::set<std::string>{"....", "1...", "12..", "123.", "1234"}));
  EXPECT_GT(longest, 4u) << "no image has a tail of garbage";
  EXPECT_EQ(files.crash(7)->bytes("a"), files.crash(7)->bytes("a"));
}

TEST(MemoryFiles, may_bring_back_what_was_removed_without_a_synced_folder) {
  MemoryFiles files;
  files.open("quick", true)->sync();
  files.open("safe", true)->sync();
  files.remove("quick", false);
  files.remove("safe", true);
  std::set<bool> back;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto image = files.crash(seed);
    back.insert(image->exists("quick"));
    EXPECT_FALSE(image->exists("safe"));
  }
  EXPECT_EQ(back.size(), 2u);
}

TEST(WholeFile, is_the_old_or_the_new_one_whichever_call_fails_and_whenever_the_power_goes) {
  for (int call = 1;; ++call) {
    MemoryFiles memory;
    write_whole(memory, "a", "the old one");
    FaultyFiles files(memory);
    files.fail_call(call, Error(Kind::unavailable, "test/fails", ""), FaultyFiles::Span::from_then_on);
    const auto slug = slug_of([&] { write_whole(files, "a", "new"); });
    for (std::uint64_t seed = 0; seed < 20; ++seed)
      EXPECT_EQ(read_whole(*memory.crash(seed), "a"), slug.empty() ? "new" : "the old one") << call;
    if (slug.empty()) break;
    write_whole(memory, "a", "n");  // what a try has left is in nobody's way
    EXPECT_EQ(read_whole(memory, "a"), "n");
  }
}

TEST(FaultyFiles, fails_the_call_that_was_named_and_no_other) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  const auto file = files.open("a", true);
  files.fail_call(2, Error(Kind::unavailable, "test/second", ""));
  EXPECT_EQ(slug_of([&] { file->write(0, "a"); }), "");
  EXPECT_EQ(slug_of([&] { file->sync(); }), "test/second");
  EXPECT_EQ(slug_of([&] { file->sync(); }), "");
  files.fail_call(1, Error(Kind::unavailable, "test/all", ""), FaultyFiles::Span::from_then_on);
  EXPECT_EQ(slug_of([&] { file->sync(); }), "test/all");
  EXPECT_EQ(slug_of([&] { file->size(); }), "test/all");
}

TEST(FaultyFiles, cuts_off_what_the_disk_has_no_room_for) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  const auto file = files.open("a", true);
  files.set_space(5);
  file->write(0, "abc");
  EXPECT_EQ(slug_of([&] { file->write(2, "CDEFGH"); }), "files/disk-full");
  EXPECT_EQ(memory.bytes("a"), "abCDE");
  EXPECT_EQ(slug_of([&] { file->write(0, "ABCDE"); }), "");  // over what is there
  file->truncate(1);
  EXPECT_EQ(slug_of([&] { file->write(1, "wxyz"); }), "");
  files.set_space(std::nullopt);
  EXPECT_EQ(slug_of([&] { file->write(1, "as many as you like"); }), "");
}

TEST(FaultyFiles, can_lie_about_a_sync) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  files.swallow_syncs(true);
  const auto file = files.open("a", true);
  file->write(0, "abc");
  file->sync();
  EXPECT_EQ(memory.unsynced("a"), 1u);
}

}  // namespace
}  // namespace frontdesk
