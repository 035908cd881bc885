// SPDX-License-Identifier: Apache-2.0

#include "intake/source.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "intake/byte_stream.hpp"
#include "intake/chunk_buffer.hpp"
#include "intake/first_lines.hpp"
#include "intake/format.hpp"
#include "intake/hl7v2/message.hpp"
#include "intake/input_files.hpp"
#include "intake/json_lines.hpp"

namespace causa::intake {

namespace {

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

enum class Layout : std::uint8_t { document, one_line, lines, too_long_to_tell };

/// Among so many lines of JSON one is looked for that is whole, if the first one isn't: a text with
/// line ends in it (an address, a narrative) breaks a record into many.
constexpr std::size_t lines_to_try = 100;

/// What is read together of a file that comes in parts; a smaller file is one document.
constexpr std::size_t part_bytes = std::size_t{1} << 20;

bool comes_in_parts(Format format) { return format == Format::hl7v2 || format == Format::csv; }

bool is_text(Format format) {
  return format != Format::empty && format != Format::compressed && format != Format::archive &&
         format != Format::utf16;
}

}  // namespace

struct Source::State {
  std::optional<Result<Document>> next();
  bool open_next(std::optional<Error>& error);
  std::optional<Result<Document>> whole_file();
  std::optional<Result<Document>> next_line();
  std::optional<Result<Document>> next_part();
  [[nodiscard]] std::size_t whole_bytes() const;
  FirstLines first_lines();
  bool begins_broken();
  Layout find_layout();
  Document document(std::string_view bytes, std::string place) const;
  Error too_large(std::string place) const;
  std::optional<Result<Document>> pass_over(std::size_t size, bool ended);
  std::optional<Error> recognize_input();
  Error unreadable(std::string place) const;
  void close();
  std::uint64_t bytes_done() const;
  [[nodiscard]] bool is_stopped() const { return stop != nullptr && stop->asked(); }

