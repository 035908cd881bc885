// SPDX-License-Identifier: Apache-2.0
//
// The host as the tests play it: it counts what a library asks for, refuses when told to, and keeps
// the last error. Its address must not change while an instance lives. One thread, as an instance.
#pragma once

#include <causa/abi.h>

#include <cstdint>
#include <memory>
#include <string>

#include "check/memory.hpp"

namespace causa::check {

class Host {
 public:
  Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// What the library sees.
  [[nodiscard]] const causa_host* table() const { return table_; }
  /// A table of a host to come: it is longer, and its tail is no valid address.
  void come_from_the_future();

  std::int64_t scratch_left = -1;  ///< requests that are granted before all are refused; -1: all
  unsigned char scratch_fill = 0;
  bool is_cancelled = false;

  std::string error;       ///< the last text; cleared by whoever calls
  bool has_error = false;  ///< set_error was called
  std::uint64_t scratch_calls = 0;
  bool scratch_refused = false;

  /// Frees scratch memory, as a host does after create and derive.
  void release();
  [[nodiscard]] const Memory& scratch_memory() const { return *scratch_; }

 private:
  struct Future;
  void* scratch(std::uint64_t size, std::uint64_t align);
  static Host& of(void* ctx) { return *static_cast<Host*>(ctx); }

  causa_host own_{};
  const causa_host* table_ = &own_;
  std::shared_ptr<Future> future_;
  std::unique_ptr<Memory> scratch_;
};

/// Bytes behind the end of a struct of today, as one of tomorrow would have them: not zero, and no
/// address that may be followed.
inline constexpr std::size_t future_bytes = 64;
inline constexpr unsigned char future_fill = 0xab;

}  // namespace causa::check
