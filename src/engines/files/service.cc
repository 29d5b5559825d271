#include "engines/files/service.h"

#include "base/describe.h"
#include "engines/files/ranges.h"
#include "platform/paging.h"

namespace frontdesk::engines::files {
namespace {

using platform::files::StoredFile;

constexpr std::string_view kUse = "library";  // of what was given here, until it is removed
constexpr std::size_t kPieceBytes = 256 * 1024;

Value to_json(const StoredFile& file) {
  return Value::object({{"id", file.id},
                        {"name", file.name},
                        {"type", file.type},
                        {"bytes", file.bytes},
                        {"sha256", file.sha256},
                        {"verdict", to_value(file.verdict)},
                        {"at", to_iso(file.at)}});
}

Task<> write_part(platform::files::Library& library, platform::Place& place, StoredFile file, Part part,
                  net::BodyWriter& writer) {
  while (part.bytes > 0) {
    const auto piece = co_await library.read(place, file, part.first, std::min<std::uint64_t>(part.bytes, kPieceBytes));
    if (piece.empty()) throw Error(Kind::internal, "files/cut-short", "A file is shorter than it was.");
    co_await writer.write(piece);
    part.first += piece.size();
    part.bytes -= piece.size();
  }
}

// Whatever it is, no browser runs it, or takes it for something else.
net::Headers headers_of(const StoredFile& file, const std::string& tag) {
  net::Headers headers;
  headers.add("content-type", file.type);
  headers.add("content-disposition", disposition_of(file.name));
  headers.add("content-security-policy", "default-src 'none'; sandbox");
  headers.add("cross-origin-resource-policy", "same-origin");
  headers.add("accept-ranges", "bytes");
  headers.add("cache-control", "private, no-cache");
  headers.add("etag", tag);
  return headers;
}

}  // namespace

Task<Value> Service::give(platform::Caller caller, std::string name, std::string type, net::BodyReader& incoming) {
  auto& place = *co_await find_(caller.tenant);
  co_return to_json(
      co_await library_.take(place, {std::move(name), std::move(type), caller.principal, std::string(kUse)}, incoming));
}

Task<Value> Service::list(platform::Caller caller, platform::files::table::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  filter.use = kUse;
  const auto found =
      co_await place.store().read([&](store::Reader& reader) { return platform::files::table::list(reader, filter); });
  co_return platform::page_json(found, filter.limit, to_json);
}

Task<Value> Service::show(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  co_return to_json(co_await library_.find(place, std::move(id), std::string(kUse)));
}

Task<> Service::remove(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  co_await place.write(caller.principal, [&](platform::Writing& writing) {
    platform::files::release(writing, id, kUse);
    writing.note("files.remove", "file/" + id);
  });
}

Task<net::Response> Service::download(platform::Caller caller, std::string id, const net::Request& request) {
  auto& place = *co_await find_(caller.tenant);
  const auto file = co_await library_.open(place, std::move(id), std::string(kUse));
  const auto tag = fmt::format("\"{}\"", file.sha256);
  const auto total = static_cast<std::uint64_t>(file.bytes);
  net::Response response{.headers = headers_of(file, tag)};
  if (is_known(request.headers.get("if-none-match"), tag)) {
    response.status = 304;
    co_return response;
  }
  const auto field = counts(request.headers.get("if-range"), tag) ? request.headers.get("range") : std::string_view();
  const auto [part, is_whole, is_there] = read_range(field, total);
  if (!is_there) {
    response.status = 416;
    response.headers.set("content-range", fmt::format("bytes */{}", total));
    co_return response;
  }
  if (!is_whole) {
    response.status = 206;
    response.headers.set("content-range",
                         fmt::format("bytes {}-{}/{}", part.first, part.first + part.bytes - 1, total));
  }
  response.stream_bytes = part.bytes;
  response.stream = [this, &place, file, part = part](net::BodyWriter& writer) {
    return write_part(library_, place, file, part, writer);
  };
  co_return response;
}

}  // namespace frontdesk::engines::files
