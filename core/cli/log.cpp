// SPDX-License-Identifier: Apache-2.0

#include "cli/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <memory>

#include "base/text.hpp"

namespace causa::cli {

namespace {

spdlog::logger& logger() {
  static const auto shared = [] {
    auto made = std::make_shared<spdlog::logger>("causa",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("causa: %l: %v");
    made->set_level(spdlog::level::warn);
    return made;
  }();
  return *shared;
}

}  // namespace

Result<void> set_log_level(std::string_view level) {
  static constexpr std::pair<std::string_view, spdlog::level::level_enum> levels[] = {
      {"debug", spdlog::level::debug},
      {"info", spdlog::level::info},
      {"warning", spdlog::level::warn},
      {"error", spdlog::level::err}};
  for (const auto& [name, value] : levels)
    if (name == level) {
      logger().set_level(value);
      return {};
    }
  return Error{Fault::usage, "--log-level", fmt::format("no level is called {}", level),
               "write debug, info, warning or error"};
}

void write_log(int level, const std::string& text) {
  static constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                         spdlog::level::warn, spdlog::level::err};
  // The names of files and what stands in them may hold line ends and escapes of terminals.
  logger().log(levels[level], printable(text));
}

void write_to_watchers(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace causa::cli
