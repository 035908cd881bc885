// SPDX-License-Identifier: Apache-2.0
//
// Sources by number, in the order in which a letter first points at them, and the list that the
// numbers lead to. One letter; borrows the assessment and its context.
#pragma once

#include <string>
#include <vector>

#include "report/context.hpp"
#include "report/html/markup.hpp"

namespace causa::report::html {

class Citations {
 public:
  /// `prefix` makes the anchors of this letter different from those of others on the page.
  Citations(const assess::Assessment& assessment, const Context& context, std::string prefix)
      : assessment_(assessment), context_(context), prefix_(std::move(prefix)) {}

  /// " [3] [4]", each a link into the list.
  void cite(Markup& out, std::uint32_t module, const std::vector<std::string>& sources);

  [[nodiscard]] bool empty() const { return cited_.empty(); }
  void list(Markup& out) const;

 private:
  struct Cited {
    std::uint32_t module = 0;
    std::string id;
    const knowledge::Source* source = nullptr;  ///< null: its manifest was not kept
  };
  /// One number for what several modules cite alike.
  std::size_t number_of(std::uint32_t module, const std::string& id);
  void write(Markup& out, const Cited& cited) const;
  [[nodiscard]] const knowledge::Source* find(std::uint32_t module, const std::string& id) const;

  const assess::Assessment& assessment_;
  const Context& context_;
  std::string prefix_;
  std::vector<Cited> cited_;
};

}  // namespace causa::report::html
