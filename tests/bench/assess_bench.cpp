// SPDX-License-Identifier: Apache-2.0
//
// Patients in memory, with all shipped modules: from record to facts, the checks of the record,
// from facts to ranking, alerts and evidence by rule, what is said of that in facts, sentences and
// advice, the record's bytes for the store, and the assessment as JSON. Microseconds a patient, by
// batch. The patients are made ones (tests/bench/generate).
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "assess/worker.hpp"
#include "base/time.hpp"
#include "generate/writer.hpp"
#include "intake/fhir/bundle.hpp"
#include "lint/linter.hpp"
#include "record/codec.hpp"
#include "report/json.hpp"
#include "shipped_host.hpp"

namespace {

using namespace causa;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t patient_count = 1024;

std::int64_t visit_ms() { return parse_time("2026-11-20").value().latest_ms; }

std::vector<record::Record> make_records() {
  std::vector<record::Record> records;
  for (std::uint64_t number = 1; number <= patient_count; ++number) {
    std::string bundle;
    bench::write_bundle(bench::make_person(1, number, bench::Extent::visit), bundle);
    intake::fhir::read_bundle(bundle, "bench", [&](Result<intake::PatientInput> patient) {
      records.push_back(std::move(patient.value().record));
    });
  }
  return records;
}

class Watch {
 public:
  /// Microseconds since the last call.
  double lap() {
    const auto now = Clock::now();
    return std::chrono::duration<double, std::micro>(now - std::exchange(last_, now)).count();
  }

 private:
  Clock::time_point last_ = Clock::now();
};

void a_patient(benchmark::State& state) {
  const auto host = tests::shipped_host();
  const auto records = make_records();
  const auto size = static_cast<std::size_t>(state.range(0));
  assess::Worker worker(host, "");
  lint::Linter linter(host->vocabulary);
  std::vector<assess::Assessment> assessments;
  std::vector<facts::PatientFacts> facts(size);
  std::vector<lint::Finding> findings;
  double facts_us = 0, lint_us = 0, answer_us = 0, whole_us = 0, encode_us = 0, json_us = 0;
  for (auto _ : state)
    for (std::size_t first = 0; first + size <= records.size(); first += size) {
      std::vector<const record::Record*> batch;
      for (std::size_t i = first; i < first + size; ++i) batch.push_back(&records[i]);
      Watch watch;
      worker.assess(batch, visit_ms(), visit_ms(), assessments, assess::Words::no);
      answer_us += watch.lap();
      worker.assess(batch, visit_ms(), visit_ms(), assessments);
      whole_us += watch.lap();
      for (std::size_t i = 0; i < size; ++i)
        facts::extract(*batch[i], host->vocabulary, visit_ms(), facts[i]);
      facts_us += watch.lap();
      for (std::size_t i = 0; i < size; ++i)
        linter.check(*batch[i], facts[i], visit_ms(), findings);
      lint_us += watch.lap();
      for (const auto* record : batch) benchmark::DoNotOptimize(record::encode(*record));
      encode_us += watch.lap();
      for (const auto& one : assessments)
        benchmark::DoNotOptimize(report::to_json(one, {&host->vocabulary, {}, {}}));
      json_us += watch.lap();
    }
  const double patients =
      static_cast<double>(state.iterations()) * static_cast<double>(records.size() / size * size);
  state.counters["facts_us"] = facts_us / patients;
  state.counters["lint_us"] = lint_us / patients;
  state.counters["assess_us"] = (answer_us - facts_us - lint_us) / patients;
  state.counters["words_us"] = (whole_us - answer_us) / patients;
  state.counters["encode_us"] = encode_us / patients;
  state.counters["json_us"] = json_us / patients;
}
BENCHMARK(a_patient)->Arg(1)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
