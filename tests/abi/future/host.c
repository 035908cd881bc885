/* SPDX-License-Identifier: Apache-2.0
 *
 *   future_host LIBRARY...
 *
 * A host of a version to come (make_header.cmake) with libraries of today: its structs are larger,
 * with poison at the end. Each library must give what it gives to a host of its own time, byte for
 * byte, for every step of tests/abi/neutral. Prints a line a library; ends with the number of
 * faults.
 */
#include <causa/abi.h>
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { rows = 70, steps = 6, most_needs = 3, most_provides = 2 };

/* Sizes of version 1.0; what follows is of the future. */
#define SIZE_OF_TODAY(type) ((uint32_t)offsetof(type, future_number))

static const int64_t day_ms = 24 * 60 * 60 * 1000;
static const uint32_t need_counts[steps] = {1, 1, 3, 2, 1, 2};
static const uint32_t provide_counts[steps] = {1, 1, 1, 1, 2, 1};

/* What the columns of all steps point into. */
static double numbers[rows];
static uint8_t truths[rows], quality[rows];
static int64_t times[rows];
static uint64_t known[2];
static uint32_t offsets[rows + 1];

static void fill_memory(void) {
  for (uint32_t row = 0; row < rows; ++row) {
    numbers[row] = 120 + (double)(row * 7 % 40);
    truths[row] = row % 3 == 0;
    quality[row] = (uint8_t)(row % 5 == 0 ? CAUSA_QUALITY_BELOW : 0);
    times[row] = row % 4 == 0 ? CAUSA_TIME_UNKNOWN : (int64_t)(20000 - row * 3) * day_ms;
    offsets[row] = row;
    if (row % 6 != 0) known[row / 64] |= (uint64_t)1 << (row % 64);
  }
  offsets[rows] = rows;
}

static uint32_t type_of_need(uint32_t step, uint32_t need) {
  const int truth = step == 1 || (step == 2 && need < 2) || (step == 3 && need == 1);
  return truth ? CAUSA_TRUTH : CAUSA_NUMBER;
}

static uint32_t type_of_output(uint32_t step, uint32_t output) {
  return step == 5 || (step == 4 && output == 1) ? CAUSA_NUMBER : CAUSA_TRUTH;
}

typedef struct answers {
  causa_status status;
  double values[most_provides][rows];
  uint64_t valid[most_provides][2];
  int64_t times_ms[most_provides][rows];
} answers;

/* The structs begin as poison, so whatever isn't set stays that. */
static void derive(const causa_plugin* plugin, void* instance, uint32_t step, int of_future,
                   answers* all) {
  causa_column columns[most_needs];
  causa_output outputs[most_provides];
  causa_batch batch;
  const causa_column* needs[most_needs];
  const causa_output* provides[most_provides];
  memset(columns, 0xa5, sizeof(columns));
  memset(outputs, 0xa5, sizeof(outputs));
  memset(&batch, 0xa5, sizeof(batch));
  memset(all, 0, sizeof(*all));
  for (uint32_t i = 0; i < need_counts[step]; ++i) {
    const uint32_t type = type_of_need(step, i);
    columns[i].struct_size =
        of_future ? (uint32_t)sizeof(causa_column) : SIZE_OF_TODAY(causa_column);
    columns[i].type = type;
    columns[i].values = type == CAUSA_TRUTH ? (const void*)truths : (const void*)numbers;
    columns[i].valid = step == 4 ? NULL : known;
    columns[i].offsets = step == 4 ? offsets : NULL;
    columns[i].time_ms = times;
    columns[i].quality = type == CAUSA_TRUTH ? NULL : quality;
    needs[i] = &columns[i];
  }
  for (uint32_t i = 0; i < provide_counts[step]; ++i) {
    for (uint32_t row = 0; row < rows; ++row) all->times_ms[i][row] = CAUSA_TIME_UNKNOWN;
    outputs[i].struct_size =
        of_future ? (uint32_t)sizeof(causa_output) : SIZE_OF_TODAY(causa_output);
    outputs[i].type = type_of_output(step, i);
    outputs[i].values = all->values[i];
    outputs[i].valid = all->valid[i];
    outputs[i].time_ms = all->times_ms[i];
    provides[i] = &outputs[i];
  }
  batch.struct_size = of_future ? (uint32_t)sizeof(causa_batch) : SIZE_OF_TODAY(causa_batch);
  batch.row_count = rows;
  batch.column_count = need_counts[step];
  batch.output_count = provide_counts[step];
  batch.as_of_ms = 20000 * day_ms;
  batch.columns = needs;
  all->status = plugin->derive(instance, step, &batch, provides);
}

static void say_error(void* ctx, causa_str text) {
  (void)ctx;
  printf("    %.*s\n", (int)text.len, text.ptr);
}
static void say(void* ctx, int32_t level, causa_str text) {
  (void)level;
  say_error(ctx, text);
}
static void* no_scratch(void* ctx, uint64_t size, uint64_t align) {
  (void)ctx, (void)size, (void)align;
  return NULL;
}
static int32_t never(void* ctx) {
  (void)ctx;
  return 0;
}
static const void* no_extension(void* ctx, causa_str id) {
  (void)ctx, (void)id;
  return NULL;
}

/* Nothing: as today. Else the first difference, in words. */
static const char* fault_of(const causa_plugin* plugin) {
  causa_host today, future;
  void *in_today = NULL, *in_future = NULL;
  static answers of_today, of_future;
  const causa_str settings = {"{}", 2};
  if (plugin->struct_size < SIZE_OF_TODAY(causa_plugin)) return "its table is too small";
  memset(&future, 0xa5, sizeof(future));
  future.struct_size = sizeof(future);
  future.abi_minor = CAUSA_ABI_MINOR;
  future.ctx = NULL;
  future.log = say;
  future.set_error = say_error;
  future.scratch = no_scratch;
  future.cancelled = never;
  future.get_extension = no_extension;
  today = future;
  today.struct_size = SIZE_OF_TODAY(causa_host);
  today.abi_minor = 0;
  if (plugin->create(&today, settings, &in_today) != CAUSA_OK) return "no instance today";
  if (plugin->create(&future, settings, &in_future) != CAUSA_OK) return "no instance in future";
  for (uint32_t step = 0; step < steps; ++step) {
    derive(plugin, in_today, step, 0, &of_today);
    derive(plugin, in_future, step, 1, &of_future);
    if (of_today.status != CAUSA_OK) return "a step fails today";
    if (of_today.valid[0][0] == 0) return "a step says nothing, so nothing is proved";
    if (memcmp(&of_today, &of_future, sizeof(of_today)) != 0) return "a step differs in future";
  }
  plugin->destroy(in_today);
  plugin->destroy(in_future);
  return NULL;
}

int main(int count, char** files) {
  int faults = 0;
  fill_memory();
  for (int i = 1; i < count; ++i) {
    void* library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
    const causa_plugin* (*entry)(void) = NULL;
    if (library != NULL) *(void**)(&entry) = dlsym(library, "causa_plugin_v1");
    const char* fault = entry == NULL ? dlerror() : fault_of(entry());
    printf("%s: %s\n", files[i], fault == NULL ? "as today" : fault);
    faults += fault != NULL;
  }
  return faults;
}
