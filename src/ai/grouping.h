#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/effort.h"

namespace frontdesk::ai {

// Sentences that are alike, by what the classifier sees of what they are about: each joins the group whose first
// sentence it resembles most, or begins one. Places in `sentences`; the largest group first, those of one size in the
// order in which they began. Costs as many steps as sentences times groups.
std::vector<std::vector<std::size_t>> group_alike(std::span<const std::string> sentences, Effort& effort);

}  // namespace frontdesk::ai
