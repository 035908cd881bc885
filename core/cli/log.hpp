// SPDX-License-Identifier: Apache-2.0
//
// The log: spdlog, synchronous, to standard error. Never a name, a birth date or an identifier of a
// patient. The only room that logs is cli; other rooms return errors. Any
// thread.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::cli {

/// Level by name; error if there is none such.
Result<void> set_log_level(std::string_view level);

void write_log(int level, const std::string& text);

/// To standard error as it stands, for people who watch a run; never fails, since nothing of a run
/// hangs on whether somebody does.
void write_to_watchers(const std::string& text);

template <class... T>
void tell_watchers(fmt::format_string<T...> format, T&&... arguments) {
  write_to_watchers(fmt::format(format, std::forward<T>(arguments)...));
}
template <class... T>
void log_error(fmt::format_string<T...> format, T&&... arguments) {
  write_log(3, fmt::format(format, std::forward<T>(arguments)...));
}
template <class... T>
void log_warning(fmt::format_string<T...> format, T&&... arguments) {
  write_log(2, fmt::format(format, std::forward<T>(arguments)...));
}
template <class... T>
void log_info(fmt::format_string<T...> format, T&&... arguments) {
  write_log(1, fmt::format(format, std::forward<T>(arguments)...));
}

}  // namespace causa::cli
