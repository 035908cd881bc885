// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/charset.hpp"
#include "base/text.hpp"
#include "intake/csv/line_reader.hpp"
#include "intake/csv/recognize_csv.hpp"

namespace causa::intake::csv {

namespace {

std::string_view first_line(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
}

/// Each becomes a finding, which takes a hundred times the memory of its bytes.
constexpr std::size_t most_cells = 5'000'000;

/// Spreadsheets write "sep=;" before the names of the columns.
char stated_delimiter(std::string_view line) {
  return line.size() == 5 && line.starts_with("sep=") ? line[4] : '\0';
}

}  // namespace

struct CsvReader::State {
  explicit State(const Options& options)
      : mapping(options.mapping ? *options.mapping : Mapping()), words(options.vocabulary) {}

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

  void read(const Document& document, const Sink& sink) {
    const auto text = text_of(document);
    if (text.has_error()) return sink(text.error());
    const char stated = stated_delimiter(first_line(*text));
    char delimiter = mapping.delimiter;
    if (delimiter == 0) delimiter = stated;
    if (delimiter == 0) delimiter = delimiter_of(first_line(*text));
    RowReader rows(*text, delimiter == 0 ? ',' : delimiter, mapping.quote);
    Row row;
    if (stated != 0 && !rows.next(row)) return sink(empty(document));
    if (!rows.next(row)) return sink(empty(document));
    const std::string header_place = fmt::format("{}:{}", document.place, row.line);
    if (!row.fault.empty())
      return sink(input_error(header_place, row.fault, "mend the first line"));
    const auto layout = make_layout(row, mapping, words, header_place);
    if (layout.has_error()) return sink(layout.error());
    read_rows(rows, *layout, document, sink);
  }

  static Error empty(const Document& document) {
    return input_error(document.place, "no line with the names of the columns", "see docs/csv.md");
  }

  void read_rows(RowReader& rows, const Layout& layout, const Document& document,
                 const Sink& sink) {
    LineReader lines(layout, mapping, words);
    CsvPatients patients;
    const auto patient_column = layout.at(Role::patient);
    const Cells cells(mapping, nullptr);
    bool any = false;
    std::size_t cell_count = 0;
    for (Row row; rows.next(row);) {
      any = true;
      const std::string place = fmt::format("{}:{}", document.place, row.line);
      cell_count += row.cells.size();
      // Half of a file would be half of some patient.
      if (cell_count > most_cells)
        return sink(input_error(place, "more than 5000000 cells; nothing of the file is used",
                                "split it, and keep the lines of one patient together"));
      if (!row.fault.empty()) {
        sink(input_error(place, row.fault, "double a quote within a quoted cell, and close it"));
      } else if (row.cells.size() != layout.columns.size()) {
        sink(input_error(
            place, fmt::format("{} cells, but {} columns", row.cells.size(), layout.columns.size()),
            "put a cell that holds the delimiter in quotes"));
      } else if (patient_column && cells.is_missing(row.cells[*patient_column])) {
        sink(input_error(place, "no patient in this line", "write the patient's id"));
      } else {
        const std::string_view id =
            patient_column ? std::string_view(row.cells[*patient_column]) : std::string_view();
        lines.read(row, patients.of(id, row.line));
      }
    }
    if (!any)
      sink(input_error(document.place, "no line below the names of the columns",
                       "give a line a finding, or a line a patient"));
    patients.hand_over(document.place, sink);
  }

  Mapping mapping;
  written::Words words;
};

CsvReader::CsvReader(const Options& options) : state_(std::make_unique<State>(options)) {}
CsvReader::~CsvReader() = default;

void CsvReader::read(const Document& document, const Sink& sink) { state_->read(document, sink); }

}  // namespace causa::intake::csv
