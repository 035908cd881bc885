// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/lines.hpp"

#include <algorithm>

#include "intake/hl7v2/encoding.hpp"
#include "intake/json_lines.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::size_t longest_encoding = 12;  // MSH-2, each sign doubled

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }
bool is_stray(char c) { return is_control(c) || c == ' '; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Those that are read, and those that stand among them most often.
constexpr std::string_view ids[] = {"OBX", "PID", "OBR", "NTE", "SPM", "DG1", "PR1", "AL1",
                                    "IAM", "ORC", "RXE", "RXO", "RXC", "RXR", "TQ1", "PV1",
                                    "MSH", "EVN", "PD1", "PV2", "NK1", "SFT", "GT1", "IN1"};

/// Behind so many separators a segment has all that is read of it, so that nothing of it is lost if
/// what follows isn't its own.
std::size_t complete_at(std::string_view id) {
  constexpr std::size_t status_of_result = 11, sex = 8, time_of_collection = 7;
  if (id == "OBX") return status_of_result;
  if (id == "PID") return sex;
  if (id == "OBR") return time_of_collection;
  return nowhere;
}

struct Text {
  std::string_view id;
  std::size_t fields[4];  ///< in which people write, and so may break a line; 0: no more
};
constexpr Text texts[] = {{"NTE", {3}},    {"PID", {5, 6, 9, 11}}, {"OBR", {4, 13, 31}},
                          {"DG1", {3, 4}}, {"PR1", {3, 4}},        {"AL1", {3, 5}},
                          {"IAM", {3, 5}}, {"RXE", {2, 7, 21}},    {"RXO", {1, 6, 7}},
                          {"RXC", {2}},    {"SPM", {4, 14}}};
/// Of OBX-5 by OBX-2: a number or a time has no second line.
constexpr std::string_view of_one_line[] = {"NM", "SN", "DT", "TM", "TS", "DTM"};

std::string_view field_of(std::string_view segment, char field, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t end = segment.find(field);
    if (end == nowhere) return {};
    segment.remove_prefix(end + 1);
  }
  return segment.substr(0, segment.find(field));
}

/// Whether field `number`, the last one so far, is a text that may go on in `line`.
bool is_within_text(std::string_view segment, std::size_t number, std::string_view line,
                    char field) {
  const std::string_view id = segment.substr(0, 3);
  if (id == "OBX") {
    const std::string_view type = field_of(segment, field, 2);
    return number == 5 &&
           std::find(std::begin(of_one_line), std::end(of_one_line), type) == std::end(of_one_line);
  }
  for (const Text& text : texts)
    if (text.id == id)
      return number > 0 && std::find(std::begin(text.fields), std::end(text.fields), number) !=
                               std::end(text.fields);
  // Of what isn't read nothing is lost; but what has fields may be a result that lost its name.
  const bool is_read = id == "MSH" || id == "ORC" || id == "TQ1";
  return !is_read && line.find(field) == nowhere;
}

/// Whether the rest of a segment, of which `number` fields are there, may stand in `line`, though
/// no text was broken.
bool may_go_on(std::string_view id, std::size_t number, std::string_view line, char field) {
  const std::size_t complete = complete_at(id);
  return complete == nowhere ? line.find(field) != nowhere : number < complete;
}

std::size_t count_of(std::string_view text, char field) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), field));
}

/// What stands behind the name of a result: "1|NM|".
bool is_rest_of_result(std::string_view rest, char field) {
  const std::string_view number = rest.substr(0, rest.find(field));
  if (number.size() == rest.size() || !std::all_of(number.begin(), number.end(), is_digit))
    return false;
  rest.remove_prefix(number.size() + 1);
  const std::string_view type = rest.substr(0, rest.find(field));
  return type.size() < rest.size() && type.size() <= 3 &&
         std::all_of(type.begin(), type.end(), is_upper);
}

/// A segment's name in any case, with anything around it, and the separator; or what must be a
/// result whose name is broken.
bool looks_like_segment(std::string_view line, char field) {
  constexpr std::size_t longest_name = 6;
  line = without_lead(line);
  const std::size_t name = line.substr(0, longest_name).find(field);
  if (name != nowhere && is_rest_of_result(line.substr(name + 1), field)) return true;
  if (line.size() < 4) return false;
  const char id[] = {upper(line[0]), upper(line[1]), upper(line[2])};
  if (known_id({id, 3}).empty()) return false;
  const std::string_view rest = without_lead(line.substr(3));
  return !rest.empty() && rest.front() == field;
}

