// SPDX-License-Identifier: Apache-2.0
//
// From facts to ranking, alerts and evidence by rule id, with all modules, at batches of 256,
// against flat C++ of the same rules (flat/flat.hpp) on the same made patients, in turns. Both have
// the patients' facts in memory; causa fills its columns, runs the libraries' steps, judges every
// cause and keeps what it needs to explain the answer, flat C++ gets all values for nothing. Times
// are microseconds a patient; times_flat is their ratio; causa's facts, sentences and advice are
// words_us, apart. Before that every condition is compared:
// agree is the part of all outcomes that are the same (flat C++ has one value where a record
// leaves a range, as a date without an hour does).
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <vector>

#include "as_the_program.hpp"
#include "assess/derive.hpp"
#include "assess/worker.hpp"
#include "base/time.hpp"
#include "flat/flat.hpp"
#include "generate/writer.hpp"
#include "intake/fhir/bundle.hpp"
#include "shipped_host.hpp"

namespace {

using namespace causa;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t patient_count = 1024;

std::int64_t visit_ms() { return parse_time("2026-11-20").value().latest_ms; }

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

std::vector<record::Record> make_records(bench::Extent extent) {
  std::vector<record::Record> records;
  for (std::uint64_t number = 1; number <= patient_count; ++number) {
    std::string bundle;
    bench::write_bundle(bench::make_person(1, number, extent), bundle);
    intake::fhir::read_bundle(bundle, "bench", [&](Result<intake::PatientInput> patient) {
      records.push_back(std::move(patient.value().record));
    });
  }
  return records;
}

bool bit(const std::uint64_t* words, std::uint32_t row) { return words[row / 64] >> row % 64 & 1; }

bench::flat::Patient patient_of(const facts::Batch& batch, std::uint32_t row) {
  const facts::Layout& layout = batch.layout();
  bench::flat::Patient patient{std::vector<double>(layout.size(), std::nan("")),
                               std::vector<bench::flat::Truth>(layout.size(), 0)};
  for (std::uint32_t column = 0; column < layout.size(); ++column) {
    if (layout.is_number(column))
      patient.number[column] = batch.high(column)[row];
    else if (bit(batch.present(column), row))
      patient.truth[column] = bench::flat::yes;
    else if (bit(batch.absent(column), row))
      patient.truth[column] = bench::flat::no;
  }
  return patient;
}

/// What flat C++ is given, and how often it says the same.
struct Flat {
  std::vector<bench::flat::Patient> patients;
  double agree = 0;
};

Flat flatten(const assess::Prepared& host, const std::vector<record::Record>& records) {
  Flat flat;
  const auto rows = static_cast<std::uint32_t>(records.size());
  facts::Batch batch(host.layout);
  batch.reset(rows, visit_ms());
  std::vector<facts::PatientFacts> facts(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    facts::extract(records[row], host.vocabulary, visit_ms(), facts[row]);
    batch.fill(row, facts[row], host.vocabulary);
  }
  std::vector<assess::ModuleRun> runs;
  assess::Deriver(host).run(batch, facts, runs);
  for (std::uint32_t row = 0; row < rows; ++row) flat.patients.push_back(patient_of(batch, row));

  std::uint64_t same = 0;
  rules::Program::Scratch scratch;
  rules::Mask mask;
  std::vector<std::vector<bench::flat::Truth>> said(
      rows, std::vector<bench::flat::Truth>(host.programs.size()));
  for (std::uint32_t row = 0; row < rows; ++row)
    bench::flat::conditions(flat.patients[row], said[row].data());
  for (std::size_t i = 0; i < host.programs.size(); ++i) {
    host.programs[i]->evaluate(batch, scratch, mask);
    for (std::uint32_t row = 0; row < rows; ++row)
      same += static_cast<std::uint8_t>(mask.at(row)) == said[row][i];
  }
  flat.agree = static_cast<double>(same) / static_cast<double>(host.programs.size() * rows);
  return flat;
}

void facts_to_answer(benchmark::State& state) {
  const auto host = tests::shipped_host();
  const auto records = make_records(static_cast<bench::Extent>(state.range(1)));
  const Flat flat = flatten(*host, records);
  if (flat.agree < 0.999) return state.SkipWithError("flat C++ says something else");
  const auto size = static_cast<std::size_t>(state.range(0));
  assess::Worker worker(host, "");
  std::vector<assess::Assessment> assessments;
  bench::flat::Answer answer;
  double causa_us = 0, words_us = 0, flat_us = 0, evidence = 0;
  for (auto _ : state)
    for (std::size_t first = 0; first + size <= records.size(); first += size) {
      std::vector<const record::Record*> batch;
      for (std::size_t i = 0; i < size; ++i) batch.push_back(&records[first + i]);
      worker.read(batch, visit_ms());
      auto start = Clock::now();
      worker.answer(batch, visit_ms(), visit_ms(), assessments, assess::Words::no);
      const double without_words = us_since(start);
      causa_us += without_words;
      worker.read(batch, visit_ms());
      start = Clock::now();
      worker.answer(batch, visit_ms(), visit_ms(), assessments);
      words_us += us_since(start) - without_words;
      start = Clock::now();
      for (std::size_t i = 0; i < size; ++i) {
        bench::flat::assess_and_rank(flat.patients[first + i], answer);
        benchmark::DoNotOptimize(answer.ranking.data());
        evidence += static_cast<double>(answer.evidence.size());
      }
      flat_us += us_since(start);
    }
  const double patients =
      static_cast<double>(state.iterations()) * static_cast<double>(records.size() / size * size);
  state.counters["causa_us"] = causa_us / patients;
  state.counters["words_us"] = words_us / patients;
  state.counters["flat_us"] = flat_us / patients;
  state.counters["times_flat"] = causa_us / flat_us;
  state.counters["conditions"] = static_cast<double>(host->programs.size());
  state.counters["evidence"] = evidence / patients;
  state.counters["agree"] = flat.agree;
}
BENCHMARK(facts_to_answer)
    ->ArgNames({"batch", "visit"})
    ->Args({256, 0})
    ->Args({256, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN_AS_THE_PROGRAM();
