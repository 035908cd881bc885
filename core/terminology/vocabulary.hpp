// SPDX-License-Identifier: Apache-2.0
//
// Concepts and their codes: the only room that knows a code system. Built once at start from the
// tables in configs/terminology and from the modules' own `terminology`; read-only and safe for any
// number of threads afterwards. What only text needs (names, phrases) is made when a text asks for
// it and as far as it does, since most records are coded and a start shouldn't pay for it. A
// ConceptId is an index, valid for the Vocabulary that gave it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "terminology/answers.hpp"
#include "terminology/concept.hpp"
#include "terminology/names.hpp"
#include "terminology/narratives.hpp"
#include "terminology/phrases.hpp"
#include "terminology/synonyms.hpp"
#include "terminology/units.hpp"

namespace causa::terminology {

/// A code that was recognized: its concept, and the code entry that matched.
struct CodeMatch {
  ConceptId concept_id = no_concept;
  const CodeDefinition* code = nullptr;
};

/// A code that a later edition of its system no longer has as it was.
struct ReplacedCode {
  std::string system;  ///< as in CodeDefinition
  std::string code;
  std::string now;    ///< what stands in its place, in words
  std::string since;  ///< "October 2022"
};

/// "LOINC" for all the names of a code system: FHIR's URI, object identifier, HL7 v2's short name;
/// empty if it is none of those that the tables use.
std::string_view system_name(std::string_view written);
/// FHIR's URI of a code system, from any of its names ("LOINC"); empty if the system isn't known.
std::string_view system_uri(std::string_view name);

class Vocabulary {
 public:
  Vocabulary();
  Vocabulary(Vocabulary&&) noexcept = default;
  Vocabulary& operator=(Vocabulary&&) noexcept = default;

  /// Reads observations.json, findings.json, drugs.json, synonyms.json, narratives.json,
  /// answers.json, units.json and replaced.json of a folder.
  static Result<Vocabulary> load(const std::string& path);

  /// For others to add to. Before `finish`.
  [[nodiscard]] Vocabulary copy() const { return *this; }

  /// Adds a concept, or joins codes, words and is_a to one that exists; error if kind or unit
  /// disagree, or a code that is joined means another concept. Call `finish` after the last one.
  Result<void> add(ConceptDefinition definition, std::string_view defined_by, bool derived = false);

  /// Resolves is_a, builds the index of codes; error names an unknown or circular is_a.
  Result<void> finish();

  /// What people see a concept called from now on; texts are still matched by its first name too.
  /// After `finish`.
  void show_as(ConceptId id, std::string name);

  [[nodiscard]] std::optional<ConceptId> find(std::string_view id) const;
  [[nodiscard]] const Concept& operator[](ConceptId id) const { return concepts_[id]; }
  [[nodiscard]] std::size_t size() const { return concepts_.size(); }

  /// That this condition, or the nearest broader one, is suspected; the concept itself if it is a
  /// suspicion; no_concept if no module asks for it. After `finish`.
  [[nodiscard]] ConceptId suspicion_of(ConceptId id) const;
  [[nodiscard]] bool is_suspicion(ConceptId id) const { return suspicion_of(id) == id; }

  /// All concepts that a code stands for (several ATC prefixes may match; ICD by longest prefix
  /// without the dot). `system_uri` as in FHIR, or an OID, or HL7 v2's short name.
  /// Ids of concepts (concept_system) are exact; a derived concept can't be stated.
  void lookup(std::string_view system_uri, std::string_view code,
              std::vector<CodeMatch>& matches) const;

  /// The concept whose name or words are exactly `text` after folding; conservative.
  [[nodiscard]] std::optional<ConceptId> find_text(std::string_view text) const;

  /// True if an observation with this code is running text.
  [[nodiscard]] bool is_narrative(std::string_view system_uri, std::string_view code) const;

  /// The words of all concepts, for running text; after `finish`, until `show_as`.
  [[nodiscard]] const Phrases& phrases() const;

  /// Every text that a concept is called by beside its name: its own, then those of synonyms.json,
  /// each once; after `finish`.
  [[nodiscard]] std::span<const std::string> texts(ConceptId id) const;

  /// "did you mean X?" with the nearest concept's id, or empty.
  [[nodiscard]] std::string suggest(std::string_view id) const;

  /// Converts to the concept's canonical unit. `unit_code` is UCUM if given, else `unit` is read
  /// through the alias table; a missing unit is assumed only if the code implies one (then
  /// `assumed` is set). Error: names the unit and those that would do. A name and a code that are
  /// two units of the concept are an error too.
  struct Converted {
    double value = 0;
    bool assumed = false;
    Conversion conversion;  ///< that was applied
  };
  [[nodiscard]] Result<Converted> to_canonical(const CodeMatch& match, double value,
                                               std::string_view unit,
                                               std::string_view unit_code) const;

  /// Factor and offset from `unit` (UCUM or alias) to the concept's canonical unit; for conditions.
  [[nodiscard]] Result<Conversion> conversion(ConceptId concept_id, std::string_view unit) const;

  /// Drug ingredients named as whole words in a product's name ("Hydrochlorothiazide 25 MG Oral
  /// Tablet"); conservative: only words of drug.* concepts. Appends.
  void find_drug_words(std::string_view product_name, std::vector<ConceptId>& found) const;

  [[nodiscard]] const UnitAliases& units() const { return units_; }
  [[nodiscard]] const AnswerCodes& answers() const { return answers_; }

  /// Null if the code of that system (see system_name) is not known to be replaced.
  [[nodiscard]] const ReplacedCode* replaced(std::string_view system, std::string_view code) const;

 private:
  Vocabulary(const Vocabulary&) = default;
  std::vector<Concept> concepts_;
  std::map<std::string, ConceptId, std::less<>> by_id_;
  [[nodiscard]] std::vector<ConceptId> find_suspicions() const;
  [[nodiscard]] Result<void> check_codes(const Concept& known, const ConceptDefinition& added,
                                         std::string_view defined_by) const;
  struct Index;
  struct ForText;
  [[nodiscard]] WordsOfConcepts words_of_concepts() const;
  [[nodiscard]] const Names& names() const;

  std::shared_ptr<const Index> index_;
  std::shared_ptr<const ForText> for_text_;
  UnitAliases units_;
  AnswerCodes answers_;
  NarrativeTable narratives_;
  std::vector<Synonyms> synonyms_;
  std::map<ConceptId, std::string> first_names_;  ///< of those that are shown as something else
  std::vector<ReplacedCode> replaced_;
};

}  // namespace causa::terminology
