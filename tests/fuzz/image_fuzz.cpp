// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes taken for a library are read only inside themselves and give a
// manifest that lies in them, or a sentence. Build with clang -fsanitize=fuzzer,address,undefined;
// seeds are the shipped modules, which is why it may read inputs of a MiB.

#include <cstdlib>

#include "plugin/image.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto image = causa::plugin::read_image(bytes);
  if (image.note != causa::plugin::Note::found) {
    if (image.fault.empty()) std::abort();
    return 0;
  }
  const bool inside = image.manifest.data() >= bytes.data() &&
                      image.manifest.data() + image.manifest.size() <= bytes.data() + bytes.size();
  if (!inside) std::abort();
  return 0;
}
