// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes taken for a module file end in faults with a place in the file, or in
// a module whose every condition is compiled, studied, shown and evaluated. Build with clang
// -fsanitize=fuzzer,address,undefined; run it in the root of the source tree; seeds are in
// tests/data/knowledge/module.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/parse.hpp"
#include "knowledge/yaml.hpp"
#include "rules/certain.hpp"
#include "rules/terms.hpp"
#include "written_check.hpp"

namespace {

using namespace causa;

void expect(bool holds) {
  if (!holds) std::abort();
}

void run(const rules::Condition& condition, const terminology::Vocabulary& vocabulary) {
  (void)condition.words(vocabulary);
  (void)condition.concepts();
  facts::Layout layout;
  const rules::Program program(condition, layout, vocabulary, rules::Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(65, 0);
  rules::Program::Scratch scratch;
  rules::Mask mask;
  program.evaluate(batch, scratch, mask);
  std::vector<std::uint32_t> columns;
  program.deciding_columns(batch, 64, mask.at(64), columns);
  for (std::size_t word = 0; word < mask.yes.size(); ++word)
    expect((mask.yes[word] & mask.no[word]) == 0);
}

void read_condition(const knowledge::ConditionText& text, const knowledge::Manifest& manifest,
                    const terminology::Vocabulary& vocabulary,
                    const knowledge::YamlDocument& document) {
  if (text.text.empty()) return;
  const auto parsed = rules::Condition::parse(text.text, vocabulary, manifest);
  if (const auto* error = std::get_if<rules::ConditionError>(&parsed)) {
    expect(error->offset <= text.text.size() && !error->message.empty());
    expect(document.inside(text.pointer, error->offset).line >= 1);
    return;
  }
  run(std::get<rules::Condition>(parsed), vocabulary);
  if (const auto studied = rules::study(text.text, vocabulary, manifest)) {
    (void)rules::outlook_of(*studied, vocabulary);
    (void)rules::meaning_of(*studied);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = knowledge::YamlDocument::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const auto parsed = knowledge::parse_manifest(document->json());
  for (const auto& problem : parsed.problems) {
    expect(document->value(problem.pointer).line >= 1);
    expect(document->key(problem.pointer).line >= 1);
  }
  const auto& manifest = parsed.manifest;
  const auto& vocabulary = *fuzz::vocabulary();
  for (const auto& fault : rules::faults_of_terms(manifest, vocabulary))
    expect(document->inside(fault.pointer, fault.offset).line >= 1);
  const auto read = [&](const knowledge::ConditionText& text) {
    read_condition(text, manifest, vocabulary, *document);
  };
  for (const auto& one : manifest.definitions) read(one.when);
  for (const auto& one : manifest.scores)
    for (const auto& item : one.items) read(item.when);
  for (const auto& one : manifest.rules) read(one.when);
  for (const auto& one : manifest.alerts) read(one.when);
  for (const auto& one : manifest.advice) read(one.when);
  for (const auto& one : manifest.withholds) read(one.when);
  return 0;
}
