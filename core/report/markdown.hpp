// SPDX-License-Identifier: Apache-2.0
//
// Plain text inside GitHub-flavored Markdown. Viewers of CDS Hooks cards render raw HTML, so text
// that comes from a record, or from a module, must stay text whatever it holds. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace causa::report {

/// The text on one line, shown as it stands: every character that Markdown or HTML could take for
/// its own is escaped, control characters are spaces, and an address isn't made a link.
std::string escape_markdown(std::string_view text);

/// At most `most` characters (UTF-16 units, as JavaScript counts), cut at a word if one ends near,
/// with an ellipsis. Invalid UTF-8 becomes U+FFFD; control characters become spaces.
std::string shorten(std::string_view text, std::size_t most);

}  // namespace causa::report
