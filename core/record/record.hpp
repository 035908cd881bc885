// SPDX-License-Identifier: Apache-2.0
//
// The patient as read: coded items with value, time and origin, before any terminology. Codes that
// nobody knows today are kept, so that a module that comes later can be run on a stored record.
//
// A Record owns an arena; every string_view in its items points into it (or at a literal) and lives
// as long as the Record. Moving a Record keeps the views valid. One writer, then any reader.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace causa::record {

/// One code with its system's URI as written ("http://loinc.org").
struct Coding {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

enum class Kind : std::uint8_t { observation = 1, condition, medication, procedure, allergy };

/// What the sender says about the thing: it is there, it is not, or it can't be said.
enum class State : std::uint8_t { present = 1, absent, unknown };

enum class Comparator : std::uint8_t { none = 0, less, less_equal, greater_equal, greater };

enum class ValueKind : std::uint8_t { none = 0, number, truth, coded, text };

/// Bits of Item::flags.
enum Flag : std::uint16_t {
  past = 1,             ///< resolved or inactive condition, stopped or completed medication
  provisional = 2,      ///< unconfirmed, provisional, differential; or a preliminary result
  planned = 4,          ///< draft, proposal or intended medication: no exposure
  time_is_issued = 8,   ///< effective time was absent; the time of issue stands in
  hemolyzed = 16,       ///< the sample was reported as hemolyzed
  family_history = 32,  ///< of a relative, never of the patient
  zone_unstated = 64,   ///< its time of day was written without an offset; UTC was assumed
  zone_differs = 128,   ///< written in another offset than the first time of the record
  of_visit = 256,       ///< why a visit took place; past once that is over (its time)
  running_text = 512,   ///< the value is prose, whatever the code
  intolerance = 1024,   ///< of an allergy: no immune reaction
  open_visit = 2048,    ///< why a visit takes place that nobody closed; its time is the start
};

/// Half-open range into Record::codings.
struct CodingRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// One observation (or component), condition, medication ... as the sender stated it.
struct Item {
  Kind kind = Kind::observation;
  State state = State::unknown;
  std::uint16_t flags = 0;
  CodingRange codes;
  std::string_view text;  ///< the sender's own words for the code
  ValueKind value_kind = ValueKind::none;
  Comparator comparator = Comparator::none;
  bool truth = false;                                        ///< value, if truth
  double number = std::numeric_limits<double>::quiet_NaN();  ///< value, if number, as written
  std::string_view unit;                                     ///< unit as written for people
  std::string_view unit_code;   ///< UCUM code, if the sender named UCUM as its system
  CodingRange value_codes;      ///< value, if coded
  std::string_view value_text;  ///< value, if text; or the text of a coded value
  double reference_low = std::numeric_limits<double>::quiet_NaN();   ///< in the item's unit
  double reference_high = std::numeric_limits<double>::quiet_NaN();  ///< in the item's unit
  std::string_view interpretation;  ///< HL7 code: H, L, HH, LL, N ...
  CodingRange body_site;
  TimeSpan time;            ///< when measured, observed or (conditions, medications) recorded
  TimeSpan start;           ///< onset of a condition or symptom, start of a medication
  TimeSpan end;             ///< abatement, or end of a medication
  std::string_view source;  ///< "Observation/k1", "Observation/bp.component[0]"
};

enum class Sex : std::uint8_t { unknown = 0, female, male, other };

/// At most so many of a group are shown by name.
inline constexpr std::size_t examples_kept = 3;

/// Something in the input that was not used, and why. Reasons of patient safety (unit, implausible,
/// refuted, wrong patient) carry grouped = false: they are always shown one by one.
///
/// Whole resources and parts of them are told apart by the source: a bare type ("Claim") counts
/// resources, a name with a dot ("Observation.component") speaks of a part of a resource that was
/// used otherwise. So resources_read = resources_used + the counts of sources without a dot.
struct Ignored {
  std::string source;  ///< the resource type or code, "Claim"
  std::string reason;
  std::uint64_t count = 1;
  std::vector<std::string> examples;  ///< at most examples_kept
  bool grouped = true;

  /// Of a part of a resource, which is counted otherwise.
  [[nodiscard]] bool is_of_part() const { return source.find('.') != std::string::npos; }
  friend bool operator==(const Ignored&, const Ignored&) = default;
};

/// Finds the group of a source and a reason among what was ignored of one patient, however many
/// there are: a file may have a thousand columns of which nothing is used.
class IgnoredGroups {
 public:
  /// Null if there is none. Since the last call `ignored` may have grown, or begun anew.
  Ignored* find(std::vector<Ignored>& ignored, std::string_view source, std::string_view reason);

 private:
  std::unordered_multimap<std::size_t, std::uint32_t> places_;  ///< of groups, by their hash
  std::size_t seen_ = 0;
};

class Record {
 public:
  Record();
  Record(Record&&) noexcept = default;
  Record& operator=(Record&&) noexcept = default;

  /// Copies text into the arena.
  std::string_view keep(std::string_view text);

  /// Appends a copy of another record's item, with its codes and text.
  void add_copy(const Record& other, const Item& item);

  /// Adds one to the group (source, reason), or a new entry if it is not to be grouped.
  void ignore(std::string_view source, std::string_view reason, std::string_view example,
              bool grouped = true);

  [[nodiscard]] std::string_view patient_id() const { return patient_id_; }
  void set_patient_id(std::string_view id) { patient_id_ = keep(id); }

  Sex sex = Sex::unknown;
  TimeSpan birth;
  bool deceased = false;
  std::vector<Item> items;
  std::vector<Coding> codings;
  std::vector<Ignored> ignored;
  std::uint64_t resources_read = 0;  ///< all resources of this patient, used and not used
  std::uint64_t resources_used = 0;  ///< those of which something was used, the patient included

  /// Sets Flag::zone_unstated and zone_differs; for readers, when all items are there.
  void mark_zones();

  [[nodiscard]] const Coding* begin_of(CodingRange range) const {
    return codings.data() + range.first;
  }

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;
  std::string_view patient_id_;
  IgnoredGroups groups_;
};

}  // namespace causa::record
