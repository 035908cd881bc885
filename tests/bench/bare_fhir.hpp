// SPDX-License-Identifier: Apache-2.0
//
// The limit of reading FHIR: simdjson on demand takes the fields that causa takes out of the
// resources that causa uses, and keeps nothing but a sum, so that it is done. One thread. A bundle
// that can't be read ends the program: it is a yardstick.
#pragma once

#include <simdjson.h>

#include <cstdlib>
#include <string_view>

namespace causa::bench {

namespace ondemand = simdjson::ondemand;

class BareFhir {
 public:
  /// A bundle, with simdjson::SIMDJSON_PADDING bytes behind it.
  std::size_t read(std::string_view bundle) {
    ondemand::document document;
    ondemand::array entries;
    if (parser_.iterate(bundle.data(), bundle.size(), bundle.size() + simdjson::SIMDJSON_PADDING)
            .get(document))
      std::abort();
    if (document["entry"].get_array().get(entries)) std::abort();
    for (auto entry : entries) {
      ondemand::object resource;
      if (entry["resource"].get_object().get(resource)) std::abort();
      take(resource);
    }
    return sum_;
  }

 private:
  using Key = std::string_view;
  template <class Each>
  static void for_fields(ondemand::object object, Each each) {
    for (auto property : object) {
      ondemand::field field;
      Key key;
      if (std::move(property).get(field) || field.unescaped_key().get(key)) std::abort();
      if (!each(key, field)) return;
    }
  }
  template <class Each>
  static void for_members(ondemand::value value, Each each) {
    ondemand::object object;
    if (value.get_object().get(object)) std::abort();
    for_fields(object, each);
  }

  static bool is_used(std::string_view type) {
    for (const std::string_view used : {"Patient", "Observation", "Condition", "MedicationRequest",
                                        "MedicationStatement", "AllergyIntolerance", "Procedure"})
      if (type == used) return true;
    return false;
  }

  void take(ondemand::object resource) {
    for_fields(resource, [&](Key key, ondemand::field& field) {
      if (key == "resourceType") {
        std::string_view type;
        if (field.value().get_string().get(type)) std::abort();
        return is_used(type);
      }
      if (key == "id" || key == "status" || key == "intent" || key == "gender" ||
          key == "birthDate" || key.ends_with("DateTime") || key == "issued" ||
          key == "authoredOn" || key == "recordedDate" || key == "valueString")
        text(field.value());
      else if (key == "code" || key == "medicationCodeableConcept" || key == "clinicalStatus" ||
               key == "verificationStatus" || key == "valueCodeableConcept")
        concept_of(field.value());
      else if (key == "subject" || key == "patient")
        for_members(field.value(), [&](Key inner, ondemand::field& one) {
          if (inner == "reference") text(one.value());
          return true;
        });
      else if (key == "valueQuantity")
        quantity(field.value());
      else if (key == "component")
        components(field.value());
      return true;
    });
  }

  void components(ondemand::value value) {
    ondemand::array parts;
    if (value.get_array().get(parts)) std::abort();
    for (auto part : parts) {
      ondemand::object object;
      if (part.get_object().get(object)) std::abort();
      for_fields(object, [&](Key key, ondemand::field& field) {
        if (key == "code") concept_of(field.value());
        if (key == "valueQuantity") quantity(field.value());
        return true;
      });
    }
  }

  void text(ondemand::value value) {
    std::string_view text;
    if (!value.get_string().get(text)) sum_ += text.size();
  }

  void concept_of(ondemand::value value) {
    for_members(value, [&](Key key, ondemand::field& field) {
      if (key == "text") text(field.value());
      if (key != "coding") return true;
      ondemand::array codings;
      if (field.value().get_array().get(codings)) std::abort();
      for (auto coding : codings) {
        ondemand::object object;
        if (coding.get_object().get(object)) std::abort();
        for_fields(object, [&](Key, ondemand::field& one) {
          text(one.value());
          return true;
        });
      }
      return true;
    });
  }

  void quantity(ondemand::value value) {
    for_members(value, [&](Key key, ondemand::field& field) {
      double number = 0;
      if (key != "value")
        text(field.value());
      else if (field.value().get_double().get(number))
        std::abort();
      sum_ += static_cast<std::size_t>(number);
      return true;
    });
  }

  ondemand::parser parser_;
  std::size_t sum_ = 0;
};

}  // namespace causa::bench
