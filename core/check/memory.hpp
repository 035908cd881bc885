// SPDX-License-Identifier: Apache-2.0
//
// The memory that columns and outputs lie in while a library works on them. Plain memory has a wide
// margin around each array, so that a step that goes astray by a little is found by the test that
// looks for it and breaks no other; fenced memory ends (or begins) at a page that may not be
// touched, and can be made read-only. A touch ends the child with a sentence. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace causa::check {

enum class Fence : std::uint8_t {
  none = 1,
  behind,  ///< the byte after the last one may not be touched
  before,  ///< the byte before the first one may not be touched
};

class Memory {
 public:
  explicit Memory(Fence fence) : fence_(fence) {}
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  /// Zeroed memory; `name` says in a sentence what it is: "the values of lab.potassium".
  void* take(std::size_t bytes, std::size_t align, std::string name);

  /// From here on what was taken so far may not be written to (fenced memory only).
  void protect();

  /// What lies at an address: "reads behind the end of the values of lab.potassium"; empty: it is
  /// none of ours. For a signal handler.
  std::string blame(const void* address, bool known_direction, bool was_write) const;

 private:
  struct Array {
    std::byte* pages = nullptr;  ///< with the fences
    std::size_t page_bytes = 0;
    std::byte* begin = nullptr;
    std::size_t size = 0;
    std::string name;
  };
  Fence fence_;
  std::vector<Array> arrays_;
};

/// Faults in any of these are reported while it lives.
class FaultWatch {
 public:
  explicit FaultWatch(std::vector<const Memory*> memories);
  ~FaultWatch();
  FaultWatch(const FaultWatch&) = delete;
  FaultWatch& operator=(const FaultWatch&) = delete;
};

}  // namespace causa::check
