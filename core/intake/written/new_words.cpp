// SPDX-License-Identifier: Apache-2.0

#include "intake/written/new_words.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "intake/written/statement.hpp"
#include "record/origin.hpp"

namespace causa::intake::written {

namespace {

using record::Item;
using record::Kind;
using record::Record;
using terminology::CodeMatch;
using terminology::ConceptId;
using terminology::no_concept;
using terminology::Vocabulary;

const std::string& id_in(const Vocabulary& vocabulary, ConceptId id) {
  return vocabulary[id].definition.id;
}

bool is_same_code(const terminology::CodeDefinition* now,
                  const terminology::CodeDefinition* before) {
  if (now == nullptr || before == nullptr) return now == before;
  return now->system == before->system && now->code == before->code;
}

bool is_below(const Vocabulary& vocabulary, ConceptId narrow, ConceptId broad) {
  const auto& ancestors = vocabulary[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

/// "no fever", "without fever": what is denied stands behind it.
std::string_view behind_denial(std::string_view folded) {
  for (const std::string_view word : {"no ", "without "})
    if (folded.starts_with(word)) return folded.substr(word.size());
  return {};
}

/// Running text is kept as it is written, and read whenever facts are made.
bool is_note(const Item& item) { return item.source.starts_with("notes/"); }

/// What an entry's section looks its words up as (intake/cases/keys.cpp).
Sort sort_looked_up(const Item& item) {
  if (item.kind == Kind::allergy) return Sort::any;
  if (item.kind == Kind::medication) return Sort::drug;
  return item.kind == Kind::observation ? Sort::number : Sort::truth;
}

}  // namespace

NewWords::NewWords(const Vocabulary& before, const Vocabulary& now)
    : before_(before), now_(now), words_before_(&before), words_now_(&now) {
  add_changed(words_now_.names_, words_before_.names_);
  add_changed(words_now_.analytes_, words_before_.analytes_);
  for (ConceptId id = 0; id < now.size(); ++id) {
    const auto known = before.find(id_in(now, id));
    if (known && before[*known].derived == now[id].derived) continue;
    add(fold(id_in(now, id)), !now[id].derived || known.has_value());
  }
  can_be_stated_ = can_be_stated_ || brings_codes();
}

void NewWords::add_name(std::string_view name) { add(fold(name), true); }

void NewWords::add_changed(const Words::Index& now, const Words::Index& before) {
  for (const auto& [folded, candidates] : now) {
    const auto known = before.find(folded);
    if (known == before.end())
      add(folded, can_be_stated(candidates));
    else if (!same(candidates, known->second))
      add(folded, true);
  }
  for (const auto& [folded, candidates] : before)
    if (!now.contains(folded)) add(folded, true);
}

void NewWords::add(std::string folded, bool can_be_stated) {
  can_be_stated_ = can_be_stated_ || can_be_stated;
  const auto blanks = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' '));
  most_words_ = std::max(most_words_, blanks + 1);
  changed_.insert(std::move(folded));
}

/// All that Words::find asks of those of one text. Kinds, units and conversions of a concept don't
/// change when others join it.
bool NewWords::same(const std::vector<Words::Candidate>& now,
                    const std::vector<Words::Candidate>& before) const {
  const auto is_same = [&](const Words::Candidate& a, const Words::Candidate& b) {
    return id_in(now_, a.concept_id) == id_in(before_, b.concept_id) &&
           now_[a.concept_id].derived == before_[b.concept_id].derived &&
           is_same_code(a.code, b.code);
  };
  if (!std::equal(now.begin(), now.end(), before.begin(), before.end(), is_same)) return false;
  for (std::size_t i = 0; i < now.size(); ++i)
    for (std::size_t j = 0; j < now.size(); ++j)
      if (is_below(now_, now[i].concept_id, now[j].concept_id) !=
          is_below(before_, before[i].concept_id, before[j].concept_id))
        return false;
  return true;
}

bool NewWords::can_be_stated(const std::vector<Words::Candidate>& candidates) const {
  return std::any_of(candidates.begin(), candidates.end(),
                     [&](const Words::Candidate& one) { return !now_[one.concept_id].derived; });
}

bool NewWords::brings_codes() const {
  for (ConceptId id = 0; id < now_.size(); ++id) {
    const auto& definition = now_[id].definition;
    const auto known = before_.find(definition.id);
    const std::size_t codes = known ? before_[*known].definition.codes.size() : 0;
    if (definition.codes.size() != codes) return true;
  }
  return false;
}

bool NewWords::may_change(const Record& record) const {
  switch (record::origin_of(record)) {
    case record::Origin::messages:
      return false;
    case record::Origin::table:
      if (can_be_stated_) return true;
      break;
    case record::Origin::case_file:
      break;
  }
  return std::any_of(record.items.begin(), record.items.end(),
                     [&](const Item& item) { return may_change(record, item); });
}

/// Whether changed words stand within others, as whole words and in their order: which drugs a
/// text names is looked up so, and what is denied.
bool NewWords::are_in(std::string_view folded) const {
  for (std::size_t first = 0; first < folded.size();) {
    std::size_t end = first;
    for (std::size_t count = 0; count < most_words_ && end < folded.size(); ++count) {
      if (count > 0) ++end;
      end = std::min(folded.find(' ', end), folded.size());
      if (changed_.contains(folded.substr(first, end - first))) return true;
    }
    first = folded.find(' ', first);
    if (first == std::string_view::npos) break;
    ++first;
  }
  return false;
}

/// Whoever wrote what is nearly a changed word would be asked whether it is meant.
bool NewWords::are_near(std::string_view folded) const {
  const std::vector<std::string> candidates(changed_.begin(), changed_.end());
  return !nearest(folded, candidates).empty() ||
         !nearest(behind_denial(folded), candidates).empty();
}

NewWords::Matches NewWords::matches_of(const Record& record, const Item& item,
                                       const Vocabulary& vocabulary) const {
  Matches matches;
  for (std::uint32_t i = 0; i < item.codes.count; ++i) {
    const auto& coding = record.begin_of(item.codes)[i];
    vocabulary.lookup(coding.system, coding.code, matches);
  }
  return matches;
}

bool NewWords::means_the_same(const Matches& now, const Matches& before) const {
  return std::equal(now.begin(), now.end(), before.begin(), before.end(),
                    [&](const CodeMatch& a, const CodeMatch& b) {
                      return id_in(now_, a.concept_id) == id_in(before_, b.concept_id) &&
                             is_same_code(a.code, b.code);
                    });
}

bool NewWords::may_change(const Record& record, const Item& item) const {
  if (is_note(item)) return false;
  const std::string folded = fold(item.text);
  const bool named = are_in(folded);
  const Matches now = matches_of(record, item, now_);
  if (!means_the_same(now, matches_of(record, item, before_)))
    return named || item.codes.count != 1 || now.empty() || !is_kept_as(item, now.front());
  if (named && item.codes.count > 0)
    return !is_found_alike(item.text, item.unit) ||
           (is_unit_of_counts(item.unit) && !is_found_alike(item.text, {}));
  if (named) return !words_are_read_alike(item);
  return item.codes.count == 0 && are_near(folded);
}

/// Whether an entry of these words means the same, whatever section it stands in. Which is all that
/// is asked of an entry that means something: the words whole, or behind a denial.
bool NewWords::is_found_alike(std::string_view text, std::string_view unit) const {
  const auto is_same = [](const Meaning::Code& a, const Meaning::Code& b) {
    return a.system == b.system && a.code == b.code;
  };
  for (const Sort sort : {Sort::any, Sort::number, Sort::drug, Sort::truth}) {
    const auto now = words_now_.find(text, sort, unit);
    const auto before = words_before_.find(text, sort, unit);
    // Of two refusals it isn't asked whether they are the same.
    if (now.has_error() || before.has_error() ||
        !std::equal(now->codes.begin(), now->codes.end(), before->codes.begin(),
                    before->codes.end(), is_same) ||
        now->known() != before->known() ||
        (now->known() && !means_the_same({now->match}, {before->match})))
      return false;
  }
  const std::string folded = fold(text);
  const std::string_view denied = behind_denial(folded);
  return denied.empty() || is_found_alike(denied, unit);
}

/// Whether the item is what an entry becomes that means this concept: of its kind, and a number in
/// a unit that fits, without which the case would have been refused.
bool NewWords::is_kept_as(const Item& item, const CodeMatch& match) const {
  if (item.kind == Kind::allergy) return true;
  switch (sort_of(now_[match.concept_id].definition)) {
    case Sort::number:
      return item.kind == Kind::observation && item.value_kind == record::ValueKind::number &&
             !item.unit.empty() && now_.to_canonical(match, item.number, item.unit, {}).has_value();
    case Sort::drug:
      return item.kind == Kind::medication;
    case Sort::truth:
    case Sort::any:
      break;
  }
  return item.kind == Kind::condition || item.kind == Kind::procedure;
}

/// An entry of which only the words are known. They may be kept on purpose (`text:`), or because
/// nobody knew them, which the record doesn't tell: so both must come to the same.
bool NewWords::words_are_read_alike(const Item& item) const {
  if (!behind_denial(fold(item.text)).empty()) return false;
  const auto found = words_now_.find(item.text, sort_looked_up(item), item.unit);
  if (item.kind == Kind::allergy) return found.has_error() || found->codes.empty();
  if (found.has_error()) return false;
  if (!found->known()) return true;
  const CodeMatch& match = found->match;
  if (found->codes.size() != 1 || match.code != nullptr || !is_kept_as(item, match)) return false;
  if (item.kind == Kind::medication) {
    std::vector<ConceptId> drugs;
    now_.find_drug_words(item.text, drugs);
    return drugs == std::vector{match.concept_id};
  }
  // Words that are known of a suspicion only say something else than its code does.
  return now_.find_text(item.text) == match.concept_id &&
         item.text.find('?') == std::string_view::npos && !now_.is_suspicion(match.concept_id);
}

}  // namespace causa::intake::written
