// SPDX-License-Identifier: Apache-2.0
//
// The code systems of the terminology. Internal to this room; others ask system_name(). Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace causa::terminology {

enum class System : std::uint8_t { loinc, snomed, icd10cm, icd10, rxnorm, atc, none };

/// By URI, object identifier or name.
System system_of(std::string_view name);

}  // namespace causa::terminology
