// SPDX-License-Identifier: Apache-2.0
//
// What Item::source says: "Observation/bp.component[0]" is part of the resource "Observation/bp",
// which is of the type "Observation". Pure.
#pragma once

#include <string_view>

namespace causa::record {

/// "Observation" of "Observation/bp.component[0]".
inline std::string_view type_of(std::string_view source) {
  return source.substr(0, source.find('/'));
}

/// "Observation/bp" of "Observation/bp.component[0]"; "QuestionnaireResponse/q" of
/// "QuestionnaireResponse/q.item[7.2]"; "DiagnosticReport/r" of the contained
/// "DiagnosticReport/r#k".
inline std::string_view resource_of(std::string_view source) {
  source = source.substr(0, source.find('#'));
  for (auto at = source.find('.'); at != std::string_view::npos; at = source.find('.', at + 1)) {
    const std::string_view part = source.substr(at);
    if (part.starts_with(".component[") || part.starts_with(".item[")) return source.substr(0, at);
  }
  return source;
}

/// "component", "item" or "contained"; empty for what is the resource's own.
inline std::string_view part_of(std::string_view source) {
  if (source.find(".component[") != std::string_view::npos) return "component";
  if (source.find(".item[") != std::string_view::npos) return "item";
  return source.find('#') == std::string_view::npos ? std::string_view() : "contained";
}

}  // namespace causa::record
