// SPDX-License-Identifier: Apache-2.0
//
// What the plugin boundary costs: a derive call of the C++ sample through the real loader against
// the same loop with the formula inlined. `ratio` travels between machines, nanoseconds don't.

#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <vector>

#include "plugin/library.hpp"
#include "sample/formulas.hpp"

namespace {

/// Columns of `rows` patients, every eighth one without albumin.
struct Patients {
  std::vector<double> calcium, albumin, adjusted;
  std::vector<std::uint8_t> quality;
  std::vector<std::uint64_t> calcium_valid, albumin_valid, adjusted_valid;

  explicit Patients(std::uint32_t rows)
      : adjusted(rows),
        quality(rows, 0),
        calcium_valid((rows + 63) / 64, ~std::uint64_t{0}),
        albumin_valid((rows + 63) / 64, 0x7f7f7f7f7f7f7f7f),
        adjusted_valid((rows + 63) / 64, 0) {
    for (std::uint32_t row = 0; row < rows; ++row) {
      calcium.push_back(1.8 + 0.001 * (row % 900));
      albumin.push_back(20 + row % 30);
    }
  }
};

std::unique_ptr<causa::plugin::Instance> load() {
  const auto file = causa::plugin::SealedFile::open(CAUSA_SAMPLE_LIBRARY).value();
  const auto library =
      causa::plugin::Library::load(file, causa::plugin::read_image(file.bytes())).value();
  return causa::plugin::Instance::create(library, "{}", "org.example.sample").value();
}

void call_library(causa::plugin::Instance& instance, Patients& patients) {
  const auto rows = static_cast<std::uint32_t>(patients.calcium.size());
  const causa_column calcium = {
      sizeof(causa_column),          CAUSA_NUMBER, patients.calcium.data(),
      patients.calcium_valid.data(), nullptr,      nullptr,
      patients.quality.data()};
  const causa_column albumin = {
      sizeof(causa_column),          CAUSA_NUMBER, patients.albumin.data(),
      patients.albumin_valid.data(), nullptr,      nullptr,
      patients.quality.data()};
  const causa_column* columns[] = {&calcium, &albumin};
  const causa_output adjusted = {sizeof(causa_output), CAUSA_NUMBER, patients.adjusted.data(),
                                 patients.adjusted_valid.data(), nullptr};
  const causa_output* outputs[] = {&adjusted};
  const causa_batch batch = {sizeof(causa_batch), rows, 2, 1, 0, columns};
  const auto done = instance.derive(0, batch, outputs);
  benchmark::DoNotOptimize(done);
  benchmark::ClobberMemory();
}

void call_directly(Patients& patients) {
  const std::size_t rows = patients.calcium.size();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t bit = std::uint64_t{1} << (row % 64);
    if ((patients.calcium_valid[row / 64] & patients.albumin_valid[row / 64] & bit) == 0 ||
        (patients.quality[row] & 0x23) != 0)
      continue;
    patients.adjusted[row] =
        causa::sample::adjusted_calcium_mmol_l(patients.calcium[row], patients.albumin[row]);
    patients.adjusted_valid[row / 64] |= bit;
  }
  benchmark::ClobberMemory();
}

template <class Call>
double seconds_of(Call&& call, int times) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void derive_through_loader(benchmark::State& state) {
  const auto instance = load();
  Patients patients(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) call_library(*instance, patients);
  state.SetItemsProcessed(state.iterations() * state.range(0));
  const int times = static_cast<int>(4'000'000 / state.range(0));
  const double library = seconds_of([&] { call_library(*instance, patients); }, times);
  const double direct = seconds_of([&] { call_directly(patients); }, times);
  state.counters["ratio"] = library / direct;
}

void derive_directly(benchmark::State& state) {
  Patients patients(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) call_directly(patients);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(derive_through_loader)->Arg(1)->Arg(256)->Arg(1024);
BENCHMARK(derive_directly)->Arg(1)->Arg(256)->Arg(1024);

BENCHMARK_MAIN();
