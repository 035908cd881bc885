// SPDX-License-Identifier: Apache-2.0

#include "base/error.hpp"

#include <stdexcept>

namespace causa {

std::string to_string(const Error& error) {
  std::string line;
  if (!error.place.empty()) line = error.place + ": ";
  line += error.message;
  if (!error.cure.empty()) line += "; " + error.cure;
  return line;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(to_string(error));
}

}  // namespace causa
