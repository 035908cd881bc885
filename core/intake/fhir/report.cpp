// SPDX-License-Identifier: Apache-2.0
//
// Reports. Their results are observations, read where they stand (contained, or in the Bundle), so
// nothing counts twice; here the conclusion is read: its codes as what was found, its words as
// running text. final, amended, corrected and appended reports count; preliminary and partial ones
// count with a flag.

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;

struct Report {
  Common common;
  Concept code;
  std::string_view status;
  std::vector<Concept> conclusions;
  std::string_view conclusion;
  bool results = false;
  TimeSpan effective, start, end, issued;
};

bool read_field(Draft& draft, Resource& resource, Report& report, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  switch (field) {
    case Field::status:
      return read_text(trouble, value, report.status);
    case Field::code:
      return read_concept(draft, value, report.code);
    case Field::conclusion:
      return read_text(trouble, value, report.conclusion);
    case Field::conclusion_code:
      return each_element(trouble, value, [&](std::size_t, ondemand::value element) {
        return read_concept(draft, element, report.conclusions.emplace_back());
      });
    case Field::result:
      return each_element(trouble, value, [&](std::size_t, ondemand::value) {
        report.results = true;
        return true;
      });
    case Field::effective_date_time:
      return read_time(trouble, value, report.effective);
    case Field::effective_period:
      return read_period(draft, value, report.start, report.end);
    case Field::issued:
      return read_time(trouble, value, report.issued);
    default:
      return read_common(draft, resource, report.common, field, value);
  }
}

bool is_preliminary(std::string_view status) {
  return status == "preliminary" || status == "partial";
}

bool counts(std::string_view status) {
  return status == "final" || status == "amended" || status == "corrected" ||
         status == "appended" || is_preliminary(status);
}

void put(Draft& draft, const Resource& resource, const Report& report) {
  Item item;
  item.kind = record::Kind::observation;
  item.state = record::State::present;
  if (is_preliminary(report.status)) item.flags |= record::provisional;
  item.codes = report.code.codes;
  item.text = report.code.text;
  item.time = report.effective;
  if (!item.time.known()) item.time = report.end.known() ? report.end : report.start;
  if (!item.time.known() && report.issued.known()) {
    item.time = report.issued;
    item.flags |= record::time_is_issued;
  }
  item.source = resource.source;
  for (const Concept& conclusion : report.conclusions) {
    if (conclusion.empty()) continue;
    item.value_kind = record::ValueKind::coded;
    item.value_codes = conclusion.codes;
    item.value_text = conclusion.text;
    draft.record.items.push_back(item);
  }
  if (report.conclusion.empty()) return;
  item.flags |= record::running_text;
  item.value_kind = record::ValueKind::text;
  item.value_codes = {};
  item.value_text = draft.keep(report.conclusion);
  draft.record.items.push_back(item);
}

}  // namespace

bool read_report(Draft& draft, Resource& resource, ondemand::object object) {
  Report report;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, resource, report, field, value);
      })) {
    return false;
  }
  settle(draft, resource, report.common);
  if (resource.reason.empty() && !counts(report.status)) {
    ignore_status(draft, resource, report.status);
  }
  if (resource.reason.empty()) {
    put(draft, resource, report);
    if (draft.record.items.size() == resource.first_item) {
      resource.ignore(report.results ? "no conclusion; its results are read for themselves"
                                     : "no conclusion");
    }
  }
  if (draft.record.items.size() == resource.first_item) draft.record.codings.resize(codings);
  return true;
}

}  // namespace causa::intake::fhir
