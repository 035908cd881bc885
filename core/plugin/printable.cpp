// SPDX-License-Identifier: Apache-2.0

#include "plugin/printable.hpp"

#include "base/text.hpp"

namespace causa::plugin {

std::string printable(std::string_view text) {
  std::string line(text.substr(0, longest_text));
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  if (!is_utf8(line))
    for (char& c : line)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return line;
}

}  // namespace causa::plugin
