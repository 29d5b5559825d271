#include "platform/files/library.h"

#include "base/error.h"
#include "base/text.h"
#include "base/zone.h"
#include "platform/files/kinds.h"
#include "platform/work/job.h"

namespace frontdesk::platform::files {
namespace {

constexpr std::string_view kScan = "files.scan", kTidy = "files.tidy";
constexpr std::size_t kPieceBytes = 256 * 1024;  // of what is written and read at once
constexpr std::size_t kNameBytes = 200;
constexpr std::int64_t kMegabyte = 1024 * 1024;

Error unknown(std::string_view id) {
  return {Kind::not_found, "files/unknown", fmt::format("There is no file {} here.", id)};
}

// The last part of a path, as browsers of old send one.
std::string read_name(std::string_view name) {
  name = text::trim(name.substr(name.find_last_of("/\\") + 1));
  const bool has_controls = std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (name.empty() || name.size() > kNameBytes || has_controls || name == "." || name == ".." || !text::is_utf8(name))
    throw Error(Kind::invalid, "files/bad-name",
                fmt::format("The name of a file is 1 to {} bytes of UTF-8 without controls.", kNameBytes));
  return std::string(name);
}

StoredFile demand(store::Reader& reader, std::string_view id, std::string_view use = {}) {
  auto file = table::find(reader, id, use);
  if (!file) throw unknown(id);
  return *std::move(file);
}

// The day's, so that there is one whatever comes; a file that nobody uses is old enough by then.
work::Item tidying(Timestamp at) {
  const auto day = WallTime{at.ms}.days();
  return {.kind = std::string(kTidy),
          .key = std::to_string(day),
          .payload = Value::object({}),
          .due = {at.ms + std::chrono::milliseconds(kUnusedKept + std::chrono::hours(1)).count()},
          .lane = std::string(kTidy)};
}

}  // namespace

Task<StoredFile> Library::take(Place& place, Given given, net::BodyReader& incoming) {
  given.name = read_name(given.name);
  given.type = read_type(given.type);
  if (bytes(place.id()) == 0) co_await measure(place);
  usage_.check_storage(place.id());
  const auto into = co_await shelf_.begin(place.id());
  const auto head = co_await receive(*into, incoming);
  if (into->size() == 0) throw Error(Kind::invalid, "files/empty", "The file has no bytes.");
  demand_type(given.type, head);
  StoredFile file{.id = random_.id("f_"),
                  .sha256 = Shelf::sum_of(*into),
                  .bytes = static_cast<std::int64_t>(into->size()),
                  .name = given.name,
                  .type = given.type,
                  .verdict = scanner_ ? Verdict::pending : Verdict::unscanned,
                  .by = given.by};
  const auto claim = co_await shelf_.claim(place.id(), file.sha256);
  co_await shelf_.keep(*into, file.sha256);
  // Where this fails the bytes are nobody's, until the next tidying.
  co_await place.write(given.by, [&](Writing& writing) { write_down(place.id(), writing, file, given); });
  co_await measure(place);
  co_return file;
}

Task<> Library::measure(Place& place) {
  const auto bytes = co_await place.store().read([](store::Reader& reader) { return table::bytes(reader); });
  const std::lock_guard lock(mutex_);
  bytes_[place.id()] = static_cast<std::uint64_t>(bytes);
}

std::uint64_t Library::bytes(const TenantId& place) const {
  const std::lock_guard lock(mutex_);
  const auto found = bytes_.find(place);
  return found == bytes_.end() ? 0 : found->second;
}

// Its beginning, as far as one looks at it.
Task<std::string> Library::receive(Shelf::Incoming& into, net::BodyReader& incoming) {
  std::string head;
  std::string piece;
  for (bool goes_on = true; goes_on;) {
    const auto bytes = co_await incoming.read();
    goes_on = !bytes.empty();
    head += bytes.substr(0, kHeadBytes - std::min(head.size(), kHeadBytes));
    piece += bytes;
    if (into.size() + piece.size() > kBytesMax)
      throw Error(Kind::invalid, "files/too-large", fmt::format("A file has at most {} MB.", kBytesMax / kMegabyte));
    if (piece.size() >= kPieceBytes || (!goes_on && !piece.empty())) co_await into.write(std::exchange(piece, {}));
  }
  co_return head;
}

void Library::write_down(const TenantId& place, Writing& writing, StoredFile& file, const Given& given) {
  const auto most = usage_.of(place).stored_mb * kMegabyte;
  const auto more = table::is_named(writing.sql, file.sha256) ? 0 : file.bytes;
  if (most > 0 && table::bytes(writing.sql) + more > most)
    throw Error(Kind::exhausted, "quota/storage", "There is no room for more files. Remove some first.");
  file.at = writing.at;
  table::add(writing.sql, file);
  if (!given.use.empty()) table::use(writing.sql, file.id, given.use);
  if (scanner_)
    writing.ask({.kind = std::string(kScan), .key = file.id, .payload = Value::object({{"file", file.id}})});
  writing.ask(tidying(writing.at));
  writing.note("files.take", "file/" + file.id,
               Value::object({{"sha256", file.sha256}, {"bytes", file.bytes}, {"type", file.type}}));
}

Task<StoredFile> Library::find(Place& place, std::string id, std::string use) {
  co_return co_await place.store().read([&](store::Reader& reader) { return demand(reader, id, use); });
}

Task<StoredFile> Library::open(Place& place, std::string id, std::string use) {
  auto file = co_await find(place, std::move(id), std::move(use));
  if (file.verdict == Verdict::infected)
    throw Error(Kind::forbidden, "files/infected", "There is a virus in this file, and nobody gets it.");
  // One that was taken before there was a scanner is looked at first, too.
  if (file.verdict == Verdict::pending || (scanner_ && file.verdict == Verdict::unscanned))
    throw Error(Kind::unavailable, "files/not-scanned-yet", "Nobody has looked yet whether there is a virus in it.")
        .after(std::chrono::seconds(5));
  co_return file;
}

Task<> Library::scan(work::Job& job) {
  auto& place = job.place;
  const auto id = std::string(job.piece.item.payload["file"].text());
  const auto file = co_await place.store().read([&](store::Reader& reader) { return table::find(reader, id); });
  if (!file) co_return;
  if (!scanner_) throw Error(Kind::unavailable, "files/no-scanner", "There is no scanner in this process any more.");
  const auto offset = std::make_shared<std::uint64_t>(0);
  const NextPiece next = [this, &place, &file, offset]() -> Task<std::string> {
    return read(place, *file, std::exchange(*offset, *offset + kPieceBytes), kPieceBytes);
  };
  const bool is_clean = co_await scanner_->is_clean(next);
  co_await job.settle([&](Writing& writing) {
    table::set_verdict(writing.sql, id, is_clean ? Verdict::clean : Verdict::infected);
    if (!is_clean) writing.note("files.infected", "file/" + id, Value::object({{"sha256", file->sha256}}));
  });
}

Task<> Library::tidy(Place& place) {
  const auto now = place.frame().clock.wall();
  const Timestamp before{now.ms - std::chrono::milliseconds(kUnusedKept).count()};
  co_await place.write("work:files.tidy", [&](Writing& writing) { table::remove_unused(writing.sql, before); });
  for (const auto& sha256 : co_await shelf_.blobs(place.id())) {
    const auto claim = co_await shelf_.claim(place.id(), sha256);
    const auto is_named =
        co_await place.store().read([&](store::Reader& reader) { return table::is_named(reader, sha256); });
    if (!is_named) co_await shelf_.remove(place.id(), sha256);
  }
  co_await measure(place);
}

Task<> Library::forget(TenantId place) {
  co_await shelf_.clear(place);
  const std::lock_guard lock(mutex_);
  bytes_.erase(place);
}

std::vector<work::Kind> Library::works() {
  return {{.name = std::string(kScan), .perform = [this](work::Job& job) { return scan(job); }},
          {.name = std::string(kTidy), .perform = [this](work::Job& job) { return tidy(job.place); }}};
}

void use(Writing& writing, std::string_view id, std::string_view subject) {
  demand(writing.sql, id);
  table::use(writing.sql, id, subject);
}

void release(Writing& writing, std::string_view id, std::string_view subject) {
  if (!table::release(writing.sql, id, subject)) throw unknown(id);
}

}  // namespace frontdesk::platform::files