/// From the segment's name; empty if the line begins none.
std::string_view segment_in(std::string_view line, char field) {
  if (begins_segment(line, field)) return line;
  const std::string_view rest = without_lead(line);
  const bool only_controls =
      std::all_of(line.begin(), line.end() - static_cast<std::ptrdiff_t>(rest.size()), is_control);
  if (only_controls && rest.size() > 3 && begins_segment(rest, field)) return rest;
  if (known_id(rest.substr(0, 3)).empty() || !looks_like_segment(rest, field)) return {};
  return rest;
}

/// "...0700OBX|2|NM|": the end of a line is missing before a result.
bool holds_result(std::string_view segment, char field) {
  for (std::size_t at = segment.find("OBX", 3); at != nowhere; at = segment.find("OBX", at + 3)) {
    const std::string_view rest = segment.substr(at + 3);
    if (segment[at - 1] != field && rest.starts_with(field) &&
        is_rest_of_result(rest.substr(1), field))
      return true;
  }
  return false;
}

/// A line with which a document of JSON begins that goes on in the next, or a list of resources.
bool opens_json(std::string_view line) {
  line = trimmed(line);
  if (line == "{" || line == "[") return true;
  return line.starts_with('[') && trimmed(line.substr(1)).starts_with('{');
}

/// What a line can begin with in such a document, but for the ends of a text that quotes it.
bool may_be_within_json(std::string_view line, char field) {
  line = trimmed(line);
  const bool closes = line.starts_with('}') || line.starts_with(']');
  if (closes && line.find(field) != nowhere) return false;
  return !line.empty() && std::string_view("{}[]\"-0123456789").find(line[0]) != nowhere;
}

class Collector {
 public:
  explicit Collector(char field) : field_(field) {}

  /// A line that ends as segments do.
  void take(std::string_view line, bool by_cr) {
    bool first = true;
    while (!line.empty()) {
      const std::size_t end = by_cr ? std::min(line.find('\n'), line.size()) : line.size();
      take_part(line.substr(0, end), first);
      line.remove_prefix(std::min(end + 1, line.size()));
      first = false;
    }
  }

  Lines finish() {
    for (std::size_t i = 0; i < lines_.segments.size(); ++i) {
      std::string_view& segment = lines_.segments[i];
      while (segment.size() > 3 && is_control(segment.back())) segment.remove_suffix(1);
      if (i > 0 && holds_result(segment, field_)) lines_.broken.push_back(i);
    }
    lines_.objects.insert(lines_.objects.end(), behind_text_.begin(), behind_text_.end());
    std::sort(lines_.objects.begin(), lines_.objects.end(),
              [](std::string_view a, std::string_view b) { return a.data() < b.data(); });
    return std::move(lines_);
  }

 private:
  void take_part(std::string_view line, bool may_begin) {
    if (lines_.segments.empty()) return begin(without_lead(line));
    const std::string_view segment = segment_in(line, field_);
    if (segment.empty()) return go_on(line);
    if (may_begin) return begin(segment);
    if (segment.size() <= 3) return go_on(line);
    if (!lines_.mixed) lines_.mixed_at = lines_.segments.size() - 1;
    lines_.mixed = true;
  }

  void begin(std::string_view segment) {
    lines_.segments.push_back(segment);
    fields_ = count_of(segment, field_);
    ended_ = false;
    forget_behind_text();
  }

  void forget_behind_text() {
    behind_text_.clear();
    opened_ = false;
  }

  /// A text may quote JSON; but a whole resource that the message ends with is no part of it.
  void note_object(std::string_view line, bool is_text) {
    line = without_mark(line);
    // Of a document of several lines the first is told, and what begins as far to the left.
    const bool begins = !opened_ || line.starts_with('{') || line.starts_with('[');
    const bool opens = begins && opens_json(line);
    const bool is_object = opens || (is_text ? begins && stands_alone(line, std::nullopt, false)
                                             : line.starts_with('{') || is_whole_object(line));
    opened_ = opened_ || opens;
    if (is_object) {
      (is_text ? behind_text_ : lines_.objects).push_back(line);
    } else if (!opened_ || !may_be_within_json(line, field_)) {
      forget_behind_text();
    }
  }

