/* SPDX-License-Identifier: Apache-2.0
 *
 * The steps of this module: one function for each entry of `derives` in template_name.yaml. Nothing
 * is judged here; rules stand in the manifest.
 */
#ifndef TEMPLATE_NAME_H
#define TEMPLATE_NAME_H

#include <causa/plugin.h>

static void after_start(const causa_batch* batch, const causa_output* const* out) {
  const double day_ms = 24 * 60 * 60 * 1000;
  const causa_column* tsh = batch->columns[0]; /* in the order of `needs` */
  const causa_column* levothyroxine = batch->columns[1];
  const causa_output* days = out[0]; /* in the order of `provides` */
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    /* What isn't set stays unknown; ask whether a value or a time is known before it is used. */
    const int64_t tsh_ms = causa_time_ms(tsh, row);
    const int64_t start_ms = causa_time_ms(levothyroxine, row);
    if (!causa_present(levothyroxine, row) || tsh_ms == CAUSA_TIME_UNKNOWN ||
        start_ms == CAUSA_TIME_UNKNOWN || tsh_ms < start_ms)
      continue;
    causa_set_number(days, row, (double)(tsh_ms - start_ms) / day_ms, tsh_ms);
  }
}

#endif
