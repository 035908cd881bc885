// SPDX-License-Identifier: Apache-2.0
//
// main() of a benchmark whose memory is to be met as the program meets it.
#pragma once

#include <benchmark/benchmark.h>

#include "base/memory_pages.hpp"

#define BENCHMARK_MAIN_AS_THE_PROGRAM()                                 \
  int main(int count, char** words) {                                   \
    causa::keep_freed_memory();                                         \
    causa::use_large_pages();                                           \
    benchmark::Initialize(&count, words);                               \
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 2; \
    benchmark::RunSpecifiedBenchmarks();                                \
  }                                                                     \
  static_assert(true)