  [[nodiscard]] bool breaks_identifiers(std::string_view segment) const {
    return segment.starts_with("PID") && fields_ >= 2 && fields_ <= 4;
  }

  void go_on(std::string_view line) {
    if (without_lead(line).empty()) return;
    std::string_view& segment = lines_.segments.back();
    const bool may = !ended_ && !looks_like_segment(line, field_);
    const bool is_text = may && is_within_text(segment, fields_, line, field_);
    const std::size_t last = lines_.segments.size() - 1;
    note_object(line, is_text);
    if (!is_text && (lines_.broken.empty() || lines_.broken.back() != last))
      lines_.broken.push_back(last);
    if (!is_text && breaks_identifiers(segment)) lines_.identifiers_broken = true;
    ended_ = !is_text && !(may && may_go_on(segment.substr(0, 3), fields_, line, field_));
    if (ended_) return;
    fields_ += count_of(line, field_);  // not anew for each line of a long text
    segment = {segment.data(),
               static_cast<std::size_t>(line.data() + line.size() - segment.data())};
  }

  const char field_;
  Lines lines_;
  std::size_t fields_ = 0;                     ///< of the last segment, so far
  bool opened_ = false;                        ///< a document of JSON, of several lines
  bool ended_ = false;                         ///< the last segment: something stands behind it
  std::vector<std::string_view> behind_text_;  ///< resources that may be its last lines
};

}  // namespace

bool begins_segment(std::string_view line, char field) {
  if (line.size() < 3 || !is_upper(line[0])) return false;
  for (const char c : line.substr(1, 2))
    if (!is_upper(c) && !is_digit(c)) return false;
  return line.size() == 3 || line[3] == field;
}

bool begins_header(std::string_view line, std::string_view id) {
  const std::string_view written = without_lead(line);
  if (written.size() < 3) return false;
  for (std::size_t i = 0; i < 3; ++i)
    if (upper(written[i]) != id[i]) return false;
  // In small letters or behind blanks it must be what nobody writes in words.
  if (written.size() != line.size() || !written.starts_with(id))
    return written.size() > 3 && written.find(written[3], 4) != nowhere &&
           read_delimiters(written).has_value();
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return line.size() == 3 ||
         (line[3] != ' ' && !is_upper(line[3]) && !is_digit(line[3]) && !is_lower(line[3]));
}

std::size_t header_within(std::string_view line, char field) {
  for (std::size_t at = line.find("MSH", 1); at != nowhere; at = line.find("MSH", at + 3)) {
    const std::string_view rest = line.substr(at);
    if (rest.size() < 6 || (field != '\0' && rest[3] != field)) continue;
    const std::size_t end = rest.substr(0, longest_encoding + 4).find(rest[3], 4);
    if (end == nowhere || !read_delimiters(rest.substr(0, end + 1))) continue;
    std::size_t before = at;
    while (before > 0 && line[before - 1] != '\n' && is_stray(line[before - 1])) --before;
    if (before > 0 && line[before - 1] != '\n') return at;
  }
  return nowhere;
}

std::string_view without_lead(std::string_view line) {
  const auto* const first =
      std::find_if(line.begin(), line.end(), [](char c) { return !is_stray(c); });
  line.remove_prefix(static_cast<std::size_t>(first - line.begin()));
  return line;
}

std::string_view known_id(std::string_view id) {
  const auto* const found = std::find(std::begin(ids), std::end(ids), id);
  return found == std::end(ids) ? std::string_view() : *found;
}

std::size_t count_line_ends(std::string_view text) {
  const std::string_view next = text.substr(std::min<std::size_t>(text.size(), 1));
  auto count = static_cast<std::size_t>(text.ends_with('\n') || text.ends_with('\r'));
  // Without branches, since it goes through all that is read.
  for (std::size_t i = 0; i < next.size(); ++i)
    count +=
        static_cast<std::size_t>(text[i] == '\n') |
        (static_cast<std::size_t>(text[i] == '\r') & static_cast<std::size_t>(next[i] != '\n'));
  return count;
}

Lines segments_of(std::string_view text, char field) {
  const bool by_cr = text.find('\r') != nowhere;
  Collector collector(field);
  each_line(text, by_cr ? "\r" : "\n", [&](std::string_view line) { collector.take(line, by_cr); });
  return collector.finish();
}

}  // namespace causa::intake::hl7v2
