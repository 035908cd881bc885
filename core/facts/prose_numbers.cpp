// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace causa::facts {

namespace {

using namespace terminology;
using record::Comparator;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t most_words_between = 4;
constexpr std::size_t most_unit_words = 3;
constexpr std::size_t longest_unit = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Written {
  double value = 0;
  std::size_t end = 0;  ///< byte behind it
};

/// "12,000", "2.8"; nothing for "1,5", for it may be one and a half or two entries of a list.
std::optional<Written> number_at(std::string_view text, std::size_t at) {
  std::string digits;
  std::size_t group = 0;
  bool grouped = false;
  for (; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      digits += text[at];
      ++group;
    } else if (text[at] == ',' && at + 1 < text.size() && is_digit(text[at + 1])) {
      if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
      grouped = true;
      group = 0;
    } else {
      break;
    }
  }
  if (digits.empty() || digits.size() > 9 || (grouped && group != 3)) return std::nullopt;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1]))
    for (digits += text[at++]; at < text.size() && is_digit(text[at]); ++at) digits += text[at];
  Written written{0, at};
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), written.value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return written;
}

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
        numbers_(numbers) {}

  void run() {
    for (std::uint32_t at = sentence_.first; at < sentence_.last;) {
      in_specimen_ = in_specimen_ || words_[at].has(specimen);
      const auto [quantity, behind] = name_at(at);
      at = quantity ? read_number(*quantity, at, behind) : at + 1;
    }
  }

 private:
  struct Name {
    const Quantity* quantity = nullptr;
    std::uint32_t behind = 0;
  };

  /// The longest name of a quantity from `at` on.
  Name name_at(std::uint32_t at) const {
    Name name;
    Node node = phrases_.first(words_[at].folded);
    for (std::uint32_t next = at; node != nullptr;) {
      if (const std::uint32_t place = phrases_.meaning(node).quantity)
        name = {&phrases_.quantities()[place - 1], next + 1};
      if (++next >= sentence_.last) break;
      node = phrases_.step(node, words_[next].folded);
    }
    return name;
  }

  /// Returns where to go on.
  std::uint32_t read_number(const Quantity& quantity, std::uint32_t first, std::uint32_t behind) {
    std::uint32_t at = behind;
    while (at < sentence_.last && at - behind < most_words_between && !starts_with_digit(at) &&
           words_[at].has(measuring | article) && !(words_[at].gap & Gap::comma))
      ++at;
    if (at >= sentence_.last || !starts_with_digit(at) || !is_plain_between(at)) return behind;
    if (is_of_other_specimen(quantity)) return behind;
    const auto written = number_at(text_, words_[at].begin);
    if (!written || !comparator_before(at)) return behind;
    NumberFind find;
    find.first = first;
    find.at = at;
    find.begin = words_[first].begin;
    find.concept_id = quantity.concept_id;
    find.comparator = *comparator_before(at);
    if (quantity.second == quantity.concept_id)
      return finish(quantity, find, *written, std::nullopt) ? word_behind(find.end) : behind;
    const auto second = second_of_pair(written->end);
    if (!second || find.comparator != Comparator::none) return behind;
    return finish(quantity, find, *written, second) ? word_behind(numbers_.back().end) : behind;
  }

  bool starts_with_digit(std::uint32_t at) const { return is_digit(text_[words_[at].begin]); }

  std::string_view between(std::uint32_t at) const {
    const std::uint32_t begin = words_[at - 1].end;
    return text_.substr(begin, words_[at].begin - begin);
  }

  /// Only such signs before the number as belong to it: "Na+ = 118", "CK >10,000".
  bool is_plain_between(std::uint32_t at) const {
    return between(at).find_first_not_of(" \t:=+-(<>~\xE2\x89\xA5\xA4") == std::string_view::npos &&
           !between(at).ends_with('-');
  }

  std::optional<Comparator> comparator_before(std::uint32_t at) const {
    const std::string_view signs = between(at);
    if (signs.find('~') != std::string_view::npos) return std::nullopt;
    if (signs.find("\xE2\x89\xA5") != std::string_view::npos) return Comparator::greater_equal;
    if (signs.find("\xE2\x89\xA4") != std::string_view::npos) return Comparator::less_equal;
    const bool equal = signs.find('=') != std::string_view::npos;
    if (signs.find('>') != std::string_view::npos)
      return equal ? Comparator::greater_equal : Comparator::greater;
    if (signs.find('<') != std::string_view::npos)
      return equal ? Comparator::less_equal : Comparator::less;
    return Comparator::none;
  }

  /// Urine has its own quantities, which name it.
  bool is_of_other_specimen(const Quantity& quantity) const {
    const auto& id = vocabulary_[quantity.concept_id].definition.id;
    return in_specimen_ && id.starts_with("lab.") && !id.starts_with("lab.urine.");
  }

  /// "/80" behind "120".
  std::optional<Written> second_of_pair(std::size_t at) const {
    while (at < text_.size() && text_[at] == ' ') ++at;
    if (at >= text_.size() || text_[at] != '/') return std::nullopt;
    for (++at; at < text_.size() && text_[at] == ' ';) ++at;
    return number_at(text_, at);
  }

  std::uint32_t word_behind(std::size_t byte) const {
    std::uint32_t at = sentence_.first;
    while (at < sentence_.last && words_[at].begin < byte) ++at;
    return at;
  }

  /// The words behind a number as a unit of the concept, the longest that is one.
  std::optional<std::pair<Conversion, std::size_t>> unit_at(const CodeMatch& match,
                                                            std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '-')) ++at;
    std::optional<std::pair<Conversion, std::size_t>> best;
    std::size_t end = at;
    for (std::size_t count = 0; count < most_unit_words && end < text_.size(); ++count) {
      while (end < text_.size() && text_[end] == ' ') ++end;
      end = std::min(text_.find_first_of(" ,;)\n\t", end), text_.size());
      std::size_t stop = end;
      while (stop > at && text_[stop - 1] == '.') --stop;
      if (stop - at > longest_unit) break;
      if (stop == at) continue;
      const auto converted = vocabulary_.to_canonical(match, 1, text_.substr(at, stop - at), {});
      if (converted) best = std::pair(converted->conversion, stop);
    }
    return best;
  }

  /// True if what stands behind a number can't be a unit that nobody knows, nor a second number.
  bool ends_plainly(std::size_t at) const {
    const std::size_t next = std::min(text_.find_first_not_of(' ', at), text_.size());
    if (next == text_.size()) return true;
    const char sign = text_[next];
    if (sign == ',' || sign == ';' || sign == ')' || sign == '\n' || sign == '.') return true;
    const std::uint32_t word = word_behind(next);
    if (word >= sentence_.last || words_[word].begin != next) return false;
    return words_[word].has(after_number | WordRole::and_word) || name_at(word).quantity;
  }

  /// "2.8 to 3.4", "2.8-3.4", "2.8 -> 3.4": a range or a change.
  bool goes_on(std::size_t at) const {
    std::string_view rest = text_.substr(at);
    rest.remove_prefix(std::min(rest.find_first_not_of(" ("), rest.size()));
    for (const std::string_view link :
         {"-", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x86\x92", "to ", "->", "/", "through "})
      if (rest.starts_with(link)) {
        rest.remove_prefix(link.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(" >"), rest.size()));
        return !rest.empty() && is_digit(rest.front());
      }
    return false;
  }

  bool is_plausible(ConceptId id, double value) const {
    const auto& range = vocabulary_[id].definition.plausible;
    return !range || (value >= range->first && value <= range->second);
  }

  bool finish(const Quantity& quantity, NumberFind& find, const Written& first,
              const std::optional<Written>& second) {
    const CodeMatch match{quantity.concept_id, quantity.code};
    const std::size_t end = second ? second->end : first.end;
    const auto unit = unit_at(match, end);
    if (goes_on(unit ? unit->second : end)) return false;
    find.end = static_cast<std::uint32_t>(unit ? unit->second : end);
    find.last = std::max(word_behind(find.end), find.at + 1) - 1;
    if (unit) return add(find, quantity, first, second, unit->first);
    if (!quantity.unit_may_lack || !ends_plainly(end)) return false;
    const auto& definition = vocabulary_[quantity.concept_id].definition;
    const auto& conversions = quantity.code && !quantity.code->conversions.empty()
                                  ? quantity.code->conversions
                                  : definition.conversions;
    std::vector<Conversion> fitting;
    for (const auto& conversion : conversions) {
      const bool same = std::any_of(fitting.begin(), fitting.end(), [&](const Conversion& other) {
        return other.factor == conversion.factor && other.offset == conversion.offset;
      });
      if (!same && is_plausible(quantity.concept_id, converted(first.value, conversion)))
        fitting.push_back(conversion);
    }
    if (fitting.empty()) return false;
    find.unit_assumed = true;
    if (fitting.size() > 1) {
      find.doubt = NumberDoubt::unit;
      for (const auto& one : fitting) find.units += (find.units.empty() ? "" : " or ") + one.unit;
    }
    return add(find, quantity, first, second, fitting.front());
  }

  static double converted(double value, const Conversion& conversion) {
    return value * conversion.factor + conversion.offset;
  }

  bool add(NumberFind& find, const Quantity& quantity, const Written& first,
           const std::optional<Written>& second, const Conversion& conversion) {
    const auto one = [&](ConceptId id, double written) {
      find.concept_id = id;
      find.value = converted(written, conversion);
      if (find.doubt == NumberDoubt::none && !is_plausible(id, find.value))
        find.doubt = NumberDoubt::implausible;
      numbers_.push_back(find);
    };
    if (second && second->value >= first.value) return false;  // no blood pressure
    one(quantity.concept_id, first.value);
    if (second) one(quantity.second, second->value);
    return true;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::string_view text_;
  const Vocabulary& vocabulary_;
  const Phrases& phrases_;
  bool in_specimen_;
  std::vector<NumberFind>& numbers_;
};

}  // namespace

void find_numbers(const Prose& prose, const Sentence& sentence, std::string_view text,
                  const Vocabulary& vocabulary, const Phrases& phrases, bool in_specimen,
                  std::vector<NumberFind>& numbers) {
  NumberFinder(prose, sentence, text, vocabulary, phrases, in_specimen, numbers).run();
}

}  // namespace causa::facts
