// SPDX-License-Identifier: Apache-2.0

#include "cli/summary.hpp"

#include <boost/json.hpp>

#include "base/file.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"

namespace causa::cli {

void write_summary(const Settings& settings, const Counts& counts, Outcome& outcome) {
  const std::string& file = settings.text("summary");
  if (file.empty()) return;
  boost::json::array codes;
  for (const Exit code : outcome.codes()) codes.emplace_back(static_cast<int>(code));
  const boost::json::object summary{{"schema", "causa.summary/1"},
                                    {"assessed", counts.assessed},
                                    {"not_assessed", counts.failed},
                                    {"alerts_at_or_above_fail_on", counts.alerted},
                                    {"exit", static_cast<int>(outcome.code())},
                                    {"exits", codes},
                                    {"text", outcome.line()}};
  if (auto written = write_file(file, report::write_json(summary) + "\n"); !written)
    report({Fault::usage, written.error().place, written.error().message, written.error().cure},
           outcome);
}

}  // namespace causa::cli
