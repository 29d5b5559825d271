#include "gateway/pages.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace frontdesk::gateway {
namespace {

const std::string kScript(5000, 'x');
const base::EmbeddedFile kFiles[] = {{"index.html", "<p>demo</p>"},     {"console/index.html", "<p>console</p>"},
                                     {"assets/index-1a2b.js", kScript}, {"widget.js", "w"},
                                     {"labels/de.json", "{}"},          {"data.bin", kScript}};

net::Response get(std::string target, net::Headers headers = {}) {
  static const Pages pages(kFiles);
  auto response = pages.find({.method = "GET", .target = std::move(target), .headers = std::move(headers)});
  return response ? *std::move(response) : net::Response{.status = 404};
}

TEST(Pages, are_found_by_their_path) {
  EXPECT_EQ(*get("/").shared_body, "<p>demo</p>");
  EXPECT_EQ(*get("/?x=1").shared_body, "<p>demo</p>");
  EXPECT_EQ(*get("/console/").shared_body, "<p>console</p>");
  EXPECT_EQ(get("/console/").headers.get("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(*get("/assets/index-1a2b.js").shared_body, kScript);
  for (const auto* path : {"/assets", "/assets/", "/../index.html", "//", "/console/index.htm", "/%69ndex.html"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
}

TEST(Pages, lead_from_a_folder_without_its_slash_to_the_one_with) {
  EXPECT_EQ(get("/console").status, 308);
  EXPECT_EQ(get("/console").headers.get("location"), "/console/");
  EXPECT_EQ(get("/console?tenant=x").headers.get("location"), "/console/?tenant=x");
}

TEST(Pages, are_not_posted_to) {
  const Pages pages(kFiles);
  EXPECT_FALSE(pages.find({.method = "POST", .target = "/"}));
  EXPECT_TRUE(pages.find({.method = "HEAD", .target = "/"}));
}

TEST(Pages, are_sent_again_only_when_they_changed) {
  const auto tag = std::string(get("/").headers.get("etag"));
  net::Headers known;
  known.add("If-None-Match", "\"other\", " + tag);
  EXPECT_EQ(get("/", known).status, 304);
  EXPECT_EQ(get("/widget.js", known).status, 200);
  EXPECT_EQ(get("/").headers.get("cache-control"), "no-cache");
  EXPECT_NE(get("/assets/index-1a2b.js").headers.get("cache-control").find("immutable"), std::string_view::npos);
}

TEST(Pages, are_zipped_for_who_takes_it) {
  net::Headers accepting;
  accepting.add("accept-encoding", "br, gzip");
  const auto zipped = get("/assets/index-1a2b.js", accepting);
  EXPECT_EQ(zipped.headers.get("content-encoding"), "gzip");
  EXPECT_LT(zipped.shared_body->size(), 200u);
  std::string plain(kScript.size(), '\0');
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zipped.shared_body->data()));
  stream.avail_in = static_cast<uInt>(zipped.shared_body->size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  EXPECT_EQ(plain, kScript);

  net::Headers refusing;
  refusing.add("accept-encoding", "gzip;q=0");
  EXPECT_EQ(get("/assets/index-1a2b.js", refusing).headers.get("content-encoding"), "");
  EXPECT_EQ(get("/data.bin", accepting).headers.get("content-encoding"), "") << "zipped what is no text";
}

TEST(Pages, carry_the_headers_that_keep_them_safe) {
  const auto headers = get("/").headers;
  EXPECT_NE(headers.get("content-security-policy").find("default-src 'self'"), std::string_view::npos);
  EXPECT_EQ(headers.get("x-content-type-options"), "nosniff");
  EXPECT_EQ(headers.get("access-control-allow-origin"), "");
  EXPECT_EQ(get("/widget.js").headers.get("access-control-allow-origin"), "*");
  EXPECT_EQ(get("/labels/de.json").headers.get("access-control-allow-origin"), "*");
}

}  // namespace
}  // namespace frontdesk::gateway
