// SPDX-License-Identifier: Apache-2.0
//
// Text that people write: spelling distance for "did you mean", folding for comparison. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace causa {

/// Lower case and no accents (ASCII and Latin-1 letters), punctuation to single spaces, trimmed:
/// "Guillain-Barré  syndrome" -> "guillain barre syndrome". Other letters stay as they are.
std::string fold(std::string_view text);
/// The same into a text that is used again.
void fold(std::string_view text, std::string& folded);

/// The candidate nearest to `word` by edit distance (case aside), the first of several; empty if
/// none is near (more than a third of the longer one's letters differ).
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// Bytes of the UTF-8 code point that begins at `at`; 0 if there is no valid one.
std::size_t code_point_bytes(std::string_view text, std::size_t at);

/// True if `text` is valid UTF-8.
bool is_utf8(std::string_view text);

/// Shortest digits that read back as the same double, without exponent from 0.0001 to 1e15: "4.7",
/// "3", "100000", "1e+30".
std::string format_number(double value);

/// Control characters become spaces, one a byte: what a record holds must not command a terminal.
std::string printable(std::string_view text);

/// Wraps the printable text at spaces so that no line is longer than `width` columns (code points);
/// a longer word is cut. A line break in the text stays one. No text, no lines.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace causa
