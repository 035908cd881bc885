// SPDX-License-Identifier: Apache-2.0
//
// The CDS Hooks service that causa offers: what discovery says of it, and what a request must
// bring. Constants; any thread.
#pragma once

#include <span>
#include <string_view>

namespace causa::intake::cds_hooks {

/// What the client sends along. Only the small part of FHIR's searches that CDS Hooks allows.
struct Prefetch {
  std::string_view key, query;
  bool required = false;  ///< without it nothing is answered
};

struct Service {
  std::string_view hook, id, title, description, usage_requirements;
  std::span<const Prefetch> prefetch;
};

const Service& service();

}  // namespace causa::intake::cds_hooks
