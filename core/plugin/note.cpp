// SPDX-License-Identifier: Apache-2.0

#include "plugin/note.hpp"

namespace causa::plugin {

namespace {

void append_little(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

void pad(std::string& bytes) {
  while (bytes.size() % 4 != 0) bytes += '\0';
}

}  // namespace

std::string make_note(std::uint32_t abi_major, std::uint32_t abi_minor_needed,
                      std::string_view manifest) {
  std::string bytes;
  append_little(bytes, note_owner.size(), 4);
  append_little(bytes, note_header_size + manifest.size(), 4);
  append_little(bytes, note_type, 4);
  bytes += note_owner;
  pad(bytes);
  append_little(bytes, abi_major, 4);
  append_little(bytes, abi_minor_needed, 4);
  append_little(bytes, manifest.size(), 8);
  bytes += manifest;
  pad(bytes);
  return bytes;
}

}  // namespace causa::plugin
