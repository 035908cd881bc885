// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <memory_resource>
#include <utility>

#include "plugin/library.hpp"
#include "plugin/printable.hpp"

namespace causa::plugin {

namespace {

constexpr std::uint64_t largest_scratch = std::uint64_t{64} << 20;  // of one call
constexpr std::uint64_t largest_align = 4096;

std::string printable(causa_str text) {
  return text.ptr == nullptr ? std::string()
                             : plugin::printable(std::string_view(text.ptr, text.len));
}

std::string_view status_name(causa_status status) {
  switch (status) {
    case CAUSA_ERROR_ARGUMENT:
      return "a wrong argument";
    case CAUSA_ERROR_UNSUPPORTED:
      return "something that it doesn't support";
    case CAUSA_ERROR_CONFIG:
      return "a wrong setting";
    case CAUSA_ERROR_MEMORY:
      return "no memory";
    case CAUSA_ERROR_LIMIT:
      return "a limit";
    case CAUSA_ERROR_CANCELLED:
      return "cancelled";
    case CAUSA_ERROR_INTERNAL:
      return "an internal error";
    default:
      return "an unknown status";
  }
}

}  // namespace

/// The table that the library calls back, and what stands behind it. Its address must not change.
struct Instance::Host {
  causa_host table{};
  std::string module_id;
  HostServices services;
  std::string error;
  std::pmr::monotonic_buffer_resource arena;
  std::uint64_t scratch_used = 0;

  Host(std::string_view id, HostServices given) : module_id(id), services(std::move(given)) {
    table.struct_size = sizeof(causa_host);
    table.abi_minor = CAUSA_ABI_MINOR;
    table.ctx = this;
    table.log = [](void* ctx, std::int32_t level, causa_str text) noexcept {
      of(ctx).log(level, text);
    };
    table.set_error = [](void* ctx, causa_str text) noexcept { of(ctx).error = printable(text); };
    table.scratch = [](void* ctx, std::uint64_t size, std::uint64_t align) noexcept {
      return of(ctx).scratch(size, align);
    };
    table.cancelled = [](void* ctx) noexcept -> std::int32_t {
      const auto& cancelled = of(ctx).services.cancelled;
      return cancelled && cancelled() ? 1 : 0;
    };
    table.get_extension = [](void*, causa_str) noexcept -> const void* { return nullptr; };
  }

  static Host& of(void* ctx) { return *static_cast<Host*>(ctx); }

  void log(std::int32_t level, causa_str text) noexcept {
    if (services.log) services.log(level, module_id, printable(text));
  }

  void* scratch(std::uint64_t size, std::uint64_t align) noexcept {
    const bool power_of_two = align != 0 && (align & (align - 1)) == 0;
    if (!power_of_two || align > largest_align || size > largest_scratch - scratch_used)
      return nullptr;
    try {
      void* memory = arena.allocate(std::max<std::uint64_t>(size, 1), align);
      scratch_used += size;
      return memory;
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }

  /// Runs one call into the library: clean before and after. noexcept: an exception that comes out
  /// of a library has crossed code that knows of none, so the process ends instead.
  template <class Call>
  causa_status run(Call&& call) noexcept {
    error.clear();
    const causa_status status = [&] {
      const AtWork at_work(module_id.c_str());
      return call();
    }();
    arena.release();
    scratch_used = 0;
    // A text with status 0 is a library's bug; its facts can't be trusted.
    return status == CAUSA_OK && !error.empty() ? CAUSA_ERROR_INTERNAL : status;
  }

  Error failure(std::string what, causa_status status) const {
    return {Fault::plugin, module_id,
            error.empty()
                ? fmt::format("{} failed: {} (status {})", what, status_name(status), status)
                : fmt::format("{} failed: {}", what, error),
            status == CAUSA_ERROR_CONFIG ? "correct the module's settings"
                                         : "tell the module's authors"};
  }
};

Result<std::unique_ptr<Instance>> Instance::create(std::shared_ptr<const Library> library,
                                                   std::string_view config_json,
                                                   std::string_view module_id,
                                                   HostServices services) {
  std::unique_ptr<Instance> instance(new Instance);
  instance->library_ = std::move(library);
  instance->host_ = std::make_unique<Host>(module_id, std::move(services));
  const auto status = instance->host_->run([&] {
    return instance->library_->table().create(
        &instance->host_->table, {config_json.data(), config_json.size()}, &instance->instance_);
  });
  if (status == CAUSA_OK) return instance;
  instance->instance_ = nullptr;  // whatever a failed create left there
  return instance->host_->failure("create", status);
}

Instance::~Instance() {
  if (library_ == nullptr || host_ == nullptr) return;
  const AtWork at_work(host_->module_id.c_str());
  library_->table().destroy(instance_);
}

Result<void> Instance::derive(std::uint32_t step, const causa_batch& batch,
                              const causa_output* const* outputs) {
  const auto status =
      host_->run([&] { return library_->table().derive(instance_, step, &batch, outputs); });
  if (status == CAUSA_OK) return {};
  return host_->failure(fmt::format("step {}", step), status);
}

}  // namespace causa::plugin
