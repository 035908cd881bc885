// SPDX-License-Identifier: Apache-2.0

#include "intake/source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "intake/chunk_buffer.hpp"
#include "intake/format.hpp"

namespace causa::intake {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view blanks = " \t\r\n";

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

/// True if the brackets of a line that begins an object close at its end.
bool is_whole_object(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with('{') || !line.ends_with('}')) return false;
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth <= 1) return i + 1 == line.size();
      --depth;
    }
  }
  return false;
}

/// In one JSON document an object can only begin after one of these.
bool may_continue(std::string_view line) {
  line = trimmed(line);
  return line.empty() || std::string_view("[{,:").find(line.back()) != std::string_view::npos;
}

bool is_input_file(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".json" || extension == ".ndjson";
}

Result<void> list_folder(const std::string& folder, std::vector<std::string>& files) {
  std::error_code code;
  std::vector<std::string> found;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    if (is_input_file(at->path())) found.push_back(at->path().string());
  }
  if (code) return input_error(folder, code.message(), "name a folder that can be read");
  if (found.empty()) {
    return input_error(folder, "no *.json or *.ndjson in this folder", "name the files");
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
  return {};
}

}  // namespace

struct Source::State {
  std::optional<Result<Document>> next();
  bool open_next(std::optional<Error>& error);
  std::optional<Result<Document>> whole_file();
  std::optional<Result<Document>> next_line();
  std::string_view peek_line(std::size_t& from);
  bool detect_lines();
  Document document(std::string_view bytes, std::string place) const;
  std::optional<Result<Document>> too_large(std::string place);
  std::optional<Result<Document>> unreadable();

  Limits limits;
  std::optional<Format> forced;
  std::vector<std::string> files;
  std::uint64_t bytes_total = 0;
  std::size_t file_index = 0;  ///< of the next one to open
  std::string name;            ///< of the one that is open
  std::unique_ptr<std::FILE, Close> file;
  ChunkBuffer buffer;
  Format format = Format::json;  ///< of the file that is open
  bool lines = false;
  std::uint64_t line = 0;
};

Result<Source> Source::open(std::span<const std::string> inputs, const Options& options) {
  auto state = std::make_unique<State>();
  state->limits = options.limits;
  state->forced = options.format;
  for (const std::string& input : inputs) {
    std::error_code code;
    if (input != "-" && fs::is_directory(input, code)) {
      if (Result<void> listed = list_folder(input, state->files); listed.has_error()) {
        return listed.error();
      }
    } else if (input == "-" || fs::exists(input, code)) {
      state->files.push_back(input);
    } else {
      return input_error(input, "no such file or folder", "check the path");
    }
  }
  bool known = true;
  for (const std::string& path : state->files) {
    std::error_code code;
    const std::uintmax_t size = path == "-" ? 0 : fs::file_size(path, code);
    known = known && path != "-" && !code;
    if (!code) state->bytes_total += size;
  }
  if (!known) state->bytes_total = 0;
  return Source(std::move(state));
}

/// Opens the next file and decides what it is; false if there is none left.
bool Source::State::open_next(std::optional<Error>& error) {
  if (file_index == files.size()) return false;
  const std::string& path = files[file_index++];
  name = path == "-" ? "standard input" : path;
  line = 0;
  file.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) {
    error = input_error(name, std::strerror(errno), "check that the file can be read");
    return true;
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  buffer.begin(file.get());
  buffer.read_more(0);
  if (buffer.held().starts_with("\xef\xbb\xbf")) buffer.drop(3);
  format = buffer.failed() ? Format::unknown : recognize(buffer.held());
  error = refusal(format, name);
  if (!error && forced && format != Format::empty) format = *forced;
  lines = !error && (format == Format::json || format == Format::unknown) && detect_lines();
  if (error) file.reset();
  return true;
}

