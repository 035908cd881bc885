// SPDX-License-Identifier: Apache-2.0

#include "store/real_store.hpp"

namespace causa::store {

std::filesystem::path real_store(const std::filesystem::path& path) {
  constexpr int most_links = 40;  // as Linux follows
  std::filesystem::path at = path;
  for (int i = 0; i < most_links; ++i) {
    std::error_code code;
    const std::filesystem::path target = std::filesystem::read_symlink(at, code);
    if (code) return at;
    at = at.parent_path() / target;
  }
  return path;
}

}  // namespace causa::store
