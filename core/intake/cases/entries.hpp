// SPDX-License-Identifier: Apache-2.0
//
// The entries of one section of a case (labs, drugs, symptoms ...) -> items of the record. An entry
// that can't be read adds a fault and gives nothing; the rest goes on, so that all faults of a case
// are known. Borrows all it is given; one thread, one case.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>

#include "intake/cases/keys.hpp"
#include "intake/written/node.hpp"
#include "intake/written/statement.hpp"

namespace causa::intake::cases {

class EntryReader {
 public:
  /// `day` is when the case was written; unknown if it doesn't say.
  EntryReader(const written::Words& words, const TimeSpan& day, record::Record& record,
              written::Faults& faults)
      : words_(words), day_(day), record_(record), faults_(faults) {}

  void read(const Section& section, const written::Node& value);

 private:
  /// What was written of one entry; null: not written.
  struct Written {
    const written::Node* name = nullptr;
    const written::Node* scalar = nullptr;  ///< `NAME: scalar`
    std::array<const written::Node*, 16> attributes{};

    [[nodiscard]] const written::Node* at(Attribute attribute) const {
      return attributes[static_cast<std::size_t>(attribute)];
    }
  };

  void read_list(const written::Node& list);
  void read_named(const written::Node& name, const written::Node& value);
  void read_attributes(const written::Node* name, const written::Node& map);
  void finish(const Written& entry);
  void finish_number(const Written& entry, written::Statement statement);
  void finish_truth(const Written& entry, written::Statement statement, bool denied);

  bool read_pressure(const Written& entry);
  bool find_meaning(const Written& entry, written::Statement& statement, bool& denied);
  void unknown_words(const Written& entry, bool& good);
  const std::string& nearest_to(std::string_view text);
  bool read_value(const Written& entry, const written::Node& value, written::Amount& amount);
  bool read_range(const written::Node& range, written::Statement& statement);
  bool read_scalar(const written::Node& scalar, written::Statement& statement);
  bool read_status(const written::Node& node, written::Statement& statement);
  bool read_time(const written::Node* node, TimeSpan& time);
  bool read_end(const written::Node* node, written::Statement& statement);
  bool read_switch(const written::Node* node, bool& on);
  bool read_flags(const Written& entry, written::Statement& statement);
  bool read_times(const Written& entry, written::Statement& statement);

  bool wrong(const written::Node& node, std::string message, std::string cure);
  bool wrong(const written::Node& node, const Error& error);
  void put(const written::Statement& statement);
  [[nodiscard]] std::string source_of(const written::Node& name) const;

  const written::Words& words_;
  const TimeSpan& day_;
  record::Record& record_;
  written::Faults& faults_;
  const Section* section_ = nullptr;
  TimeSpan section_time_;
  bool told_of_time_ = false;
  std::size_t unknown_ = 0;  ///< names that nobody knows, so far
  /// What is nearly what was written, by section.
  std::map<std::pair<const Section*, std::string>, std::string> near_;
};

}  // namespace causa::intake::cases
