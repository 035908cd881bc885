// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: stored bytes, with a checksum made to fit, decode to a record or to an error.

#include <cstdint>
#include <string>

#include "record/codec.hpp"
#include "record/text_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes("crec\x01________", 13);
  bytes.append(reinterpret_cast<const char*>(data), size);
  const std::uint64_t sum = causa::record::mix(std::string_view(bytes).substr(13));
  for (std::size_t i = 0; i < 8; ++i) bytes[5 + i] = static_cast<char>(sum >> (8 * i));
  const auto record = causa::record::decode(bytes);
  if (record.has_value()) causa::record::encode(*record);
  return 0;
}
