// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/csv_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/charset.hpp"
#include "base/text.hpp"
#include "intake/csv/decimal_signs.hpp"
#include "intake/csv/line_reader.hpp"
#include "intake/csv/recognize_csv.hpp"
#include "intake/patient_keys.hpp"
#include "intake/patient_spool.hpp"

namespace causa::intake::csv {

namespace {

std::string_view first_line(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
}

/// Of one patient: each becomes a finding, which takes a hundred times the memory of its bytes.
constexpr std::size_t most_cells = 5'000'000;

/// Spreadsheets write "sep=;" before the names of the columns.
char stated_delimiter(std::string_view line) {
  return line.size() == 5 && line.starts_with("sep=") ? line[4] : '\0';
}

/// Of files that were put together; each may have begun with a byte order mark.
bool is_header_again(const Row& row, const Layout& layout) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  const auto is_name = [mark](std::string_view cell, const LayoutColumn& column) {
    if (cell.starts_with(mark)) cell.remove_prefix(mark.size());
    return cell == column.name;
  };
  return std::equal(row.cells.begin(), row.cells.end(), layout.columns.begin(),
                    layout.columns.end(), is_name);
}

/// What is known of the file that is being read.
struct File {
  File(const Options& options, std::string name) : place(std::move(name)), spool(options) {}

  [[nodiscard]] std::string place_of(std::size_t number) const {
    return fmt::format("{}:{}", place, number);
  }

  const std::string place;
  char delimiter = 0;
  std::size_t line = 1;  ///< the next part's first
  std::string rest;      ///< of the last part: a row that goes on
  bool begun = false;    ///< the delimiter is known
  bool stated = false;   ///< a line that states it is still to come
  std::optional<Layout> layout;
  DecimalSigns decimal_signs;
  bool any = false;  ///< row
  bool refused = false;
  PatientSpool spool;
  PatientKeys patients;
};

}  // namespace

struct CsvReader::State {
  explicit State(const Options& given)
      : options(given),
        mapping(options.mapping ? *options.mapping : Mapping()),
        words(options.vocabulary),
        cells(mapping, nullptr, mapping.decimal) {}

  Result<std::string> text_of(const Document& document) const {
    if (document.bytes.find('\0') != std::string_view::npos)
      return input_error(document.place, "not a text: it holds NUL bytes",
                         "save it as CSV in UTF-8");
    if (mapping.encoding.empty()) {
      if (is_utf8(document.bytes)) return std::string(document.bytes);
      return input_error(document.place, "not UTF-8",
                         "state its encoding in a mapping, as in encoding: windows-1252");
    }
    auto text = to_utf8(document.bytes, mapping.encoding);
    if (text.has_error())
      return input_error(document.place, text.error().message, text.error().cure);
    return text;
  }

  void read(const Document& document, const Sink& sink);
  void read_part(std::string_view text, bool ends, const Sink& sink);
  bool read_header(RowReader& rows, bool ends, const Sink& sink);
  void keep(const Row& row, std::string_view written, const Sink& sink);
  bool next_patient(const Sink& sink);

  /// Half of a file would be half of some patient.
  void refuse(const Error& error, const Sink& sink) {
    file->refused = true;
    sink(error);
  }

  static Error empty(const File& file) {
    return input_error(file.place, "no line with the names of the columns", "see docs/csv.md");
  }

  const Options options;
  const Mapping mapping;
  const written::Words words;
  const Cells cells;
  std::unique_ptr<File> file;
  std::optional<LineReader> lines;  ///< of the file's patients, once all rows are known
};

void CsvReader::State::read(const Document& document, const Sink& sink) {
  if (document.begins) file = std::make_unique<File>(options, document.place);
  if (!file || file->refused) return;
  if (document.cut) return refuse(*document.cut, sink);
  auto text = text_of(document);
  if (text.has_error()) return refuse(text.error(), sink);
  read_part(file->rest.empty() ? std::move(*text) : file->rest + *text, document.ends, sink);
  if (file->refused || !document.ends) return;
  if (!file->any)
    sink(input_error(file->place, "no line below the names of the columns",
                     "give a line a finding, or a line a patient"));
  if (auto arranged = file->spool.arrange(file->patients.places()); !arranged)
    return refuse(arranged.error(), sink);
  lines.emplace(*file->layout, mapping, words,
                file->decimal_signs.settled(mapping.decimal, file->delimiter));
}

