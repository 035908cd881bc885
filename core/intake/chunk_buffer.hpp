// SPDX-License-Identifier: Apache-2.0
//
// The one buffer of a Source: holds what was read of a file and not yet taken, with room for
// simdjson behind it, and finds line ends without looking at a byte twice. One thread.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "intake/byte_stream.hpp"

namespace causa::intake {

class ChunkBuffer {
 public:
  /// Begins a new file; what was left of the former is dropped. Borrows the stream until the next.
  void begin(ByteStream& stream);

  [[nodiscard]] std::string_view held() const { return {bytes_.get() + first_, last_ - first_}; }
  /// From the start of a part of what is held to the end of the memory.
  [[nodiscard]] std::size_t allocated_from(std::string_view part) const {
    return static_cast<std::size_t>(bytes_.get() + capacity_ - &*part.begin());
  }

  /// Reads on, until at most a chunk more than `most` bytes are held; false if the file has ended
  /// or is broken. Moves what is held.
  bool read_more(std::size_t most);

  /// Length of the held line without its end, reading on as needed, never above `most` by more
  /// than a chunk. `ended` says whether a line end (or the file's) was met.
  std::size_t find_line(std::size_t most, bool& ended);

  void drop(std::size_t size);

  [[nodiscard]] bool at_end() const { return at_end_; }

 private:
  void make_room(std::size_t size);

  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  std::unique_ptr<char[], Free> bytes_;
  std::size_t capacity_ = 0;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::size_t searched_ = 0;  ///< of what is held, without a line end
  ByteStream* stream_ = nullptr;
  bool at_end_ = true;
};

}  // namespace causa::intake
