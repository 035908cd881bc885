// SPDX-License-Identifier: Apache-2.0

#include "facts/prose.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

/// Judgement: no sentence of a person has as many; who looks at a word looks at all of its
/// sentence.
constexpr std::uint32_t most_words = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_letter_or_digit(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_wide(char c) { return (static_cast<unsigned char>(c) & 0x80u) != 0; }

}  // namespace

class Prose::Reader {
 public:
  Reader(std::string_view text, const Phrases& phrases, Prose& out)
      : text_(text), phrases_(phrases), out_(out) {}

  void run() {
    while (at_ < text_.size()) {
      if (const std::size_t sign = wide_sign(at_))
        at_ += sign;
      else if (is_letter_or_digit(text_[at_]) || is_wide(text_[at_]))
        read_word();
      else
        read_sign();
    }
    end_sentence();
  }

 private:
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : ' '; }
  char before(std::size_t at) const { return at > 0 ? text_[at - 1] : ' '; }

  /// Bytes of a sign outside ASCII that is no part of a word, or 0; notes what it does.
  std::size_t wide_sign(std::size_t at) {
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("\xE2\x80\xA2")) {  // bullet
      end_sentence();
      return 3;
    }
    for (const char* dash : {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95", "\xE2\x80\xA6"})
      if (rest.starts_with(dash)) {
        // A short dash between letters is a hyphen: Guillain-Barré.
        if (dash[2] == '\x93' && !is_blank(before(at)) && !is_blank(peek(at + 3))) return 3;
        gap_ |= Gap::comma;
        return 3;
      }
    if (is_arrow(rest) && is_number_behind(at + 3)) return 3;
    if (is_comparison(rest) || (rest.starts_with("\xE2\x80") && rest.size() >= 3)) return 3;
    if (rest.starts_with("\xC2\xB1") || rest.starts_with("\xC2\xBF")) sentence_.is_doubtful = true;
    const bool keeps_meaning = rest.starts_with("\xC2\xB5") || rest.starts_with("\xC2\xB2") ||
                               rest.starts_with("\xC2\xB3") || rest.starts_with("\xC2\xB9");
    return rest.starts_with("\xC2") && rest.size() >= 2 && !keeps_meaning ? 2 : 0;
  }

  void read_word() {
    const std::size_t begin = at_;
    bool wide = false;
    while (at_ < text_.size() && (is_letter_or_digit(text_[at_]) || is_wide(text_[at_]))) {
      if (is_wide(text_[at_])) {
        if (at_ > begin && is_sign_here()) break;
        wide = true;
      }
      ++at_;
    }
    add_word(begin, folded(begin, at_ - begin, wide), at_);
  }

  void add_word(std::size_t begin, const FoldedWord& folded, std::size_t end) {
    const std::string_view raw = text_.substr(begin, end - begin);
    Word word;
    word.folded = folded;
    word.roles = phrases_.roles(word.folded);
    word.begin = static_cast<std::uint32_t>(begin);
    word.end = static_cast<std::uint32_t>(end);
    word.is_queried = is_queried_;
    is_queried_ = false;
    word.is_year = raw.size() == 4 && (raw.starts_with("19") || raw.starts_with("20")) &&
                   is_digit(raw[2]) && is_digit(raw[3]);
    if (out_.words.size() > first_) word.gap = gap_;
    gap_ = 0;
    out_.words.push_back(word);
    if (out_.words.size() - first_ == most_words) cut_sentence();
  }

  /// What a denial at its begin or end would reach can't be told from a part of it.
  void cut_sentence() {
    sentence_.is_doubtful = true;
    end_sentence();
    sentence_.is_doubtful = was_cut_ = true;
  }

  FoldedWord folded(std::size_t begin, std::size_t size, bool wide) {
    if (wide) {
      const std::string folded = fold(text_.substr(begin, size));  // never longer
      out_.folded_.replace(begin, folded.size(), folded);
      size = folded.size();
    }
    return FoldedWord(std::string_view(out_.folded_).substr(begin, size));
  }

  bool is_sign_here() const {
    const std::string_view rest = text_.substr(at_);
    return is_comparison(rest) || rest.starts_with("\xE2\x80") ||
           (rest.starts_with("\xC2") && rest.size() >= 2);
  }

  /// At most, at least.
  static bool is_comparison(std::string_view rest) {
    return rest.starts_with("\xE2\x89\xA4") || rest.starts_with("\xE2\x89\xA5");
  }

  void read_sign() {
    const char sign = text_[at_];
    switch (sign) {
      case '\n':
        return read_line_break();
      case '.':
        if (is_full_stop()) end_sentence();
        break;
      case ';':
      case '!':
        end_sentence(sign == ';');
        break;
      case '?':
        read_question_mark();
        break;
      case ',':
      case '\t':
      case '|':
        gap_ |= Gap::comma;
        break;
      case ':':
      case '=':
        gap_ |= Gap::colon;
        break;
      case '/':
        gap_ |= Gap::slash;
        break;
      case '(':
      case '[':
      case '{':
        read_opening(sign);
        break;
      case ')':
      case ']':
      case '}':
        gap_ |= Gap::closing;
        break;
      case '-':
      case '+':
        read_dash();
        break;
      default:
        break;
    }
    ++at_;
  }

  /// "Calf swollen ?DVT" asks only about the word behind it; "calf swollen? yes" and "swollen ?
  /// yes" about all.
  void read_question_mark() {
    const char next = peek(at_ + 1);
    if (next == '?') return;  // the last of "??DVT" says what it is about
    std::size_t first = at_;
    while (before(first) == '?') --first;
    const char previous = before(first);
    const bool begins = first == 0 || is_blank(previous) || previous == '\n' || previous == '(' ||
                        previous == '/' || previous == ',';
    const bool alone = out_.words.size() == first_ || (gap_ & (Gap::comma | Gap::opening));
    const bool spaced = is_blank(next) && alone && is_letter(peek(at_ + 2));
    if (begins && (is_letter(next) || spaced)) {
      is_queried_ = true;
      if (!(gap_ & Gap::comma)) gap_ |= Gap::comma | Gap::mark;
    } else {
      sentence_.is_doubtful = true;
    }
  }

  /// "[ ]", "[x]" and "(-)" are answers in a form, not sentences.
  void read_opening(char sign) {
    const char inside = peek(at_ + 1);
    const bool closes = peek(at_ + 2) == ')' || peek(at_ + 2) == ']';
    const bool box = sign == '[' && (inside == ']' || (closes && !is_digit(inside)));
    if (box || (closes && (inside == '-' || inside == '+'))) sentence_.is_doubtful = true;
    gap_ |= Gap::opening;
  }

  /// "Doppler -ve", "+ve": a word of three signs.
  bool read_result() {
    const bool is_result = (peek(at_ + 1) | ' ') == 'v' && (peek(at_ + 2) | ' ') == 'e' &&
                           !is_letter_or_digit(peek(at_ + 3)) && !is_letter_or_digit(before(at_));
    if (!is_result) return false;
    const std::string_view meant = text_[at_] == '-' ? "negative" : "positive";
    add_word(at_, FoldedWord(meant), at_ + 3);
    at_ += 2;  // the last of them is passed over by whoever reads a sign
    return true;
  }

  void read_dash() {
    if (read_result()) return;
    const bool after_space = is_blank(before(at_)) || before(at_) == ',' || before(at_) == '(';
    const bool begins_line = out_.words.size() == first_ && after_space;
    if (text_[at_] == '+')
      sentence_.is_doubtful = sentence_.is_doubtful || peek(at_ + 1) == '/';
    else if (after_space && is_blank(peek(at_ + 1)))
      gap_ |= Gap::comma;
    else if (after_space && !begins_line && peek(at_ + 1) != '-' && !is_arrow_to_number())
      sentence_.is_doubtful = true;
  }

  /// "K ↑ 6.8": how it stands to the limits, or what it does.
  static bool is_arrow(std::string_view rest) {
    return rest.starts_with("\xE2\x86\x91") || rest.starts_with("\xE2\x86\x93");
  }

  bool is_number_behind(std::size_t at) const {
    while (at < text_.size() && text_[at] == ' ') ++at;
    return is_digit(peek(at));
  }

  /// "4.1 -> 2.8"
  bool is_arrow_to_number() const {
    std::size_t at = at_ + 1;
    if (peek(at) != '>') return false;
    for (++at; at < text_.size() && text_[at] == ' ';) ++at;
    return is_digit(peek(at));
  }

  bool is_full_stop() const {
    const char next = peek(at_ + 1);
    if (is_lower(before(at_)) && is_upper(next)) return true;
    if (is_letter_or_digit(next)) return false;
    if (out_.words.empty() || out_.words.back().end != at_) return true;
    const Word& last = out_.words.back();
    const bool one_letter = last.end - last.begin == 1 && !is_digit(text_[last.begin]);
    return !one_letter && !last.has(abbreviation);
  }

  void read_line_break() {
    const char last = last_sign();
    int breaks = 0;
    for (; at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == '\n'); ++at_)
      breaks += text_[at_] == '\n' ? 1 : 0;
    const bool ended = last == '.' || last == ':' || last == '!' || last == '?' || last == ';';
    const bool goes_on =
        is_lower(peek(at_)) || last == ',' ||
        (!out_.words.empty() && out_.words.back().has(or_word | and_word | article | place));
    if (breaks == 1 && !ended && goes_on && !is_listed(at_)) {
      gap_ |= Gap::line;
      return;
    }
    end_sentence();
    sentence_.begins_line = true;
    sentence_.after_blank_line = sentence_.after_blank_line || breaks > 1;
  }

  char last_sign() const {
    std::size_t at = at_;
    while (at > 0 && is_blank(text_[at - 1])) --at;
    return at > 0 ? text_[at - 1] : ' ';
  }

  /// "- ", "* ", "2. ", "2) "
  bool is_listed(std::size_t at) const {
    if (peek(at) == '-' || peek(at) == '*' || peek(at) == '+') return true;
    while (is_digit(peek(at))) ++at;
    return at > 0 && is_digit(before(at)) && (peek(at) == '.' || peek(at) == ')');
  }

  void end_sentence(bool ends_item = false) {
    const auto size = static_cast<std::uint32_t>(out_.words.size());
    if (size > first_) {
      sentence_.first = first_;
      sentence_.last = size;
      sentence_.ends_item = ends_item;
      out_.sentences.push_back(sentence_);
      sentence_ = {};
      first_ = size;
    } else if (was_cut_) {
      sentence_.is_doubtful = false;
    }
    was_cut_ = false;
    gap_ = 0;
  }

  std::string_view text_;
  const Phrases& phrases_;
  Prose& out_;
  std::size_t at_ = 0;
  bool was_cut_ = false;  ///< the sentence goes on
  std::uint32_t first_ = 0;
  std::uint8_t gap_ = 0;
  bool is_queried_ = false;
  Sentence sentence_{.begins_line = true};
};

void Prose::read(std::string_view text, const Phrases& phrases) {
  words.clear();
  sentences.clear();
  folded_.assign(text);
  for (char& c : folded_)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  Reader(text, phrases, *this).run();
}

}  // namespace causa::facts
