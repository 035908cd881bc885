// SPDX-License-Identifier: Apache-2.0

#include "plugin/registry.hpp"
#include "plugin/worker/client.hpp"

namespace causa::plugin {

Result<std::unique_ptr<StepRunner>> start_runner(const Module& module, std::string_view config_json,
                                                 HostServices services) {
  const std::string& id = module.manifest.id;
  if (module.apart)
    return std::unique_ptr<StepRunner>(
        std::make_unique<worker::Client>(module.apart, config_json, id, std::move(services)));
  auto instance = Instance::create(module.library, config_json, id, std::move(services));
  if (!instance) return instance.error();
  return std::unique_ptr<StepRunner>(std::move(*instance));
}

}  // namespace causa::plugin