  Limits limits;
  const Stop* stop = nullptr;
  bool stopped = false;
  std::optional<Format> forced;
  InputFiles inputs;
  std::size_t file_index = 0;  ///< of the next one to open
  std::string name;            ///< of the one that is open
  std::unique_ptr<std::FILE, Close> file;
  std::unique_ptr<ByteStream> stream;  ///< of the file
  std::uint64_t bytes_before = 0;      ///< of the files that are closed
  ChunkBuffer buffer;
  Format format = Format::json;  ///< of the file that is open
  bool lines = false;
  bool said_lines = false;       ///< by its name or by the user
  bool may_be_document = false;  ///< of which the first line is too long to tell
  bool by_cr = false;            ///< the first part has CR in it
  bool part_begins = true;       ///< the next part is the file's first
  std::size_t taken = 0;         ///< of what is held, by the last part
  std::uint64_t line = 0;
};

Result<Source> Source::open(std::span<const std::string> inputs, const Options& options) {
  auto state = std::make_unique<State>();
  state->limits = options.limits;
  state->stop = options.stop;
  state->forced = options.format;
  Result<InputFiles> found = find_files(inputs);
  if (found.has_error()) return found.error();
  state->inputs = std::move(*found);
  return Source(std::move(state));
}

/// Opens the next file and decides what it is; false if there is none left.
bool Source::State::open_next(std::optional<Error>& error) {
  if (file_index == inputs.files.size()) return false;
  const std::string& path = inputs.files[file_index++];
  name = path == "-" ? "standard input" : path;
  line = 0;
  file.reset(path == "-" ? stdin : open_file(path, stop));
  if (!file) {
    error = input_error(name, std::strerror(errno), "check that the file can be read");
    return true;
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  stream = open_stream(file.get(), stop);
  buffer.begin(*stream);
  buffer.read_more(0);
  buffer.drop(buffer.held().size() - without_mark(buffer.held()).size());
  error = recognize_input();
  if (error) close();
  return true;
}

/// Sets `format` and `lines`.
std::optional<Error> Source::State::recognize_input() {
  if (stream->broken() && buffer.held().empty()) return unreadable(name);
  format = recognize(buffer.held());
  lines = false;
  part_begins = true;
  taken = 0;
  may_be_document = false;
  said_lines = forced == Format::ndjson || is_named_ndjson(name);
  if (begins_broken()) {
    format = Format::json;
    lines = true;
    return std::nullopt;
  }
  if (forced && format != Format::empty) {
    if (auto error = contradiction(*forced, format, name)) return error;
  }
  if (forced && format == Format::case_or_csv) format = *forced;
  // Lines may be good, whatever the first one is.
  const bool may_go_on = format == Format::unknown && (forced || find_layout() == Layout::lines);
  if (!may_go_on) {
    // Where it broke there may have been too little to tell.
    if (auto error = refusal(format, name)) return stream->broken() ? unreadable(name) : *error;
  }
  if (forced) format = *forced;
  const bool is_json =
      format == Format::json || format == Format::ndjson || format == Format::unknown;
  const Layout layout = is_json ? find_layout() : Layout::document;
  if (format == Format::ndjson && layout == Layout::document) {
    return input_error(name, "--from ndjson says one document a line, but this is one document",
                       "leave --from out, or write --from fhir");
  }
  may_be_document = layout == Layout::too_long_to_tell && format != Format::ndjson;
  lines = may_be_document || layout == Layout::lines || format == Format::ndjson;
  if (is_json) format = Format::json;
  return std::nullopt;
}

void Source::State::close() {
  bytes_before += stream->file_bytes();
  stream.reset();
  file.reset();
}

Error Source::State::unreadable(std::string place) const {
  return input_error(std::move(place), stream->broken()->message, stream->broken()->cure);
}

FirstLines Source::State::first_lines() {
  return {buffer, limits.document_bytes, comes_in_parts(format)};
}

/// A file of one line needs no look at its brackets.
Layout Source::State::find_layout() {
  if (is_named_ndjson(name)) return Layout::lines;
  FirstLines first = first_lines();
  const auto second = first.at(1);
  if (second)
    return are_lines(*first.at(0), second->substr(0, 64)) ? Layout::lines : Layout::document;
  return first.at(0) && !first.is_ended(0) ? Layout::too_long_to_tell : Layout::one_line;
}

/// True if the file is lines of JSON of which the first is broken: it says nothing of the others.
bool Source::State::begins_broken() {
  const bool may_be = !forced || forced == Format::ndjson || forced == Format::json;
  // A line of a message may be anything.
  const bool is_message = format == Format::hl7v2 && !said_lines;
  // Messages and rows may have no line end that could be looked for.
  const bool has_lines =
      format == Format::json || buffer.held().find('\n') != std::string_view::npos;
  if (!may_be || !is_text(format) || is_message || !has_lines) return false;
  // What is a text of another kind isn't searched for a quotation.
  const bool may_be_json = format == Format::json || format == Format::unknown || said_lines;
  const std::size_t most = may_be_json ? lines_to_try : 2;
  FirstLines first = first_lines();
  if (!first.at(0) || is_whole_object(*first.at(0))) return false;
  for (std::size_t i = 1; i < most && first.at(i) && first.is_ended(i); ++i) {
    const auto next = first.at(i + 1);
    if (stands_alone(*first.at(i), next, forced == Format::ndjson)) return true;
  }
  return false;
}

Document Source::State::document(std::string_view bytes, std::string place) const {
  return {bytes, buffer.allocated_from(bytes), std::move(place), lines, format};
}

Error Source::State::too_large(std::string place) const {
  return input_error(std::move(place),
                     "larger than " + std::to_string(limits.document_bytes) + " bytes",
                     "split it: a Bundle, or a line, for each patient");
}

std::optional<Result<Document>> Source::State::whole_file() {
  while (buffer.held().size() <= limits.document_bytes && buffer.read_more(limits.document_bytes)) {
  }
  const std::optional<Error> error =
      stream->broken() ? std::optional<Error>(unreadable(name)) : std::nullopt;
  close();
  if (buffer.held().size() > limits.document_bytes) return Result<Document>(too_large(name));
  if (error) return Result<Document>(*error);
  return document(buffer.held(), name);
}

/// Drops a line that is too long. What is packed can go on for long, and so can what may be a
/// document: then it isn't followed to its end, and the file is closed.
std::optional<Result<Document>> Source::State::pass_over(std::size_t size, bool ended) {
  const std::string place = name + ":" + std::to_string(line);
  const bool unsure = std::exchange(may_be_document, false);
  std::string end;
  for (std::size_t dropped = 0;; dropped += size) {
    const std::string_view piece = trimmed(buffer.held().substr(0, size));
    if (!piece.empty()) end = piece.back();
    if (ended) break;
    if ((unsure || stream->is_packed()) && dropped > limits.document_bytes) {
      close();
      if (unsure) return Result<Document>(too_large(name));
      return input_error(place,
                         "unpacked, the line is more than twice as long as the limit of " +
                             std::to_string(limits.document_bytes) +
                             " bytes; the rest of the file is not read",
                         "make sure where the file comes from; split it");
    }
    buffer.drop(size);
    size = buffer.find_line(0, ended);
  }
  buffer.drop(size + 1);
  if (!unsure) return Result<Document>(too_large(place));
  const auto next = first_lines().at(0);
  if (next && are_lines(end, next->substr(0, 64))) return Result<Document>(too_large(place));
  close();
  return Result<Document>(too_large(name));
}

/// The next line that isn't blank; nothing at the end of the file, which is then closed.
std::optional<Result<Document>> Source::State::next_line() {
  for (;;) {
    bool ended = false;
    const std::size_t size = buffer.find_line(limits.document_bytes, ended);
    ++line;
    if (!ended || size > limits.document_bytes) return pass_over(size, ended);
    const std::string_view bytes = without_mark(buffer.held().substr(0, size));
    const bool last = buffer.at_end() && size == buffer.held().size();
    if (last && stream->broken()) {
      // Where it broke is no end of a line, so what there is of the line isn't used.
      const Error error = unreadable(name + ":" + std::to_string(line));
      close();
      return Result<Document>(error);
    }
    buffer.drop(size + 1);
    if (!trimmed(bytes).empty()) {
      Document found = document(bytes, name + ":" + std::to_string(line));
      // A file of one line is one document, whatever it holds, unless it says otherwise.
      found.one_of_many = said_lines || line > 1 || !(buffer.at_end() && buffer.held().empty());
      return found;
    }
    if (!last) continue;
    close();
    return std::nullopt;
  }
}

/// Of what is held, up to the last place where a message, or a row, may end.
std::size_t Source::State::whole_bytes() const {
  const std::string_view held = buffer.held();
  if (format == Format::hl7v2) return hl7v2::before_last_message(held, by_cr);
  // A row may go on behind a line end within quotes: whoever reads it waits for the rest.
  const std::size_t end = held.rfind('\n');
  if (end != std::string_view::npos) return end + 1;
  // The last CR may be half of a line end.
  const std::size_t alone = held.substr(0, held.size() - 1).rfind('\r');
  return alone == std::string_view::npos ? 0 : alone + 1;
}

std::optional<Result<Document>> Source::State::next_part() {
  buffer.drop(std::exchange(taken, 0));
  while (buffer.held().size() < part_bytes && buffer.read_more(part_bytes)) {
  }
  if (part_begins) by_cr = buffer.held().find('\r') != std::string_view::npos;
  std::size_t whole = buffer.at_end() ? 0 : whole_bytes();
  while (whole == 0 && buffer.held().size() <= limits.document_bytes &&
         buffer.read_more(limits.document_bytes))
    whole = buffer.at_end() ? 0 : whole_bytes();
  const bool ends = whole == 0;
  taken = ends ? buffer.held().size() : whole;
  Document found = document(buffer.held().substr(0, taken), name);
  found.begins = std::exchange(part_begins, false);
  found.ends = ends;
  if (ends) {
    // What is too long goes on, and its end can't be looked for.
    if (taken > limits.document_bytes) found.cut = too_large(name);
    if (stream->broken()) found.cut = unreadable(name);
    close();
  }
  if (found.is_whole() && found.cut) return Result<Document>(*found.cut);
  return found;
}

std::optional<Result<Document>> Source::State::next() {
  while (!is_stopped()) {
    std::optional<Error> error;
    if (!file && !open_next(error)) return std::nullopt;
    std::optional<Result<Document>> found;
    if (error) {
      found.emplace(std::move(*error));
    } else {
      found = lines ? next_line() : comes_in_parts(format) ? next_part() : whole_file();
    }
    // A stop may have cut off what was read last.
    if (found && !is_stopped()) return found;
  }
  stopped = true;
  return std::nullopt;
}

/// What is held of a packed file can't be told in bytes of the file.
std::uint64_t Source::State::bytes_done() const {
  if (!stream) return bytes_before;
  const std::uint64_t held = stream->is_packed() ? 0 : buffer.held().size();
  return bytes_before + stream->file_bytes() - held;
}

Source::Source(std::unique_ptr<State> state) : state_(std::move(state)) {}
Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

std::optional<Result<Document>> Source::next() { return state_->next(); }

bool Source::stopped() const { return state_->stopped; }

Progress Source::progress() const { return {state_->bytes_done(), state_->inputs.bytes}; }

const std::vector<std::string>& Source::passed_over() const { return state_->inputs.passed_over; }

const std::vector<std::string>& Source::repeated() const { return state_->inputs.repeated; }

}  // namespace causa::intake
