// SPDX-License-Identifier: Apache-2.0
//
// Walls around a worker, but for the filter of system calls (filter.hpp). For the worker alone:
// they can't be taken down again.
#pragma once

#include <sys/types.h>
#include <cstdint>

namespace causa::plugin::worker {

/// The process ends when its host does. False: the host has ended already.
bool end_with_host(pid_t host);

/// No core file, and nobody looks into it: it holds facts of patients.
void keep_memory_private();

/// A crash ends the process and nothing else, whatever was told to watch for it.
void crash_plainly();

/// Whether the program is built with a sanitizer, whose checks map memory and open pipes of their
/// own.
bool is_sanitized();

/// Memory beside what is mapped now, no files written, no further processes, few descriptors.
/// False: the system refused one, or the program is built with a sanitizer, which maps far more
/// than it uses.
bool limit(std::uint64_t memory_bytes);

/// Processor time for what comes next; 0: no limit. The host's clock limits what it waits for.
void limit_processor_seconds(std::uint64_t seconds);

}  // namespace causa::plugin::worker
