// SPDX-License-Identifier: Apache-2.0

#include "intake/spool.hpp"

#include <utility>

namespace causa::intake {

Result<Spool> Spool::open(const std::filesystem::path& folder, std::size_t parts,
                          std::uint64_t expected_bytes) {
  auto file = TemporaryFile::open(folder, expected_bytes);
  if (!file) return file.error();
  return Spool(std::move(*file), parts);
}

Result<void> Spool::add(std::size_t part, std::string_view bytes) {
  Part& it = parts_[part];
  while (!bytes.empty()) {
    const std::string_view some = bytes.substr(0, block_bytes - it.held.size());
    it.held.append(some);
    bytes.remove_prefix(some.size());
    if (it.held.size() < block_bytes) break;
    const std::uint64_t at = file_.size();
    if (auto written = file_.append(it.held); !written) return written;
    it.blocks.push_back(at);
    it.held.clear();
  }
  return {};
}

Result<std::string> Spool::read(std::size_t part, std::size_t padding) const {
  const Part& it = parts_[part];
  std::string bytes;
  bytes.reserve(it.blocks.size() * block_bytes + it.held.size() + padding);
  bytes.resize(it.blocks.size() * block_bytes);
  for (std::size_t i = 0; i < it.blocks.size(); ++i)
    if (auto read = file_.read(it.blocks[i], bytes.data() + i * block_bytes, block_bytes); !read)
      return read.error();
  bytes.append(it.held);
  bytes.append(padding, '\0');
  return bytes;
}

}  // namespace causa::intake
