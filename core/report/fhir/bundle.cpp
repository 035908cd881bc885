// SPDX-License-Identifier: Apache-2.0

#include "report/fhir/bundle.hpp"

#include <fmt/core.h>

#include "report/fhir/resources.hpp"
#include "report/json.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;

std::string text_at(const json::object& resource, std::string_view key) {
  return std::string(resource.at(key).as_string());
}

json::object entry(json::object resource) {
  const std::string id = text_at(resource, "id");
  const std::string url = fmt::format("{}/{}", text_at(resource, "resourceType"), id);
  return {{"fullUrl", "urn:uuid:" + id},
          {"resource", std::move(resource)},
          {"request", {{"method", "PUT"}, {"url", url}}}};
}

}  // namespace

std::string to_fhir(const assess::Assessment& assessment, const Context& context) {
  const fhir::Export shared(assessment, context);
  std::vector<json::object> made;
  made.push_back(fhir::risk_assessment(shared));
  for (auto& issue : fhir::detected_issues(shared)) made.push_back(std::move(issue));
  made.push_back(fhir::guidance_response(shared));
  std::vector<std::string> targets;
  for (const auto& resource : made) targets.push_back(text_at(resource, "id"));
  json::array entries;
  entries.push_back(entry(fhir::device(shared)));
  for (auto& resource : made) entries.push_back(entry(std::move(resource)));
  entries.push_back(entry(fhir::provenance(shared, targets)));
  return write_json(json::object{{"resourceType", "Bundle"},
                                 {"id", shared.id_of("bundle")},
                                 {"type", "transaction"},
                                 {"timestamp", format_time(assessment.created_ms)},
                                 {"entry", std::move(entries)}});
}

}  // namespace causa::report
