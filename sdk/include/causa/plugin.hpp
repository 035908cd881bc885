// SPDX-License-Identifier: Apache-2.0
//
// What the author of a C++ library includes. Write a class
//
//   class Example {
//    public:
//     explicit Example(const causa::Config& config);      // or (const causa::Config&, causa::Host)
//     void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const;
//   };
//   CAUSA_PLUGIN(Example)
//
// and build it with causa_add_plugin(), which makes the note from the manifest. One object is made
// for each worker thread; it is never used by two threads at once. Exceptions that leave the class
// become a status and a text; none crosses to the host. Views only; header only; no globals.
#pragma once

#include <causa/abi.h>
#include <causa/note.h>

#include <causa/batch.hpp>
#include <causa/config.hpp>
#include <concepts>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace causa {
inline namespace v1 {

/// The host's services; a view, good for the life of the object that was given it.
class Host {
 public:
  explicit Host(const causa_host& host) : host_(&host) {}

  /// Level: CAUSA_LOG_*. Never log values of patients.
  void log(std::int32_t level, std::string_view text) const {
    host_->log(host_->ctx, level, {text.data(), text.size()});
  }
  [[nodiscard]] bool cancelled() const { return host_->cancelled(host_->ctx) != 0; }

 private:
  const causa_host* host_;
};

namespace detail {

inline causa_status fail(const causa_host* host, causa_status status,
                         std::string_view text) noexcept {
  host->set_error(host->ctx, {text.data(), text.size()});
  return status;
}

/// Runs `work`; whatever it throws becomes a status and a text.
template <class Work>
causa_status guarded(const causa_host* host, Work&& work) noexcept {
  try {
    return std::forward<Work>(work)();
  } catch (const ConfigError& error) {
    return fail(host, CAUSA_ERROR_CONFIG, error.what());
  } catch (const BatchError& error) {
    return fail(host, CAUSA_ERROR_ARGUMENT, error.what());
  } catch (const std::bad_alloc&) {
    return fail(host, CAUSA_ERROR_MEMORY, "out of memory");
  } catch (const std::exception& error) {
    return fail(host, CAUSA_ERROR_INTERNAL, error.what());
  } catch (...) {
    return fail(host, CAUSA_ERROR_INTERNAL, "an exception of unknown type");
  }
}

template <class Plugin>
concept TakesHost = std::constructible_from<Plugin, const Config&, Host>;

template <class Plugin>
concept Derives = requires(const Plugin& plugin, const Batch& batch, const Outputs& out) {
  { plugin.derive(std::uint32_t{0}, batch, out) } -> std::same_as<void>;
};

/// `steps`: of the manifest. A step that there isn't is refused here, for the class would pass over
/// it and its facts would be missed without a word.
template <class Plugin, std::uint32_t steps>
struct Trampoline {
  static_assert(TakesHost<Plugin> || std::constructible_from<Plugin, const Config&>,
                "the class needs a constructor (const causa::Config&)");
  static_assert(Derives<Plugin>,
                "the class needs void derive(std::uint32_t step, const causa::Batch& batch, "
                "const causa::Outputs& out) const");

  struct Instance {
    const causa_host* host;
    Plugin plugin;
  };

  static causa_status create(const causa_host* host, causa_str config_json,
                             void** instance) noexcept {
    if (host == nullptr || instance == nullptr) return CAUSA_ERROR_ARGUMENT;
    *instance = nullptr;
    return guarded(host, [&] {
      const Config config(config_json.len == 0
                              ? std::string_view("{}")
                              : std::string_view(config_json.ptr, config_json.len));
      if constexpr (TakesHost<Plugin>)
        *instance = new Instance{host, Plugin(config, Host(*host))};
      else
        *instance = new Instance{host, Plugin(config)};
      return CAUSA_OK;
    });
  }

  static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

  static causa_status derive(void* instance, std::uint32_t step, const causa_batch* batch,
                             const causa_output* const* out) noexcept {
    if (instance == nullptr || batch == nullptr || out == nullptr) return CAUSA_ERROR_ARGUMENT;
    auto& self = *static_cast<Instance*>(instance);
    return guarded(self.host, [&] {
      if (step >= steps)
        return fail(self.host, CAUSA_ERROR_UNSUPPORTED,
                    "there is no step " + std::to_string(step) + "; the manifest has " +
                        std::to_string(steps));
      std::as_const(self.plugin).derive(step, Batch(*batch), Outputs(*batch, out));
      return CAUSA_OK;
    });
  }
};

}  // namespace detail
}  // namespace v1
}  // namespace causa

/// Once in a library, at file scope: the note, the table and the entry.
#define CAUSA_PLUGIN(Class)                                                  \
  CAUSA_EMBED_NOTE();                                                        \
  extern "C" CAUSA_EXPORT const causa_plugin* causa_plugin_v1(void) {        \
    using Trampoline = ::causa::detail::Trampoline<Class, CAUSA_STEP_COUNT>; \
    static constexpr causa_plugin table = {sizeof(causa_plugin),             \
                                           CAUSA_ABI_MINOR,                  \
                                           CAUSA_ABI_MINOR_NEEDED,           \
                                           0,                                \
                                           CAUSA_TEXT(CAUSA_MODULE_ID),      \
                                           CAUSA_TEXT(CAUSA_MODULE_VERSION), \
                                           CAUSA_MANIFEST,                   \
                                           Trampoline::create,               \
                                           Trampoline::destroy,              \
                                           Trampoline::derive,               \
                                           nullptr};                         \
    return &table;                                                           \
  }
