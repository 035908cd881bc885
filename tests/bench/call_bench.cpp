// SPDX-License-Identifier: Apache-2.0
//
// What a module costs a patient, by language, side by side in one run: the same four statements of
// tests/abi/neutral as libraries in C, C++ and Rust and as conditions. `call` is derive alone, on
// columns that are there; `host` is all six steps of the module with the way in and out: columns
// made of the patients' facts, and facts made of the outputs. Conditions have no such way, they
// read the columns that all modules share. `worker` is `call` in a process of its own, with the way
// there and back. The counter `a_patient` is the time for one patient.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "abi/patients.hpp"
#include "assess/derive.hpp"
#include "check/case_patient.hpp"
#include "facts/measure.hpp"
#include "plugin/worker/client.hpp"
#include "shipped_host.hpp"

namespace {

using namespace causa;
using abi_tests::as_of_ms;

constexpr std::int64_t batch_sizes[] = {1, 16, 256, 4096};
constexpr const char* statements[] = {"low", "recent", "two_of", "older_woman"};
constexpr std::uint32_t statement_count = std::size(statements);

void count_patients(benchmark::State& state, std::uint32_t rows) {
  state.counters["a_patient"] = benchmark::Counter(
      rows, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

std::shared_ptr<const assess::Prepared> host_with(const std::string& library) {
  plugin::LoadOptions options;
  options.files = {CAUSA_NEUTRAL_CONDITIONS};
  if (!library.empty()) options.files.emplace_back(library);
  return tests::host_of(options, {});
}

/// Patients as the host holds them before any library runs.
struct Patients {
  facts::Batch batch;
  std::vector<facts::PatientFacts> facts;
  std::vector<std::size_t> given;  ///< facts that were there before anything was derived

  Patients(const assess::Prepared& host, std::uint32_t rows)
      : batch(host.layout), facts(rows), given(rows) {
    batch.reset(rows, as_of_ms);
    for (std::uint32_t row = 0; row < rows; ++row) {
      const auto record = cases::make_record(abi_tests::neutral_patient(row, abi_tests::Ties::none),
                                             host.vocabulary, as_of_ms);
      facts::extract(*record, host.vocabulary, as_of_ms, facts[row]);
      batch.fill(row, facts[row], host.vocabulary);
      given[row] = facts[row].facts.size();
    }
  }

  void forget_derived() {
    for (std::size_t row = 0; row < facts.size(); ++row) facts[row].facts.resize(given[row]);
  }
};

void host(benchmark::State& state, const std::string& library) {
  const auto prepared = host_with(library);
  const auto rows = static_cast<std::uint32_t>(state.range(0));
  Patients patients(*prepared, rows);
  assess::Deriver deriver(*prepared);
  std::vector<assess::ModuleRun> runs;
  for (auto _ : state) {
    deriver.run(patients.batch, patients.facts, runs);
    patients.forget_derived();
    benchmark::ClobberMemory();
  }
  for (const auto& run : runs)
    for (const std::string& failure : run.failures)
      if (!failure.empty()) state.SkipWithError(failure.c_str());
  count_patients(state, rows);
}

void conditions(benchmark::State& state) {
  const auto prepared = host_with("");
  const auto rows = static_cast<std::uint32_t>(state.range(0));
  Patients patients(*prepared, rows);
  std::vector<const rules::Program*> programs;
  for (const auto& cause : prepared->causes)
    for (const auto& rule : cause.rules)
      for (const char* statement : statements)
        if (rule.rule->id == statement) programs.push_back(&rule.test.program);
  if (programs.size() != statement_count) return state.SkipWithError("a statement is missing");
  rules::Program::Scratch scratch;
  rules::Mask mask;
  mask.resize(patients.batch.words());
  for (auto _ : state) {
    for (const auto* program : programs) program->evaluate(patients.batch, scratch, mask);
    benchmark::ClobberMemory();
  }
  count_patients(state, rows);
}

/// Ready columns: sodium, two findings, a drug with its start, age and sex.
struct Columns {
  std::vector<double> numbers, ages;
  std::vector<std::uint8_t> truths, quality, out;
  std::vector<std::int64_t> times;
  std::vector<std::uint64_t> known, set;

  explicit Columns(std::uint32_t rows)
      : quality(rows, 0), out(rows), known((rows + 63) / 64, 0x7f7f7f7f7f7f7f7f), set(known) {
    for (std::uint32_t row = 0; row < rows; ++row) {
      numbers.push_back(125 + row * 7 % 30);
      ages.push_back(18 + row * 11 % 80);
      truths.push_back(row % 3 != 0);
      times.push_back(as_of_ms - std::int64_t{86'400'000} * (row * 13 % 200));
    }
  }
};

std::unique_ptr<plugin::StepRunner> in_process(const std::string& file) {
  const auto sealed = plugin::SealedFile::open(file).value();
  const auto library = plugin::Library::load(sealed, plugin::read_image(sealed.bytes())).value();
  return plugin::Instance::create(library, "{}", "org.example").value();
}

std::unique_ptr<plugin::StepRunner> in_worker(const std::string& file) {
  auto apart = std::make_shared<const plugin::worker::Apart>(plugin::SealedFile::open(file).value(),
                                                             plugin::WorkerLimits{}, CAUSA_PROGRAM);
  return std::make_unique<plugin::worker::Client>(std::move(apart), "{}", "org.example");
}

void derive(benchmark::State& state, plugin::StepRunner& runner) {
  const auto rows = static_cast<std::uint32_t>(state.range(0));
  Columns memory(rows);
  const auto column = [&](causa_type type, const void* values, const std::uint8_t* quality) {
    return causa_column{sizeof(causa_column), type,   values, memory.known.data(), nullptr,
                        memory.times.data(),  quality};
  };
  const causa_column sodium = column(CAUSA_NUMBER, memory.numbers.data(), memory.quality.data());
  const causa_column age = column(CAUSA_NUMBER, memory.ages.data(), nullptr);
  const causa_column truth = column(CAUSA_TRUTH, memory.truths.data(), nullptr);
  const std::vector<const causa_column*> needs[] = {
      {&sodium}, {&truth}, {&truth, &truth, &sodium}, {&age, &truth}};
  const causa_output output = {sizeof(causa_output), CAUSA_TRUTH, memory.out.data(),
                               memory.set.data(), nullptr};
  const causa_output* outputs[] = {&output};
  for (auto _ : state) {
    for (std::uint32_t step = 0; step < statement_count; ++step) {
      const causa_batch batch = {
          sizeof(causa_batch), rows, static_cast<std::uint32_t>(needs[step].size()), 1, as_of_ms,
          needs[step].data()};
      std::fill(memory.set.begin(), memory.set.end(), 0);  // as the interface says
      if (!runner.derive(step, batch, outputs)) return state.SkipWithError("derive failed");
    }
    benchmark::ClobberMemory();
  }
  count_patients(state, rows);
}

void call(benchmark::State& state, const std::string& file) { derive(state, *in_process(file)); }

void worker(benchmark::State& state, const std::string& file) { derive(state, *in_worker(file)); }

void add(const std::string& name, void (*run)(benchmark::State&, const std::string&),
         const std::string& library) {
  for (const auto size : batch_sizes)
    benchmark::RegisterBenchmark(name.c_str(), run, library)->Arg(size)->UseRealTime();
}

}  // namespace

int main(int count, char** values) {
  benchmark::Initialize(&count, values);
  std::vector<std::pair<std::string, std::string>> libraries{{"c", CAUSA_NEUTRAL_C},
                                                             {"cpp", CAUSA_NEUTRAL_CPP}};
  if (*CAUSA_NEUTRAL_RUST != '\0')
    libraries.emplace_back("rust", CAUSA_NEUTRAL_RUST);
  else
    std::fprintf(stderr, "SKIPPED: Rust isn't measured, for there is no rustc\n");
  for (const auto& [language, file] : libraries) add("call/" + language, call, file);
  for (const auto& [language, file] : libraries) add("worker/" + language, worker, file);
  for (const auto& [language, file] : libraries) add("host/" + language, host, file);
  for (const auto size : batch_sizes)
    benchmark::RegisterBenchmark("conditions", conditions)->Arg(size)->UseRealTime();
  benchmark::RunSpecifiedBenchmarks();
}
