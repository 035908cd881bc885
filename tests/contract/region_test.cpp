// SPDX-License-Identifier: Apache-2.0
//
// The memory between host and worker: what is put there, who may write to it, and what is noticed.

#include "plugin/worker/region.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstring>

namespace causa::plugin::worker {

namespace {

/// Three rows: a list column with 2, 0 and 1 entries, and a truth to be derived.
struct Batch {
  std::array<double, 3> values = {1.5, 2.5, 3.5};
  std::array<std::uint32_t, 4> offsets = {0, 2, 2, 3};
  std::array<std::int64_t, 3> times = {10, 20, 30};
  std::uint64_t valid = 0b101;
  std::array<std::uint8_t, 3> truths = {9, 9, 9};
  std::uint64_t derived = 0;
  causa_column column = {sizeof(causa_column), CAUSA_NUMBER, values.data(), &valid,
                         offsets.data(),       times.data(), nullptr};
  std::array<const causa_column*, 1> columns = {&column};
  causa_output output = {sizeof(causa_output), CAUSA_TRUTH, truths.data(), &derived, nullptr};
  std::array<const causa_output*, 1> outputs = {&output};
  causa_batch batch = {sizeof(causa_batch), 3, 1, 1, 77, columns.data()};

  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
};

template <class T>
T at(const std::byte* memory, std::uint64_t place) {
  T value;
  std::memcpy(&value, memory + place, sizeof(T));
  return value;
}

struct Put {
  Batch of;
  Region region;
  ColumnPlace column;
  OutputPlace output;

  Put() {
    BOOST_TEST_REQUIRE(region.make(of.batch, of.outputs.data()).has_value());
    region.put(of.batch, of.outputs.data());
    column = at<ColumnPlace>(region.input().data(), sizeof(InputHead));
    output = at<OutputPlace>(region.input().data(), sizeof(InputHead) + sizeof(ColumnPlace));
  }
  [[nodiscard]] bool take() const { return region.take(of.batch, of.outputs.data()); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_region)

BOOST_AUTO_TEST_CASE(a_list_arrives_whole) {
  const Put put;
  const std::byte* memory = put.region.input().data();
  const auto head = at<InputHead>(memory, 0);
  BOOST_TEST(head.row_count == 3u);
  BOOST_TEST(head.as_of_ms == 77);
  BOOST_TEST(put.column.quality == 0u);
  BOOST_TEST((at<std::array<double, 3>>(memory, put.column.values) == put.of.values));
  BOOST_TEST((at<std::array<std::uint32_t, 4>>(memory, put.column.offsets) == put.of.offsets));
  BOOST_TEST((at<std::array<std::int64_t, 3>>(memory, put.column.time_ms) == put.of.times));
  BOOST_TEST(at<std::uint64_t>(memory, put.column.valid) == 0b101u);
}

BOOST_AUTO_TEST_CASE(outputs_are_unknown_before_each_call) {
  Put put;
  const std::uint64_t all = 0b111;
  std::memcpy(put.region.output().data() + put.output.valid, &all, sizeof(all));
  put.region.put(put.of.batch, put.of.outputs.data());
  BOOST_TEST(put.take());
  BOOST_TEST(put.of.derived == 0u);
  BOOST_TEST(put.of.truths[0] == 0);
}

BOOST_AUTO_TEST_CASE(what_was_written_is_taken) {
  Put put;
  put.region.output().data()[put.output.values + 2] = std::byte{1};
  put.region.output().data()[put.output.valid] = std::byte{0b100};
  BOOST_TEST(put.take());
  BOOST_TEST(put.of.derived == 0b100u);
  BOOST_TEST(put.of.truths[2] == 1);
}

BOOST_AUTO_TEST_CASE(a_byte_beyond_an_output_is_noticed_and_nothing_is_taken) {
  for (const std::uint64_t place : {3u, 63u}) {
    Put put;
    std::byte* beyond = put.region.output().data() + put.output.values + place;
    *beyond ^= std::byte{0xff};
    put.region.output().data()[put.output.valid] = std::byte{1};
    BOOST_TEST(!put.take());
    BOOST_TEST(put.of.derived == 0u);
    BOOST_TEST(put.of.truths[0] == 9);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_can_only_read_the_input) {
  const Put put;
  const int input = put.region.input().descriptor();
  const std::uint64_t size = put.region.input().size();
  BOOST_TEST(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, input, 0) == MAP_FAILED);
  void* seen = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, input, 0);
  BOOST_TEST_REQUIRE(seen != MAP_FAILED);
  BOOST_TEST(::mprotect(seen, size, PROT_READ | PROT_WRITE) != 0);
  ::munmap(seen, size);
  BOOST_TEST(::write(input, "x", 1) < 0);
}

BOOST_AUTO_TEST_CASE(nobody_can_take_the_memory_away) {
  const Put put;
  for (const int descriptor : {put.region.input().descriptor(), put.region.output().descriptor()}) {
    BOOST_TEST(::ftruncate(descriptor, 0) != 0);
    BOOST_TEST(::ftruncate(descriptor, 1 << 30) != 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::plugin::worker
