// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/region.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

namespace causa::plugin::worker {

namespace {

constexpr std::uint64_t alignment = 64;
constexpr std::uint64_t gap = 64;  // at least so much between two outputs
constexpr std::uint64_t smallest_memory = 65536;

std::uint64_t aligned(std::uint64_t place) {
  return (place + alignment - 1) / alignment * alignment;
}

std::uint64_t size_of(causa_type type) { return type == CAUSA_TRUTH ? 1 : 8; }

std::uint64_t words(std::uint32_t rows) { return (std::uint64_t{rows} + 63) / 64; }

/// Where the parts of one column stand, and how large they are.
struct ColumnPlan {
  ColumnPlace place;
  std::uint64_t entries = 0;
};

/// Gives places one after the other.
class Planner {
 public:
  explicit Planner(std::uint64_t begin, std::uint64_t between) : end_(begin), between_(between) {}

  std::uint64_t add(std::uint64_t bytes) {
    const std::uint64_t place = aligned(end_ + between_);
    end_ = place + bytes;
    return place;
  }
  [[nodiscard]] std::uint64_t end() const { return aligned(end_ + between_); }

 private:
  std::uint64_t end_, between_;
};

ColumnPlan plan(const causa_column& column, std::uint32_t rows, Planner& planner) {
  ColumnPlan made;
  made.entries = column.offsets == nullptr ? rows : column.offsets[rows];
  made.place.type = column.type;
  made.place.values = planner.add(made.entries * size_of(column.type));
  if (column.valid != nullptr) made.place.valid = planner.add(words(rows) * 8);
  if (column.offsets != nullptr) made.place.offsets = planner.add((std::uint64_t{rows} + 1) * 4);
  if (column.time_ms != nullptr) made.place.time_ms = planner.add(made.entries * 8);
  if (column.quality != nullptr) made.place.quality = planner.add(made.entries);
  return made;
}

OutputPlace plan(const causa_output& output, std::uint32_t rows, Planner& planner) {
  OutputPlace place;
  place.type = output.type;
  place.values = planner.add(rows * size_of(output.type));
  place.valid = planner.add(words(rows) * 8);
  if (output.time_ms != nullptr) place.time_ms = planner.add(std::uint64_t{rows} * 8);
  return place;
}

std::uint64_t heads(const causa_batch& batch) {
  return sizeof(InputHead) + batch.column_count * sizeof(ColumnPlace) +
         batch.output_count * sizeof(OutputPlace);
}

std::uint64_t input_size(const causa_batch& batch) {
  Planner planner(heads(batch), 0);
  for (std::uint32_t i = 0; i < batch.column_count; ++i)
    plan(*batch.columns[i], batch.row_count, planner);
  return planner.end();
}

std::uint64_t output_size(const causa_batch& batch, const causa_output* const* outputs) {
  Planner planner(0, gap);
  for (std::uint32_t i = 0; i < batch.output_count; ++i)
    plan(*outputs[i], batch.row_count, planner);
  return planner.end();
}

void copy(std::byte* memory, std::uint64_t place, const void* from, std::uint64_t bytes) {
  if (place != 0 && bytes != 0) std::memcpy(memory + place, from, bytes);
}

/// Byte of the pattern that belongs at a place.
std::byte pattern_at(std::uint64_t pattern, std::uint64_t place) {
  return static_cast<std::byte>(pattern >> (place % 8 * 8));
}

/// Calls `each(begin, end)` for what lies before, between and after the parts of the outputs.
template <class Each>
void for_gaps(const causa_batch& batch, const causa_output* const* outputs, Each&& each) {
  Planner planner(0, gap);
  std::uint64_t end = 0;
  const auto part = [&](std::uint64_t place, std::uint64_t bytes) {
    if (place == 0) return;
    each(end, place);
    end = place + bytes;
  };
  for (std::uint32_t i = 0; i < batch.output_count; ++i) {
    const OutputPlace place = plan(*outputs[i], batch.row_count, planner);
    part(place.values, batch.row_count * size_of(place.type));
    part(place.valid, words(batch.row_count) * 8);
    part(place.time_ms, std::uint64_t{batch.row_count} * 8);
  }
  each(end, planner.end());
}

Error system_error(const char* action) {
  return {Fault::plugin, {}, fmt::format("{}: {}", action, std::strerror(errno)), {}};
}

}  // namespace

Result<Memory> Memory::make(const char* name, std::uint64_t size, ForOthers may) {
  Memory memory;
  memory.descriptor_ = Descriptor(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.descriptor_) return system_error("no shared memory is to be had");
  if (::ftruncate(memory.descriptor(), static_cast<off_t>(size)) != 0)
    return system_error("no shared memory of this size is to be had");
  void* data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory.descriptor(), 0);
  if (data == MAP_FAILED) return system_error("shared memory can't be mapped");
  memory.data_ = static_cast<std::byte*>(data);
  memory.size_ = size;
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (may == ForOthers::read) seals |= F_SEAL_FUTURE_WRITE;
  if (::fcntl(memory.descriptor(), F_ADD_SEALS, seals) != 0)
    return system_error("shared memory can't be sealed");
  return memory;
}

