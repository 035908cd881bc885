// SPDX-License-Identifier: Apache-2.0
//
// How people name what they mean: words ("leg cramp", "K"), the id of a concept (lab.potassium), a
// code with its system ("LOINC 2823-3", "I10C R25.2"), a product ("hydrochlorothiazide 25 mg").
// Words mean something only if they are exactly a name or synonym; what is near to one is offered
// as "did you mean", never taken for it. Built once from the vocabulary, which outlives it;
// read-only and safe for any number of threads afterwards.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::intake::written {

enum class Sort : std::uint8_t { any, number, drug, truth };

/// What was named. Without codes: words that nobody knows. With codes and no concept: a code that
/// nobody knows, which a later module may.
struct Meaning {
  struct Code {
    std::string system, code, display;
  };
  std::vector<Code> codes;
  terminology::CodeMatch match;  ///< of the first code that is known

  [[nodiscard]] bool known() const { return match.concept_id != terminology::no_concept; }
};

/// A product's name may hold any words beside the drug's own; what a person writes in a list may
/// not, for "stopped" among them must not be passed over.
enum class Naming : std::uint8_t { words, product };

class Words {
 public:
  /// Without a vocabulary nothing is known, and nothing is near.
  explicit Words(const terminology::Vocabulary* vocabulary);

  /// Of concepts with the same words the one of `sort` is meant, then the narrower one; several
  /// drugs are a combination of all. `unit` chooses between codes of one analyte ("urea nitrogen"
  /// in mg/dL), and an analyte before a drug ("magnesium" in mg/dL). Error: the words mean two
  /// things, a fact that is calculated, an id or a code system that nobody knows; place empty.
  [[nodiscard]] Result<Meaning> find(std::string_view text, Sort sort, std::string_view unit = {},
                                     Naming naming = Naming::words) const;

  /// A name that is nearly what was written; empty if none is.
  [[nodiscard]] std::string nearest_to(std::string_view text, Sort sort) const;

  [[nodiscard]] const terminology::Vocabulary* vocabulary() const { return vocabulary_; }

 private:
  friend class NewWords;  // which compares what two of them know
  struct Candidate {
    terminology::ConceptId concept_id = terminology::no_concept;
    const terminology::CodeDefinition* code = nullptr;
  };
  using Index = std::map<std::string, std::vector<Candidate>, std::less<>>;

  [[nodiscard]] Result<Meaning> find_code(std::string_view system, std::string_view code) const;
  [[nodiscard]] Result<Meaning> find_id(std::string_view id) const;
  [[nodiscard]] Result<Meaning> meaning_of(std::vector<Candidate> candidates, Sort sort) const;
  [[nodiscard]] Result<Meaning> find_analyte(std::string_view folded, std::string_view unit) const;
  [[nodiscard]] Result<Meaning> find_drugs(const std::string& folded, Naming naming) const;
  [[nodiscard]] std::vector<Candidate> measured_in(std::vector<Candidate> candidates,
                                                   std::string_view unit) const;
  [[nodiscard]] std::vector<Candidate> narrowest(const std::vector<Candidate>& candidates) const;
  [[nodiscard]] std::vector<Candidate> drugs_called(std::string_view phrase) const;
  void add_concept(terminology::ConceptId id, Meaning& meaning) const;

  const terminology::Vocabulary* vocabulary_;
  Index names_;
  Index analytes_;  ///< the component of LOINC's names: "urea nitrogen"
};

Sort sort_of(const terminology::ConceptDefinition& definition);

/// True if the text is nothing but strength, form, route and how often: "25 mg once a day".
bool is_dose(std::string_view text);

}  // namespace causa::intake::written
