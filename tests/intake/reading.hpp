// SPDX-License-Identifier: Apache-2.0
//
// Short ways to say what was read, for the tests of this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "intake/fhir/bundle.hpp"
#include "paths.hpp"

namespace intake_test {

using causa::Result;
using causa::intake::PatientInput;
using causa::record::Item;
using causa::record::Record;

inline std::vector<Result<PatientInput>> read_all(std::string_view json,
                                                  const causa::intake::Limits& limits = {}) {
  std::vector<Result<PatientInput>> found;
  causa::intake::fhir::read_bundle(
      json, "x.json", [&](Result<PatientInput> patient) { found.push_back(std::move(patient)); },
      limits);
  return found;
}

/// The one patient; throws with the error's text if it isn't one.
inline Record read_one(std::string_view json) {
  auto found = read_all(json);
  if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " results");
  return std::move(found.front().value().record);
}

/// The one error as a line; empty if it is a patient.
inline std::string error_of(std::string_view json) {
  auto found = read_all(json);
  if (found.size() != 1) return std::to_string(found.size()) + " results";
  return found.front().has_error() ? to_string(found.front().error()) : std::string();
}

/// A collection of the patient "p" and of resources, given without their subject.
inline std::string bundle(const std::vector<std::string>& resources,
                          std::string_view type = "collection") {
  std::string json = R"({"resourceType":"Bundle","type":")" + std::string(type) +
                     R"(","entry":[{"resource":{"resourceType":"Patient","id":"p"}})";
  for (const std::string& resource : resources) json += R"(,{"resource":)" + resource + "}";
  return json + "]}";
}

/// A final observation of "K", with more properties.
inline std::string observation(std::string_view more) {
  return R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"K"})" +
         (more.empty() ? std::string() : "," + std::string(more)) + "}";
}

inline const Item* item_of(const Record& record, std::string_view source) {
  for (const Item& item : record.items) {
    if (item.source == source) return &item;
  }
  return nullptr;
}

/// "Claim: reason x4" of the group whose source is given; empty if none.
inline std::string ignored(const Record& record, std::string_view source) {
  std::string all;
  for (const auto& entry : record.ignored) {
    if (entry.source == source) all += entry.reason + " x" + std::to_string(entry.count) + "; ";
  }
  return all;
}

inline bool adds_up(const Record& record) {
  std::uint64_t sum = record.resources_used;
  for (const auto& entry : record.ignored) {
    if (entry.source.find('.') == std::string::npos) sum += entry.count;
  }
  return sum == record.resources_read;
}

inline std::string data(std::string_view name) {
  return causa::tests::data_folder + "/intake/" + std::string(name);
}

inline std::string file(std::string_view name) { return causa::read_file(data(name)).value(); }

}  // namespace intake_test
