// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/elements.hpp"

#include <cmath>

#include "record/comparator_signs.hpp"

namespace causa::intake::fhir {

namespace {

constexpr std::string_view absent_or_unknown =
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
constexpr std::string_view ucum = "http://unitsofmeasure.org";

enum class ReferencePart : std::uint8_t { none, reference, type, identifier, display };
constexpr FieldTable<ReferencePart> reference_parts({{"reference", ReferencePart::reference},
                                                     {"type", ReferencePart::type},
                                                     {"identifier", ReferencePart::identifier},
                                                     {"display", ReferencePart::display}});

enum class IdentifierPart : std::uint8_t { none, system, value };
constexpr FieldTable<IdentifierPart> identifier_parts({{"system", IdentifierPart::system},
                                                       {"value", IdentifierPart::value}});

enum class QuantityPart : std::uint8_t { none, value, comparator, unit, system, code };
constexpr FieldTable<QuantityPart> quantity_parts({{"value", QuantityPart::value},
                                                   {"comparator", QuantityPart::comparator},
                                                   {"unit", QuantityPart::unit},
                                                   {"system", QuantityPart::system},
                                                   {"code", QuantityPart::code}});

/// Of an Age, and of a Range, whose ends have a value each.
enum class AmountPart : std::uint8_t { none, value, low, high };
constexpr FieldTable<AmountPart> amount_parts({{"value", AmountPart::value},
                                               {"low", AmountPart::low},
                                               {"high", AmountPart::high}});

enum class PeriodPart : std::uint8_t { none, start, end };
constexpr FieldTable<PeriodPart> period_parts({{"start", PeriodPart::start},
                                               {"end", PeriodPart::end}});

}  // namespace

constinit const FieldTable<ConceptPart> concept_parts({{"coding", ConceptPart::coding},
                                                       {"text", ConceptPart::text}});
constinit const FieldTable<CodingPart> coding_parts({{"system", CodingPart::system},
                                                     {"code", CodingPart::code},
                                                     {"display", CodingPart::display}});

bool read_coding(Draft& draft, ondemand::value value, record::Coding& coding) {
  return each_field(draft.trouble, value, coding_parts, [&](CodingPart part, ondemand::value text) {
    std::string_view written;
    if (!read_text(draft.trouble, text, written)) return false;
    std::string_view& target = part == CodingPart::system ? coding.system
                               : part == CodingPart::code ? coding.code
                                                          : coding.display;
    target = draft.keep(written);
    return true;
  });
}

bool read_concept(Draft& draft, ondemand::value value, Concept& result) {
  Trouble& trouble = draft.trouble;
  const std::size_t first = draft.record.codings.size();
  const bool good =
      each_field(trouble, value, concept_parts, [&](ConceptPart part, ondemand::value inner) {
        if (part == ConceptPart::text) {
          std::string_view text;
          if (!read_text(trouble, inner, text)) return false;
          result.text = draft.keep(text);
          return true;
        }
        return each_element(trouble, inner, [&](std::size_t, ondemand::value element) {
          record::Coding coding;
          if (!read_coding(draft, element, coding)) return false;
          if (!coding.code.empty() || !coding.display.empty()) {
            draft.record.codings.push_back(coding);
          }
          return true;
        });
      });
  result.codes = draft.codes_since(first);
  return good;
}

std::string as_code(std::string_view words) {
  std::string code;
  for (const char c : words) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      code += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!code.empty() && code.back() != '-')
      code += '-';
  }
  while (code.ends_with('-')) code.pop_back();
  return code;
}

std::string_view why_nothing_known(const Draft& draft, const Concept& code) {
  for (std::uint32_t i = 0; i < code.codes.count; ++i) {
    if (draft.record.begin_of(code.codes)[i].system == absent_or_unknown) {
      return "says that nothing of the kind is known";
    }
  }
  return {};
}

