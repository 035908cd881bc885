// SPDX-License-Identifier: Apache-2.0

#include "cli/kept_text.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "cli/log.hpp"

namespace causa::cli {

namespace {
constexpr std::size_t most_held = std::size_t{16} << 20;
constexpr std::uint64_t read_together = std::uint64_t{1} << 18;
}  // namespace

Result<void> KeptText::move_to_file() {
  if (!file_) {
    auto file = intake::TemporaryFile::open(folder_, 0);
    if (!file) return file.error();
    file_.emplace(std::move(*file));
  }
  if (auto written = file_->append(held_); !written) return written;
  held_.clear();
  return {};
}

void KeptText::add(std::string_view text) {
  held_ += text;
  if (held_.size() <= most_held || failed_) return;
  const std::uint64_t before = file_ ? file_->size() : 0;
  const auto moved = move_to_file();
  if (moved) return;
  failed_ = true;
  if (file_) file_->shorten(before);
  log_warning("{}: {}; what is to be printed is held in memory", moved.error().place,
              moved.error().message);
}

void KeptText::write(const std::function<void(const std::string&)>& take) const {
  const std::uint64_t size = file_ ? file_->size() : 0;
  for (std::uint64_t at = 0; at < size; at += read_together) {
    std::string some(std::min(read_together, size - at), '\0');
    if (!file_->read(at, some.data(), some.size()))
      throw std::system_error(EIO, std::generic_category());
    take(some);
  }
  take(held_);
}

}  // namespace causa::cli
