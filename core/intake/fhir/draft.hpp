// SPDX-License-Identifier: Apache-2.0
//
// What has been read of one document so far. Resources come in any order, so the reading is one
// pass that collects, and references (to the patient, to a medication) are resolved at its end.
//
// Text of items and codes is copied into `record`; every other string_view here points into the
// document or simdjson's buffer and is valid until the next document (or, once held, as long as the
// record: see lines.hpp). One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "intake/fhir/json.hpp"
#include "intake/patient_input.hpp"
#include "record/record.hpp"

namespace causa::intake::fhir {

struct Reference {
  std::string_view text;  ///< "Patient/1", "urn:uuid:...", "#med"
  std::string_view type;  ///< "Group", if stated beside
  std::string_view display;
  std::string_view identifier_system;
  std::string_view identifier_value;

  [[nodiscard]] bool stated() const { return !text.empty() || !identifier_value.empty(); }
};

struct Concept {
  record::CodingRange codes;
  std::string_view text;

  [[nodiscard]] bool empty() const { return codes.count == 0 && text.empty(); }
};

/// Where a resource stands: entry of a Bundle, which may be nested in another.
struct Position {
  std::uint32_t bundle = 0;  ///< index into Draft::bundle_paths
  std::uint32_t entry = 0;
  std::string_view full_url;
};

/// What tells versions of a resource apart.
struct Meta {
  std::string_view version;     ///< versionId
  std::string_view updated;     ///< lastUpdated, as written; or, once a line is held:
  std::int64_t updated_ms = 0;  ///< 0: not known
};

/// One resource of a type that is read, used or not.
struct Resource {
  std::string_view type;
  std::string_view id;
  Meta meta;
  Position position;
  Reference subject;
  std::string_view source;  ///< "Observation/k1"; in the record
  std::uint32_t first_item = 0;
  std::uint32_t item_count = 0;
  std::uint32_t first_patient = 0;     ///< contained ones follow from here in Draft::patients
  std::uint32_t first_medication = 0;  ///< the same in Draft::medications
  std::string_view reason;             ///< why it was ignored; empty: it is used
  bool grouped = true;

  void ignore(std::string_view why, bool in_a_group = true) {
    reason = why;
    grouped = in_a_group;
  }
};

inline constexpr std::uint32_t not_contained = 0xffffffffu;

struct Patient {
  std::string_view id;
  Meta meta;
  Position position;
  std::uint32_t container = not_contained;  ///< index of the resource that contains it
  std::vector<std::pair<std::string_view, std::string_view>> identifiers;  ///< system, value
  record::Sex sex = record::Sex::unknown;
  TimeSpan birth;
  bool deceased = false;
  bool invented = false;      ///< no Patient resource: known only as the subject of others
  bool given_before = false;  ///< another version or copy of a patient already read, or
  bool deleted = false;       ///< taken away by a deletion
  std::vector<std::pair<std::string_view, std::string_view>> notes;  ///< source, reason; literals
};

struct Medication {
  std::string_view id;
  Meta meta;
  Position position;
  std::uint32_t container = not_contained;
  Concept code;                        ///< with the codes of its ingredients
  std::string_view reason;             ///< why it must not be used
  std::uint32_t user = not_contained;  ///< index of the first resource that names it
  bool counted = false;                ///< as used, by a patient who was handed over before
  bool differs = false;                ///< from another of its id, and nothing tells which counts
  std::uint32_t copy_of = not_contained;  ///< index of the one that counts in its place
};

/// What one contained observation or condition gave, while its container is read.
struct Contained {
  Reference subject;
  std::uint32_t first_item = 0;
  std::uint32_t item_count = 0;
  std::string_view reason;  ///< why it was ignored; empty: it is used
};

/// An item whose medication is named by reference.
struct PendingMedication {
  std::uint32_t resource;
  std::uint32_t item;
  Reference reference;
};

/// Resources of a type that is not read.
struct Skipped {
  std::string_view type;
  std::string_view reason;
  bool grouped = true;
  Reference subject;  ///< only when several patients are told apart
  std::uint64_t count = 0;
  std::vector<std::string> examples;
};

/// Something to say about a part of what was read.
struct Note {
  std::string_view source;
  std::string_view reason;
  std::uint32_t resource = not_contained;  ///< not_contained: of the document as a whole
  bool grouped = true;
  std::string_view example;  ///< "Condition/c1": then it is told only if this counts
};

/// An entry that deletes a resource.
struct Deletion {
  std::string_view url;             ///< of the request
  std::string_view etag, modified;  ///< of the response
  bool failed = false;              ///< as the response says
  Position position;
};

/// A part of a Bundle in which a patient may hide, who would be missing without a word.
struct Hiding {
  std::string place;  ///< in the document, of the first
  std::string message;
  std::string cure;
  std::uint64_t count = 1;
};

class Draft {
 public:
  void clear();

