// SPDX-License-Identifier: Apache-2.0
//
// How the program's memory comes from the system. Each page of 4 KiB that is met for the first time
// costs a call of the kernel, which was a quarter of a call for one patient and a sixth of a long
// run; so what was freed is kept, and heaps are made of pages of 2 MiB where the system has them.
// Changes no result; where the system says no, nothing is different.
#pragma once

#include <cstddef>
#include <span>

namespace causa {

/// Once, before the program's first thread: what one batch gives back the next one takes.
void keep_freed_memory();

/// By each thread as it begins: of what it allocates from now on. Costs a microsecond or two.
void use_large_pages();

/// Of a block that malloc gave, before it is written to. Blocks of a few megabytes are of a heap,
/// which has them already; nothing happens to these.
void use_large_pages(std::span<const char> block);

}  // namespace causa
