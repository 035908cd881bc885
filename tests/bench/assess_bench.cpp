// SPDX-License-Identifier: Apache-2.0
//
// Patients in memory, with all shipped modules: from record to facts, the checks of the record,
// from facts to ranking, alerts and evidence by rule (of that, the libraries), what is said of that
// in facts, sentences and advice, the record's bytes for the store, and the assessment as JSON.
// Microseconds a patient, by batch. `between_bytes` is what stands in memory of a patient between
// record and answer: facts, cells and outcomes. The patients are the visits that `generate` makes,
// or those of the file that CAUSA_BENCH_PATIENTS names, a FHIR bundle a line; the module that
// CAUSA_BENCH_MODULE names is loaded instead of the shipped ones.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "as_the_program.hpp"
#include "assess/derive.hpp"
#include "assess/worker.hpp"
#include "base/time.hpp"
#include "facts/known_words.hpp"
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

std::shared_ptr<const assess::Prepared> make_host() {
  const char* module = std::getenv("CAUSA_BENCH_MODULE");
  if (module == nullptr) return tests::shipped_host();
  plugin::LoadOptions options;
  options.files = {module};
  return tests::host_of(options);
}

std::vector<record::Record> make_records() {
  std::vector<record::Record> records;
  const auto add = [&](const std::string& bundle) {
    intake::fhir::read_bundle(bundle, "bench", [&](Result<intake::PatientInput> patient) {
      records.push_back(std::move(patient.value().record));
    });
  };
  if (const char* file = std::getenv("CAUSA_BENCH_PATIENTS")) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) add(line);
    return records;
  }
  for (std::uint64_t number = 1; number <= patient_count; ++number) {
    std::string bundle;
    bench::write_bundle(bench::make_person(1, number, bench::Extent::visit), bundle);
    add(bundle);
  }
  return records;
}

/// Of a patient, in a batch: facts, cells of the columns that are used (two numbers or two bits),
/// and two bits for each condition.
double bytes_between(const assess::Prepared& host, const facts::Batch& batch,
                     std::span<const facts::PatientFacts> patients) {
  double bytes = static_cast<double>(host.programs.size()) * 2 / 8;
  for (std::uint32_t column = 0; column < host.layout.size(); ++column)
    if (batch.is_used(column))
      bytes += host.layout.is_number(column) ? 2. * sizeof(double) : 2. / 8;
  std::size_t facts = 0;
  for (const auto& patient : patients) facts += patient.facts.size();
  return bytes + static_cast<double>(facts * sizeof(facts::Fact)) / batch.rows();
}

/// How long something took in all, without what stands between.
class Stopwatch {
 public:
  template <class Work>
  void time(const Work& work) {
    const auto begin = Clock::now();
    work();
    total_us_ += std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
  }
  [[nodiscard]] double total_us() const { return total_us_; }

 private:
  double total_us_ = 0;
};

using Batch = std::span<const record::Record* const>;

/// Each stage goes through all patients for itself, so that none finds in the cache what another
/// has just read; what comes before a stage isn't timed.
template <class Work>
void each_batch(Batch patients, std::size_t size, const Work& work) {
  for (std::size_t first = 0; first + size <= patients.size(); first += size)
    work(patients.subspan(first, size));
}

void a_patient(benchmark::State& state) {
  static const auto host = make_host();
  static const auto records = make_records();
  std::vector<const record::Record*> patients;
  for (const auto& record : records) patients.push_back(&record);
  const auto size = static_cast<std::size_t>(state.range(0));
  if (records.size() < size) return state.SkipWithError("fewer patients than a batch has");
  assess::Worker worker(host, "");
  lint::Linter linter(host->vocabulary);
  facts::KnownWords known_words;
  std::vector<facts::PatientFacts> facts(size);
  std::vector<lint::Finding> findings;
  facts::Batch columns(host->layout);
  assess::Deriver deriver(*host);
  std::vector<assess::ModuleRun> runs;
  // Who asks for answers alone never takes words apart.
  std::vector<assess::Assessment> answers, assessments;
  Stopwatch facts_time, lint_time, libraries_time, answer_time, words_time, encode_time, json_time;
  const auto extract = [&](Batch batch) {
    for (std::size_t i = 0; i < size; ++i)
      facts::extract(*batch[i], host->vocabulary, visit_ms(), known_words, facts[i]);
  };
  const auto extract_and_check = [&](Batch batch) {
    facts_time.time([&] { extract(batch); });
    lint_time.time([&] {
      for (std::size_t i = 0; i < size; ++i)
        linter.check(*batch[i], facts[i], visit_ms(), findings);
    });
  };
  const auto derive = [&](Batch batch) {
    extract(batch);
    columns.reset(static_cast<std::uint32_t>(size), visit_ms());
    for (std::uint32_t row = 0; row < size; ++row) columns.fill(row, facts[row], host->vocabulary);
    libraries_time.time([&] { deriver.run(columns, facts, runs); });
  };
  const auto answer = [&](Batch batch) {
    worker.read(batch, visit_ms());
    answer_time.time(
        [&] { worker.answer(batch, visit_ms(), visit_ms(), answers, assess::Words::no); });
  };
  const auto say = [&](Batch batch) {
    worker.read(batch, visit_ms());
    words_time.time([&] { worker.answer(batch, visit_ms(), visit_ms(), assessments); });
    json_time.time([&] {
      for (const auto& one : assessments)
        benchmark::DoNotOptimize(report::to_json(one, {&host->vocabulary, {}, {}}));
    });
  };
  const auto encode = [&](Batch batch) {
    encode_time.time([&] {
      for (const auto* record : batch) benchmark::DoNotOptimize(record::encode(*record));
    });
  };
  // What is met for the first time costs more than it does ever after.
  each_batch(patients, size, answer);
  each_batch(patients, size, say);
  for (Stopwatch* stopwatch : {&answer_time, &words_time, &json_time}) *stopwatch = {};
  for (auto _ : state) {
    each_batch(patients, size, extract_and_check);
    each_batch(patients, size, derive);
    each_batch(patients, size, answer);
    each_batch(patients, size, say);
    each_batch(patients, size, encode);
  }
  const double count =
      static_cast<double>(state.iterations()) * static_cast<double>(records.size() / size * size);
  const auto tell = [&](const char* name, double us) { state.counters[name] = us / count; };
  tell("facts_us", facts_time.total_us());
  tell("lint_us", lint_time.total_us());
  tell("assess_us", answer_time.total_us());
  tell("libraries_us", libraries_time.total_us());
  tell("words_us", words_time.total_us() - answer_time.total_us());
  tell("encode_us", encode_time.total_us());
  tell("json_us", json_time.total_us());
  state.counters["between_bytes"] = bytes_between(*host, columns, facts);
}
BENCHMARK(a_patient)->Arg(1)->Arg(64)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN_AS_THE_PROGRAM();
