// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/message.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "intake/hl7v2/lines.hpp"
#include "intake/hl7v2/recognize_messages.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr char frame_start = 0x0b;
constexpr char frame_end = 0x1c;
constexpr std::string_view mark = "\xef\xbb\xbf";
/// So much tells whether a line begins as one.
constexpr std::size_t bytes_of_header = 64;

/// No segment has as many, and none is read so far; what stands behind them takes no memory.
constexpr std::size_t most_fields = 200;
constexpr std::size_t most_segments = 1'000'000;

/// What may stand between the end of a line and a message.
bool is_skipped(char c, bool by_cr) {
  if (c == '\r' || c == frame_start) return false;
  return c == '\n' ? by_cr : static_cast<unsigned char>(c) <= ' ';
}

bool is_of_batch(std::string_view line) {
  constexpr std::string_view of_batch[] = {"FHS", "BHS", "BTS", "FTS"};
  return std::any_of(std::begin(of_batch), std::end(of_batch),
                     [line](std::string_view id) { return begins_header(line, id); });
}

/// Of a header behind a line end that isn't that of segments, in a line that isn't of a message; or
/// npos.
std::size_t header_behind_line_end(std::string_view line) {
  for (std::size_t at = line.find('\n'); at != std::string_view::npos; at = line.find('\n', at + 1))
    if (has_header(line.substr(at + 1, bytes_of_header))) return at + 1;
  return std::string_view::npos;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return text.substr(0, most);
}

std::string_view part(std::string_view text, char separator, std::size_t number) {
  if (separator == '\0') return number == 1 ? text : std::string_view();
  for (; number > 1; --number) {
    const std::size_t end = text.find(separator);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(separator));
}

std::vector<std::string_view> parts(std::string_view text, char separator, std::size_t most) {
  std::vector<std::string_view> found;
  for (;;) {
    const std::size_t end = separator == '\0' ? std::string_view::npos : text.find(separator);
    found.push_back(text.substr(0, end));
    if (end == std::string_view::npos || found.size() == most) return found;
    text.remove_prefix(end + 1);
  }
}

void Splitter::begin(std::string_view bytes) {
  // Without CR in it, LF ends segments; a CR that comes later then ends one, too.
  ends_ = bytes.find('\r') == std::string_view::npos ? "\n\r" : "\r";
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  framed_ = first != std::string_view::npos && bytes[first] == frame_start;
}

Split Splitter::take(std::string_view bytes, bool last) {
  if (ends_.empty()) begin(bytes);
  in_message_ = false;
  constexpr char frame_signs[] = {frame_start, frame_end};
  const std::string_view signs = framed_ ? std::string_view(frame_signs, 2) : std::string_view();
  while (!bytes.empty()) {
    const std::size_t sign = std::min(bytes.find_first_of(signs), bytes.size());
    each_line(bytes.substr(0, sign), ends_, [&](std::string_view line) { take_line(line); });
    if (sign == bytes.size()) break;
    if (bytes[sign] == frame_start)
      open_frame();
    else
      frame_open_ = false;
    bytes.remove_prefix(sign + 1);
  }
  if (last) end();
  return std::exchange(split_, {});
}

void Splitter::open_frame() {
  if (frame_open_) leave_frame_open();
  frame_open_ = true;
  frame_has_message_ = in_message_ = false;
}

/// A part ends before an MSH, so the frame's last message is of this part.
void Splitter::leave_frame_open() {
  if (frame_has_message_ && !split_.messages.empty())
    split_.cut.push_back(split_.messages.size() - 1);
}

void Splitter::end() {
  if (frame_open_ && !frame_has_message_)
    fault("", "a frame (MLLP) was opened, and no message follows", "send it again whole");
  if (frame_open_) leave_frame_open();
  leave_file_open();
}

void Splitter::leave_batch_open() {
  if (batch_open_)
    fault("BTS", "the batch has no end (BTS): messages may be missing", "send it again");
}

/// Of a batch that has no end the file's end is missing too: told once.
void Splitter::leave_file_open() {
  leave_batch_open();
  if (file_open_ && !batch_open_)
    fault("FTS", "the file has no end (FTS): batches may be missing", "send it again");
}

/// A message may begin within the line before it, whose end was lost.
void Splitter::take_line(std::string_view line) {
  for (;;) {
    const bool is_of_message = in_message_ ? !is_of_batch(line) : begins_header(line, "MSH");
    const std::size_t next = is_of_message ? std::string_view::npos : header_behind_line_end(line);
    if (next != std::string_view::npos) {
      take_piece(line.substr(0, next));
      line.remove_prefix(next);
      continue;
    }
    const std::string_view header = in_message_ ? split_.messages.back() : std::string_view();
    const char field = header.size() > 3 ? header[3] : '\0';
    const std::size_t end = header_within(line, field);
    take_piece(line.substr(0, end));
    if (end == std::string_view::npos) return;
    if (in_message_) split_.run_on.push_back(split_.messages.size() - 1);
    line.remove_prefix(end);
  }
}

