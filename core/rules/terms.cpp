// SPDX-License-Identifier: Apache-2.0

#include "rules/terms.hpp"

#include <fmt/core.h>

#include "rules/parser.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

namespace {

class TermCheck {
 public:
  TermCheck(const knowledge::Manifest& manifest, const terminology::Vocabulary& vocabulary)
      : manifest_(manifest), vocabulary_(vocabulary) {}

  std::vector<TermFault> run() {
    for (std::size_t i = 0; i < manifest_.definitions.size(); ++i) {
      const auto& one = manifest_.definitions[i];
      name(one.id, fmt::format("/definitions/{}/id", i));
      condition(one.when);
    }
    for (std::size_t i = 0; i < manifest_.bands.size(); ++i)
      bands(manifest_.bands[i], fmt::format("/bands/{}", i));
    for (std::size_t i = 0; i < manifest_.scores.size(); ++i) {
      const auto& one = manifest_.scores[i];
      if (vocabulary_.find(one.id))
        note(fmt::format("/scores/{}/id", i), 0, fmt::format("{} is a concept already", one.id),
             "give the score another id");
      for (const auto& item : one.items) condition(item.when);
    }
    return std::move(faults_);
  }

 private:
  void note(std::string pointer, std::size_t offset, std::string message, std::string hint = {}) {
    faults_.push_back({std::move(pointer), offset, std::move(message), std::move(hint)});
  }

  void name(const std::string& id, std::string pointer) {
    if (is_keyword(id))
      note(std::move(pointer), 0, fmt::format("'{}' is a word of the language", id),
           "give it another name");
    else if (vocabulary_.find(id))
      note(std::move(pointer), 0, fmt::format("{} is a concept already", id),
           "give it another name");
  }

  std::optional<Condition::Tree> condition(const knowledge::ConditionText& text) {
    if (text.text.empty()) return std::nullopt;  // said by who read the manifest
    auto parsed = parse_tree(text.text, vocabulary_, terms_);
    if (auto* tree = std::get_if<Condition::Tree>(&parsed)) return std::move(*tree);
    const auto& error = std::get<ConditionError>(parsed);
    note(text.pointer, error.offset, error.message, error.hint);
    return std::nullopt;
  }

  void bands(const knowledge::BandedFact& banded, const std::string& pointer) {
    const auto fact = vocabulary_.find(banded.fact);
    if (!fact) {
      const std::string near = vocabulary_.suggest(banded.fact);
      note(pointer + "/fact", 0, fmt::format("no concept '{}'", banded.fact), near);
      return;
    }
    if (vocabulary_[*fact].definition.kind != terminology::ConceptKind::number) {
      note(pointer + "/fact", 0,
           fmt::format("{} is present or absent, it has no bands", banded.fact));
      return;
    }
    for (std::size_t i = 0; i < banded.bands.size(); ++i) {
      const auto& band = banded.bands[i];
      name(band.name, fmt::format("{}/bands/{}/name", pointer, i));
      const auto tree = condition(band.when);
      if (!tree) continue;
      const Node& node = tree->nodes.back();
      if (tree->nodes.size() != 1 || node.operation != Operation::compare ||
          node.concept_id != *fact || node.own_take || node.own_window)
        note(band.when.pointer, 0,
             fmt::format("the band {} isn't one comparison of {}", band.name, banded.fact),
             fmt::format("write \"{} < ...\" and nothing else", banded.fact));
    }
  }

  const knowledge::Manifest& manifest_;
  const terminology::Vocabulary& vocabulary_;
  const Terms terms_{manifest_};
  std::vector<TermFault> faults_;
};

}  // namespace

std::vector<TermFault> faults_of_terms(const knowledge::Manifest& manifest,
                                       const terminology::Vocabulary& vocabulary) {
  return TermCheck(manifest, vocabulary).run();
}

}  // namespace causa::rules
