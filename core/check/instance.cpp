// SPDX-License-Identifier: Apache-2.0

#include "check/instance.hpp"

#include <fmt/core.h>

#include "check/child.hpp"
#include "check/columns.hpp"

namespace causa::check {

std::shared_ptr<const plugin::Library> load(const Subject& subject) {
  doing("loading");
  auto library = plugin::Library::load(subject.sealed(), subject.image());
  if (!library) report(fail(fmt::format("{}; {}", library.error().message, library.error().cure)));
  return std::move(*library);
}

Instance::Instance(std::shared_ptr<const plugin::Library> library, const std::string& config_json,
                   bool from_the_future)
    : library_(std::move(library)), host_(std::make_unique<Host>()) {
  if (from_the_future) host_->come_from_the_future();
  doing("create");
  const auto create = [&]() noexcept {
    return library_->table().create(host_->table(), {config_json.data(), config_json.size()},
                                    &instance_);
  };
  const causa_status status = create();
  host_->release();
  if (status != CAUSA_OK || host_->has_error)
    report(fail(fmt::format("create with {} gives {}; make an instance of these settings",
                            config_json, words_of(status, *host_))));
}

Instance::~Instance() {
  doing("destroy");
  const auto destroy = [&]() noexcept { library_->table().destroy(instance_); };
  destroy();
}

Answer Instance::try_step(const Shape& shape, std::uint32_t step, const Table& table,
                          const Style& style) {
  doing(fmt::format("step {}", shape.id));
  Memory inputs(style.fence);
  Memory outputs(style.inputs_read_only ? Fence::none : style.fence);
  const Columns columns(shape, table, style, inputs);
  const OutputColumns provided(shape, table.rows.size(), style, outputs);
  if (style.inputs_read_only) inputs.protect();
  host_->error.clear();
  host_->has_error = false;
  Answer answer;
  {
    const FaultWatch watch({&inputs, &outputs, &host_->scratch_memory()});
    const auto derive = [&]() noexcept {
      return library_->table().derive(instance_, step, &columns.batch(), provided.tables());
    };
    answer.status = derive();
  }
  host_->release();
  provided.read(answer);
  return answer;
}

Outputs Instance::outputs(const Shape& shape, std::uint32_t step, const Table& table,
                          const Style& style) {
  Answer answer = try_step(shape, step, table, style);
  if (answer.status != CAUSA_OK || host_->has_error)
    report(
        fail(fmt::format("step {} gives {} for {} rows of ordinary values; a step that can say "
                         "nothing of a row leaves it unknown and returns 0",
                         shape.id, words_of(answer.status, *host_), table.rows.size())));
  return std::move(answer.outputs);
}

causa_status try_create(const plugin::Library& library, const std::string& config_json,
                        Host& host) {
  doing(fmt::format("create with {}", config_json));
  void* instance = nullptr;
  const auto create = [&]() noexcept {
    return library.table().create(host.table(), {config_json.data(), config_json.size()},
                                  &instance);
  };
  const causa_status status = create();
  host.release();
  if (status == CAUSA_OK) library.table().destroy(instance);
  return status;
}

std::string words_of(causa_status status, const Host& host) {
  if (!host.has_error) return fmt::format("status {} without a text", status);
  if (status == CAUSA_OK) return fmt::format("status 0, but the error \"{}\"", host.error);
  return fmt::format("status {}, \"{}\"", status, host.error);
}

}  // namespace causa::check
