#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/json.h"
#include "engines/files/engine.h"
#include "engines/files/ranges.h"
#include "kit/engine_kit.h"

namespace frontdesk::engines::files {
namespace {

using platform::Role;
using support::EngineKit;
using support::Who;

TEST(Ranges, are_read_as_rfc_9110_has_them) {
  const auto read = [](std::string_view field) {
    const auto [part, is_whole, is_there] = read_range(field, 10);
    return !is_there ? "416" : is_whole ? "200" : fmt::format("{}+{}", part.first, part.bytes);
  };
  EXPECT_EQ(read("bytes=0-4"), "0+5");
  EXPECT_EQ(read("bytes=5-"), "5+5");
  EXPECT_EQ(read("bytes=-3"), "7+3");
  EXPECT_EQ(read("bytes=-30"), "0+10");
  EXPECT_EQ(read("Bytes=9-99"), "9+1");
  EXPECT_EQ(read("bytes=10-"), "416");
  EXPECT_EQ(read("bytes=-0"), "416");
  for (const auto* field : {"", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b",
                            "bytes=1-b", "bytes=+1-2", "bytes=99999999999999999999-"})
    EXPECT_EQ(read(field), "200") << field;
}

class FilesOverHttp : public testing::Test {
 protected:
  net::Response request(const Who& who, const std::string& method, const std::string& target, std::string body = {},
                        std::vector<std::pair<std::string, std::string>> fields = {}) {
    return kit_.send_bytes(who, method, target, std::move(body), std::move(fields));
  }
  Value give(std::string body, const std::string& name = "menu.txt", const std::string& type = "text/plain") {
    return EngineKit::told(request(ana_, "POST", "/v1/files?name=" + name, std::move(body), {{"content-type", type}}));
  }
  net::Response get(const std::string& id, std::vector<std::pair<std::string, std::string>> fields = {}) {
    return request(ana_, "GET", "/v1/files/" + id + "/content", "", std::move(fields));
  }

  MemoryFiles disk_;
  Who ana_{.role = Role::agent};
  std::unique_ptr<platform::Usage> usage_;
  std::unique_ptr<platform::files::Shelf> shelf_;
  std::unique_ptr<platform::files::Library> library_;
  EngineKit kit_{facts(), [this](EngineKit& kit) {
                   usage_ = std::make_unique<platform::Usage>(kit.clock, platform::Quotas{},
                                                              [](const TenantId&) { return std::uint64_t{0}; });
                   shelf_ = std::make_unique<platform::files::Shelf>(disk_, "files", kit.pool, kit.clock, kit.random);
                   library_ = std::make_unique<platform::files::Library>(*shelf_, *usage_, kit.random, nullptr);
                   return engine(kit.place(), *library_);
                 }};
};

TEST_F(FilesOverHttp, are_given_and_got_with_headers_under_which_no_browser_runs_them) {
  const auto file = give("Pizza", "Men%C3%BC.txt");
  EXPECT_EQ(file["sha256"].text(), crypto::sha256_hex("Pizza"));
  EXPECT_EQ(file["bytes"].integer(), 5);
  const auto got = get(std::string(file["id"].text()));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(kit_.streamed(got), "Pizza");
  EXPECT_EQ(got.stream_bytes, 5U);
  EXPECT_EQ(got.headers.get("content-disposition"),
            "attachment; filename=\"Men__.txt\"; filename*=UTF-8''Men%C3%BC.txt");
  EXPECT_EQ(got.headers.get("x-content-type-options"), "nosniff");
  EXPECT_EQ(got.headers.get("content-security-policy"), "default-src 'none'; sandbox");
}

TEST_F(FilesOverHttp, are_got_in_parts) {
  const auto id = std::string(give("0123456789")["id"].text());
  const auto part = get(id, {{"range", "bytes=2-4"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.headers.get("content-range"), "bytes 2-4/10");
  EXPECT_EQ(kit_.streamed(part), "234");
  const auto nothing = get(id, {{"range", "bytes=10-"}});
  EXPECT_EQ(nothing.status, 416);
  EXPECT_EQ(nothing.headers.get("content-range"), "bytes */10");
  const auto tag = std::string(part.headers.get("etag"));
  EXPECT_EQ(get(id, {{"range", "bytes=2-4"}, {"if-range", tag}}).status, 206);
  EXPECT_EQ(get(id, {{"range", "bytes=2-4"}, {"if-range", "\"another\""}}).status, 200);
  EXPECT_EQ(get(id, {{"range", "bytes=2-4"}, {"if-range", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 200);
  EXPECT_EQ(get(id, {{"if-none-match", "\"another\", W/" + tag}}).status, 304);
}

TEST_F(FilesOverHttp, are_refused_by_type_and_size_with_their_statuses) {
  EXPECT_EQ(request(ana_, "POST", "/v1/files?name=a", "<svg/>", {{"content-type", "image/svg+xml"}}).status, 415);
  EXPECT_EQ(request(ana_, "POST", "/v1/files?name=a", "<svg/>", {{"content-type", "image/png"}}).status, 415);
  EXPECT_EQ(request(ana_, "POST", "/v1/files?name=a", std::string(50 * 1024 * 1024 + 1, 'x'),
                    {{"content-type", "text/plain"}})
                .status,
            413);
  EXPECT_EQ(request(ana_, "POST", "/v1/files", "x", {{"content-type", "text/plain"}}).status, 400);
}

TEST_F(FilesOverHttp, are_of_one_place_and_gone_when_they_are_removed) {
  const auto id = std::string(give("Pizza")["id"].text());
  EXPECT_EQ(request(Who{.tenant = "other"}, "GET", "/v1/files/" + id + "/content").status, 404);
  EXPECT_EQ(request(Who{.role = Role::viewer}, "DELETE", "/v1/files/" + id).status, 403);
  EXPECT_EQ(request(Who{.role = Role::visitor}, "GET", "/v1/files").status, 403);
  EXPECT_EQ(kit_.get(Who{.role = Role::viewer}, "/v1/files")["items"].size(), 1U);
  EXPECT_EQ(request(ana_, "DELETE", "/v1/files/" + id).status, 204);
  EXPECT_EQ(request(ana_, "DELETE", "/v1/files/" + id).status, 404);
  EXPECT_EQ(get(id).status, 404);
  EXPECT_EQ(kit_.get(ana_, "/v1/files")["items"].size(), 0U);
}

}  // namespace
}  // namespace frontdesk::engines::files
