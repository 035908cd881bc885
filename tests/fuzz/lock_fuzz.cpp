// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes taken for plugins.lock, a file of signatures and a key end in values
// or in an error with a line, and what was read is read again as it was written. Build with clang
// -fsanitize=fuzzer,address,undefined; seeds are in tests/data/fuzz/lock.

#include <cstdlib>

#include "plugin/keys.hpp"
#include "plugin/lock.hpp"
#include "plugin/signature.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void try_lock(std::string_view text) {
  const auto lock = causa::plugin::parse_lock(text, "plugins.lock");
  if (!lock) {
    expect(lock.error().place.starts_with("plugins.lock:") && !lock.error().cure.empty());
    return;
  }
  const std::string written = causa::plugin::format_lock(*lock);
  const auto again = causa::plugin::parse_lock(written, "plugins.lock");
  expect(again.has_value() && again->entries.size() == lock->entries.size());
  for (std::size_t i = 0; i < lock->entries.size(); ++i) {
    causa::plugin::LockEntry entry = again->entries[i];
    entry.line = lock->entries[i].line;
    expect(entry == lock->entries[i]);
  }
  expect(causa::plugin::format_lock(*again) == written);
}

void try_signatures(std::string_view text) {
  const auto signatures = causa::plugin::parse_signatures(text, "x.sig");
  if (!signatures) return;
  const std::string written = causa::plugin::format_signatures(*signatures);
  const auto again = causa::plugin::parse_signatures(written, "x.sig");
  expect(again.has_value() && causa::plugin::format_signatures(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_lock(text);
  try_signatures(text);
  (void)causa::plugin::parse_key(text, causa::plugin::public_key_format, 32, "x.pub");
  return 0;
}
