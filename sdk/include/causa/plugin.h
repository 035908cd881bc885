/* SPDX-License-Identifier: Apache-2.0
 *
 * What the author of a library in C includes: abi.h, the note, and short names for reading columns
 * and filling outputs. Functions of one row; the row must be of the batch and the column of the
 * type that the name says. Nothing is allocated and nothing kept; any thread. Write create, destroy
 * and derive as causa_plugin of abi.h wants them, and once, at file scope,
 *
 *   CAUSA_C_PLUGIN(create, destroy, derive)
 */
#ifndef CAUSA_PLUGIN_H
#define CAUSA_PLUGIN_H

#include <causa/abi.h>
#include <causa/note.h>
#include <math.h>
#include <string.h>

static inline int causa_known(const causa_column* column, uint32_t row) {
  return column->valid == NULL || (column->valid[row / 64] >> (row % 64) & 1u) != 0;
}

/* Known, and neither a bound ("< 0.3") nor one of several values of one instant. */
static inline int causa_exact(const causa_column* column, uint32_t row) {
  const uint8_t inexact = CAUSA_QUALITY_BELOW | CAUSA_QUALITY_ABOVE | CAUSA_QUALITY_TIED;
  return causa_known(column, row) &&
         (column->quality == NULL || (column->quality[row] & inexact) == 0);
}

static inline double causa_number(const causa_column* column, uint32_t row) {
  return ((const double*)column->values)[row];
}

static inline int causa_present(const causa_column* column, uint32_t row) {
  return causa_known(column, row) && ((const uint8_t*)column->values)[row] != 0;
}

static inline int causa_absent(const causa_column* column, uint32_t row) {
  return causa_known(column, row) && ((const uint8_t*)column->values)[row] == 0;
}

/* CAUSA_TIME_UNKNOWN if it isn't known. */
static inline int64_t causa_time_ms(const causa_column* column, uint32_t row) {
  return column->time_ms != NULL && causa_known(column, row) ? column->time_ms[row]
                                                             : CAUSA_TIME_UNKNOWN;
}

static inline void causa_mark(const causa_output* output, uint32_t row, int64_t time_ms) {
  output->valid[row / 64] |= (uint64_t)1 << (row % 64);
  if (output->time_ms != NULL) output->time_ms[row] = time_ms;
}

/* A value that isn't finite leaves the row unknown. */
static inline void causa_set_number(const causa_output* output, uint32_t row, double value,
                                    int64_t time_ms) {
  if (!isfinite(value)) return;
  ((double*)output->values)[row] = value;
  causa_mark(output, row, time_ms);
}

static inline void causa_set_truth(const causa_output* output, uint32_t row, int present,
                                   int64_t time_ms) {
  ((uint8_t*)output->values)[row] = present != 0;
  causa_mark(output, row, time_ms);
}

/* Says what is wrong and gives the status back: return causa_fail(host, CAUSA_ERROR_INTERNAL, "…").
 */
static inline causa_status causa_fail(const causa_host* host, causa_status status,
                                      const char* text) {
  causa_str said;
  said.ptr = text;
  said.len = strlen(text);
  host->set_error(host->ctx, said);
  return status;
}

/* The note, the table and the entry. */
#define CAUSA_C_PLUGIN(create, destroy, derive)                          \
  CAUSA_EMBED_NOTE();                                                    \
  CAUSA_EXPORT const causa_plugin* causa_plugin_v1(void) {               \
    static const causa_plugin table = {sizeof(causa_plugin),             \
                                       CAUSA_ABI_MINOR,                  \
                                       CAUSA_ABI_MINOR_NEEDED,           \
                                       0,                                \
                                       CAUSA_TEXT(CAUSA_MODULE_ID),      \
                                       CAUSA_TEXT(CAUSA_MODULE_VERSION), \
                                       CAUSA_MANIFEST,                   \
                                       create,                           \
                                       destroy,                          \
                                       derive,                           \
                                       NULL};                            \
    return &table;                                                       \
  }

#endif
