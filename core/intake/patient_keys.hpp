// SPDX-License-Identifier: Apache-2.0
//
// Who may be one patient, told by hashes of what patients are known by. Patients are numbered as
// they are first met; two that turn out to share a key are one from then on, also if they came
// apart before. A hash that two keys share joins more than it must, which costs memory and no
// truth: whoever reads what is joined here still looks at the keys themselves.
//
// Some 25 bytes a key. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace causa::intake {

/// The same in every run.
std::uint64_t hash_of(std::string_view text);

class PatientKeys {
 public:
  /// The patient with these keys, who is new if nobody has them, or if there is none.
  std::uint32_t find_or_add(std::span<const std::uint64_t> keys);

  /// How many numbers were given out.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(first_.size()); }

  /// By number: the patient's place, counted as they were first met. Those who became one have one.
  [[nodiscard]] std::vector<std::uint32_t> places();

 private:
  std::uint32_t root_of(std::uint32_t patient);

  std::vector<std::uint32_t> first_;  ///< a lower number of the same patient, or the own one
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> by_key_;
};

}  // namespace causa::intake
