// SPDX-License-Identifier: Apache-2.0
//
// Runs the tests of one module, each in a process of its own, and leaves out what others have shown
// to be useless. Call it from a program without other threads.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "check/subject.hpp"
#include "check/test.hpp"

namespace causa::check {

struct Choice {
  std::vector<std::string> include;  ///< patterns; empty: all
  std::vector<std::string> exclude;
  double seconds = 20;  ///< a test may take
};

struct Outcome {
  const Test* test = nullptr;
  Verdict verdict;
  double seconds = 0;
};

/// Outcomes in the order of the table; `each` is called after every test. Tests that a chosen one
/// needs are run too, but only reported if they find something.
std::vector<Outcome> run(const Subject& subject, const Choice& choice,
                         const std::function<void(const Outcome&)>& each);

}  // namespace causa::check
