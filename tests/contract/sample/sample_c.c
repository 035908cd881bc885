/* SPDX-License-Identifier: Apache-2.0
 *
 * The same module as sample.cpp, in C11 with nothing but causa/abi.h and causa/note.h. It has no
 * settings and no state: the instance is the host's table.
 */
#include <causa/abi.h>
#include <causa/note.h>

CAUSA_EMBED_NOTE();

static int known(const causa_column* column, uint32_t row) {
  return column->valid == NULL || (column->valid[row / 64] >> (row % 64) & 1u) != 0;
}

static int exact(const causa_column* column, uint32_t row) {
  const uint8_t inexact = CAUSA_QUALITY_BELOW | CAUSA_QUALITY_ABOVE | CAUSA_QUALITY_TIED;
  return known(column, row) && (column->quality == NULL || (column->quality[row] & inexact) == 0);
}

static void mark(const causa_output* output, uint32_t row) {
  output->valid[row / 64] |= (uint64_t)1 << (row % 64);
}

static void adjusted_calcium(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* calcium = batch->columns[0];
  const causa_column* albumin = batch->columns[1];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    if (!exact(calcium, row) || !exact(albumin, row)) continue;
    const double calcium_mmol_l = ((const double*)calcium->values)[row];
    const double albumin_g_l = ((const double*)albumin->values)[row];
    ((double*)out[0]->values)[row] = calcium_mmol_l + 0.02 * (40 - albumin_g_l);
    mark(out[0], row);
  }
}

static void thiazide_time(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* thiazide = batch->columns[0];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    if (!known(thiazide, row)) continue;
    const int present = ((const uint8_t*)thiazide->values)[row] != 0;
    if (!present) {
      ((uint8_t*)out[1]->values)[row] = 0;
      mark(out[1], row);
    }
    if (!present || thiazide->time_ms == NULL || thiazide->time_ms[row] == CAUSA_TIME_UNKNOWN)
      continue;
    const double days = (double)(batch->as_of_ms - thiazide->time_ms[row]) / 86400000.0;
    ((double*)out[0]->values)[row] = days;
    if (out[0]->time_ms != NULL) out[0]->time_ms[row] = thiazide->time_ms[row];
    mark(out[0], row);
    ((uint8_t*)out[1]->values)[row] = days <= 90;
    mark(out[1], row);
  }
}

static causa_status create(const causa_host* host, causa_str config_json, void** instance) {
  (void)config_json;
  *instance = (void*)(uintptr_t)host;
  return CAUSA_OK;
}

static void destroy(void* instance) { (void)instance; }

static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  static const char text[] = "this module has two steps";
  const causa_host* host = instance;
  if (step > 1) {
    const causa_str error = {text, sizeof(text) - 1};
    host->set_error(host->ctx, error);
    return CAUSA_ERROR_INTERNAL;
  }
  if (step == 0)
    adjusted_calcium(batch, out);
  else
    thiazide_time(batch, out);
  return CAUSA_OK;
}

static const causa_plugin table = {sizeof(causa_plugin),
                                   CAUSA_ABI_MINOR,
                                   CAUSA_ABI_MINOR_NEEDED,
                                   0,
                                   CAUSA_TEXT(CAUSA_MODULE_ID),
                                   CAUSA_TEXT(CAUSA_MODULE_VERSION),
                                   CAUSA_MANIFEST,
                                   create,
                                   destroy,
                                   derive,
                                   NULL};

const causa_plugin* causa_plugin_v1(void) { return &table; }