void CsvReader::State::read_part(std::string_view text, bool ends, const Sink& sink) {
  File& it = *file;
  if (!std::exchange(it.begun, true)) {
    const char stated = stated_delimiter(first_line(text));
    it.stated = stated != 0;
    it.delimiter = mapping.delimiter;
    if (it.delimiter == 0) it.delimiter = stated;
    if (it.delimiter == 0) it.delimiter = delimiter_of(first_line(text));
    if (it.delimiter == 0) it.delimiter = ',';
  }
  RowReader rows(text, it.delimiter, mapping.quote, it.line, ends);
  if (it.layout || read_header(rows, ends, sink)) {
    for (Row row; !it.refused && rows.next(row);) {
      it.any = true;
      const std::string place = it.place_of(row.line);
      if (!row.fault.empty())
        sink(input_error(place, row.fault, "double a quote within a quoted cell, and close it"));
      else if (row.cells.size() != it.layout->columns.size())
        sink(input_error(
            place,
            fmt::format("{} cells, but {} columns", row.cells.size(), it.layout->columns.size()),
            "put a cell that holds the delimiter in quotes"));
      else if (is_header_again(row, *it.layout))
        sink(input_error(place, "the names of the columns stand here once more",
                         "give them once, in the first line"));
      else
        keep(row, rows.written(), sink);
    }
  }
  it.line = rows.line();
  it.rest = rows.rest();
}

/// False: there is none, or not yet all of it.
bool CsvReader::State::read_header(RowReader& rows, bool ends, const Sink& sink) {
  Row row;
  if (file->stated && rows.next(row)) file->stated = false;
  if (!rows.next(row)) {
    if (ends) refuse(empty(*file), sink);
    return false;
  }
  const std::string place = file->place_of(row.line);
  if (!row.fault.empty()) {
    refuse(input_error(place, row.fault, "mend the first line"), sink);
    return false;
  }
  auto layout = make_layout(row, mapping, words, place);
  if (layout.has_error()) {
    refuse(layout.error(), sink);
    return false;
  }
  file->layout = std::move(*layout);
  return true;
}

/// Until all rows of the patient are there. Without a column of patients each row is one.
void CsvReader::State::keep(const Row& row, std::string_view written, const Sink& sink) {
  std::vector<std::uint64_t> keys;
  if (const auto column = file->layout->at(Role::patient)) {
    const std::string& id = row.cells[*column];
    if (cells.is_missing(id))
      return sink(input_error(file->place_of(row.line), "no patient in this line",
                              "write the patient's id"));
    keys.push_back(hash_of(id));
  }
  if (mapping.decimal == written::DecimalSign::unstated)
    file->decimal_signs.see(row, *file->layout);
  Piece piece;
  piece.patient = file->patients.find_or_add(keys);
  piece.number = row.line;
  piece.bytes = written;
  if (auto kept = file->spool.add(piece); !kept) refuse(kept.error(), sink);
}

bool CsvReader::State::next_patient(const Sink& sink) {
  if (!file || !lines || file->refused) return false;
  const auto column = file->layout->at(Role::patient);
  CsvPatients patients;
  std::size_t cell_count = 0;
  std::optional<Error> too_many;
  const auto more = file->spool.next_patient([&](const Piece& piece) {
    RowReader rows(piece.bytes, file->delimiter, mapping.quote, piece.number);
    Row row;
    if (too_many || !rows.next(row)) return;
    cell_count += row.cells.size();
    if (piece.too_many || cell_count > most_cells)
      too_many = input_error(
          file->place_of(row.line),
          fmt::format("more than {} cells, or {} bytes, of one patient; none of them is used",
                      most_cells, options.limits.document_bytes),
          "check the column that names the patients; give fewer lines");
    else
      lines->read(row, patients.of(column ? row.cells[*column] : std::string_view(), row.line));
  });
  if (!more) {
    refuse(more.error(), sink);
    return false;
  }
  if (too_many)
    sink(*too_many);
  else
    patients.hand_over(file->place, sink);
  if (*more) return true;
  lines.reset();
  file.reset();
  return false;
}

CsvReader::CsvReader(const Options& options) : state_(std::make_unique<State>(options)) {}
CsvReader::~CsvReader() = default;

void CsvReader::read(const Document& document, const Sink& sink) {
  if (document.begins) state_->lines.reset();
  state_->read(document, sink);
  // A small file needs no steps.
  if (!document.is_whole()) return;
  while (read_on(sink)) {
  }
}

bool CsvReader::read_on(const Sink& sink) { return state_->next_patient(sink); }

}  // namespace causa::intake::csv
