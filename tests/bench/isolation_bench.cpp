// SPDX-License-Identifier: Apache-2.0
//
// What a worker process costs: a derive call of the C++ sample there against the same call in
// process, side by side. `more_ns_a_row` is what a patient pays for it, `start_ms` what a run does.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "plugin/library.hpp"
#include "plugin/worker/client.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using causa::plugin::StepRunner;

/// Columns of `rows` patients, and one output.
class Patients {
 public:
  explicit Patients(std::uint32_t rows)
      : calcium_(rows, 2.3),
        albumin_(rows, 38),
        adjusted_(rows),
        quality_(rows, 0),
        valid_((rows + 63) / 64, ~std::uint64_t{0}),
        adjusted_valid_(valid_.size(), 0),
        columns_{column(calcium_), column(albumin_)},
        output_{sizeof(causa_output), CAUSA_NUMBER, adjusted_.data(), adjusted_valid_.data(),
                nullptr},
        batch_{sizeof(causa_batch), rows, 2, 1, 0, column_pointers_} {}
  Patients(const Patients&) = delete;
  Patients& operator=(const Patients&) = delete;

  void derive(StepRunner& runner) {
    std::fill(adjusted_valid_.begin(), adjusted_valid_.end(), 0);
    if (!runner.derive(0, batch_, &output_pointer_)) std::abort();
    benchmark::ClobberMemory();
  }

 private:
  causa_column column(const std::vector<double>& values) const {
    return {sizeof(causa_column), CAUSA_NUMBER, values.data(), valid_.data(), nullptr, nullptr,
            quality_.data()};
  }

  std::vector<double> calcium_, albumin_, adjusted_;
  std::vector<std::uint8_t> quality_;
  std::vector<std::uint64_t> valid_, adjusted_valid_;
  causa_column columns_[2];
  const causa_column* column_pointers_[2] = {&columns_[0], &columns_[1]};
  causa_output output_;
  const causa_output* output_pointer_ = &output_;
  causa_batch batch_;
};

std::unique_ptr<StepRunner> in_process() {
  const auto file = causa::plugin::SealedFile::open(CAUSA_SAMPLE_LIBRARY).value();
  const auto library =
      causa::plugin::Library::load(file, causa::plugin::read_image(file.bytes())).value();
  return causa::plugin::Instance::create(library, "{}", "org.example.sample").value();
}

std::unique_ptr<StepRunner> in_worker() {
  using namespace causa::plugin;
  auto apart = std::make_shared<const worker::Apart>(SealedFile::open(CAUSA_SAMPLE_LIBRARY).value(),
                                                     WorkerLimits{}, CAUSA_PROGRAM);
  return std::make_unique<worker::Client>(std::move(apart), "{}", "org.example.sample");
}

double seconds_of(StepRunner& runner, Patients& patients, int times) {
  const auto begin = Clock::now();
  for (int i = 0; i < times; ++i) patients.derive(runner);
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The least of several rounds that take turns: other work on the machine only adds.
void compare(benchmark::State& state) {
  constexpr int rounds = 25, times = 200;
  Patients patients(static_cast<std::uint32_t>(state.range(0)));
  const auto inside = in_process();
  const auto begin = Clock::now();
  const auto apart = in_worker();
  patients.derive(*apart);
  const std::chrono::duration<double> start = Clock::now() - begin;
  double least_inside = 1e9, least_apart = 1e9;
  for (auto _ : state)
    for (int round = 0; round < rounds; ++round) {
      least_inside = std::min(least_inside, seconds_of(*inside, patients, times) / times);
      least_apart = std::min(least_apart, seconds_of(*apart, patients, times) / times);
    }
  state.counters["in_process_us"] = least_inside * 1e6;
  state.counters["worker_us"] = least_apart * 1e6;
  state.counters["more_ns_a_row"] =
      (least_apart - least_inside) * 1e9 / static_cast<double>(state.range(0));
  state.counters["start_ms"] = start.count() * 1e3;
}

}  // namespace

BENCHMARK(compare)->Arg(1)->Arg(16)->Arg(256)->Arg(1024)->Arg(4096)->Iterations(4);

BENCHMARK_MAIN();