void Splitter::take_piece(std::string_view line) {
  if (begins_header(line, "MSH")) {
    split_.messages.push_back(without_lead(line));
    in_message_ = frame_has_message_ = true;
    ++in_batch_;
  } else if (begins_header(line, "FHS")) {
    leave_file_open();
    file_open_ = true;
    batch_open_ = in_message_ = false;
    in_batch_ = batches_ = 0;
  } else if (begins_header(line, "BHS")) {
    leave_batch_open();
    batch_open_ = true;
    in_message_ = false;
    in_batch_ = 0;
  } else if (begins_header(line, "BTS")) {
    check("BTS", line, in_batch_, "messages");
    batch_open_ = in_message_ = false;
    in_batch_ = 0;  // the next batch may lack its BHS
    ++batches_;
  } else if (begins_header(line, "FTS")) {
    check("FTS", line, batches_, "batches");
    file_open_ = in_message_ = false;
  } else if (in_message_) {
    std::string_view& message = split_.messages.back();
    message = {message.data(),
               static_cast<std::size_t>(line.data() + line.size() - message.data())};
  } else if (!without_lead(trimmed(line)).empty() && !stray_told_) {
    stray_told_ = true;
    fault("", "text that belongs to no message", "begin each message with an MSH segment");
  }
}

/// Trailers may say how much they close.
void Splitter::check(const char* id, std::string_view line, std::size_t count,
                     const char* of_what) {
  if (line.size() < 5) return;
  const std::string_view stated = trimmed(part(line.substr(4), line[3], 1));
  std::size_t number = 0;
  const auto [stop, code] = std::from_chars(stated.data(), stated.data() + stated.size(), number);
  if (stated.empty() || (code == std::errc() && number == count)) return;
  fault(std::string(id) + "-1",
        "not as many " + std::string(of_what) + " as this states were found (" +
            std::to_string(count) + ")",
        "compare with the sender; what was found is read");
}

void Splitter::fault(std::string place, std::string message, std::string cure) {
  split_.faults.push_back({std::move(place), std::move(message), std::move(cure)});
}

Split split(std::string_view bytes) { return Splitter().take(bytes, true); }

std::size_t before_last_message(std::string_view bytes, bool by_cr) {
  for (std::size_t at = bytes.rfind("MSH"); at != std::string_view::npos && at > 0;
       at = bytes.rfind("MSH", at - 1)) {
    if (!begins_header(bytes.substr(at, 4), "MSH")) continue;
    std::string_view before = bytes.substr(0, at);
    while (before.ends_with(mark) || (!before.empty() && is_skipped(before.back(), by_cr)))
      before.remove_suffix(before.ends_with(mark) ? mark.size() : 1);
    if (before.empty()) return 0;
    const char end = before.back();
    if (end == '\r' || end == frame_start || (!by_cr && end == '\n')) return at;
  }
  return 0;
}

Segment::Segment(std::string_view text, const Hl7Delimiters& delimiters) : text_(text) {
  const std::size_t first = text.find(delimiters.field);  // blanks may stand behind the id
  if (first == std::string_view::npos) return;
  fields_ = parts(text.substr(first + 1), delimiters.field, most_fields);
  if (id() == "MSH") fields_.insert(fields_.begin(), text.substr(3, 1));
}

std::string_view Segment::field(std::size_t number) const {
  return number >= 1 && number <= fields_.size() ? fields_[number - 1] : std::string_view();
}

Result<Message> Message::parse(std::string_view bytes) {
  const auto delimiters = read_delimiters(bytes);
  if (delimiters && !bytes.starts_with("MSH"))
    return input_error("MSH", "the name of the segment isn't in capitals", "begin with MSH");
  if (!delimiters)
    return input_error("MSH-2", "the delimiters can't be read",
                       "begin with MSH|^~\\& or other signs that are neither letters nor digits");
  const std::string_view header = bytes.substr(0, bytes.find_first_of("\r\n"));
  const std::string_view stated =
      part(Segment(header, *delimiters).field(18), delimiters->repetition, 1);
  Decoded decoded = decode(bytes, trimmed(stated));
  Message message;
  message.dialect = {*delimiters, std::move(decoded.charset)};
  message.charset_told = std::move(decoded.told);
  message.text_ = std::make_unique<std::string>(std::move(decoded.text));
  const std::string_view text = *message.text_;
  Lines lines = segments_of(text, delimiters->field);
  if (lines.segments.size() > most_segments)
    return input_error({}, "more than 1000000 segments in one message", "send it in parts");
  if (lines.mixed)
    return input_error(std::string(lines.segments[lines.mixed_at].substr(0, 3)),
                       "some segments end with CR and some with LF",
                       "end all segments with CR, and write a line break in a text as \\.br\\");
  if (lines.identifiers_broken)
    return input_error("PID", "a line end stands within what identifies the patient",
                       "send it again whole");
  for (const std::string_view line : lines.segments) {
    if (!message.segments.empty() && begins_header(line, "MSH"))
      return input_error("MSH", "a second MSH in one message: its segments end in two ways",
                         "end all segments of a file with CR");
    message.segments.emplace_back(line, *delimiters);
  }
  message.broken = std::move(lines.broken);
  std::size_t counted = 0;
  std::size_t line_ends = 0;
  for (const std::string_view object : lines.objects) {
    const auto at = static_cast<std::size_t>(object.data() - text.data());
    line_ends += count_line_ends(text.substr(counted, at - counted));
    counted = at;
    message.objects.push_back(line_ends);
  }
  return message;
}

}  // namespace causa::intake::hl7v2
