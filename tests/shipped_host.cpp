// SPDX-License-Identifier: Apache-2.0

#include "shipped_host.hpp"

#include "paths.hpp"

namespace causa::tests {

std::shared_ptr<const assess::Prepared> host_of(const plugin::LoadOptions& options,
                                                const assess::Constants& constants) {
  return assess::Prepared::make(plugin::Registry::load(options).value(),
                                terminology::Vocabulary::load(terminology_folder).value(),
                                constants)
      .value();
}

const std::shared_ptr<const assess::Prepared>& shipped_host() {
  static const auto prepared = [] {
    plugin::LoadOptions options;
    options.folders = {plugin_folder};
    return host_of(options);
  }();
  return prepared;
}

}  // namespace causa::tests