/// The line that begins at `from` of what is held, read whole; `from` goes on to the next one, or
/// to npos after the last.
std::string_view Source::State::peek_line(std::size_t& from) {
  std::size_t searched = from;
  std::size_t end = buffer.held().find('\n', searched);
  while (end == std::string_view::npos && buffer.held().size() <= limits.document_bytes) {
    searched = buffer.held().size();
    if (!buffer.read_more(limits.document_bytes)) break;
    end = buffer.held().find('\n', searched);
  }
  const std::size_t first = from;
  from = end == std::string_view::npos ? end : end + 1;
  return buffer.held().substr(first, end == std::string_view::npos ? end : end - first);
}

/// Looks at the first two lines that aren't blank; what it looks at stays held. A file of one line
/// needs no look at its brackets.
bool Source::State::detect_lines() {
  std::size_t starts[2] = {0, 0};
  int found = 0;
  for (std::size_t from = 0; found < 2 && from != std::string_view::npos;) {
    const std::size_t start = from;
    if (!trimmed(peek_line(from)).empty()) starts[found++] = start;
  }
  if (found == 2) {
    const std::string_view former = buffer.held().substr(starts[0], starts[1] - starts[0]);
    const bool begins = trimmed(buffer.held().substr(starts[1], 64)).starts_with('{');
    if ((begins && !may_continue(former)) || is_whole_object(former)) return true;
  }
  return name.ends_with(".ndjson");
}

Document Source::State::document(std::string_view bytes, std::string place) const {
  return {bytes, buffer.allocated_from(bytes), std::move(place), lines, format};
}

std::optional<Result<Document>> Source::State::too_large(std::string place) {
  return input_error(std::move(place),
                     "larger than " + std::to_string(limits.document_bytes) + " bytes",
                     "split it, or raise the limit on the size of a document");
}

std::optional<Result<Document>> Source::State::unreadable() {
  return input_error(name, "reading failed", "check the file and its disk");
}

std::optional<Result<Document>> Source::State::whole_file() {
  while (buffer.held().size() <= limits.document_bytes && buffer.read_more(limits.document_bytes)) {
  }
  file.reset();
  if (buffer.failed()) return unreadable();
  if (buffer.held().size() > limits.document_bytes) return too_large(name);
  return document(buffer.held(), name);
}

/// The next line that isn't blank; nothing at the end of the file, which is then closed.
std::optional<Result<Document>> Source::State::next_line() {
  for (;;) {
    bool ended = false;
    std::size_t size = buffer.find_line(limits.document_bytes, ended);
    ++line;
    if (!ended || size > limits.document_bytes) {
      while (!ended) {
        buffer.drop(size);
        size = buffer.find_line(0, ended);
      }
      buffer.drop(size + 1);
      return too_large(name + ":" + std::to_string(line));
    }
    const std::string_view bytes = buffer.held().substr(0, size);
    const bool last = buffer.at_end() && size == buffer.held().size();
    buffer.drop(size + 1);
    if (!trimmed(bytes).empty()) {
      Document found = document(bytes, name + ":" + std::to_string(line));
      // A file of one line is one document, whatever it holds.
      found.one_of_many = line > 1 || !(buffer.at_end() && buffer.held().empty());
      return found;
    }
    if (!last) continue;
    file.reset();
    if (buffer.failed()) return unreadable();
    return std::nullopt;
  }
}

std::optional<Result<Document>> Source::State::next() {
  for (;;) {
    if (!file) {
      std::optional<Error> error;
      if (!open_next(error)) return std::nullopt;
      if (error) return Result<Document>(std::move(*error));
    }
    if (!lines) return whole_file();
    if (std::optional<Result<Document>> found = next_line()) return found;
  }
}

Source::Source(std::unique_ptr<State> state) : state_(std::move(state)) {}
Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

std::optional<Result<Document>> Source::next() { return state_->next(); }

Progress Source::progress() const {
  const std::uint64_t held = state_->file ? state_->buffer.held().size() : 0;
  return {state_->buffer.bytes_read() - held, state_->bytes_total};
}

}  // namespace causa::intake
