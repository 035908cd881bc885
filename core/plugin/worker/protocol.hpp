// SPDX-License-Identifier: Apache-2.0
//
// What a host and the worker process of a library say to each other: packets over a socket, and
// columns in memory that both have mapped. Both ends are the same program, so plain structs do.
//
//   host -> worker                          worker -> host
//   start   module id, settings, limits     ready      0, or why the library can't be used
//   map     two descriptors                 log        level, text
//   derive  step                            done       status, or the library's words
//                                           forbidden  the system call that was stopped
//
// The first shared memory is written by the host and only read by the worker; the second is written
// by the library:
//
//   input   InputHead | ColumnPlace... | OutputPlace... | values, valid, offsets, times, quality
//   output  gap | values | gap | valid | gap | times | gap | ...
//
// A gap holds a pattern that the host looks for afterwards: a library that wrote beyond an output
// has damaged it. Places are bytes from the begin of their memory; 0 is NULL.
#pragma once

#include <cstdint>

namespace causa::plugin::worker {

enum class Kind : std::uint32_t { start = 1, map, derive, ready, log, done, forbidden };

/// The fixed part of a packet; `text_size` and then `cure_size` bytes follow it.
struct Packet {
  Kind kind = Kind::start;
  std::int32_t status = 0;        ///< ready, done: 0 or the library's; log: its level
  std::uint64_t sequence = 0;     ///< derive and done: the number of the call
  std::uint64_t number = 0;       ///< start: bytes of memory; map: bytes of the input;
                                  ///< derive: the step; forbidden: the system call
  std::uint64_t output_size = 0;  ///< map: bytes of the output
  std::uint32_t text_size = 0;    ///< start: the module's id; ready, log, done: words
  std::uint32_t cure_size = 0;    ///< start: the settings; ready, done: the cure
  std::uint32_t confined = 0;     ///< ready: Confined
  std::uint32_t reserved = 0;
};

/// Which walls stand around a worker, as it says itself.
enum Confined : std::uint32_t { confined_limits = 1, confined_filter = 2 };

inline constexpr std::uint32_t longest_packet_text = 65536;  // both texts of a packet together

struct InputHead {
  std::uint32_t cancelled = 0;  ///< written while the library runs
  std::uint32_t row_count = 0, column_count = 0, output_count = 0;
  std::int64_t as_of_ms = 0;
};

struct ColumnPlace {
  std::uint32_t type = 0, reserved = 0;
  std::uint64_t values = 0, valid = 0, offsets = 0, time_ms = 0, quality = 0;
};

struct OutputPlace {
  std::uint32_t type = 0, reserved = 0;
  std::uint64_t values = 0, valid = 0, time_ms = 0;
};

/// Descriptors that the worker is started with; it has no others but /dev/null as 0, 1 and 2.
inline constexpr int channel_descriptor = 3, library_descriptor = 4;

/// The most that one shared memory may take: room for it is kept in the worker from the start.
inline constexpr std::uint64_t largest_memory = std::uint64_t{1} << 30;

}  // namespace causa::plugin::worker
