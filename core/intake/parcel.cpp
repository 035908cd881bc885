// SPDX-License-Identifier: Apache-2.0

#include "intake/parcel.hpp"

#include <algorithm>
#include <cstring>

namespace causa::intake {

void Parcel::clear() {
  entries_.clear();
  size_ = 0;
}

void Parcel::grow(std::size_t size) {
  if (size <= capacity_) return;
  const std::size_t grown = std::max(size, capacity_ * 2);
  std::unique_ptr<char[]> larger(new char[grown]);
  if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = grown;
}

void Parcel::add(const Document& document) {
  const std::size_t size = document.bytes.size();
  grow(size_ + size + padding_bytes);
  if (size > 0) std::memcpy(bytes_.get() + size_, document.bytes.data(), size);
  std::memset(bytes_.get() + size_ + size, 0, padding_bytes);
  entries_.emplace_back(Packed{size_, size, document.place, document.one_of_many, document.format});
  size_ += size + padding_bytes;
}

Document Parcel::unpack(const Packed& packed) const {
  return {{bytes_.get() + packed.first, packed.size},
          capacity_ - packed.first,
          packed.place,
          packed.one_of_many,
          packed.format};
}

}  // namespace causa::intake
