// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/encoding.hpp"

#include <algorithm>
#include <charconv>

#include "base/charset.hpp"
#include "base/text.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr std::size_t longest_sequence = 4096;  // \X..\ may carry a whole line

bool may_delimit(char c) {
  const bool letter_or_digit =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c > ' ' && c < 0x7f && !letter_or_digit;
}

std::optional<std::string> from_hex(std::string_view digits, const Dialect& dialect) {
  if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned value = 0;
    const char* end = digits.data() + i + 2;
    const auto [stop, code] = std::from_chars(digits.data() + i, end, value, 16);
    if (code != std::errc() || stop != end) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  if (dialect.charset.empty()) {
    if (!is_utf8(bytes)) return std::nullopt;
  } else if (auto text = to_utf8(bytes, dialect.charset)) {
    bytes = std::move(*text);
  } else {
    return std::nullopt;
  }
  // Epic writes line breaks so; other control characters have no meaning in a text.
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\r') {
      if (i + 1 == bytes.size() || bytes[i + 1] != '\n') out += '\n';
    } else {
      out += static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' ? c : ' ';
    }
  }
  return out;
}

/// ".br", ".sp3", ".in+4", ".ti-2", ".sk5", ".fi", ".nf", ".ce": what a formatter would do.
std::optional<std::string> from_format(std::string_view command) {
  const std::string_view name = command.substr(0, 2);
  std::string_view rest = command.substr(std::min<std::size_t>(2, command.size()));
  if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
  unsigned count = 1;
  const auto [stop, code] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
  const bool whole = rest.empty() || (code == std::errc() && stop == rest.data() + rest.size());
  if (!whole || count > 1000) return std::nullopt;
  if (name == "br" || name == "ce") return "\n";
  if (name == "sp") return std::string(count, '\n');
  if (name == "sk" || name == "in" || name == "ti") return std::string(count, ' ');
  if (name == "fi" || name == "nf") return "";
  return std::nullopt;
}

/// What stands for the sequence of this name; nothing if it isn't known.
std::optional<std::string> meaning(std::string_view name, const Dialect& dialect) {
  const Hl7Delimiters& delimiters = dialect.delimiters;
  if (name.size() == 1) {
    switch (name.front()) {
      case 'F':
        return std::string(1, delimiters.field);
      case 'S':
        return std::string(1, delimiters.component == '\0' ? '^' : delimiters.component);
      case 'R':
        return std::string(1, delimiters.repetition == '\0' ? '~' : delimiters.repetition);
      case 'T':
        return std::string(1, delimiters.subcomponent == '\0' ? '&' : delimiters.subcomponent);
      case 'E':
        return std::string(1, delimiters.escape);
      case 'P':
        return std::string(1, delimiters.truncation == '\0' ? '#' : delimiters.truncation);
      case 'H':
      case 'N':
        return "";  // highlighting begins, ends
      default:
        return std::nullopt;
    }
  }
  if (name.starts_with('X')) return from_hex(name.substr(1), dialect);
  if (name.starts_with('.')) return from_format(name.substr(1));
  return std::nullopt;
}

/// Length of the sequence at the start of `rest`, 0 if there is none; its meaning in `text`.
std::size_t sequence_at(std::string_view rest, const Dialect& dialect, std::string& text) {
  const char escape = dialect.delimiters.escape;
  for (const std::size_t width : {std::size_t{1}, std::size_t{2}}) {
    if (rest.size() < 2 * width || (width == 2 && rest[1] != escape)) continue;
    const std::size_t end = rest.substr(0, longest_sequence).find(escape, width);
    if (end == std::string_view::npos || end == width) continue;
    if (width == 2 && (end + 1 >= rest.size() || rest[end + 1] != escape)) continue;
    if (auto found = meaning(rest.substr(width, end - width), dialect)) {
      text = std::move(*found);
      return end + width;
    }
  }
  return 0;
}

struct Charset {
  std::string_view written, iconv;
};

