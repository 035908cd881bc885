// SPDX-License-Identifier: Apache-2.0
//
// The host's side of the memory that it shares with a worker: puts the columns of a batch there and
// takes the outputs from there. The worker can't write to the input, nor change the size of either:
// both are sealed. What is taken is copied first; who uses the copy judges it as that of any
// library. One thread.
#pragma once

#include <causa/abi.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/error.hpp"
#include "plugin/descriptor.hpp"
#include "plugin/worker/protocol.hpp"

namespace causa::plugin::worker {

/// What others than the host may do with a memory.
enum class ForOthers : std::uint8_t { read = 1, write };

/// One shared memory, mapped to be written.
class Memory {
 public:
  Memory() = default;
  /// Of fixed size; kept to what others may do by seals, whoever holds the descriptor.
  static Result<Memory> make(const char* name, std::uint64_t size, ForOthers may);
  Memory(Memory&& other) noexcept;
  Memory& operator=(Memory&& other) noexcept;
  ~Memory();

  [[nodiscard]] std::byte* data() const { return data_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }

 private:
  Descriptor descriptor_;
  std::byte* data_ = nullptr;
  std::uint64_t size_ = 0;
};

class Region {
 public:
  /// True if the batch needs more room than there is: make() again, and tell the worker.
  [[nodiscard]] bool too_small(const causa_batch& batch, const causa_output* const* outputs) const;

  /// Makes new memories with room for the batch and for larger ones. Error: place is empty.
  Result<void> make(const causa_batch& batch, const causa_output* const* outputs);

  /// Puts the columns there and empties the outputs. The batch must fit.
  void put(const causa_batch& batch, const causa_output* const* outputs);

  /// Tells a running library to give up.
  void cancel();

  /// Copies the outputs that were described to put(). False, and nothing is copied, if the library
  /// wrote beyond one of them.
  [[nodiscard]] bool take(const causa_batch& batch, const causa_output* const* outputs) const;

  [[nodiscard]] const Memory& input() const { return input_; }
  [[nodiscard]] const Memory& output() const { return output_; }

 private:
  Memory input_, output_;
  std::uint64_t pattern_ = 0;  ///< of the gaps between outputs
};

}  // namespace causa::plugin::worker
