// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/entries.hpp"

#include <algorithm>

#include "intake/fhir/contained.hpp"
#include "intake/fhir/elements.hpp"
#include "intake/fhir/references.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

constexpr int bundles_deep = 8;

enum class Type : std::uint8_t {
  none,
  observation,
  condition,
  medication_statement,
  medication_request,
  medication_administration,
  allergy,
  procedure,
  report,
  encounter,
  answers,
  medication,
  patient,
  bundle,
};
constexpr FieldTable<Type> types({{"Observation", Type::observation},
                                  {"Condition", Type::condition},
                                  {"MedicationStatement", Type::medication_statement},
                                  {"MedicationRequest", Type::medication_request},
                                  {"MedicationAdministration", Type::medication_administration},
                                  {"AllergyIntolerance", Type::allergy},
                                  {"Procedure", Type::procedure},
                                  {"DiagnosticReport", Type::report},
                                  {"Encounter", Type::encounter},
                                  {"QuestionnaireResponse", Type::answers},
                                  {"Medication", Type::medication},
                                  {"Patient", Type::patient},
                                  {"Bundle", Type::bundle}});

enum class BundlePart : std::uint8_t {
  none,
  resource_type,
  type,
  meta,
  entry,
  link,
  implicit_rules
};
constexpr FieldTable<BundlePart> bundle_parts({{"resourceType", BundlePart::resource_type},
                                               {"type", BundlePart::type},
                                               {"meta", BundlePart::meta},
                                               {"entry", BundlePart::entry},
                                               {"link", BundlePart::link},
                                               {"implicitRules", BundlePart::implicit_rules}});

enum class EntryPart : std::uint8_t {
  none,
  full_url,
  resource,
  search,
  request,
  response,
  modifier
};
constexpr FieldTable<EntryPart> entry_parts({{"fullUrl", EntryPart::full_url},
                                             {"resource", EntryPart::resource},
                                             {"search", EntryPart::search},
                                             {"request", EntryPart::request},
                                             {"response", EntryPart::response},
                                             {"modifierExtension", EntryPart::modifier}});

enum class SmallPart : std::uint8_t { none, mode, method, url, relation, status, etag, modified };
constexpr FieldTable<SmallPart> small_parts({{"mode", SmallPart::mode},
                                             {"method", SmallPart::method},
                                             {"url", SmallPart::url},
                                             {"status", SmallPart::status},
                                             {"etag", SmallPart::etag},
                                             {"lastModified", SmallPart::modified},
                                             {"relation", SmallPart::relation}});

bool read_used(Draft& draft, Type type, ondemand::object object, Resource& resource) {
  switch (type) {
    case Type::observation:
      return read_observation(draft, resource, object);
    case Type::condition:
      return read_condition(draft, resource, object);
    case Type::medication_statement:
      return read_medication_statement(draft, resource, object);
    case Type::medication_request:
      return read_medication_request(draft, resource, object);
    case Type::medication_administration:
      return read_medication_administration(draft, resource, object);
    case Type::allergy:
      return read_allergy(draft, resource, object);
    case Type::report:
      return read_report(draft, resource, object);
    case Type::encounter:
      return read_encounter(draft, resource, object);
    case Type::answers:
      return read_answers(draft, resource, object);
    default:
      return read_procedure(draft, resource, object);
  }
}

}  // namespace

bool is_drug_elsewhere(std::string_view type) {
  return type == "MedicationOrder" || type == "MedicationPrescription" || type == "MedicationUsage";
}

/// Deep nesting does no harm to what is read here, but it is never a patient's record. Checked
/// between the starts of resources, where no string is open.
bool Entries::check_nesting(std::size_t size) {
  const std::string_view span = unchecked_.substr(0, size);
  unchecked_.remove_prefix(size);
  return !nests_deeper(span, nesting_limit_) ||
         draft_.trouble.wrong("nested deeper than " + std::to_string(nesting_limit_) + " levels",
                              "no FHIR resource needs this; look at what wrote it");
}

bool Entries::read_bundle(ondemand::object object, std::string path, int depth) {
  Trouble& trouble = draft_.trouble;
  if (depth > bundles_deep) return trouble.wrong("Bundles nested too deep", "take the inner one");
  Position position;
  position.bundle = static_cast<std::uint32_t>(draft_.bundle_paths.size());
  draft_.bundle_paths.push_back(std::move(path));
  return each_field_or(
      trouble, object, bundle_parts,
      [&](BundlePart part, ondemand::value value) {
        switch (part) {
          case BundlePart::type: {
            std::string_view type;
            if (!read_text(trouble, value, type)) return false;
            if (depth == 1) draft_.bundle_type = type;
            return true;
          }
          case BundlePart::meta: {
            Meta meta;
            if (!read_meta(draft_, value, meta)) return false;
            if (depth == 1) draft_.bundle_updated = meta.updated;
            return true;
          }
          case BundlePart::entry:
            return each_element(trouble, value, [&](std::size_t index, ondemand::value entry) {
              position.entry = static_cast<std::uint32_t>(index);
              return read_entry(entry, position, depth);
            });
          case BundlePart::link:
            return read_links(value);
          case BundlePart::implicit_rules:
            return refuse_rules(value);
          case BundlePart::resource_type:  // known; one that stands twice is refused
          case BundlePart::none:
            break;
        }
        return true;
      },
      [&](std::string_view, ondemand::value value) { return tell_if_entries(value, position); });
}

