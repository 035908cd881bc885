/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs the step on plain values, without causa. Ends with the number of failures.
 */
#include "template_name.h"

#include <stdio.h>

enum { rows = 5 };

static int failures = 0;

static void expect(const char* what, int holds) {
  if (holds) return;
  printf("wrong: %s\n", what);
  ++failures;
}

int main(void) {
  const int64_t day_ms = 24 * 60 * 60 * 1000;
  /* Unknown values are NaN and 255 here, so that a step that forgets to ask shows it. */
  const double tsh[rows] = {12, 12, NAN, 12, 12};
  const int64_t tsh_ms[rows] = {40 * day_ms, 5 * day_ms, CAUSA_TIME_UNKNOWN, 40 * day_ms,
                                40 * day_ms};
  const uint64_t tsh_known = 0x1b; /* all but row 2 */
  const uint8_t taken[rows] = {1, 1, 1, 0, 1};
  const int64_t start_ms[rows] = {20 * day_ms, 20 * day_ms, 20 * day_ms, 20 * day_ms,
                                  CAUSA_TIME_UNKNOWN};
  const causa_column columns[2] = {
      {sizeof(causa_column), CAUSA_NUMBER, tsh, &tsh_known, NULL, tsh_ms, NULL},
      {sizeof(causa_column), CAUSA_TRUTH, taken, NULL, NULL, start_ms, NULL}};
  const causa_column* needs[2] = {&columns[0], &columns[1]};
  double days[rows] = {0};
  uint64_t known = 0;
  const causa_output output = {sizeof(causa_output), CAUSA_NUMBER, days, &known, NULL};
  const causa_output* provides[1] = {&output};
  const causa_batch batch = {sizeof(causa_batch), rows, 2, 1, 0, needs};

  after_start(&batch, provides);
  expect("20 days after the start", days[0] == 20);
  expect("all others are unknown: a TSH before the start, none, no levothyroxine, no known start",
         known == 0x01);
  return failures;
}