Memory::Memory(Memory&& other) noexcept
    : descriptor_(std::move(other.descriptor_)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

Memory& Memory::operator=(Memory&& other) noexcept {
  if (this == &other) return *this;
  if (data_ != nullptr) ::munmap(data_, size_);
  descriptor_ = std::move(other.descriptor_);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Memory::~Memory() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

bool Region::too_small(const causa_batch& batch, const causa_output* const* outputs) const {
  return input_size(batch) > input_.size() || output_size(batch, outputs) > output_.size();
}

Result<void> Region::make(const causa_batch& batch, const causa_output* const* outputs) {
  const auto room = [](std::uint64_t needed, std::uint64_t had) {
    return std::max({std::bit_ceil(needed), had, smallest_memory});
  };
  const std::uint64_t input = room(input_size(batch), input_.size());
  const std::uint64_t output = room(output_size(batch, outputs), output_.size());
  if (std::max(input, output) > largest_memory)
    return Error{Fault::plugin, {}, "the batch is larger than a worker takes", {}};
  auto made_input = Memory::make("causa-input", input, ForOthers::read);
  if (!made_input) return made_input.error();
  auto made_output = Memory::make("causa-output", output, ForOthers::write);
  if (!made_output) return made_output.error();
  input_ = std::move(*made_input);
  output_ = std::move(*made_output);
  std::random_device random;
  pattern_ = std::uint64_t{random()} << 32 | random();
  return {};
}

void Region::put(const causa_batch& batch, const causa_output* const* outputs) {
  const std::uint32_t rows = batch.row_count;
  std::byte* memory = input_.data();
  const InputHead head{0, rows, batch.column_count, batch.output_count, batch.as_of_ms};
  std::memcpy(memory, &head, sizeof(head));
  std::byte* places = memory + sizeof(head);
  Planner planner(heads(batch), 0);
  for (std::uint32_t i = 0; i < batch.column_count; ++i, places += sizeof(ColumnPlace)) {
    const causa_column& column = *batch.columns[i];
    const auto [place, entries] = plan(column, rows, planner);
    std::memcpy(places, &place, sizeof(place));
    copy(memory, place.values, column.values, entries * size_of(column.type));
    copy(memory, place.valid, column.valid, words(rows) * 8);
    copy(memory, place.offsets, column.offsets, (std::uint64_t{rows} + 1) * 4);
    copy(memory, place.time_ms, column.time_ms, entries * 8);
    copy(memory, place.quality, column.quality, entries);
  }
  std::byte* results = output_.data();
  Planner output_planner(0, gap);
  for (std::uint32_t i = 0; i < batch.output_count; ++i, places += sizeof(OutputPlace)) {
    const OutputPlace place = plan(*outputs[i], rows, output_planner);
    std::memcpy(places, &place, sizeof(place));
    std::memset(results + place.values, 0, rows * size_of(place.type));
    std::memset(results + place.valid, 0, words(rows) * 8);
    if (place.time_ms != 0)
      copy(results, place.time_ms, outputs[i]->time_ms, std::uint64_t{rows} * 8);
  }
  for_gaps(batch, outputs, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t place = begin; place < end; ++place)
      results[place] = pattern_at(pattern_, place);
  });
}

void Region::cancel() {
  if (input_.data() != nullptr)
    __atomic_store_n(
        reinterpret_cast<std::uint32_t*>(input_.data() + offsetof(InputHead, cancelled)),
        std::uint32_t{1}, __ATOMIC_RELAXED);
}

bool Region::take(const causa_batch& batch, const causa_output* const* outputs) const {
  const std::byte* results = output_.data();
  bool whole = true;
  for_gaps(batch, outputs, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t place = begin; place < end; ++place)
      whole = whole && results[place] == pattern_at(pattern_, place);
  });
  if (!whole) return false;
  const std::uint32_t rows = batch.row_count;
  Planner planner(0, gap);
  for (std::uint32_t i = 0; i < batch.output_count; ++i) {
    const OutputPlace place = plan(*outputs[i], rows, planner);
    std::memcpy(outputs[i]->values, results + place.values, rows * size_of(place.type));
    std::memcpy(outputs[i]->valid, results + place.valid, words(rows) * 8);
    if (place.time_ms != 0)
      std::memcpy(outputs[i]->time_ms, results + place.time_ms, std::uint64_t{rows} * 8);
  }
  return true;
}

}  // namespace causa::plugin::worker
