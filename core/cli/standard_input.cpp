// SPDX-License-Identifier: Apache-2.0

#include "cli/standard_input.hpp"

#include <cstdio>

namespace causa::cli {

Result<std::string> read_standard_input(std::size_t limit) {
  std::string bytes;
  char chunk[1 << 16];
  while (bytes.size() <= limit) {
    const std::size_t size = std::fread(chunk, 1, sizeof chunk, stdin);
    if (size == 0) break;
    bytes.append(chunk, size);
  }
  if (std::ferror(stdin) != 0)
    return input_error("standard input", "can't be read", "pass the request on it");
  return bytes;
}

}  // namespace causa::cli
