// SPDX-License-Identifier: Apache-2.0
//
// Files of a test's own, and what a Reader makes of files.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "intake/reader.hpp"

namespace intake_test {

/// Ids of patients, and "!" with the place of errors, in the order in which they come.
inline std::vector<std::string> run(const std::vector<std::string>& inputs,
                                    const causa::intake::Limits& limits = {},
                                    std::optional<causa::intake::Format> format = {}) {
  std::vector<std::string> found;
  auto reader = causa::intake::Reader::open(
      inputs, {.format = format, .vocabulary = nullptr, .limits = limits});
  if (reader.has_error()) return {"!" + reader.error().place};
  while (auto patient = reader->next()) {
    if (patient->has_error()) {
      const std::string& place = patient->error().place;
      found.push_back("!" + place.substr(place.rfind('/') + 1));
    } else {
      found.emplace_back((*patient)->record.patient_id());
    }
  }
  return found;
}

using Found = std::vector<std::string>;

/// A file of the test's own, gone afterwards.
class Scratch {
 public:
  explicit Scratch(const std::string& content, const std::string& name = "scratch.json")
      : path_(std::filesystem::temp_directory_path() /
              ("causa_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + name)) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~Scratch() { std::filesystem::remove(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string name() const { return path_.filename().string(); }

 private:
  std::filesystem::path path_;
};

/// All errors of a run, as lines.
inline std::string errors(const std::vector<std::string>& inputs,
                          const causa::intake::Limits& limits = {},
                          std::optional<causa::intake::Format> format = {}) {
  std::string all;
  auto reader = causa::intake::Reader::open(
      inputs, {.format = format, .vocabulary = nullptr, .limits = limits});
  if (reader.has_error()) return to_string(reader.error());
  while (auto patient = reader->next())
    if (patient->has_error()) all += to_string(patient->error()) + "\n";
  return all;
}

}  // namespace intake_test
