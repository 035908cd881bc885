// SPDX-License-Identifier: Apache-2.0
//
// The data types of FHIR that resources are made of. As in json.hpp, false means that
// Draft::trouble says what is wrong.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

bool read_coding(Draft& draft, ondemand::value value, record::Coding& coding);

/// Codings are appended to the record; text is kept in it.
bool read_concept(Draft& draft, ondemand::value value, Concept& result);

/// "No known problems", "no information about medications", as patient summaries state them: the
/// reason to ignore what has such a code; empty if it has none.
std::string_view why_nothing_known(const Draft& draft, const Concept& code);

/// A body site: like a concept, but words alone become a coding with nothing but a display.
bool read_site(Draft& draft, ondemand::value value, record::CodingRange& site);
bool read_sites(Draft& draft, ondemand::value value, record::CodingRange& sites);

/// The codes of a CodeableConcept whose value set FHIR fixes, in whatever case they are written:
/// calls each(code, true). Without any, its words stand for one, written as codes are ("Entered in
/// Error" is entered-in-error): each(words, false).
template <class Each>
bool each_code(Draft& draft, ondemand::value value, Each&& each);

bool read_reference(Draft& draft, ondemand::value value, Reference& result);
bool read_identifier(Draft& draft, ondemand::value value, std::string_view& system,
                     std::string_view& value_text);

struct Quantity {
  double number = std::numeric_limits<double>::quiet_NaN();
  std::string_view comparator;
  std::string_view unit;       ///< as written; not yet kept
  std::string_view unit_code;  ///< only if the system is UCUM
};
bool read_quantity(Draft& draft, ondemand::value value, Quantity& quantity);

/// Why a quantity says nothing; empty if it does.
std::string_view why_unusable(Draft& draft, const Quantity& quantity);

bool read_period(Draft& draft, ondemand::value value, TimeSpan& start, TimeSpan& end);

/// True in `any` if an Age or a Range states a number.
bool read_whether_number(Draft& draft, ondemand::value value, bool& any);

/// True in `any` if the array has an element: an extension that changes the meaning and that
/// nobody here understands.
bool read_modifiers(Draft& draft, ondemand::value value, bool& any);

/// The same for implicitRules, which says nothing if it is empty.
bool read_rules(Draft& draft, ondemand::value value, bool& any);

// Implementation.

/// Lower case, without blanks around, with hyphens for those between.
std::string as_code(std::string_view words);

enum class ConceptPart : std::uint8_t { none, coding, text };
enum class CodingPart : std::uint8_t { none, system, code, display };
extern const FieldTable<ConceptPart> concept_parts;
extern const FieldTable<CodingPart> coding_parts;

template <class Each>
bool each_code(Draft& draft, ondemand::value value, Each&& each) {
  Trouble& trouble = draft.trouble;
  bool coded = false;
  std::string_view words, shown;
  const auto take = [&](CodingPart field, ondemand::value text) {
    if (field == CodingPart::display && shown.empty()) shown = peek_text(text);
    if (field != CodingPart::code) return true;
    std::string_view code;
    if (!read_text(trouble, text, code)) return false;
    if (code.empty()) return true;
    coded = true;
    each(std::string_view(as_code(code)), true);
    return true;
  };
  const bool good =
      each_field(trouble, value, concept_parts, [&](ConceptPart part, ondemand::value inner) {
        if (part == ConceptPart::text) return read_text(trouble, inner, words);
        return each_element(trouble, inner, [&](std::size_t, ondemand::value coding) {
          return each_field(trouble, coding, coding_parts, take);
        });
      });
  const std::string code = coded ? std::string() : as_code(words.empty() ? shown : words);
  if (good && !code.empty()) each(std::string_view(code), false);
  return good;
}

}  // namespace causa::intake::fhir
