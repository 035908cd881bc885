// SPDX-License-Identifier: Apache-2.0
//
// The sample in C and the sample in C++ give the same answers through the real loader, and the host
// survives what a library does wrong.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "fixture.hpp"
#include "plugin/library.hpp"

namespace causa::contract {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t as_of_ms = 20'000 * day_ms;
constexpr std::uint32_t rows = 70;  // more than one word of bits

std::shared_ptr<const plugin::Library> load(std::string_view name) {
  const auto file = plugin::SealedFile::open(std::filesystem::path(CAUSA_CONTRACT_BINARY) / name);
  BOOST_TEST_REQUIRE(file.has_value());
  const auto library = plugin::Library::load(*file, plugin::read_image(file->bytes()));
  BOOST_TEST_REQUIRE(library.has_value());
  return *library;
}

struct Outputs {
  std::vector<double> days = std::vector<double>(rows, -1);
  std::vector<std::uint8_t> recent = std::vector<std::uint8_t>(rows, 9);
  std::vector<std::uint64_t> days_valid = {0, 0}, recent_valid = {0, 0};
  std::vector<std::int64_t> days_time = std::vector<std::int64_t>(rows, CAUSA_TIME_UNKNOWN);

  friend bool operator==(const Outputs&, const Outputs&) = default;
};

/// Step 1: rows in turn present with time, present without, absent, unknown.
Outputs thiazide(plugin::Instance& instance) {
  std::vector<std::uint8_t> truths;
  std::vector<std::uint64_t> valid(2, 0);
  std::vector<std::int64_t> times;
  for (std::uint32_t row = 0; row < rows; ++row) {
    truths.push_back(row % 4 == 2 ? 0 : 1);
    times.push_back(row % 4 == 0 ? as_of_ms - row * 3 * day_ms : CAUSA_TIME_UNKNOWN);
    if (row % 4 != 3) valid[row / 64] |= std::uint64_t{1} << (row % 64);
  }
  const causa_column column = {sizeof(column), CAUSA_TRUTH,  truths.data(), valid.data(),
                               nullptr,        times.data(), nullptr};
  const causa_column* columns[] = {&column};
  Outputs out;
  const causa_output days = {sizeof(days), CAUSA_NUMBER, out.days.data(), out.days_valid.data(),
                             out.days_time.data()};
  const causa_output recent = {sizeof(recent), CAUSA_TRUTH, out.recent.data(),
                               out.recent_valid.data(), nullptr};
  const causa_output* outputs[] = {&days, &recent};
  const causa_batch batch = {sizeof(batch), rows, 1, 2, as_of_ms, columns};
  const auto done = instance.derive(1, batch, outputs);
  BOOST_TEST_REQUIRE(done.has_value());
  return out;
}

/// Step 0 on two plain rows, a bound, an unknown one.
std::vector<double> calcium(plugin::Instance& instance) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const double calcium[] = {2.00, 2.50, 1.80, unknown};
  const double albumin[] = {30, 40, 20, 40};
  const std::uint8_t quality[] = {0, 0, CAUSA_QUALITY_BELOW, 0};
  const std::uint64_t valid = 0b0111;
  const causa_column first = {sizeof(first), CAUSA_NUMBER, calcium, &valid,
                              nullptr,       nullptr,      quality};
  const causa_column second = {sizeof(second), CAUSA_NUMBER, albumin, nullptr,
                               nullptr,        nullptr,      nullptr};
  const causa_column* columns[] = {&first, &second};
  std::vector<double> values(4, -1);
  std::uint64_t set = 0;
  const causa_output adjusted = {sizeof(adjusted), CAUSA_NUMBER, values.data(), &set, nullptr};
  const causa_output* outputs[] = {&adjusted};
  const causa_batch batch = {sizeof(batch), 4, 2, 1, as_of_ms, columns};
  BOOST_TEST_REQUIRE(instance.derive(0, batch, outputs).has_value());
  BOOST_TEST(set == 0b0011u);
  return values;
}

std::unique_ptr<plugin::Instance> make(std::string_view name, std::string_view config = "{}",
                                       plugin::HostServices services = {}) {
  auto instance = plugin::Instance::create(load(name), config, "org.example", std::move(services));
  BOOST_TEST_REQUIRE(instance.has_value());
  return std::move(*instance);
}

