// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/journal.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <map>

#include "cli/watch/move.hpp"

namespace causa::cli::watch {

namespace {

constexpr unsigned most_numbers = 1'000'000;
constexpr std::string_view reason_ending = ".reason.txt";

bool is_there(const std::filesystem::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

std::string escaped(std::string_view value) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char letter : value) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte > 0x20 && byte < 0x7f && letter != '%') {
      text += letter;
    } else {
      text += '%';
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* first = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(first, first + 2, byte, 16).ptr == first + 2) {
      value += static_cast<char>(byte);
      i += 2;
    } else {
      value += text[i];
    }
  }
  return value;
}

void add(std::string& text, std::string_view key, std::string_view value) {
  text.append(key).append(" ").append(escaped(value)).append("\n");
}

void add(std::string& text, const std::string& key, const StagedMove& move) {
  add(text, key + ".staged", move.staged.string());
  add(text, key + ".folder", move.folder.string());
  add(text, key + ".stem", move.stem);
  add(text, key + ".extension", move.extension);
}

using Entries = std::map<std::string, std::string, std::less<>>;

std::optional<StagedMove> move_of(const Entries& entries, const std::string& key) {
  const auto staged = entries.find(key + ".staged");
  const auto folder = entries.find(key + ".folder");
  const auto stem = entries.find(key + ".stem");
  const auto extension = entries.find(key + ".extension");
  for (const auto& found : {staged, folder, stem, extension})
    if (found == entries.end()) return std::nullopt;
  return StagedMove{staged->second, folder->second, stem->second, extension->second};
}

/// NAME.reason.txt for an input that is called NAME under this number.
std::string reason_name(const StagedMove& input, unsigned number) {
  return numbered(input.stem, input.extension + std::string(reason_ending), number);
}

/// A number under which neither the input nor its reason has a namesake, from `number` on.
unsigned free_number(const StagedMove& input, bool with_reason, unsigned number) {
  for (; number < most_numbers; ++number) {
    if (is_there(input.folder / numbered(input.stem, input.extension, number))) continue;
    if (with_reason && is_there(input.folder / reason_name(input, number))) continue;
    break;
  }
  return number;
}

Result<void> move_answer(const StagedMove& answer) {
  for (unsigned number = 1; number < most_numbers; ++number) {
    const auto to = answer.folder / numbered(answer.stem, answer.extension, number);
    const auto moved = move_new(answer.staged, to);
    if (!moved) return moved.error();
    if (*moved != Moved::taken) return sync(answer.folder);
  }
  return system_error(answer.folder, "no name is free", EEXIST);
}

/// The input is moved last: who sees it in its folder sees its reason beside it.
Result<void> move_input(const StagedMove& input, const std::filesystem::path& reason) {
  bool reason_waits = !reason.empty() && is_there(reason);
  for (unsigned number = 1;; ++number) {
    number = free_number(input, reason_waits, number);
    if (number >= most_numbers) return system_error(input.folder, "no name is free", EEXIST);
    if (reason_waits) {
      const auto moved = move_new(reason, input.folder / reason_name(input, number));
      if (!moved) return moved.error();
      if (*moved == Moved::taken) continue;
      reason_waits = false;
    }
    const std::string name = numbered(input.stem, input.extension, number);
    const auto moved = move_new(input.staged, input.folder / name);
    if (!moved) return moved.error();
    if (*moved != Moved::taken) return sync(input.folder);
  }
}

}  // namespace

std::string to_text(const Journal& journal) {
  std::string text = "causa.journal 1\n";
  add(text, "store", journal.store.string());
  add(text, "source", journal.source_sha256);
  if (journal.answer) add(text, "answer", *journal.answer);
  if (journal.acknowledgments) add(text, "acknowledgments", *journal.acknowledgments);
  add(text, "reason", journal.reason.string());
  add(text, "input", journal.input);
  return text + "end .\n";
}

Result<Journal> read_journal(std::string_view text, const std::filesystem::path& file) {
  Entries entries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t space = std::min(line.find(' '), line.size());
    entries[std::string(line.substr(0, space))] =
        unescaped(line.substr(std::min(space + 1, line.size())));
  }
  Journal journal;
  const auto input = move_of(entries, "input");
  if (!input || entries["causa.journal"] != "1" || entries["end"] != ".")
    return Error{Fault::usage, file.string(), "is not a journal of causa watch",
                 "move it away; the file that it spoke of is in the folder claimed beside it, and "
                 "is assessed again"};
  journal.store = entries["store"];
  journal.answer = move_of(entries, "answer");
  journal.acknowledgments = move_of(entries, "acknowledgments");
  journal.source_sha256 = entries["source"];
  journal.reason = entries["reason"];
  journal.input = *input;
  return journal;
}

Result<void> do_moves(const Journal& journal) {
  for (const auto& answer : {journal.answer, journal.acknowledgments})
    if (answer && is_there(answer->staged))
      if (auto moved = move_answer(*answer); !moved) return moved.error();
  if (!is_there(journal.input.staged)) return {};
  return move_input(journal.input, journal.reason);
}

}  // namespace causa::cli::watch
