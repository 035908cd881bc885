// SPDX-License-Identifier: Apache-2.0

#include "cli/summary.hpp"

#include <boost/json.hpp>

#include "base/output_file.hpp"
#include "cli/interrupt.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"

namespace causa::cli {

void write_summary(const Settings& settings, const Counts& counts, Outcome& outcome,
                   const Stop* stop) {
  const std::string& file = settings.text("summary");
  if (file.empty()) return;
  boost::json::array codes;
  for (const Exit code : outcome.codes()) codes.emplace_back(static_cast<int>(code));
  boost::json::array of_no_patient;
  for (const auto& entry : counts.of_no_patient)
    of_no_patient.push_back(
        {{"source", entry.source}, {"reason", entry.reason}, {"count", entry.count}});
  const boost::json::object summary{{"schema", "causa.summary/1"},
                                    {"assessed", counts.assessed},
                                    {"not_assessed", counts.failed},
                                    {"stored_before", counts.stored_before},
                                    {"alerts_at_or_above_fail_on", counts.alerted},
                                    {"of_no_patient", of_no_patient},
                                    {"exit", static_cast<int>(outcome.code())},
                                    {"exits", codes},
                                    {"text", outcome.line()}};
  const std::string text = report::write_json(summary) + "\n";
  const auto written = write_output(file, [&](const TakePiece& take) { take(text); }, stop);
  if (written) return;
  report({Fault::usage, written.error().place, written.error().message, written.error().cure},
         outcome);
  outcome.add(exit_by_signal());
}

}  // namespace causa::cli
