#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/error.h"

namespace frontdesk {

// Whatever was thrown as an Error: ours as it is, any other as Error{internal, slug} with the sentence, and what it
// says of itself as the cause. So a place that must go on catches everything, and not only what it expects.
inline Error as_error(const std::exception_ptr& thrown, std::string_view slug = "internal",
                      std::string_view sentence = "Something went wrong that has no name of its own.") {
  Error unnamed(Kind::internal, std::string(slug), std::string(sentence));
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& other) {
    return std::move(unnamed).because(other.what());
  } catch (...) {
    return std::move(unnamed).because("something that is no exception");
  }
}

}  // namespace frontdesk
