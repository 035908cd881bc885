// SPDX-License-Identifier: Apache-2.0
//
// Whose concepts can join the vocabulary: a broader concept that nobody defines, a circle of
// broader ones, or a kind of which another module's concept is said to be, is the fault of one
// module and must not cost the others. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plugin/registry.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

struct BroaderFault {
  std::uint32_t module = 0;
  std::string why;
};

/// Modules whose `terminology` can't be used, one fault each; `vocabulary` holds the tables only.
/// A module that leans on a concept of a faulty one is faulty too.
std::vector<BroaderFault> find_broader_faults(std::span<const plugin::Module> modules,
                                              const terminology::Vocabulary& vocabulary);

}  // namespace causa::assess