/// Names of table 0211 that iconv calls otherwise, and spellings met in the field.
constexpr Charset charsets[] = {
    {"UNICODE UTF-8", ""},
    {"UTF-8", ""},
    {"UTF8", ""},
    {"UNICODE", ""},
    {"GB 18030-2000", "GB18030"},
    {"KS X 1001", "EUC-KR"},
    {"BIG-5", "BIG5"},
    {"ISO IR6", "ASCII"},
    {"LATIN1", "ISO-8859-1"},
    {"WINDOWS-1252", "CP1252"},
    {"CP1252", "CP1252"},
    {"ASCII", "ASCII"},
    {"ISO IR14", "SHIFT_JIS"},
};

/// The name for iconv; nothing if the set isn't known. "8859/15" -> "ISO-8859-15".
std::optional<std::string> charset_of(std::string_view stated) {
  std::string name;
  for (const char c : stated) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const auto& entry : charsets)
    if (entry.written == name) return std::string(entry.iconv);
  std::string_view rest = name;
  for (const char* begin : {"ISO-", "ISO_", "ISO ", "ISO"})
    if (rest.starts_with(begin)) {
      rest.remove_prefix(std::string_view(begin).size());
      break;
    }
  if (!rest.starts_with("8859/") && !rest.starts_with("8859-")) return std::nullopt;
  rest.remove_prefix(5);
  unsigned part = 0;
  const auto [stop, code] = std::from_chars(rest.data(), rest.data() + rest.size(), part);
  if (code != std::errc() || stop != rest.data() + rest.size() || part < 1 || part > 16)
    return std::nullopt;
  return "ISO-8859-" + std::to_string(part);
}

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) == 0; });
}

}  // namespace

std::optional<Hl7Delimiters> read_delimiters(std::string_view start) {
  if (start.size() < 5 || !may_delimit(start[3])) return std::nullopt;
  Hl7Delimiters read{start[3], '\0', '\0', '\0', '\0', '\0'};
  char* const places[] = {&read.component, &read.repetition, &read.escape, &read.subcomponent,
                          &read.truncation};
  std::size_t next = 0;
  const std::string_view written = start.substr(4, start.find_first_of("\r\n") - 4);
  for (const char c : written.substr(0, written.find(read.field))) {
    if (!may_delimit(c)) return std::nullopt;
    const bool seen = std::any_of(places, places + next, [&](const char* p) { return *p == c; });
    if (seen) continue;
    if (next == std::size(places)) return std::nullopt;
    *places[next++] = c;
  }
  return next == 0 ? std::nullopt : std::optional(read);
}

std::string unescape(std::string_view written, const Dialect& dialect) {
  const char escape = dialect.delimiters.escape;
  std::string text;
  text.reserve(written.size());
  std::string found;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t size = escape != '\0' && written[at] == escape
                                 ? sequence_at(written.substr(at), dialect, found)
                                 : 0;
    if (size == 0) {
      text += written[at++];
      continue;
    }
    text += found;
    at += size;
  }
  return text;
}

Decoded decode(std::string_view bytes, std::string_view stated) {
  if (is_ascii(bytes)) return {std::string(bytes), {}, {}};
  std::string name = printable(stated.substr(0, 40));
  if (!is_ascii(name)) name = "that is stated";
  const auto charset = charset_of(stated);
  if (charset && charset->empty() && is_utf8(bytes)) return {std::string(bytes), {}, {}};
  if (charset && !charset->empty())
    if (auto text = to_utf8(bytes, *charset)) return {std::move(*text), *charset, {}};
  std::string told = stated.empty() ? "no character set is stated"
                     : charset      ? "the text is not in " + name
                                    : "the character set " + name + " is not known";
  if (is_utf8(bytes)) return {std::string(bytes), {}, told + ": read as UTF-8"};
  const std::string latin = "ISO-8859-1";
  auto text = to_utf8(bytes, latin);  // any byte is text in it
  return {text ? std::move(*text) : std::string(), latin, told + ": read as ISO 8859-1"};
}

}  // namespace causa::intake::hl7v2
