// SPDX-License-Identifier: Apache-2.0
//
// Runs worked examples through the whole host: words and codes, libraries, conditions, alerts. What
// the host says otherwise than the case is a sentence. One thread; shares the host.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "assess/worker.hpp"
#include "check/case_reader.hpp"

namespace causa::cases {

class Runner {
 public:
  explicit Runner(std::shared_ptr<const assess::Prepared> host) : worker_(std::move(host), "") {}

  /// What isn't as the case of this module says; empty: it holds. Rules and alerts are compared
  /// both ways: what is listed and silent, what holds and isn't listed.
  std::vector<std::string> run(const Case& worked, std::uint32_t module);

  [[nodiscard]] const assess::Prepared& host() const { return worker_.prepared(); }

 private:
  assess::Worker worker_;
};

}  // namespace causa::cases
