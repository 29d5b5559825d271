#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace frontdesk::store {

// The pages of our database files. SQLite keeps no sums of them, so the last bytes of each are ours.
inline constexpr std::size_t kPageBytes = 4096;
inline constexpr std::size_t kSumBytes = 8;

// What a write-ahead log is made of.
inline constexpr std::uint64_t kLogHeaderBytes = 32;
inline constexpr std::uint64_t kFrameHeaderBytes = 24;
inline constexpr std::uint64_t kFrameBytes = kFrameHeaderBytes + kPageBytes;

// The sum of a page at its place, of everything but the bytes that are kept for it. Any change within eight aligned
// bytes gives another sum, any other change does but for one in 2^64; so does a page at another's place.
std::uint64_t page_sum(std::uint32_t number, std::string_view page);
std::uint64_t stored_sum(std::string_view page);
bool is_blank(std::string_view page);  // grown, and never written

// The sums of the pages of one file, as its last commit left them, wherever they lie: in the file or in its log. Their
// total is one number for the whole content of the database. Safe from any thread.
class PageSums {
 public:
  // One frame of the log: a page as a commit, or a part of one, has it.
  struct Frame {
    std::uint32_t page = 0;
    std::uint32_t pages_after = 0;  // of the file, where the frame ends a commit; 0 elsewhere
    std::uint64_t sum = 0;
  };

  void log_begins_anew();
  void note_frame_header(std::size_t index, std::uint32_t page, std::uint32_t pages_after);
  void note_frame(std::size_t index, std::string_view page);
  // Whether the page is what was written there; true where nothing is known of the frame.
  bool is_as_written(std::size_t index, std::string_view page) const;

  // The file was read: these are its pages, and the log holds nothing that it does not.
  void start_from(std::vector<std::uint64_t> sums);
  // A commit ended, with so many frames in the log.
  void commit(std::size_t frames);
  std::uint64_t total() const;

 private:
  void put(std::uint32_t page, std::uint64_t sum);
  void shrink_or_grow(std::size_t pages);

  mutable std::mutex mutex_;
  std::vector<Frame> frames_;  // of the log, from its beginning
  std::size_t committed_ = 0;  // of them
  std::vector<std::uint64_t> sums_;
  std::uint64_t total_ = 0;
};

}  // namespace frontdesk::store
