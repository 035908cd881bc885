// SPDX-License-Identifier: Apache-2.0
//
// An error is a value with a place and a cure. Rooms return Result<T>; exceptions don't cross a
// room's edge. Immutable once made; may be moved between threads.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace causa {

/// What kind of thing is wrong; the command line turns it into an exit code.
enum class Fault { usage, input, plugin, store, internal };

struct Error {
  Fault fault = Fault::internal;
  std::string place;    ///< file, JSON path, line and column; never a patient's name or identifier
  std::string message;  ///< what is wrong
  std::string cure;     ///< what to do about it; may be empty
};

/// One line: "place: message; cure".
std::string to_string(const Error& error);

template <class T>
using Result = boost::system::result<T, Error>;

inline Error input_error(std::string place, std::string message, std::string cure = {}) {
  return {Fault::input, std::move(place), std::move(message), std::move(cure)};
}

/// Called by Result<T>::value() on an error: throws std::runtime_error with to_string(error).
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& location);

}  // namespace causa
