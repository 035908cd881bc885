/* SPDX-License-Identifier: Apache-2.0 */

#include <causa/plugin.h>

static const double day_ms = 24 * 60 * 60 * 1000;

/* 1 true, 0 false, -1 unknown: a bound answers only what it decides. */
static int below(const causa_column* column, uint32_t row, double limit) {
  if (!causa_known(column, row)) return -1;
  const uint8_t quality = column->quality == NULL ? 0 : column->quality[row];
  const double value = causa_number(column, row);
  if ((quality & CAUSA_QUALITY_TIED) != 0) return -1;
  if ((quality & CAUSA_QUALITY_BELOW) != 0) return value <= limit ? 1 : -1;
  if ((quality & CAUSA_QUALITY_ABOVE) != 0) return value >= limit ? 0 : -1;
  return value < limit;
}

static int above(const causa_column* column, uint32_t row, double limit) {
  if (!causa_known(column, row)) return -1;
  const uint8_t quality = column->quality == NULL ? 0 : column->quality[row];
  const double value = causa_number(column, row);
  if ((quality & CAUSA_QUALITY_TIED) != 0) return -1;
  if ((quality & CAUSA_QUALITY_ABOVE) != 0) return value >= limit ? 1 : -1;
  if ((quality & CAUSA_QUALITY_BELOW) != 0) return value <= limit ? 0 : -1;
  return value > limit;
}

static int state(const causa_column* column, uint32_t row) {
  return causa_known(column, row) ? causa_present(column, row) : -1;
}

static void low(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* sodium = batch->columns[0];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    const int is = below(sodium, row, 135);
    if (is >= 0) causa_set_truth(out[0], row, is, causa_time_ms(sodium, row));
  }
}

static void recent(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* thiazide = batch->columns[0];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    const int64_t start_ms = causa_time_ms(thiazide, row);
    if (causa_absent(thiazide, row)) causa_set_truth(out[0], row, 0, CAUSA_TIME_UNKNOWN);
    if (!causa_present(thiazide, row) || start_ms == CAUSA_TIME_UNKNOWN) continue;
    const double days = (double)(batch->as_of_ms - start_ms) / day_ms;
    causa_set_truth(out[0], row, 0 <= days && days <= 90, start_ms);
  }
}

static void two_of(const causa_batch* batch, const causa_output* const* out) {
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    const int parts[] = {state(batch->columns[0], row), state(batch->columns[1], row),
                         above(batch->columns[2], row, 145)};
    int known_true = 0, unknown = 0;
    for (int i = 0; i < 3; ++i) {
      known_true += parts[i] == 1;
      unknown += parts[i] == -1;
    }
    if (known_true >= 2) causa_set_truth(out[0], row, 1, CAUSA_TIME_UNKNOWN);
    if (known_true + unknown < 2) causa_set_truth(out[0], row, 0, CAUSA_TIME_UNKNOWN);
  }
}

static void older_woman(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* age = batch->columns[0];
  const causa_column* female = batch->columns[1];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    const int is_old = causa_known(age, row) && causa_number(age, row) >= 65;
    const int is_young = causa_known(age, row) && causa_number(age, row) < 65;
    if (is_young || causa_absent(female, row)) causa_set_truth(out[0], row, 0, CAUSA_TIME_UNKNOWN);
    if (is_old && causa_present(female, row)) causa_set_truth(out[0], row, 1, CAUSA_TIME_UNKNOWN);
  }
}

static void list(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* calcium = batch->columns[0];
  const double* values = calcium->values;
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    const uint32_t first = calcium->offsets[row], end = calcium->offsets[row + 1];
    if (first == end) continue;
    double least = values[first], most = values[first];
    for (uint32_t i = first; i < end; ++i) {
      if (values[i] < least) least = values[i];
      if (values[i] > most) most = values[i];
    }
    const int64_t time_ms =
        calcium->time_ms == NULL ? CAUSA_TIME_UNKNOWN : calcium->time_ms[end - 1];
    causa_set_truth(out[0], row, least < 2.0, time_ms);
    if (end - first > 1) causa_set_number(out[1], row, most - least, time_ms);
  }
}

static void ratio(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* magnesium = batch->columns[0];
  const causa_column* sodium = batch->columns[1];
  for (uint32_t row = 0; row < batch->row_count; ++row)
    if (causa_exact(magnesium, row) && causa_exact(sodium, row))
      causa_set_number(out[0], row, causa_number(magnesium, row) / causa_number(sodium, row),
                       causa_time_ms(magnesium, row));
}

static causa_status create(const causa_host* host, causa_str config_json, void** instance) {
  (void)config_json;
  *instance = (void*)(uintptr_t)host;
  return CAUSA_OK;
}

static void destroy(void* instance) { (void)instance; }

static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  void (*const steps[])(const causa_batch*, const causa_output* const*) = {
      low, recent, two_of, older_woman, list, ratio};
  if (step >= sizeof(steps) / sizeof(steps[0]))
    return causa_fail((const causa_host*)instance, CAUSA_ERROR_UNSUPPORTED,
                      "this module has six steps");
  steps[step](batch, out);
  return CAUSA_OK;
}

CAUSA_C_PLUGIN(create, destroy, derive)