/// They hold for all that is in the Bundle.
bool Entries::refuse_rules(ondemand::value value) {
  bool any = false;
  if (!read_rules(draft_, value, any)) return false;
  return !any ||
         draft_.trouble.wrong("rules that may change the meaning of all that is in the Bundle",
                              "send it without implicitRules, if nothing in it needs them");
}

bool Entries::read_links(ondemand::value value) {
  return each_element(draft_.trouble, value, [&](std::size_t, ondemand::value element) {
    return each_field(
        draft_.trouble, element, small_parts, [&](SmallPart part, ondemand::value inner) {
          if (part != SmallPart::relation) return true;
          std::string_view relation;
          if (!read_text(draft_.trouble, inner, relation)) return false;
          if (relation == "next") {
            draft_.notes.push_back(
                {"Bundle.link", "more pages follow that were not given", not_contained, false, {}});
          }
          return true;
        });
  });
}

bool is_read_type(std::string_view name) { return types.find(name) != Type::none; }

bool Entries::read_request(ondemand::value value, Deletion& deletion, bool& deletes) {
  std::string_view method;
  const bool good =
      each_field(draft_.trouble, value, small_parts, [&](SmallPart part, ondemand::value text) {
        if (part == SmallPart::method) return read_text(draft_.trouble, text, method);
        return part != SmallPart::url || read_text(draft_.trouble, text, deletion.url);
      });
  deletes = is_written_like(method, "delete");
  return good;
}