bool read_site(Draft& draft, ondemand::value value, record::CodingRange& site) {
  Concept read;
  if (!read_concept(draft, value, read)) return false;
  if (read.codes.count == 0 && !read.text.empty()) {
    draft.record.codings.push_back({{}, {}, read.text});
    ++read.codes.count;
  }
  site = read.codes;
  return true;
}

bool read_sites(Draft& draft, ondemand::value value, record::CodingRange& sites) {
  const std::size_t first = draft.record.codings.size();
  const bool good = each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    record::CodingRange site;
    return read_site(draft, element, site);
  });
  sites = draft.codes_since(first);
  return good;
}

bool read_identifier(Draft& draft, ondemand::value value, std::string_view& system,
                     std::string_view& value_text) {
  return each_field(
      draft.trouble, value, identifier_parts, [&](IdentifierPart part, ondemand::value text) {
        return read_text(draft.trouble, text, part == IdentifierPart::system ? system : value_text);
      });
}

bool read_reference(Draft& draft, ondemand::value value, Reference& result) {
  return each_field(
      draft.trouble, value, reference_parts, [&](ReferencePart part, ondemand::value inner) {
        switch (part) {
          case ReferencePart::reference:
            return read_text(draft.trouble, inner, result.text);
          case ReferencePart::type:
            return read_text(draft.trouble, inner, result.type);
          case ReferencePart::display:
            return read_text(draft.trouble, inner, result.display);
          case ReferencePart::identifier:
            return read_identifier(draft, inner, result.identifier_system, result.identifier_value);
          case ReferencePart::none:
            break;
        }
        return true;
      });
}

bool read_quantity(Draft& draft, ondemand::value value, Quantity& quantity) {
  Trouble& trouble = draft.trouble;
  std::string_view system;
  const bool good =
      each_field(trouble, value, quantity_parts, [&](QuantityPart part, ondemand::value inner) {
        switch (part) {
          case QuantityPart::value:
            return read_number(trouble, inner, quantity.number);
          case QuantityPart::comparator:
            return read_text(trouble, inner, quantity.comparator);
          case QuantityPart::unit:
            return read_text(trouble, inner, quantity.unit);
          case QuantityPart::system:
            return read_text(trouble, inner, system);
          case QuantityPart::code:
            return read_text(trouble, inner, quantity.unit_code);
          case QuantityPart::none:
            break;
        }
        return true;
      });
  if (system == ucum) return good;
  // A code of another system is still what the sender calls the unit.
  if (quantity.unit.empty()) quantity.unit = quantity.unit_code;
  quantity.unit_code = {};
  return good;
}

std::string_view why_unusable(Draft& draft, const Quantity& quantity) {
  if (std::isnan(quantity.number)) return "quantity without a number";
  const std::string_view comparator = quantity.comparator;
  if (comparator.empty() || record::comparator_of(comparator) != record::Comparator::none)
    return {};
  draft.scratch.assign("comparator ").append(comparator).append(" is not understood");
  return draft.keep(draft.scratch);
}

bool read_period(Draft& draft, ondemand::value value, TimeSpan& start, TimeSpan& end) {
  return each_field(draft.trouble, value, period_parts, [&](PeriodPart part, ondemand::value time) {
    return read_time(draft.trouble, time, part == PeriodPart::start ? start : end);
  });
}

bool read_whether_number(Draft& draft, ondemand::value value, bool& any) {
  return each_field(
      draft.trouble, value, amount_parts, [&](AmountPart part, ondemand::value inner) {
        if (part == AmountPart::value) {
          any = any || !inner.raw_json_token().starts_with("\"\"");
          return true;
        }
        return each_field(draft.trouble, inner, amount_parts, [&](AmountPart end, ondemand::value) {
          any = any || end == AmountPart::value;
          return true;
        });
      });
}

bool read_modifiers(Draft& draft, ondemand::value value, bool& any) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value) {
    any = true;
    return true;
  });
}

bool read_rules(Draft& draft, ondemand::value value, bool& any) {
  std::string_view rules;
  if (!read_text(draft.trouble, value, rules)) return false;
  any = any || !rules.empty();
  return true;
}

}  // namespace causa::intake::fhir
