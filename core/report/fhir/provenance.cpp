// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "report/fhir/resources.hpp"

namespace causa::report::fhir {

namespace {

constexpr std::string_view participant_system =
    "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

json::object entity(json::object what) { return {{"role", "source"}, {"what", std::move(what)}}; }

}  // namespace

json::object provenance(const Export& it, const std::vector<std::string>& targets) {
  json::array links, entities;
  for (const auto& target : targets) links.push_back(Export::link(target));
  for (const auto& module : it.assessment.modules)
    if (module.status == assess::ModuleStatus::ok)
      entities.push_back(
          entity({{"identifier",
                   {{"system", module_system},
                    {"value", fmt::format("{}@{}#{}", module.id, module.version, module.sha256)}}},
                  {"display", fmt::format("{} {}", module.id, module.version)}}));
  for (auto& resource : it.resources()) entities.push_back(entity(resource.as_object()));
  json::object made{{"resourceType", "Provenance"},
                    {"id", it.id_of("provenance")},
                    {"target", std::move(links)},
                    {"recorded", format_time(it.assessment.created_ms)}};
  made["agent"] =
      json::array{{{"type", codeable({coding(participant_system, "author", "Author")}, {})},
                   {"who", it.performer()}}};
  put(made, "entity", std::move(entities));
  return made;
}

json::object device(const Export& it) {
  json::array versions;
  for (const auto& module : it.assessment.modules)
    if (module.status == assess::ModuleStatus::ok)
      versions.push_back(
          json::object{{"type", codeable({}, module.id)}, {"value", module.version}});
  json::object made{{"resourceType", "Device"},
                    {"id", it.device_id},
                    {"status", "active"},
                    {"deviceName", json::array{{{"name", "causa"}, {"type", "model-name"}}}},
                    {"type", codeable({}, "Clinical decision support software")}};
  put(made, "version", std::move(versions));
  return made;
}

}  // namespace causa::report::fhir