/// The error of a step of bad.c that gets an empty batch.
Result<void> derive_empty(plugin::Instance& instance, std::uint32_t step) {
  const causa_batch batch = {sizeof(batch), 0, 0, 0, as_of_ms, nullptr};
  const causa_output* outputs[] = {nullptr};
  return instance.derive(step, batch, outputs);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_samples)

BOOST_AUTO_TEST_CASE(c_and_cpp_agree_on_a_batch) {
  const auto in_cpp = make("sample/sample.so");
  const auto in_c = make("sample/sample_c.so");
  const auto adjusted = calcium(*in_cpp);
  BOOST_TEST(std::abs(adjusted[0] - 2.20) < 1e-12);
  BOOST_TEST(std::abs(adjusted[1] - 2.50) < 1e-12);
  BOOST_TEST(adjusted == calcium(*in_c));
  const Outputs outputs = thiazide(*in_cpp);
  BOOST_TEST((outputs == thiazide(*in_c)));
  BOOST_TEST(outputs.days[4] == 12);
  BOOST_TEST(outputs.days_time[4] == as_of_ms - 12 * day_ms);
  BOOST_TEST(outputs.recent[68] == 0);  // 204 days
  BOOST_TEST(outputs.days_valid[0] == 0x1111111111111111u);
  BOOST_TEST(outputs.recent_valid[0] == 0x5555555555555555u);
}

BOOST_AUTO_TEST_CASE(a_second_library_is_not_taken_for_the_first) {
  // The loader knows a library by the name that it was given; two memfds in turn could get one
  // name.
  const auto first = load("sample/sample.so");
  const auto second = load("sample/sample_c.so");
  BOOST_TEST((first->table().derive != second->table().derive));
}

BOOST_AUTO_TEST_CASE(settings_reach_the_library) {
  const auto instance = make("sample/sample.so", R"({"other": "a\"}b", "albumin_middle": 45})");
  BOOST_TEST(std::abs(calcium(*instance)[0] - 2.30) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_named) {
  const auto instance = plugin::Instance::create(load("sample/sample.so"),
                                                 R"({"albumin_middle": "40"})", "org.example");
  BOOST_TEST_REQUIRE(!instance.has_value());
  BOOST_TEST(to_string(instance.error()) ==
             "org.example: create failed: setting albumin_middle must be a number, not \"40\"; "
             "correct the module's settings");
}

BOOST_AUTO_TEST_CASE(what_a_constructor_says_is_passed_on) {
  const auto instance = plugin::Instance::create(load("bad/bad_create.so"), "{}", "org.example");
  BOOST_TEST_REQUIRE(!instance.has_value());
  BOOST_TEST(instance.error().message == "create failed: the table of doses can't be made");
}

BOOST_AUTO_TEST_CASE(a_step_that_there_is_not_is_refused) {
  const auto instance = make("sample/sample.so");
  const auto done = derive_empty(*instance, 2);
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST(done.error().message == "step 2 failed: there is no step 2; the manifest has 2");
}

BOOST_AUTO_TEST_CASE(a_missing_column_or_output_is_named) {
  const auto instance = make("sample/sample.so");
  const auto column = derive_empty(*instance, 0);
  BOOST_TEST_REQUIRE(!column.has_value());
  BOOST_TEST(column.error().message ==
             "step 0 failed: column 0 asked for, but the step needs only 0");
}

BOOST_AUTO_TEST_CASE(misbehavior_of_a_library_is_an_error) {
  const auto instance = make("bad/bad_none.so");
  const auto status = derive_empty(*instance, 0);
  BOOST_TEST_REQUIRE(!status.has_value());
  BOOST_TEST(status.error().message == "step 0 failed: an unknown status (status 99)");
  const auto text = derive_empty(*instance, 1);
  BOOST_TEST_REQUIRE(!text.has_value());
  BOOST_TEST(text.error().message == "step 1 failed: line one line two ?");
  BOOST_TEST(derive_empty(*instance, 2).has_value());
}

BOOST_AUTO_TEST_CASE(a_cancelled_step_says_so) {
  plugin::HostServices services;
  services.cancelled = [] { return true; };
  const auto instance = make("bad/bad_none.so", "{}", std::move(services));
  const auto done = derive_empty(*instance, 2);
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST(done.error().message == "step 2 failed: cancelled (status 6)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
