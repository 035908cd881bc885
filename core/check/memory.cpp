// SPDX-License-Identifier: Apache-2.0

#include "check/memory.hpp"

#include <fmt/core.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "check/child.hpp"

namespace causa::check {

namespace {

thread_local std::vector<const Memory*> watched;  // the fault comes on the thread that made it

std::size_t page() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t up(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

/// Most arrays are plain, and a step is called thousands of times: a mapping for each would be most
/// of a check's time.
std::byte* plain(std::size_t bytes) {
  void* const memory = std::aligned_alloc(page(), bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return static_cast<std::byte*>(std::memset(memory, 0, bytes));
}

std::byte* fenced(std::size_t bytes) {
  void* const memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* const pages = static_cast<std::byte*>(memory);
  ::mprotect(pages, page(), PROT_NONE);
  ::mprotect(pages + bytes - page(), page(), PROT_NONE);
  return pages;
}

void on_fault(const void* address, bool known_direction, bool was_write) {
  for (const Memory* memory : watched) {
    const std::string blame = memory->blame(address, known_direction, was_write);
    if (!blame.empty())
      report(fail(
          fmt::format("{} {}; stay within row_count and what belongs to you", activity(), blame)));
  }
}

}  // namespace

Memory::~Memory() {
  for (const Array& array : arrays_)
    if (fence_ == Fence::none)
      std::free(array.pages);
    else
      ::munmap(array.pages, array.page_bytes);
}

void* Memory::take(std::size_t bytes, std::size_t align, std::string name) {
  Array array;
  array.page_bytes = up(bytes, page()) + 2 * page();
  array.pages = fence_ == Fence::none ? plain(array.page_bytes) : fenced(array.page_bytes);
  array.begin = fence_ == Fence::behind ? array.pages + array.page_bytes - page() - up(bytes, align)
                                        : array.pages + page();
  array.size = bytes;
  array.name = std::move(name);
  void* const begin = array.begin;
  arrays_.push_back(std::move(array));
  return begin;
}

void Memory::protect() {
  if (fence_ == Fence::none) return;
  for (const Array& array : arrays_)
    ::mprotect(array.pages + page(), array.page_bytes - 2 * page(), PROT_READ);
}

std::string Memory::blame(const void* address, bool known_direction, bool was_write) const {
  const auto* const at = static_cast<const std::byte*>(address);
  for (const Array& array : arrays_) {
    if (at < array.pages || at >= array.pages + array.page_bytes) continue;
    const char* verb = !known_direction ? "touches" : was_write ? "writes" : "reads";
    if (at >= array.begin + array.size)
      return fmt::format("{} behind the end of {}", verb, array.name);
    if (at < array.begin) return fmt::format("{} before the begin of {}", verb, array.name);
    return fmt::format("writes to {}, which belong to the host", array.name);
  }
  return {};
}

FaultWatch::FaultWatch(std::vector<const Memory*> memories) {
  watched = std::move(memories);
  set_fault_reader(on_fault);
}

FaultWatch::~FaultWatch() { watched.clear(); }

}  // namespace causa::check
