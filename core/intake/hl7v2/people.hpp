// SPDX-License-Identifier: Apache-2.0
//
// The patients of a call. A message is of the patient who has one of its identifiers from the same
// authority: the first that one patient alone has decides. Never so if both have another identifier
// of one authority and type that differs: such messages are kept apart, and the records say so, as
// they do if a message names two patients who were apart. One thread; indices stay valid,
// references don't.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "intake/hl7v2/story.hpp"

namespace causa::intake::hl7v2 {

class People {
 public:
  /// The patient with these identifiers (at least one), who is new if nobody has them.
  std::uint32_t find_or_add(const std::vector<Identifier>& identifiers);

  /// Once all messages are known: those of whom a message may be that was given to patient `index`,
  /// if all that it names is shared. Empty: it is that patient's.
  [[nodiscard]] std::vector<std::uint32_t> ambiguous(
      std::uint32_t index, const std::vector<Identifier>& identifiers) const;

  /// Once all messages are known: by what patients are called, and who shares an identifier.
  void settle_names();

  [[nodiscard]] Story& operator[](std::uint32_t index) { return stories_[index]; }
  [[nodiscard]] std::vector<Story>& all() { return stories_; }

 private:
  void learn(std::uint32_t index, const std::vector<Identifier>& identifiers,
             std::span<const std::uint32_t> others);

  std::vector<Story> stories_;
  std::multimap<std::string, std::uint32_t, std::less<>> by_id_;
};

}  // namespace causa::intake::hl7v2
