// SPDX-License-Identifier: Apache-2.0

#include "intake/cases/case_document.hpp"

#include <fmt/core.h>

#include <array>

#include "base/text.hpp"
#include "intake/cases/entries.hpp"
#include "intake/cases/keys.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/moment.hpp"

namespace causa::intake::cases {

namespace {

using written::Entry;
using written::Faults;
using written::Node;
using written::shown;

/// A kind of note that facts are read from as running text (configs/terminology/narratives.json).
constexpr record::Coding notes_code{"http://loinc.org", "10164-2",
                                    "History of Present illness Narrative"};
constexpr std::string_view identifying[] = {"name",      "first name", "last name", "surname",
                                            "family",    "address",    "phone",     "telephone",
                                            "insurance", "email"};

class CaseDocument {
 public:
  CaseDocument(const written::Words& words, Faults& faults) : words_(words), faults_(faults) {}

  std::optional<record::Record> read(const Node& root) {
    if (!root.is_map()) {
      faults_.add(root.at, "not a case", "write keys and values, as in age: 67");
      return std::nullopt;
    }
    written::check_keys(root, faults_);
    sort_out(root, true);
    if (found_ == 0 && faults_.empty())
      faults_.add(root.at, "a case with nothing in it", "see docs/case-files.md");
    read_patient();
    EntryReader entries(words_, day_, record_, faults_);
    for (std::size_t i = static_cast<std::size_t>(Key::complaint); i < values_.size(); ++i)
      if (values_[i] != nullptr) entries.read(*section_of(static_cast<Key>(i)), *values_[i]);
    if (const Node* notes = at(Key::notes)) read_notes(*notes);
    if (!faults_.empty()) return std::nullopt;
    return std::move(record_);
  }

 private:
  [[nodiscard]] const Node* at(Key key) const {
    const Node* value = values_[static_cast<std::size_t>(key)];
    return value == nullptr || value->is_nothing() ? nullptr : value;
  }

  void sort_out(const Node& map, bool outermost) {
    for (const Entry& entry : map.entries) {
      if (!entry.key.is_text()) continue;  // told by check_keys
      const auto key = key_of(entry.key.text);
      if (!key || (!outermost && section_of(*key) != nullptr)) {
        unknown_key(entry.key);
      } else if (*key == Key::patient && entry.value.is_map() && outermost) {
        sort_out(entry.value, false);
      } else {
        keep(*key, entry);
      }
    }
  }

  void keep(Key key, const Entry& entry) {
    const Node*& slot = values_[static_cast<std::size_t>(key)];
    if (slot != nullptr)
      faults_.add(entry.key.at,
                  fmt::format("\"{}\" was said before in other words", shown(entry.key.text)),
                  fmt::format("bring it together with that of line {}", slot->at.line));
    slot = &entry.value;
    if (!entry.value.is_nothing()) ++found_;
  }

  void unknown_key(const Node& key) {
    const std::string folded = fold(key.text);
    for (const std::string_view word : identifying)
      if (folded == word) {
        faults_.add(key.at, "a case file has no place for what names a person",
                    "remove it; `patient:` takes an id that isn't a name");
        return;
      }
    faults_.add(key.at, fmt::format("no key is called \"{}\"", shown(key.text)),
                key_cure(key.text));
  }

  bool is_text(const Node& node) {
    if (node.is_text()) return true;
    faults_.add(node.at, "must be a plain text or number", "see docs/case-files.md");
    return false;
  }

  void read_patient() {
    ++record_.resources_read;
    ++record_.resources_used;
    if (const Node* date = at(Key::date); date && is_text(*date)) {
      const auto day = written::read_moment(date->text, {});
      if (day.has_error())
        faults_.add(date->at, "a date that can't be read", "write YYYY-MM-DD");
      else
        day_ = *day;
    }
    if (const Node* id = at(Key::patient); id && is_text(*id)) record_.set_patient_id(id->text);
    if (const Node* sex = at(Key::sex); sex && is_text(*sex)) {
      const auto read = written::read_sex(sex->text);
      if (!read)
        faults_.add(sex->at, "a sex that can't be read", "write female, male, other or unknown");
      else
        record_.sex = *read;
    }
    read_birth();
  }

  void read_birth() {
    if (const Node* birth = at(Key::birth_date); birth && is_text(*birth)) {
      const auto date = parse_time(written::trimmed(birth->text));
      if (date.has_error())
        faults_.add(birth->at, "a birth date that can't be read",
                    "write YYYY-MM-DD, or YYYY-MM, or YYYY");
      else
        record_.birth = *date;
    }
    const Node* age = at(Key::age);
    if (!age || !is_text(*age)) return;
    const auto births = written::birth_from_age(age->text, day_);
    if (births.has_error()) {
      faults_.add(age->at, births.error());
    } else if (!record_.birth.known()) {
      record_.birth = *births;
    } else if (record_.birth.latest_ms < births->earliest_ms - ms_per_day ||
               record_.birth.earliest_ms > births->latest_ms + ms_per_day) {
      faults_.add(age->at, "the age doesn't agree with the birth date", "write one of them");
    }
  }

  void read_notes(const Node& notes) {
    if (!is_text(notes)) return;
    record::Item item;
    item.kind = record::Kind::observation;
    item.state = record::State::present;
    item.codes = {static_cast<std::uint32_t>(record_.codings.size()), 1};
    record_.codings.push_back(notes_code);
    item.value_kind = record::ValueKind::text;
    item.value_text = record_.keep(notes.text);
    item.time = day_;
    item.source = record_.keep(fmt::format("notes/line {}", notes.at.line));
    record_.items.push_back(item);
    ++record_.resources_read;
    ++record_.resources_used;
  }

  const written::Words& words_;
  Faults& faults_;
  record::Record record_;
  TimeSpan day_;
  std::array<const Node*, static_cast<std::size_t>(Key::procedures) + 1> values_{};
  std::size_t found_ = 0;
};

}  // namespace

std::optional<record::Record> read_case(const Node& root, const written::Words& words,
                                        Faults& faults) {
  return CaseDocument(words, faults).read(root);
}

}  // namespace causa::intake::cases
