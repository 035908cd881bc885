// SPDX-License-Identifier: Apache-2.0

#include "check/host.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace causa::check {

namespace {

constexpr std::uint64_t largest_scratch = std::uint64_t{64} << 20;  // as the real host's
constexpr std::uint64_t largest_align = 4096;
constexpr std::uint64_t longest_text = 4096;

}  // namespace

struct Host::Future {
  causa_host table;
  unsigned char tail[future_bytes];
};

Host::Host() : scratch_(std::make_unique<Memory>(Fence::behind)) {
  own_.struct_size = sizeof(causa_host);
  own_.abi_minor = CAUSA_ABI_MINOR;
  own_.ctx = this;
  own_.log = [](void*, std::int32_t, causa_str) noexcept {};
  own_.set_error = [](void* ctx, causa_str text) noexcept {
    of(ctx).has_error = true;
    of(ctx).error = text.ptr == nullptr
                        ? std::string()
                        : printable({text.ptr, std::min<std::uint64_t>(text.len, longest_text)});
  };
  own_.scratch = [](void* ctx, std::uint64_t size, std::uint64_t align) noexcept {
    return of(ctx).scratch(size, align);
  };
  own_.cancelled = [](void* ctx) noexcept -> std::int32_t { return of(ctx).is_cancelled ? 1 : 0; };
  own_.get_extension = [](void*, causa_str) noexcept -> const void* { return nullptr; };
}

void Host::come_from_the_future() {
  future_ = std::make_shared<Future>();
  future_->table = own_;
  future_->table.struct_size = sizeof(Future);
  future_->table.abi_minor = CAUSA_ABI_MINOR + 7;
  std::memset(future_->tail, future_fill, sizeof(future_->tail));
  table_ = &future_->table;
}

void* Host::scratch(std::uint64_t size, std::uint64_t align) {
  ++scratch_calls;
  const bool power_of_two = align != 0 && (align & (align - 1)) == 0;
  if (scratch_left == 0 || !power_of_two || align > largest_align || size > largest_scratch) {
    scratch_refused = true;
    return nullptr;
  }
  if (scratch_left > 0) --scratch_left;
  void* memory = scratch_->take(size, align, "its scratch memory");
  std::memset(memory, scratch_fill, size);
  return memory;
}

void Host::release() { scratch_ = std::make_unique<Memory>(Fence::behind); }

}  // namespace causa::check
