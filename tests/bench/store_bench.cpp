// SPDX-License-Identifier: Apache-2.0
//
// What the store costs over bare SQLite: assessments a second, one and 500 in a transaction,
// against prepared inserts of as many rows of about the same bytes into one plain table without
// index or foreign key, on the same disk with the same durability. The bare inserts run before and
// after each store batch, so that both meet the same minutes; `ratio` is store time / bare time.

#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "../store/folder.hpp"
#include "../store/random_assessment.hpp"

namespace {

using namespace causa;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Rows that one usual assessment makes: assessment, patient, record and its parts.
std::size_t rows_of(const assess::Assessment& assessment) {
  std::size_t rows =
      3 + assessment.modules.size() + assessment.facts.size() + assessment.causes.size();
  for (const assess::CauseResult& cause : assessment.causes) rows += cause.evidence.size();
  return rows;
}

class Bare {
 public:
  explicit Bare(const std::string& path) {
    sqlite3_open(path.c_str(), &handle_);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;"
        "CREATE TABLE row (a INTEGER, b INTEGER, c INTEGER, d INTEGER, e INTEGER, f REAL, g REAL,"
        "h TEXT)");
    sqlite3_prepare_v2(handle_, "INSERT INTO row VALUES (?,?,?,?,?,?,?,?)", -1, &insert_, nullptr);
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() {
    sqlite3_finalize(insert_);
    sqlite3_close(handle_);
  }

  void insert(std::size_t rows, const std::string& text) {
    run("BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < rows; ++i) {
      for (int column = 1; column <= 5; ++column)
        sqlite3_bind_int64(insert_, column, static_cast<std::int64_t>(i) + 1000 * column);
      sqlite3_bind_double(insert_, 6, 0.1 * static_cast<double>(i));
      sqlite3_bind_double(insert_, 7, 4.7);
      sqlite3_bind_text(insert_, 8, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      sqlite3_step(insert_);
      sqlite3_reset(insert_);
    }
    run("COMMIT");
  }

 private:
  void run(const char* sql) { sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void save_batches(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const store_test::Folder folder;
  store::Store store = folder.open();
  Bare bare((folder.path() / "bare.db").string());
  std::uint64_t patient = 0;
  std::size_t rows = 0;
  double store_s = 0, bare_s = 0;
  // 1.5 KB: what the codec makes of a record with some 30 items.
  const std::string record(1500, 'r');
  for ([[maybe_unused]] auto unused : state) {
    std::vector<assess::Assessment> assessments;
    std::vector<store::Entry> entries;
    for (std::size_t i = 0; i < size; ++i)
      assessments.push_back(store_test::usual_assessment(patient++));
    for (const assess::Assessment& each : assessments) entries.push_back({&each, record});
    store::Batch batch;
    batch.entries = entries;
    if (patient == size) {
      rows = rows_of(assessments[0]);
      store.keep_modules(store_test::Manifests(assessments[0]).sources()).value();
    }
    const std::string text(1500 / rows + 16, 't');
    Clock::time_point start = Clock::now();
    bare.insert(rows * size, text);
    bare_s += seconds_since(start);
    start = Clock::now();
    store.save(batch).value();
    const double own_s = seconds_since(start);
    store_s += own_s;
    start = Clock::now();
    bare.insert(rows * size, text);
    bare_s += seconds_since(start);
    state.SetIterationTime(own_s);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(patient));
  state.counters["rows"] = static_cast<double>(rows);
  state.counters["ratio"] = store_s / (bare_s / 2);
  state.counters["bytes_each"] =
      static_cast<double>(std::filesystem::file_size(folder.file())) / static_cast<double>(patient);
}
BENCHMARK(save_batches)->Arg(1)->Arg(500)->UseManualTime();

void load_one(benchmark::State& state) {
  const store_test::Folder folder;
  store::Store store = folder.open();
  std::vector<std::string> ids;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const assess::Assessment assessment = store_test::usual_assessment(i);
    store_test::save(store, assessment);
    ids.push_back(assessment.id);
  }
  std::size_t next = 0;
  for ([[maybe_unused]] auto unused : state) {
    benchmark::DoNotOptimize(store.load(ids[next]).value());
    next = (next + 1) % ids.size();
  }
}
BENCHMARK(load_one);

}  // namespace
