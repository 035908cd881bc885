// SPDX-License-Identifier: Apache-2.0
//
// A library in a worker process gives the same values, texts and errors as in this one, whatever
// the size of the batch.

#include "plugin/isolation.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

#include "fixture.hpp"
#include "plugin/library.hpp"
#include "plugin/worker/client.hpp"

namespace causa::contract {

namespace {

using plugin::StepRunner;

plugin::SealedFile sealed(std::string_view name) {
  auto file = plugin::SealedFile::open(std::filesystem::path(CAUSA_CONTRACT_BINARY) / name);
  BOOST_TEST_REQUIRE(file.has_value());
  return std::move(*file);
}

Result<std::unique_ptr<plugin::Instance>> inside(std::string_view name,
                                                 std::string_view config = "{}") {
  const auto file = sealed(name);
  const auto library = plugin::Library::load(file, plugin::read_image(file.bytes()));
  BOOST_TEST_REQUIRE(library.has_value());
  return plugin::Instance::create(*library, config, "org.example");
}

std::unique_ptr<plugin::worker::Client> apart(std::string_view name,
                                              std::string_view config = "{}") {
  auto library = std::make_shared<const plugin::worker::Apart>(sealed(name), plugin::WorkerLimits{},
                                                               CAUSA_PROGRAM);
  return std::make_unique<plugin::worker::Client>(std::move(library), config, "org.example");
}

/// Random calcium and albumin, some unknown, some only bounds.
struct Batch {
  std::vector<double> calcium, albumin;
  std::vector<std::uint64_t> valid;
  std::vector<std::uint8_t> quality;

  Batch(std::uint32_t rows, unsigned seed) : valid((rows + 63) / 64, 0) {
    std::mt19937 random(seed);
    for (std::uint32_t row = 0; row < rows; ++row) {
      calcium.push_back(1.5 + 0.001 * static_cast<double>(random() % 1500));
      albumin.push_back(20 + static_cast<double>(random() % 30));
      quality.push_back(random() % 8 == 0 ? CAUSA_QUALITY_BELOW : 0);
      if (random() % 5 != 0) valid[row / 64] |= std::uint64_t{1} << (row % 64);
    }
  }
};

/// Values of step 0 where it set one, NaN elsewhere.
std::vector<double> adjusted(StepRunner& runner, const Batch& of) {
  const auto rows = static_cast<std::uint32_t>(of.calcium.size());
  const causa_column calcium = {sizeof(calcium), CAUSA_NUMBER, of.calcium.data(), of.valid.data(),
                                nullptr,         nullptr,      of.quality.data()};
  const causa_column albumin = {sizeof(albumin), CAUSA_NUMBER, of.albumin.data(), nullptr, nullptr,
                                nullptr,         nullptr};
  const causa_column* columns[] = {&calcium, &albumin};
  std::vector<double> values(rows, 0);
  std::vector<std::uint64_t> valid((rows + 63) / 64, 0);
  std::vector<std::int64_t> times(rows, CAUSA_TIME_UNKNOWN);
  const causa_output output = {sizeof(output), CAUSA_NUMBER, values.data(), valid.data(),
                               times.data()};
  const causa_output* outputs[] = {&output};
  const causa_batch batch = {sizeof(batch), rows, 2, 1, 0, columns};
  const auto done = runner.derive(0, batch, outputs);
  BOOST_TEST_REQUIRE(done.has_value());
  for (std::uint32_t row = 0; row < rows; ++row)
    if ((valid[row / 64] >> (row % 64) & 1) == 0) values[row] = -1;
  return values;
}

Result<void> derive_nobody(StepRunner& runner, std::uint32_t step) {
  const causa_batch batch = {sizeof(batch), 0, 0, 0, 0, nullptr};
  const causa_output* outputs[] = {nullptr};
  return runner.derive(step, batch, outputs);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_worker)

BOOST_AUTO_TEST_CASE(a_worker_gives_the_same_values_at_every_size) {
  const auto here = inside("sample/sample.so");
  BOOST_TEST_REQUIRE(here.has_value());
  const auto there = apart("sample/sample.so");
  unsigned seed = 0;
  // Larger than the first shared memory, and small again: nothing of the large one may be left.
  for (const std::uint32_t rows : {1u, 64u, 65u, 4096u, 3u, 20'000u, 1u}) {
    const Batch batch(rows, ++seed);
    const auto values = adjusted(**here, batch);
    BOOST_TEST(values == adjusted(*there, batch), "a batch of " << rows);
  }
}

BOOST_AUTO_TEST_CASE(settings_reach_a_library_in_a_worker) {
  const auto usual = apart("sample/sample.so");
  const auto other = apart("sample/sample.so", R"({"albumin_middle": 45})");
  const Batch batch(40, 7);
  const auto here = inside("sample/sample.so", R"({"albumin_middle": 45})");
  BOOST_TEST_REQUIRE(here.has_value());
  BOOST_TEST(adjusted(*other, batch) == adjusted(**here, batch));
  BOOST_TEST((adjusted(*other, batch) != adjusted(*usual, batch)));
}

BOOST_AUTO_TEST_CASE(what_a_library_says_of_an_error_is_told_in_its_words) {
  const auto here = inside("bad/bad_none.so");
  BOOST_TEST_REQUIRE(here.has_value());
  const auto there = apart("bad/bad_none.so");
  for (const std::uint32_t step : {0u, 1u}) {
    const auto expected = derive_nobody(**here, step), got = derive_nobody(*there, step);
    BOOST_TEST_REQUIRE((!expected.has_value() && !got.has_value()));
    BOOST_TEST(got.error().message == expected.error().message);
    BOOST_TEST(got.error().cure == expected.error().cure);
    BOOST_TEST(got.error().place == "org.example");
  }
  BOOST_TEST(derive_nobody(*there, 2).has_value());  // it wasn't ended by that
}

BOOST_AUTO_TEST_CASE(a_library_that_makes_no_instance_is_not_asked_again) {
  const auto expected = inside("bad/bad_create.so");
  BOOST_TEST_REQUIRE(!expected.has_value());
  const auto there = apart("bad/bad_create.so");
  for (int i = 0; i < 5; ++i) {
    const auto got = derive_nobody(*there, 2);
    BOOST_TEST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message == expected.error().message);
    BOOST_TEST(there->process() == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_was_killed_is_started_again) {
  const auto there = apart("sample/sample.so");
  const Batch batch(10, 3);
  const auto first = adjusted(*there, batch);
  const int lost = there->process();
  BOOST_TEST_REQUIRE(::kill(lost, SIGKILL) == 0);
  BOOST_TEST(!derive_nobody(*there, 0).has_value());
  BOOST_TEST(adjusted(*there, batch) == first);
  BOOST_TEST(there->process() != lost);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(contract_isolation)

BOOST_AUTO_TEST_CASE(the_setting_of_one_module_is_stronger) {
  using plugin::Isolation;
  plugin::IsolationSettings settings;
  settings.usual = Isolation::worker_unless_approved;
  settings.by_module = {{"strain", Isolation::worker}, {"org.example.own", Isolation::in_process}};
  const auto of = [&](std::string_view id, bool approved) {
    return plugin::isolation_of(settings, id, approved);
  };
  BOOST_TEST((of("org.causa.strain", true) == Isolation::worker));
  BOOST_TEST((of("org.example.own", false) == Isolation::in_process));
  BOOST_TEST((of("org.example.other", false) == Isolation::worker));
  BOOST_TEST((of("org.example.other", true) == Isolation::in_process));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
