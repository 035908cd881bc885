// SPDX-License-Identifier: Apache-2.0
//
// The first lines of an input that aren't blank, to tell what it is. They are read as they are
// asked for and stay held by the buffer, which nobody may drop anything of meanwhile. One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "intake/chunk_buffer.hpp"

namespace causa::intake {

class FirstLines {
 public:
  /// Reads no further than `most_bytes`. `in_parts`: of what isn't read whole a line is read on
  /// only if it begins as an object, since what has few line ends, or none, must not be held for
  /// them.
  FirstLines(ChunkBuffer& buffer, std::size_t most_bytes, bool in_parts)
      : buffer_(buffer), most_(most_bytes), in_parts_(in_parts) {}

  /// Nothing if there are fewer, as far as was read. Valid until more is read. The last one
  /// may lack its end.
  std::optional<std::string_view> at(std::size_t index);

  /// Whether the line, which was asked for, was read to its end.
  [[nodiscard]] bool is_ended(std::size_t index) const { return found_[index].ended; }

 private:
  struct Line {
    std::size_t start, size;  ///< of what is held
    bool ended;
  };

  Line next();
  [[nodiscard]] bool may_read_on(std::size_t start) const;

  ChunkBuffer& buffer_;
  std::size_t most_;
  bool in_parts_;
  bool at_end_ = false;
  std::size_t from_ = 0;  ///< of what is held: the next line
  std::vector<Line> found_;
};

}  // namespace causa::intake
