#include "store/verify.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kPagesAtOnce = 64;
constexpr Sql kPageCount{"PRAGMA page_count"};

std::string anchor_path(const Place& place) { return place.path.substr(0, place.path.size() - 3) + ".anchor"; }
std::string log_path(const Place& place) { return place.path + "-wal"; }

bool has_log(Files& files, const Place& place) {
  return files.exists(log_path(place)) && files.open(log_path(place), false)->size() > 0;
}

Error missing(const Place& place) {
  return Error(
      Kind::internal, "store/missing",
      fmt::format("The database {} was there and is gone. Stop frontdesk and restore the tenant's files (the .db "
                  "with its .anchor) from a backup; or give the tenant up by: frontdesk accept TENANT --data DIR",
                  place.path));
}

// The sums of all pages of the file, which has everything that the log had.
std::vector<std::uint64_t> sums_of(Files& files, const std::string& path, std::size_t pages) {
  const auto file = files.open(path, false);
  std::vector<std::uint64_t> sums;
  sums.reserve(pages);
  std::string bytes;
  while (sums.size() < pages) {
    bytes.assign(std::min(kPagesAtOnce, pages - sums.size()) * kPageBytes, '\0');
    file->read(sums.size() * kPageBytes, bytes);
    for (std::size_t at = 0; at < bytes.size(); at += kPageBytes) {
      const auto page = std::string_view(bytes).substr(at, kPageBytes);
      const auto number = static_cast<std::uint32_t>(sums.size() + 1);
      const bool blank = is_blank(page);
      const auto sum = blank ? 0 : page_sum(number, page);
      if (!blank && sum != stored_sum(page))
        throw damaged(path, fmt::format("page {} is not as it was written", number));
      sums.push_back(sum);
    }
  }
  return sums;
}

// Where the database stands, with the total of its pages.
Mark look_at(const Vfs& vfs, Files& files, Connection& connection, Mark mark) {
  connection.checkpoint();
  std::size_t pages = 0;
  connection.query(kPageCount, {}, [&](const Row& row) { pages = static_cast<std::size_t>(row.integer(0)); });
  const auto sums = vfs.sums_of(connection.path());
  sums->start_from(sums_of(files, connection.path(), pages));
  mark.total = sums->total();
  return mark;
}

std::optional<Error> remark(const Anchor& anchor, const Anchored& anchored, const Mark& mark) {
  if (anchored.is_torn) {
    return Error(
        Kind::internal, "store/anchor-torn",
        fmt::format("A part of {} could not be read, as after a loss of power, and was made anew. If the power "
                    "was not lost, look at the disk{}.",
                    anchor.path(),
                    anchored.mark ? "" : "; whether the newest commits are all there could not be told"));
  }
  if (mark.commits > anchored.mark->commits + 1) {
    return Error(
        Kind::internal, "store/anchor-behind",
        fmt::format("{} knew of {} commits, its database has {}, as after a loss of power. If the power was not "
                    "lost, somebody put an older file there.",
                    anchor.path(), anchored.mark->commits, mark.commits));
  }
  return {};
}

}  // namespace

void refuse_short(Files& files, const Place& place) {
  if (files.open(place.path, false)->size() < kPageBytes) throw damaged(place.path, "it is empty, or was cut");
}

bool is_new(Files& files, const Place& place) {
  if (files.exists(place.path)) return false;
  Anchor anchor(files, anchor_path(place));
  // An anchor that knows of no commit was made for a database that nobody has written to.
  if (has_log(files, place) || (anchor.exists() && anchor.read().mark.value_or(Mark{.commits = 1}).commits > 0))
    throw missing(place);
  return true;
}

void verify(const Vfs& vfs, Files& files, Connection& connection, const Place& place) {
  Anchor anchor(files, anchor_path(place));
  auto mark = mark_of(connection);
  const bool is_anchored = anchor.exists();
  if (!is_anchored && mark.commits > 0) throw damaged(anchor.path(), "it is gone");
  const auto anchored = is_anchored ? anchor.read() : Anchored{};
  if (anchored.mark) {
    const auto wrong = contradiction(mark, *anchored.mark);
    if (!wrong.empty()) throw damaged(place.path, wrong);
  }
  mark = look_at(vfs, files, connection, mark);
  const bool ahead = anchored.mark && is_ahead(mark, *anchored.mark);
  if (anchored.mark && !ahead && mark.total != anchored.mark->total) {
    throw damaged(place.path,
                  fmt::format("its pages are whole, but are not those that were written last: rows or pages "
                              "were changed, removed or put back since commit {}",
                              mark.commits));
  }
  if (!is_anchored) {
    anchor.make(mark);
  } else if (anchored.is_torn || ahead) {
    place.note = remark(anchor, anchored, mark);
    anchor.make(mark);
  }
  place.anchoring = std::make_unique<Anchoring>(std::move(anchor), mark, vfs.sums_of(place.path));
}

// The anchor goes last: until then the place is one that is there.
void remove_files(Files& files, const Place& place) {
  for (const auto& path : {place.path, log_path(place), place.path + ".new", anchor_path(place)}) {
    if (files.exists(path)) files.remove(path, true);
  }
}

std::string accept(const Vfs& vfs, Files& files, const Place& place) {
  Anchor anchor(files, anchor_path(place));
  if (!files.exists(place.path)) {
    if (files.exists(log_path(place))) files.remove(log_path(place), true);
    if (!anchor.exists()) return fmt::format("There is nothing of {}: from here on it is not missed.", place.id.text());
    anchor.remove();
    return fmt::format("{} is given up: its database is gone. A deployment makes its place anew.", place.id.text());
  }
  refuse_short(files, place);
  Connection connection(vfs, place.path, Connection::Role::writer);
  const auto mark = look_at(vfs, files, connection, mark_of(connection));
  anchor.make(mark);
  return fmt::format("{} is taken as it is: at commit {}, all pages whole.", place.id.text(), mark.commits);
}

}  // namespace frontdesk::store