  /// One of which nothing is read yet.
  [[nodiscard]] Resource begin_resource(std::string_view type, const Position& position) const;

  /// How much there is of what a resource adds.
  struct Mark {
    std::size_t resources, patients, medications, pending, skipped, notes, items, codings;
  };
  [[nodiscard]] Mark mark() const;

  /// Takes back what was added since. The texts stay.
  void go_back(const Mark& mark);

  /// Copies text into the record, once for text that repeats (always, or often).
  std::string_view keep(std::string_view text);
  void keep_each_text_once() { keeps_once_ = true; }

  /// Appends codings from `first` on as a range.
  [[nodiscard]] record::CodingRange codes_since(std::size_t first) const {
    return {static_cast<std::uint32_t>(first),
            static_cast<std::uint32_t>(record.codings.size() - first)};
  }

  [[nodiscard]] std::uint32_t current() const {
    return static_cast<std::uint32_t>(resources.size());
  }

  void note(std::string_view source, std::string_view reason, bool grouped = true) {
    notes.push_back({source, reason, current(), grouped, {}});
  }

  /// Of the resource that is being read, and that is shown by name.
  void note_named(const Resource& resource, std::string_view source, std::string_view reason) {
    notes.push_back({source, reason, current(), false, resource.source});
  }

  /// Of the document; each patient of it is told, so each reason is told once.
  void note_once(std::string_view source, std::string_view reason, std::string_view example = {});

  /// False if it speaks of a resource that doesn't count.
  [[nodiscard]] bool is_to_be_told(const Note& note) const {
    return note.example.empty() || note.resource == not_contained ||
           resources[note.resource].reason.empty();
  }

  /// The concept that the user has given to a question; empty if none.
  [[nodiscard]] std::string_view concept_of(std::string_view link_id) const {
    if (link_ids == nullptr) return {};
    const auto found = link_ids->find(link_id);
    return found == link_ids->end() ? std::string_view() : std::string_view(found->second);
  }

  [[nodiscard]] std::string path_of(const Position& position) const;
  [[nodiscard]] std::string path_of_entry(const Position& position) const;

  Trouble trouble;
  record::Record record;
  std::vector<std::string> bundle_paths;  ///< "Bundle", "Bundle.entry[1].resource"
  std::vector<Resource> resources;
  std::vector<Patient> patients;
  std::vector<Medication> medications;
  std::vector<PendingMedication> pending;
  std::vector<Contained> contained;  ///< in the resource that is being read
  std::vector<Skipped> skipped;
  std::vector<Note> notes;
  std::vector<Hiding> hiding;  ///< an error each, beside the patients
  std::string_view bundle_type;
  std::string_view bundle_updated;  ///< meta.lastUpdated, as written
  std::vector<Deletion> deleted;
  bool is_bundle = false;
  bool reads_part = false;  ///< is within a contained resource
  bool is_lines = false;    ///< a bundle path is a file, an entry a line of it
  std::shared_ptr<const LinkIds> link_ids;
  std::string scratch;

 private:
  bool keeps_once_ = false;
  std::unordered_set<std::string_view> texts_;
  std::array<std::string_view, 128> kept_{};
};

}  // namespace causa::intake::fhir
