// SPDX-License-Identifier: Apache-2.0

#include "cli/other_people.hpp"

#include "cli/log.hpp"

namespace causa::cli {

void tell(const store::OtherPeople& others) {
  if (others.count == 0) return;
  log_warning(
      "{} assessments are of an id under which somebody of another sex or age is stored, first {}; "
      "patients of two servers belong in two stores (--store), and causa history shows whose they "
      "are",
      others.count, others.first);
}

}  // namespace causa::cli
