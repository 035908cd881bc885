// SPDX-License-Identifier: Apache-2.0
//
// The table of tests: one entry a test, one file a family. A test runs in a process of its own and
// may do there what it likes; it sees the subject as it was before any code of it ran.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/verdict.hpp"

namespace causa::check {

class Subject;

enum class For : std::uint8_t { libraries = 1, all };

struct Test {
  const char* name;   ///< "memory.reads"
  const char* about;  ///< what holds if it passes, a phrase
  For whom;
  /// Tests that must not have failed, with blanks between: without them this one would only repeat
  /// what they said.
  const char* needs;
  Verdict (*run)(const Subject& subject);
};

/// All tests, those that others need first.
std::span<const Test> tests();

// One for each family; see tests().
std::span<const Test> image_tests();
std::span<const Test> load_tests();
std::span<const Test> contract_tests();
std::span<const Test> purity_tests();
std::span<const Test> metamorphic_tests();
std::span<const Test> form_tests();
std::span<const Test> memory_tests();
std::span<const Test> content_tests();
std::span<const Test> fuzz_tests();

/// The words of `Test::needs`.
std::vector<std::string> needs_of(const Test& test);

/// True if a name fits a pattern: `*` stands for anything, a family's name for all its tests.
bool fits(std::string_view name, std::string_view pattern);

}  // namespace causa::check
