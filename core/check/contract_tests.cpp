// SPDX-License-Identifier: Apache-2.0
//
// Tests of what causa/abi.h asks of create, destroy and derive.

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "check/child.hpp"
#include "check/instance.hpp"
#include "check/steps.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

namespace json = boost::json;

/// All settings at their defaults, as JSON.
std::string defaults_of(const knowledge::Manifest& manifest) {
  json::object settings;
  for (const auto& option : manifest.config)
    settings[option.name] = json::parse(option.default_json);
  return json::serialize(settings);
}

Verdict create(const Subject& subject) {
  const auto library = load(subject);
  {
    const Instance instance(library);
  }
  {
    const Instance instance(library, defaults_of(subject.manifest()));
  }
  return pass();
}

Verdict destroy_null(const Subject& subject) {
  const auto library = load(subject);
  doing("destroy of NULL");
  library->table().destroy(nullptr);
  return pass();
}

/// Values of another type than the setting's.
std::vector<const char*> wrong_values(const std::string& type) {
  if (type == "number") return {R"("x")", "true"};
  if (type == "integer") return {R"("x")", "1.5"};
  if (type == "truth") return {R"("x")", "7"};
  return {"7", "true"};
}

Verdict settings(const Subject& subject) {
  if (subject.manifest().config.empty()) return skip("the module has no settings");
  const auto library = load(subject);
  for (const auto& option : subject.manifest().config)
    for (const char* value : wrong_values(option.type)) {
      const std::string settings = fmt::format(R"({{"{}": {}}})", option.name, value);
      Host host;
      const causa_status status = try_create(*library, settings, host);
      if (status == CAUSA_ERROR_CONFIG && host.has_error && !host.error.empty()) continue;
      if (status == CAUSA_OK)
        return fail(
            fmt::format("create takes {}, although {} is of type {}; read each setting with "
                        "its type, and return CAUSA_ERROR_CONFIG with a text",
                        settings, option.name, option.type));
      return fail(
          fmt::format("create answers {} with {}; return CAUSA_ERROR_CONFIG ({}) and say in "
                      "a text which setting must be what",
                      settings, words_of(status, host), CAUSA_ERROR_CONFIG));
    }
  return pass();
}

Verdict derive(const Subject& subject) {
  Instance instance(load(subject));
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    instance.outputs(shape, step, make_table(shape, usual_rows, random));
  });
  if (subject.shapes().empty()) return skip("the library has no steps");
  return pass();
}

Verdict empty_batch(const Subject& subject) {
  Instance instance(load(subject));
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    instance.outputs(shape, step, make_table(shape, 0, random));
  });
  return pass();
}

Verdict unknown_step(const Subject& subject) {
  Instance instance(load(subject));
  Shape none;
  none.id = "that there isn't";
  const auto step = static_cast<std::uint32_t>(subject.manifest().derives.size());
  const Answer answer = instance.try_step(none, step, {});
  const Host& host = instance.host();
  if (answer.status == CAUSA_OK)
    return fail(
        fmt::format("derive accepts step {}, though the manifest has {}, so facts would be "
                    "missed without a word; return CAUSA_ERROR_UNSUPPORTED with a text",
                    step, step == 1 ? "one" : std::to_string(step)));
  if (!host.has_error || host.error.empty())
    return fail(
        fmt::format("derive answers step {}, which there isn't, with {}; say in words what "
                    "is wrong through set_error before you return",
                    step, words_of(answer.status, host)));
  return pass();
}

Verdict scratch_refused(const Subject& subject) {
  const auto library = load(subject);
  std::uint64_t asked = 0;
  std::string wrong;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, usual_rows, random);
    for (std::int64_t granted = 0; granted < 3; ++granted) {
      Instance instance(library);
      Host& host = instance.host();
      host.scratch_left = granted;
      host.scratch_refused = false;
      const Answer answer = instance.try_step(shape, step, table);
      asked += host.scratch_calls;
      if (!host.scratch_refused) break;
      if (answer.status != CAUSA_ERROR_MEMORY && wrong.empty())
        wrong = fmt::format(
            "step {}: answers a refused request for scratch memory with {}; return "
            "CAUSA_ERROR_MEMORY ({}) if scratch gives NULL",
            shape.id, words_of(answer.status, host), CAUSA_ERROR_MEMORY);
    }
  });
  if (!wrong.empty()) return fail(wrong);
  return asked == 0 ? pass("it asks for no scratch memory") : pass();
}

Verdict cancelled(const Subject& subject) {
  constexpr std::size_t many_rows = 16'384;
  constexpr double patience_seconds = 2;
  Instance instance(load(subject));
  instance.host().is_cancelled = true;
  std::string wrong, slow;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, many_rows, random);
    const auto begin = std::chrono::steady_clock::now();
    const Answer answer = instance.try_step(shape, step, table);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (answer.status != CAUSA_OK && answer.status != CAUSA_ERROR_CANCELLED)
      wrong =
          fmt::format("step {}: answers cancelled() with {}; return CAUSA_ERROR_CANCELLED ({})",
                      shape.id, words_of(answer.status, instance.host()), CAUSA_ERROR_CANCELLED);
    if (answer.status == CAUSA_OK && taken.count() > patience_seconds)
      slow = fmt::format(
          "step {}: goes on for {:.1f} s with {} rows although the host cancelled "
          "it; poll cancelled() in long loops",
          shape.id, taken.count(), many_rows);
  });
  if (!wrong.empty()) return fail(wrong);
  return slow.empty() ? pass() : warn(slow);
}

constexpr Test all[] = {
    {"contract.create", "create makes an instance without settings and with the defaults",
     For::libraries, "load.loads", create},
    {"contract.destroy_null", "destroy accepts NULL", For::libraries, "load.loads", destroy_null},
    {"contract.settings", "settings of a wrong type are refused in words", For::libraries,
     "contract.create", settings},
    {"contract.derive", "every step runs on ordinary patients", For::libraries,
     "image.knowledge contract.create", derive},
    {"contract.empty_batch", "every step runs on no patient", For::libraries, "contract.derive",
     empty_batch},
    {"contract.unknown_step", "a step that there isn't is refused in words", For::libraries,
     "contract.create", unknown_step},
    {"contract.scratch_refused", "a step that gets no scratch memory says so", For::libraries,
     "contract.derive", scratch_refused},
    {"contract.cancelled", "a long step gives up when it is cancelled", For::libraries,
     "contract.derive", cancelled},
};

}  // namespace

std::span<const Test> contract_tests() { return all; }

}  // namespace causa::check
