#pragma once

#include "platform/pages/article_tree.h"

namespace frontdesk::platform::pages {

// How much is taken away before and after the choice; a page that is left with little is tried again with less.
struct Strictness {
  bool drops_unlikely = true;
  bool weighs_names = true;
  bool cleans = true;
};

// Plus or minus 25 points for each of class and id.
int weight_of(const ArticleTree& tree, NodeId id, const Strictness& strictness);
bool is_visible(const ArticleTree& tree, NodeId id);

// Takes out what is never text, or hidden, and gives loose lines paragraphs of their own. What it finds of the author
// goes to `byline`.
void prepare(ArticleTree& tree, std::string_view title, const Strictness& strictness, std::string& byline);

// A part that has all of the article in it, made of the best and what belongs to it; kNone where there is nothing.
NodeId choose_article(ArticleTree& tree, const Strictness& strictness);

// Takes out of an article what is none of it.
void clean(ArticleTree& tree, NodeId article, const Strictness& strictness);

}  // namespace frontdesk::platform::pages
