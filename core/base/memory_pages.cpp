// SPDX-License-Identifier: Apache-2.0

#include "base/memory_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace causa {

namespace {

/// The heap of a thread that isn't the first lies in one such piece, aligned to its size (HEAP_MAX
/// of glibc on 64 bits).
constexpr std::size_t heap_of_thread = std::size_t{64} << 20;

/// Blocks from this size on are mapped each by itself.
constexpr std::size_t mapped_bytes = std::size_t{16} << 20;

std::uintptr_t address_of(const void* memory) { return reinterpret_cast<std::uintptr_t>(memory); }

void advise(std::uintptr_t from, std::uintptr_t to) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  from -= from % page;
  ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);  // NOLINT: an address
}

}  // namespace

void keep_freed_memory() {
  ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(heap_of_thread));
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(mapped_bytes));
  // A heap is given all its addresses at once, so that the advice holds for all of it, and it
  // needn't ask for each further page.
  ::mallopt(M_TOP_PAD, static_cast<int>(heap_of_thread));
}

void use_large_pages() {
  // More than is left of what the program began with, so that the heap is given its addresses.
  constexpr std::size_t enough = std::size_t{512} << 10;
  const auto inside = std::make_unique_for_overwrite<std::byte[]>(enough);
  const std::uintptr_t here = address_of(inside.get());
  const std::uintptr_t end_of_first = address_of(::sbrk(0));
  if (here < end_of_first)
    advise(here, end_of_first);
  else
    advise(here - here % heap_of_thread, here - here % heap_of_thread + heap_of_thread);
}

void use_large_pages(std::span<const char> block) {
  if (block.size() < mapped_bytes) return;
  const std::uintptr_t start = address_of(block.data());
  advise(start, start + block.size());
}

}  // namespace causa