/// How the server answered a part of a batch. What it couldn't give must not look like what isn't
/// there. Its words stay where they are: they may name the patient.
bool Entries::read_response(ondemand::value value, Position position, Deletion& deletion) {
  std::string_view status;
  const bool good =
      each_field(draft_.trouble, value, small_parts, [&](SmallPart part, ondemand::value text) {
        if (part == SmallPart::modified) deletion.modified = peek_text(text);
        if (part == SmallPart::etag && text.raw_json_token().front() == '"')
          return read_text(draft_.trouble, text, deletion.etag);
        return part != SmallPart::status || read_text(draft_.trouble, text, status);
      });
  deletion.failed = !status.empty() && status.front() != '2';
  if (!good || !deletion.failed) return good;
  const std::string_view code = status.substr(0, 3);
  const bool is_code = code.size() == 3 && std::all_of(code.begin(), code.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
  const std::string reason = "a part of the answer failed (status " +
                             (is_code ? std::string(code) : "unknown") + "), so this is missing";
  draft_.note_once(draft_.path_of_entry(position) + ".response", reason);
  return true;
}

bool Entries::read_entry(ondemand::value entry, Position position, int depth) {
  Trouble& trouble = draft_.trouble;
  const std::size_t resources = draft_.resources.size();
  const std::size_t patients = draft_.patients.size();
  const std::size_t medications = draft_.medications.size();
  bool resource_first = false;
  bool outcome = false;
  bool modified = false;
  bool stated = false;
  EntryOthers others;
  Deletion deletion;
  bool deletes = false;
  const bool good = each_field_or(
      trouble, entry, entry_parts,
      [&](EntryPart part, ondemand::value value) {
        stated = stated || part == EntryPart::resource || part == EntryPart::request ||
                 part == EntryPart::response;
        switch (part) {
          case EntryPart::full_url:
            resource_first = draft_.resources.size() > resources ||
                             draft_.patients.size() > patients ||
                             draft_.medications.size() > medications;
            return read_text(trouble, value, position.full_url);
          case EntryPart::resource:
            return read_entry_resource(value, position, depth);
          case EntryPart::request:
            return read_request(value, deletion, deletes);
          case EntryPart::response:
            return read_response(value, position, deletion);
          case EntryPart::modifier:
            return read_modifiers(draft_, value, modified);
          case EntryPart::search:
            return each_field(trouble, value, small_parts,
                              [&](SmallPart small, ondemand::value text) {
                                std::string_view mode;
                                if (small != SmallPart::mode) return true;
                                if (!read_text(trouble, text, mode)) return false;
                                outcome = mode == "outcome";
                                return true;
                              });
          case EntryPart::none:
            break;
        }
        return true;
      },
      [&](std::string_view key, ondemand::value value) {
        others.see(key, value);
        return true;
      });
  if (!good) return false;
  if (others.renamed || (!stated && (others.any || position.full_url.empty())))
    tell_without_resource(draft_.path_of_entry(position));
  if (deletes) {
    deletion.position = position;
    draft_.deleted.push_back(deletion);
  }
  if (outcome && draft_.resources.size() > resources) {
    draft_.resources.back().ignore("an outcome of the search");
  }
  for (std::size_t i = resources; modified && i < draft_.resources.size(); ++i)
    draft_.resources[i].ignore(modified_reason, false);
  if (resource_first) {
    // The entry's address came after its resource.
    for (std::size_t i = resources; i < draft_.resources.size(); ++i) {
      draft_.resources[i].position.full_url = position.full_url;
    }
    for (std::size_t i = patients; i < draft_.patients.size(); ++i) {
      draft_.patients[i].position.full_url = position.full_url;
    }
    for (std::size_t i = medications; i < draft_.medications.size(); ++i) {
      draft_.medications[i].position.full_url = position.full_url;
    }
  }
  return true;
}

bool Entries::read_entry_resource(ondemand::value value, Position position, int depth) {
  Trouble& trouble = draft_.trouble;
  const char* here = &value.raw_json_token().front();
  if (!check_nesting(static_cast<std::size_t>(here - &*unchecked_.begin()))) return false;
  ondemand::object object;
  if (const simdjson::error_code code = value.get_object().get(object)) {
    return take_null(value) || trouble.wrong_type("an object", value, code);
  }
  std::string_view type;
  if (!peek_type(trouble, object, type)) return false;
  if (type.empty()) return trouble.wrong("no resourceType", "name the type of each resource");
  if (type == "Bundle") return read_bundle(object, draft_.path_of(position), depth + 1);
  return read_resource(object, type, position);
}

bool Entries::read_resource(ondemand::object object, std::string_view type, Position position) {
  const Draft::Mark before = draft_.mark();
  return read_known(object, type, position) || leave_out(object, type, position, before);
}

bool Entries::read_known(ondemand::object object, std::string_view type, Position position) {
  const Type known = types.find(type);
  if (known == Type::none) return skip(object, type, position);
  if (known == Type::patient) return read_patient(draft_, position, not_contained, object);
  if (known == Type::medication) return read_medication(draft_, position, not_contained, object);
  Resource resource = draft_.begin_resource(type, position);
  if (!read_used(draft_, known, object, resource)) return false;
  // That it is of no patient is shown by name if it leads to one all the same.
  if (resource.reason.empty() && names_another_type(resource.subject))
    resource.ignore(no_patient_reason, split_reference(resource.subject.text).type != "Patient");
  settle_contained(draft_, resource);
  draft_.resources.push_back(resource);
  return true;
}

/// Resources of other types are counted, with the first few by name. Whose they are matters only
/// when patients are told apart.
bool Entries::skip(ondemand::object object, std::string_view type, Position position) {
  Skipped* group = nullptr;
  if (!telling_apart_) {
    for (Skipped& skipped : draft_.skipped)
      if (skipped.type == type) group = &skipped;
  }
  if (group == nullptr) {
    group = &draft_.skipped.emplace_back();
    group->type = type;
    group->grouped = !is_drug_elsewhere(type);
    group->reason = group->grouped ? "resources of this type are not used"
                                   : "drugs of another version of FHIR than R4 are not read";
  }
  ++group->count;
  const bool want_example = group->examples.size() < record::examples_kept;
  if ((telling_apart_ || want_example) && !read_skipped(object, *group, want_example)) {
    if (!draft_.is_bundle || draft_.trouble.is_syntax()) return false;
    draft_.trouble.clear();  // it isn't used, whosever it is
  }
  return !draft_.is_bundle || !json_.is_alive() || tell_if_hiding(object, type, position);
}

bool Entries::read_skipped(ondemand::object object, Skipped& skipped, bool want_example) {
  Trouble& trouble = draft_.trouble;
  std::string_view id;
  if (telling_apart_) {
    if (!each_field(trouble, object, resource_fields, [&](Field field, ondemand::value value) {
          // Other resources may have other things under these names; only what fits is taken.
          if (field == Field::id) id = peek_text(value);
          if (field != Field::subject && field != Field::patient) return true;
          ondemand::json_type type{};
          if (value.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::object) {
            return true;
          }
          return read_reference(draft_, value, skipped.subject);
        })) {
      return false;
    }
  } else {
    ondemand::value value;
    const simdjson::error_code code = object.find_field_unordered("id").get(value);
    if (code != simdjson::SUCCESS && code != simdjson::NO_SUCH_FIELD) return trouble.syntax(code);
    if (code == simdjson::SUCCESS) id = peek_text(value);
  }
  if (want_example && !id.empty()) {
    skipped.examples.push_back(std::string(skipped.type).append("/").append(id));
  }
  return true;
}

bool Entries::read_single(ondemand::object object, std::string_view type, Position position) {
  if (!draft_.is_lines) draft_.bundle_paths.emplace_back(type);
  if (types.find(type) != Type::none) return read_resource(object, type, position);
  return may_be_passed_over(type) && read_resource(object, type, position) &&
         pass_over(object, type, position);
}

}  // namespace causa::intake::fhir
