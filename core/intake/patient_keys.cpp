// SPDX-License-Identifier: Apache-2.0

#include "intake/patient_keys.hpp"

#include <algorithm>

namespace causa::intake {

/// FNV-1a: it spreads ids well enough.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (hash >> 32);
}

std::uint32_t PatientKeys::root_of(std::uint32_t patient) {
  while (first_[patient] != patient) {
    first_[patient] = first_[first_[patient]];
    patient = first_[patient];
  }
  return patient;
}

std::uint32_t PatientKeys::find_or_add(std::span<const std::uint64_t> keys) {
  const std::uint32_t none = size();
  std::uint32_t found = none;
  for (const std::uint64_t key : keys) {
    const auto at = by_key_.find(key);
    if (at == by_key_.end()) continue;
    const std::uint32_t other = root_of(at->second);
    if (found != none && found != other) first_[std::max(found, other)] = std::min(found, other);
    found = std::min(found, other);
  }
  if (found == none) first_.push_back(found);
  for (const std::uint64_t key : keys) by_key_.try_emplace(key, found);
  return found;
}

std::vector<std::uint32_t> PatientKeys::places() {
  std::vector<std::uint32_t> places(first_.size());
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < first_.size(); ++i) {
    const std::uint32_t root = root_of(i);
    places[i] = root == i ? count++ : places[root];
  }
  return places;
}

}  // namespace causa::intake
