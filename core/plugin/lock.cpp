// SPDX-License-Identifier: Apache-2.0

#include "plugin/lock.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/signature.hpp"
#include "plugin/fields.hpp"

namespace causa::plugin {

namespace {

constexpr std::size_t field_count = 7;
constexpr std::string_view line_shape =
    "write: id version sha256:DIGITS abi:1.0 enabled approved:DATE:NAME FILE";

bool read_number(std::string_view text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_abi(std::string_view field, LockEntry& entry) {
  if (!take_prefix(field, "abi:")) return false;
  if (field == "none") {
    entry.has_library = false;
    return true;
  }
  const std::size_t dot = field.find('.');
  return dot != std::string_view::npos && read_number(field.substr(0, dot), entry.abi_major) &&
         read_number(field.substr(dot + 1), entry.abi_minor);
}

bool read_approval(std::string_view field, LockEntry& entry) {
  if (!take_prefix(field, "approved:")) return false;
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == field.size()) return false;
  entry.approved_on = field.substr(0, colon);
  entry.approved_by = field.substr(colon + 1);
  return true;
}

bool is_file_name(std::string_view text) {
  return text.find('/') == std::string_view::npos && text != "." && text != "..";
}

/// Empty: read; else what is wrong.
std::string read_entry(const std::vector<std::string_view>& fields, LockEntry& entry) {
  if (fields.size() != field_count)
    return fmt::format("has {} fields instead of {}",
                       fields.size() > field_count ? "more" : std::to_string(fields.size()),
                       field_count);
  for (const std::string_view field : fields)
    if (!is_one_word(field)) return "holds bytes that can't be shown";
  entry.id = fields[0];
  entry.version = fields[1];
  std::string_view hash = fields[2];
  if (!take_prefix(hash, "sha256:") || !is_hex(hash, 32))
    return fmt::format("\"{}\" is not sha256: and 64 hexadecimal digits", fields[2].substr(0, 80));
  entry.sha256 = hash;
  if (!read_abi(fields[3], entry)) return fmt::format("\"{}\" is not an abi", fields[3]);
  if (fields[4] != "enabled" && fields[4] != "disabled")
    return fmt::format("\"{}\" is neither enabled nor disabled", fields[4]);
  entry.enabled = fields[4] == "enabled";
  if (!read_approval(fields[5], entry))
    return fmt::format("\"{}\" doesn't say who approved it and when", fields[5]);
  if (!is_file_name(fields[6])) return fmt::format("\"{}\" is not a file name", fields[6]);
  entry.file = fields[6];
  return {};
}

constexpr std::string_view usual_head =
    "# Modules that may load from this folder. Written by causa plugins lock, enable and disable;\n"
    "# causa plugins verify compares it with the files. See docs/trust.md.\n";

/// A comment, or an empty line, which ends the head of the file.
void keep_comment(std::string_view line, Lock& lock, std::string& comments) {
  const std::size_t start = line.find_first_not_of(" \t\r");
  if (start != std::string_view::npos) {
    line.remove_prefix(start);
    comments.append(line.substr(0, line.find_last_not_of(" \t\r") + 1)) += '\n';
  } else if (lock.entries.empty()) {
    lock.head += std::exchange(comments, {});
  }
}

void sort(Lock& lock) {
  std::sort(lock.entries.begin(), lock.entries.end(),
            [](const LockEntry& a, const LockEntry& b) { return a.id < b.id; });
}

}  // namespace

const LockEntry* Lock::find_file(std::string_view file) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const LockEntry& entry) { return entry.file == file; });
  return found == entries.end() ? nullptr : &*found;
}

const LockEntry* Lock::find_id(std::string_view id) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const LockEntry& entry) { return entry.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

Result<Lock> parse_lock(std::string_view text, std::string_view place) {
  Lock lock;
  std::string comments;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto fields = fields_of(line);
    if (fields.empty()) {
      keep_comment(line, lock, comments);
      continue;
    }
    const auto wrong = [&](std::string message, std::string_view cure) {
      return Error{Fault::plugin, fmt::format("{}:{}", place, number), std::move(message),
                   std::string(cure)};
    };
    LockEntry entry;
    if (std::string fault = read_entry(fields, entry); !fault.empty())
      return wrong(fault, line_shape);
    if (lock.find_id(entry.id) != nullptr)
      return wrong(fmt::format("{} stands twice", entry.id), "remove one of the lines");
    if (lock.find_file(entry.file) != nullptr)
      return wrong(fmt::format("{} stands twice", entry.file), "remove one of the lines");
    entry.comments = std::exchange(comments, {});
    entry.line = number;
    lock.entries.push_back(std::move(entry));
  }
  lock.tail = std::move(comments);
  sort(lock);
  return lock;
}

std::string format_lock(Lock lock) {
  sort(lock);
  std::string text = lock.head.empty() ? std::string(usual_head) : lock.head;
  text += '\n';
  for (const LockEntry& entry : lock.entries)
    text += fmt::format("{}{} {} sha256:{} abi:{} {} approved:{}:{} {}\n", entry.comments, entry.id,
                        entry.version, entry.sha256,
                        entry.has_library ? fmt::format("{}.{}", entry.abi_major, entry.abi_minor)
                                          : std::string("none"),
                        entry.enabled ? "enabled" : "disabled", entry.approved_on,
                        entry.approved_by, entry.file);
  return text + lock.tail;
}

}  // namespace causa::plugin
