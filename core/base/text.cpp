// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace causa {
namespace {

constexpr std::size_t longest_word_for_spelling = 128;

/// What fold() writes for U+00C0 .. U+00FF; a space for the signs of multiplication and division.
constexpr std::array<std::string_view, 64> latin_1_letters = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y"};

constexpr char to_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

constexpr bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9');
}

/// What fold() writes for a byte below 0x80: itself in lower case, or a space.
constexpr std::array<char, 128> ascii_letters = [] {
  std::array<char, 128> letters{};
  for (char byte = 0;; ++byte) {
    letters[static_cast<std::size_t>(byte)] = is_letter_or_digit(byte) ? to_lower(byte) : ' ';
    if (byte == 127) return letters;
  }
}();

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Folds up to the first byte that is no ASCII; how far it came. Nearly all texts are ASCII, and
/// what they become is never longer.
std::size_t fold_ascii(std::string_view text, std::string& folded) {
  folded.resize(text.size());
  char* end = folded.data();
  char last = ' ';  // no space at the beginning
  std::size_t i = 0;
  for (; i < text.size() && byte_at(text, i) < 0x80; ++i) {
    const char letter = ascii_letters[byte_at(text, i)];
    *end = letter;
    end += letter != ' ' || last != ' ' ? 1 : 0;
    last = letter;
  }
  folded.resize(static_cast<std::size_t>(end - folded.data()));
  return i;
}

bool is_continuation(std::uint8_t byte) { return (byte & 0xC0u) == 0x80u; }

/// What a code point of more than one byte becomes; itself if it is no Latin-1 letter or sign.
std::string_view fold_wide(std::string_view point) {
  const std::uint8_t first = byte_at(point, 0);
  const std::uint8_t second = byte_at(point, 1);
  if (first == 0xC3) return latin_1_letters[second - 0x80u];
  const bool keeps_meaning = second == 0xB5 || second == 0xB2 || second == 0xB3 || second == 0xB9;
  if (first == 0xC2 && !keeps_meaning) return " ";
  // U+0300 .. U+036F: accents written after their letter, as some systems do.
  if (first == 0xCC || (first == 0xCD && second < 0xB0)) return {};
  // U+2000 .. U+206F: typographic spaces, dashes and quotation marks.
  if (first == 0xE2 && (second == 0x80 || (second == 0x81 && byte_at(point, 2) < 0xB0))) return " ";
  return point;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return !is_continuation(static_cast<std::uint8_t>(byte));
  }));
}

/// Edits from one to the other; two neighboring letters that changed places count as one.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  using Row = std::array<std::size_t, longest_word_for_spelling + 1>;
  Row before_last{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool same = to_lower(left[i - 1]) == to_lower(right[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && to_lower(left[i - 1]) == to_lower(right[j - 2]) &&
                           to_lower(left[i - 2]) == to_lower(right[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[right.size()];
}

/// The longest start of `text` that has at most `width` code points.
std::string_view first_columns(std::string_view text, std::size_t width) {
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_continuation(byte_at(text, i)) && ++points > width) return text.substr(0, i);
  return text;
}

class Wrapper {
 public:
  explicit Wrapper(std::size_t width) : width_(std::max<std::size_t>(width, 1)) {}

  void add_word(std::string_view word) {
    std::size_t length = code_points(word);
    if (columns_ != 0 && columns_ + 1 + length > width_) end_line();
    for (; length > width_; length -= width_) {
      lines_.emplace_back(first_columns(word, width_));
      word.remove_prefix(lines_.back().size());
    }
    if (columns_ != 0) line_ += ' ';
    columns_ += length + (columns_ != 0 ? 1 : 0);
    line_ += word;
  }

  void end_line() {
    lines_.push_back(std::move(line_));
    line_.clear();
    columns_ = 0;
  }

  std::vector<std::string> take() {
    if (columns_ != 0) end_line();
    return std::move(lines_);
  }

 private:
  std::size_t width_;
  std::size_t columns_ = 0;
  std::string line_;
  std::vector<std::string> lines_;
};

/// A percent sign stays with its number: "15 %" is one word.
std::size_t end_of_word(std::string_view text) {
  std::size_t blank = text.find_first_of(" \n");
  while (blank != std::string_view::npos && blank > 0 && text[blank - 1] >= '0' &&
         text[blank - 1] <= '9' && text.substr(blank).starts_with(" %"))
    blank = text.find_first_of(" \n", blank + 1);
  return std::min(blank, text.size());
}

}  // namespace

std::size_t code_point_bytes(std::string_view text, std::size_t at) {
  const std::uint8_t first = byte_at(text, at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(byte_at(text, at + i))) return 0;
  const std::uint8_t second = byte_at(text, at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool beyond_unicode = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond_unicode ? 0 : length;
}

std::string fold(std::string_view text) {
  std::string folded;
  fold(text, folded);
  return folded;
}

void fold(std::string_view text, std::string& folded) {
  const std::size_t ascii = fold_ascii(text, folded);
  const auto add_space = [&folded] {
    if (!folded.empty() && folded.back() != ' ') folded += ' ';
  };
  for (std::size_t i = ascii; i < text.size();) {
    if (byte_at(text, i) < 0x80) {
      if (const char letter = ascii_letters[byte_at(text, i)]; letter != ' ')
        folded += letter;
      else
        add_space();
      ++i;
      continue;
    }
    const std::size_t length = code_point_bytes(text, i);
    if (length == 0) {
      folded += text[i++];
      continue;
    }
    if (const auto piece = fold_wide(text.substr(i, length)); piece == " ")
      add_space();
    else
      folded += piece;
    i += length;
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  if (word.empty() || word.size() > longest_word_for_spelling) return {};
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer > longest_word_for_spelling) continue;
    if ((longer - std::min(word.size(), candidate.size())) * 3 > longer) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance * 3 > longer || (best != nullptr && distance >= best_distance)) continue;
    best = &candidate;
    best_distance = distance;
  }
  return best != nullptr ? *best : std::string();
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = code_point_bytes(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string format_number(double value) {
  const double size = std::fabs(value);
  // People read 100000 better than 1e+05, which to_chars would prefer as shorter.
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e15);
  std::array<char, 40> text{};
  char* const end = text.data() + text.size();
  const auto written =
      plain ? std::to_chars(text.data(), end, size == 0 ? 0.0 : value, std::chars_format::fixed)
            : std::to_chars(text.data(), end, value);
  return {text.data(), written.ptr};
}

std::string printable(std::string_view text) {
  std::string safe(text);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const std::uint8_t byte = byte_at(safe, i);
    // U+0080 .. U+009F: terminals take some of them for the escapes that they abbreviate.
    const bool wide = byte == 0xC2 && i + 1 < safe.size() && byte_at(safe, i + 1) >= 0x80 &&
                      byte_at(safe, i + 1) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || wide) safe[i] = ' ';
    if (wide) safe[++i] = ' ';
  }
  return safe;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  Wrapper wrapper(width);
  while (!text.empty()) {
    const std::size_t blank = end_of_word(text);
    if (blank > 0) wrapper.add_word(printable(text.substr(0, blank)));
    if (blank < text.size() && text[blank] == '\n') wrapper.end_line();
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return wrapper.take();
}

}  // namespace causa
