#pragma once

#include <span>
#include <string_view>

// The words by which classes and ids tell what a part of a page is for; those that Mozilla's Readability goes by.
namespace frontdesk::platform::pages {

inline constexpr std::string_view kUnlikely[] = {
    "-ad-",         "ai2html",  "banner",  "breadcrumb", "combx",   "comment",    "community", "cover-wrap",
    "disqus",       "extra",    "footer",  "gdpr",       "header",  "legends",    "menu",      "related",
    "remark",       "replies",  "rss",     "shoutbox",   "sidebar", "skyscraper", "social",    "sponsor",
    "supplemental", "ad-break", "agegate", "pagination", "pager",   "popup",      "yom-remote"};
inline constexpr std::string_view kMaybe[] = {"and",     "article", "body",    "column",
                                              "content", "main",    "mathjax", "shadow"};
inline constexpr std::string_view kGood[] = {"article", "body",       "content", "entry", "hentry", "h-entry", "main",
                                             "page",    "pagination", "post",    "text",  "blog",   "story"};
inline constexpr std::string_view kBad[] = {"-ad-",     "hidden",     "banner",  "combx",    "comment", "com-",
                                            "contact",  "footer",     "gdpr",    "masthead", "media",   "meta",
                                            "outbrain", "promo",      "related", "scroll",   "share",   "shoutbox",
                                            "sidebar",  "skyscraper", "sponsor", "shopping", "tags",    "widget"};
inline constexpr std::string_view kShare[] = {"share", "sharedaddy"};
inline constexpr std::string_view kByline[] = {"byline", "author", "dateline", "writtenby", "p-author"};

}  // namespace frontdesk::platform::pages
