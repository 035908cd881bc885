// SPDX-License-Identifier: Apache-2.0
//
// The steps of one module's library, ready to run: in this process (Instance) or in one of its own
// (worker/client.hpp). Who derives doesn't see the difference. One thread at a time.
#pragma once

#include <causa/abi.h>

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/error.hpp"

namespace causa::plugin {

/// What the host does for a library. Both may be called on any thread; empty: nothing is done.
struct HostServices {
  /// Level: CAUSA_LOG_*. The text is the library's; valid UTF-8, one line, at most 4096 bytes.
  std::function<void(std::int32_t level, std::string_view module_id, std::string_view text)> log;
  /// True: a long derive should give up.
  std::function<bool()> cancelled;
};

class StepRunner {
 public:
  virtual ~StepRunner() = default;
  StepRunner(const StepRunner&) = delete;
  StepRunner& operator=(const StepRunner&) = delete;

  /// Runs one step, as causa_plugin.derive is described. Error: place is the module's id, message
  /// says what went wrong; what stands in the outputs then must not be used.
  virtual Result<void> derive(std::uint32_t step, const causa_batch& batch,
                              const causa_output* const* outputs) = 0;

 protected:
  StepRunner() = default;
};

}  // namespace causa::plugin
