// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "facts/prose_dates.hpp"
#include "facts/prose_later.hpp"
#include "facts/prose_measured.hpp"
#include "facts/prose_units.hpp"
#include "facts/written_number.hpp"

namespace causa::facts {

namespace {

using namespace terminology;
using record::Comparator;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t most_words_untold = 8;  // from a name to a number that can't be read

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class NumberFinder {
 public:
  NumberFinder(const Prose& prose, const Sentence& sentence, std::string_view text,
               const Vocabulary& vocabulary, const Phrases& phrases, bool in_specimen,
               std::vector<NumberFind>& numbers)
      : words_(prose.words),
        sentence_(sentence),
        text_(text),
        vocabulary_(vocabulary),
        phrases_(phrases),
        in_specimen_(in_specimen),
        numbers_(numbers),
        later_(words_, sentence, text, vocabulary, phrases) {}

  void run() {
    for (std::uint32_t at = sentence_.first; at < sentence_.last;) {
      const auto [quantity, behind] = name_at(at);
      at = quantity ? read_number(*quantity, at, behind) : at + 1;
    }
  }

 private:
  /// Returns where to go on.
  std::uint32_t read_number(const Quantity& quantity, std::uint32_t first, std::uint32_t behind) {
    if (is_unit_of_number(first)) return behind;
    const auto unit = unit_in_brackets_at(text_, words_[behind - 1].end, vocabulary_,
                                          {quantity.concept_id, quantity.code});
    if (unit) behind = word_behind(unit->end);
    const auto lead = number_lead(words_, sentence_, text_, behind);
    const Sample sample = sample_of(quantity, first, behind);
    if (sample != Sample::blood || is_urine(quantity))
      specimen_until_ = lead ? behind_number(quantity, *lead) : behind;
    if (sample == Sample::other) return behind;
    if (sample == Sample::unclear) return tell_of_specimen(quantity, first, behind, lead);
    const bool is_bound =
        (lead && lead->comparator != Comparator::none) || leads_to(behind, lead.has_value());
    if (is_asked_for(words_, sentence_, first, is_bound, lead ? lead->change : Change::none) ||
        goes_on_asking(first, is_bound)) {
      asked_until_ = lead ? behind_number(quantity, *lead) : behind;
      return behind;
    }
    const std::size_t known = numbers_.size();
    if (!lead || !read_at(quantity, first, *lead, unit ? &unit->conversion : nullptr))
      return tell(quantity, first, behind);
    if (!is_urine(quantity) && is_lab(quantity) &&
        names_specimen(words_, sentence_, numbers_.back().last + 1)) {
      numbers_.resize(known);
      specimen_until_ = behind_number(quantity, *lead);
      return behind;
    }
    if (first > sentence_.first && is_repeat(words_[first - 1])) outdate(known);
    return read_repeats(quantity);
  }

  /// "Keep K > 4, Mg > 2": a comma goes on with the next bound.
  bool goes_on_asking(std::uint32_t first, bool is_bound) const {
    if (asked_until_ == 0 || !is_bound) return false;
    return first == asked_until_ ||
           (first == asked_until_ + 1 && words_[asked_until_].has(and_word));
  }

  /// "Replace potassium to 4.0", "up to 4.0"
  bool leads_to(std::uint32_t at, bool has_number) const {
    if (at >= sentence_.last) return false;
    return words_[at].folded.letters == (has_number ? "up" : "to");
  }

  /// Reads the number that `lead` leads to; where it changes, what it changed to. Without a unit
  /// it is in that of `like`, if given.
  bool read_at(const Quantity& quantity, std::uint32_t first, NumberLead lead,
               const Conversion* like) {
    auto written = number_at(text_, words_[lead.at].begin);
    if (!written) return false;
    const auto behind_unit = [&] {
      const auto unit = unit_behind(quantity, written->end);
      if (unit) unit_before_ = unit->conversion;
      if (unit) like = &unit_before_;
      return unit ? unit->end : written->end;
    };
    auto next = second_of_change(text_, behind_unit(), lead.from);
    if (lead.from && !next) return false;
    // "4.5 -> 5.2 -> 6.8"
    for (; next && lead.comparator == Comparator::none;
         next = second_of_change(text_, behind_unit(), false)) {
      lead.at = word_behind(*next);
      if (lead.at >= sentence_.last || words_[lead.at].begin != *next) return false;
      written = number_at(text_, *next);
      if (!written) return false;
    }
    NumberFind find;
    find.first = first;
    find.at = lead.at;
    find.begin = words_[first].begin;
    find.concept_id = quantity.concept_id;
    find.comparator = lead.comparator;
    if (quantity.second == quantity.concept_id)
      return finish(quantity, find, *written, std::nullopt, like);
    const auto second = second_of_pair(written->end);
    if (!second || find.comparator != Comparator::none) return false;
    return finish(quantity, find, *written, second, like);
  }

  /// "2.3 mmol/L yesterday, repeat 4.1 mmol/L": the same quantity again, of later. Returns where to
  /// go on.
  std::uint32_t read_repeats(const Quantity& quantity) {
    auto newest = later_.date_behind(numbers_.back().end);
    while (true) {
      const std::uint32_t behind = word_behind(numbers_.back().end);
      const std::size_t before = numbers_.size();
      const Conversion like = conversion_;
      const bool may_lack = is_taken(numbers_.back());
      const auto next = later_.value_behind(quantity, numbers_.back().end);
      if (!next) return behind;
      const std::uint32_t first = next->first;
      const bool takes_unit = may_lack && !is_later(words_[first]);
      if (!next->lead || !read_at(quantity, first, *next->lead, takes_unit ? &like : nullptr))
        return is_repeat(words_[first]) ? tell(quantity, first, first + 1) : behind;
      numbers_.back().later = next->is_bare;
      const auto date = later_.date_behind(numbers_.back().end);
      // Where the order can't be told both are of now, and an alert takes the worse.
      const DateOrder order = !next->is_dated  ? DateOrder::later
                              : date && newest ? order_of(*date, *newest)
                                               : DateOrder::unknown;
      if (order == DateOrder::later) outdate(before);
      if (order == DateOrder::later) newest = date;
      for (std::size_t at = before; order == DateOrder::earlier && at < numbers_.size(); ++at)
        numbers_[at].earlier = true;
    }
  }

  /// What stood before `newer` of the same quantities was measured earlier.
  void outdate(std::size_t newer) {
    for (std::size_t at = newer; at < numbers_.size(); ++at) {
      if (!is_taken(numbers_[at])) continue;
      for (std::size_t older = 0; older < newer; ++older)
        if (numbers_[older].concept_id == numbers_[at].concept_id) numbers_[older].earlier = true;
    }
  }

  static bool is_taken(const NumberFind& number) { return number.doubt == NumberDoubt::none; }

  /// A number with a unit of the quantity, of which no more can be told than that it stands there.
  /// Returns where to go on.
  std::uint32_t tell(const Quantity& quantity, std::uint32_t first, std::uint32_t behind) {
    if (names_specimen(words_, sentence_, behind)) return behind;
    const std::uint32_t last = std::min(sentence_.last, behind + most_words_untold);
    for (std::uint32_t at = behind; at < last; ++at) {
      const Word& word = words_[at];
      const bool ends_clause = word.gap & (at == behind ? Gap::comma : Gap::comma | Gap::opening);
      if (ends_clause || is_target(word) || word.folded.letters == "by" || name_at(at).quantity)
        return behind;
      if (!starts_with_digit(at)) continue;
      const std::size_t end = end_of_figures(text_, word.begin);
      if (const auto unit = unit_behind(quantity, end)) {
        NumberFind find;
        find.first = first;
        find.at = at;
        find.begin = words_[first].begin;
        find.end = static_cast<std::uint32_t>(unit->end);
        find.last = std::max(word_behind(find.end), at + 1) - 1;
        if (is_called_error(words_, sentence_, first, find.last)) return find.last + 1;
        find.concept_id = quantity.concept_id;
        find.value = 0;
        find.doubt = NumberDoubt::unread;
        numbers_.push_back(find);
        return word_behind(find.end);
      }
      at = std::max(word_behind(end), at + 1) - 1;
    }
    return behind;
  }

  bool starts_with_digit(std::uint32_t at) const { return is_digit(text_[words_[at].begin]); }

  /// "Aspirin 81 mg" speaks of no magnesium.
  bool is_unit_of_number(std::uint32_t at) const {
    return words_[at].folded.letters == "mg" && at > sentence_.first && starts_with_digit(at - 1) &&
           words_[at].gap == 0;
  }

  bool is_lab(const Quantity& quantity) const {
    return vocabulary_[quantity.concept_id].definition.id.starts_with("lab.");
  }

  /// Urine has its own quantities, which name it.
  bool is_urine(const Quantity& quantity) const {
    return vocabulary_[quantity.concept_id].definition.id.starts_with("lab.urine.");
  }

  /// "Urine sodium 45, potassium 20": of which sample the second one is, nobody can tell.
  Sample sample_of(const Quantity& quantity, std::uint32_t first, std::uint32_t behind) const {
    if (!is_lab(quantity)) return Sample::blood;
    if (in_specimen_ && !is_urine(quantity)) return Sample::other;
    const bool goes_on = specimen_until_ > 0 &&
                         (first == specimen_until_ ||
                          (first == specimen_until_ + 1 && words_[specimen_until_].has(and_word)));
    if (is_urine(quantity)) return Sample::blood;
    const Sample sample = sample_before(words_, sentence_, text_, first);
    return sample == Sample::blood && goes_on && behind > first ? Sample::unclear : sample;
  }

  /// A number that is read, but for its sample. Returns where to go on.
  std::uint32_t tell_of_specimen(const Quantity& quantity, std::uint32_t first,
                                 std::uint32_t behind, const std::optional<NumberLead>& lead) {
    const std::size_t known = numbers_.size();
    if (!lead || !read_at(quantity, first, *lead, nullptr)) return tell(quantity, first, behind);
    for (std::size_t at = known; at < numbers_.size(); ++at)
      if (is_taken(numbers_[at])) numbers_[at].doubt = NumberDoubt::specimen;
    return word_behind(numbers_.back().end);
  }

  /// "/80" behind "120".
  std::optional<Written> second_of_pair(std::size_t at) const {
    while (at < text_.size() && text_[at] == ' ') ++at;
    if (at >= text_.size() || text_[at] != '/') return std::nullopt;
    for (++at; at < text_.size() && text_[at] == ' ';) ++at;
    return number_at(text_, at);
  }

  QuantityName name_at(std::uint32_t at) const {
    return quantity_name_at(words_, sentence_, phrases_, at);
  }

  std::uint32_t word_behind(std::size_t byte) const {
    return facts::word_behind(words_, sentence_, byte);
  }

  std::uint32_t behind_number(const Quantity& quantity, const NumberLead& lead) const {
    return later_.behind_number(quantity, lead.at);
  }

  std::optional<WrittenUnit> unit_behind(const Quantity& quantity, std::size_t at) const {
    return unit_at(text_, at, vocabulary_, {quantity.concept_id, quantity.code});
  }

  /// True if what stands behind a number can't be a unit that nobody knows, nor a second number.
  bool ends_plainly(std::size_t at) const {
    const std::size_t next = behind_flag(text_, at);
    if (next == text_.size()) return true;
    const char sign = text_[next];
    if (std::string_view(",;()[]\n.").find(sign) != std::string_view::npos) return true;
    const std::uint32_t word = word_behind(next);
    // "Na 118 / K 2.1"
    if (sign == '/') return word < sentence_.last && name_at(word).quantity != nullptr;
    if (sign == '|' || sign == '\t') return ends_cell(text_, next);
    if (word >= sentence_.last || words_[word].begin != next) return false;
    return words_[word].has(after_number | WordRole::and_word) || is_earlier(words_[word]) ||
           name_at(word).quantity;
  }

  bool finish(const Quantity& quantity, NumberFind& find, const Written& first,
              const std::optional<Written>& second, const Conversion* like) {
    const std::size_t end = second ? second->end : first.end;
    const auto unit = unit_behind(quantity, end);
    if (second_of_range(text_, unit ? unit->end : end)) return false;
    find.end = static_cast<std::uint32_t>(unit ? unit->end : end);
    find.last = std::max(word_behind(find.end), find.at + 1) - 1;
    if (is_called_error(words_, sentence_, find.first, find.last)) return false;
    if (unit) return add(find, quantity, first, second, unit->conversion);
    if (!(quantity.unit_may_lack || like) || !ends_plainly(end)) return false;
    if (like &&
        is_plausible(vocabulary_, quantity.concept_id, in_canonical_unit(first.value, *like)))
      return add(find, quantity, first, second, *like);
    if (!quantity.unit_may_lack) return false;
    const auto fitting = plausible_units(vocabulary_, {quantity.concept_id, quantity.code}, first);
    if (fitting.empty()) return false;
    find.unit_assumed = true;
    if (fitting.size() > 1) {
      find.doubt = NumberDoubt::unit;
      for (const auto& one : fitting) find.units += (find.units.empty() ? "" : " or ") + one.unit;
    }
    return add(find, quantity, first, second, fitting.front());
  }

  bool add(NumberFind& find, const Quantity& quantity, const Written& first,
           const std::optional<Written>& second, const Conversion& conversion) {
    const auto one = [&](ConceptId id, const Written& written) {
      find.concept_id = id;
      find.value = in_canonical_unit(written.value, conversion);
      if (find.doubt == NumberDoubt::none && may_be_thousands(vocabulary_, id, written, conversion))
        find.doubt = NumberDoubt::thousands;
      else if (find.doubt == NumberDoubt::none && !is_plausible(vocabulary_, id, find.value))
        find.doubt = NumberDoubt::implausible;
      numbers_.push_back(find);
    };
    if (second && second->value >= first.value) return false;  // no blood pressure
    one(quantity.concept_id, first);
    if (second) one(quantity.second, *second);
    conversion_ = conversion;
    return true;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::string_view text_;
  const Vocabulary& vocabulary_;
  const Phrases& phrases_;
  bool in_specimen_;
  std::vector<NumberFind>& numbers_;
  LaterValues later_;
  Conversion conversion_;             ///< of the last number
  Conversion unit_before_;            ///< of a number that changed
  std::uint32_t asked_until_ = 0;     ///< behind the last number that is a target
  std::uint32_t specimen_until_ = 0;  ///< behind the last one that isn't of blood
};

}  // namespace

void find_numbers(const Prose& prose, const Sentence& sentence, std::string_view text,
                  const Vocabulary& vocabulary, const Phrases& phrases, bool in_specimen,
                  std::vector<NumberFind>& numbers) {
  NumberFinder(prose, sentence, text, vocabulary, phrases, in_specimen, numbers).run();
}

}  // namespace causa::facts
