// SPDX-License-Identifier: Apache-2.0
//
// Further words for concepts, whoever defines them: configs/terminology/synonyms.json. A phrase may
// hold choices in brackets, "(swelling|edema) of the (|left |right )leg", which stand for every
// phrase that can be made of them. They are checked when the table is read and written out when
// somebody asks for words. Words of a concept that no loaded module defines are passed over. Pure;
// the reader owns what it returns. Error: place is the concept's id.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::terminology {

struct Synonyms {
  std::string concept_id;
  std::vector<std::string> text;    ///< with choices
  std::vector<std::string> absent;  ///< words that say that it is absent, in running text
};

/// Reads {"schema": "causa.terminology/1", "words": [{"concept", "text", "absent"}]}.
Result<std::vector<Synonyms>> parse_synonyms(std::string_view json);

/// Every phrase that the choices of one allow, in order. Error: brackets that don't pair, or more
/// phrases than anybody could review.
Result<std::vector<std::string>> phrases_of(std::string_view with_choices);

/// Calls `each(std::string_view)` for these phrases, in that order; of a phrase that was checked.
template <class Each>
void for_phrases(std::string_view with_choices, Each&& each);

namespace detail {

template <class Each>
void go_on(std::string& begun, std::string_view rest, Each& each) {
  const std::size_t size = begun.size();
  const std::size_t open = rest.find('(');
  begun += rest.substr(0, open);
  if (open == std::string_view::npos) {
    each(std::string_view(begun));
  } else {
    const std::size_t close = rest.find(')', open);
    std::string_view choices = rest.substr(open + 1, close - open - 1);
    const std::size_t chosen = begun.size();
    for (bool more = true; more;) {
      const std::size_t bar = choices.find('|');
      begun += choices.substr(0, bar);
      go_on(begun, rest.substr(close + 1), each);
      begun.resize(chosen);
      more = bar != std::string_view::npos;
      if (more) choices.remove_prefix(bar + 1);
    }
  }
  begun.resize(size);
}

}  // namespace detail

template <class Each>
void for_phrases(std::string_view with_choices, Each&& each) {
  std::string begun;
  detail::go_on(begun, with_choices, each);
}

}  // namespace causa::terminology
