#include "platform/pages/links.h"

#include <gtest/gtest.h>

namespace frontdesk::platform::pages {
namespace {

TEST(Links, are_resolved_as_rfc_3986_does) {
  const std::string_view base = "http://a/b/c/d;p?q";
  const std::pair<std::string_view, std::string_view> examples[] = {// 5.4.1 and 5.4.2
                                                                    {"g:h", "g:h"},
                                                                    {"g", "http://a/b/c/g"},
                                                                    {"./g", "http://a/b/c/g"},
                                                                    {"g/", "http://a/b/c/g/"},
                                                                    {"/g", "http://a/g"},
                                                                    {"//g", "http://g"},
                                                                    {"?y", "http://a/b/c/d;p?y"},
                                                                    {"g?y", "http://a/b/c/g?y"},
                                                                    {"#s", "http://a/b/c/d;p?q#s"},
                                                                    {"", "http://a/b/c/d;p?q"},
                                                                    {".", "http://a/b/c/"},
                                                                    {"..", "http://a/b/"},
                                                                    {"../g", "http://a/b/g"},
                                                                    {"../..", "http://a/"},
                                                                    {"../../../g", "http://a/g"},
                                                                    {"/./g", "http://a/g"},
                                                                    {"g..", "http://a/b/c/g.."},
                                                                    {"./g/.", "http://a/b/c/g/"},
                                                                    {"g/../h", "http://a/b/c/h"},
                                                                    {"g?y/../x", "http://a/b/c/g?y/../x"}};
  for (const auto& [reference, expected] : examples) EXPECT_EQ(resolved(base, reference), expected) << reference;
}

TEST(Links, stay_as_they_are_where_nothing_is_known) {
  EXPECT_EQ(resolved("", "a/b"), "a/b");
  EXPECT_EQ(resolved("mailto:x@example.com", "a/b"), "a/b");
  EXPECT_EQ(resolved("http://example.com", "a"), "http://example.com/a");
  EXPECT_EQ(resolved("", " http:///example.com/\n"), "http://example.com/");
}

TEST(Links, that_do_something_are_not_safe) {
  for (const auto* safe : {"http://example.com/", "HTTPS://example.com", "mailto:a@b.example", "tel:+43", "a/b", "/a:b",
                           "?a:b", "#a:b", "//example.com"})
    EXPECT_TRUE(is_safe_link(safe)) << safe;
  for (const auto* unsafe : {"javascript:x", " JavaScript:x", "java\nscript:x", "\x01javascript:x", "vbscript:x",
                             "data:text/html,x", "file:///etc/passwd", "blob:x", "view-source:x"})
    EXPECT_FALSE(is_safe_link(unsafe)) << unsafe;
  EXPECT_EQ(safe_link("http://example.com/", "javascript:x"), "");
  EXPECT_EQ(safe_link("javascript:x", "y"), "y");
  EXPECT_EQ(safe_link("http://e.example/", "a b\"><script>?c='d'"), "http://e.example/a%20b%22%3E%3Cscript%3E?c='d'");
}

}  // namespace
}  // namespace frontdesk::platform::pages
