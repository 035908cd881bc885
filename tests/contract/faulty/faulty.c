/* SPDX-License-Identifier: Apache-2.0
 *
 * A sound module, and one fault of it at a time, chosen by the macro CAUSA_FAULT_*: each loads, and
 * `causa plugins check` must name it (faults.py has the table).
 */
#define _GNU_SOURCE
#include <causa/abi.h>
#include <causa/note.h>
#include <fenv.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifdef CAUSA_FAULT_FOREIGN
const char* zlibVersion(void);
#endif

CAUSA_EMBED_NOTE();

typedef struct Instance {
  const causa_host* host;
  double middle_g_l;
  double learned;
  int has_learned;
  const unsigned char* garbage;
} Instance;

static causa_status refuse(const causa_host* host, causa_status status, const char* text) {
  const causa_str error = {text, strlen(text)};
  host->set_error(host->ctx, error);
  return status;
}

static int known(const causa_column* column, uint32_t row) {
#ifdef CAUSA_FAULT_UNKNOWN_READ
  (void)row;
  return column != NULL;
#else
  return column->valid == NULL || (column->valid[row / 64] >> (row % 64) & 1u) != 0;
#endif
}

static int exact(const causa_column* column, uint32_t row) {
  const uint8_t inexact = CAUSA_QUALITY_BELOW | CAUSA_QUALITY_ABOVE | CAUSA_QUALITY_TIED;
#ifdef CAUSA_FAULT_POINTERS
  return known(column, row) && (column->quality[row] & inexact) == 0;
#else
  return known(column, row) && (column->quality == NULL || (column->quality[row] & inexact) == 0);
#endif
}

static void mark(const causa_output* output, uint32_t row) {
  output->valid[row / 64] |= (uint64_t)1 << (row % 64);
}

static double value(const causa_column* column, uint32_t row) {
  return ((const double*)column->values)[row];
}

#if defined(CAUSA_FAULT_THREAD_AT_LOAD) || defined(CAUSA_FAULT_THREAD)
static void* stay(void* nothing) {
  pause();
  return nothing;
}

static void start_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, stay, NULL) == 0) pthread_detach(thread);
}
#endif

#if defined(CAUSA_FAULT_CRASH_AT_LOAD) || defined(CAUSA_FAULT_THREAD_AT_LOAD) || \
    defined(CAUSA_FAULT_PRINT_AT_LOAD)
__attribute__((constructor)) static void at_load(void) {
#ifdef CAUSA_FAULT_CRASH_AT_LOAD
  abort();
#elif defined(CAUSA_FAULT_PRINT_AT_LOAD)
  fputs("faulty is loaded\n", stderr);
#else
  start_thread();
#endif
}
#endif

#ifdef CAUSA_FAULT_SYMBOL
CAUSA_EXPORT int faulty_helper(int number);
int faulty_helper(int number) { return number + 1; }
#endif

/* What one call does wrong before it does its work. Anything but 0 is its answer. */
static causa_status misbehave(Instance* self, const causa_batch* batch,
                              const causa_output* const* out) {
  (void)self;
  (void)batch;
  (void)out;
#ifdef CAUSA_FAULT_CRASH
  *(volatile int*)(uintptr_t)(batch->row_count & 0) = 1;
#elif defined(CAUSA_FAULT_EXIT)
  exit(3);
#elif defined(CAUSA_FAULT_HANG)
  for (volatile int i = 0; i < 2; i = 0) continue;
#elif defined(CAUSA_FAULT_HUNGER)
  for (size_t taken = 0; taken < (size_t)8 << 30; taken += (size_t)16 << 20) {
    volatile unsigned char* memory = malloc((size_t)16 << 20);
    if (memory == NULL) return refuse(self->host, CAUSA_ERROR_MEMORY, "out of memory");
    /* Or the compiler may leave it out. All pages of it would take seconds on a slow machine. */
    *memory = 1;
  }
#elif defined(CAUSA_FAULT_OUTPUT_BEHIND)
  ((double*)out[0]->values)[batch->row_count] = 1;
#elif defined(CAUSA_FAULT_OUTPUT_BEFORE)
  ((double*)out[0]->values)[-1] = 1;
#elif defined(CAUSA_FAULT_BITS_BEHIND)
  if (batch->row_count % 64 != 0) mark(out[0], batch->row_count);
#elif defined(CAUSA_FAULT_INPUT_WRITTEN)
  if (batch->row_count > 0) {
    double* values = (double*)(uintptr_t)batch->columns[0]->values;
    values[0] += 0;
  }
#elif defined(CAUSA_FAULT_READ_BEHIND)
  volatile double read = value(batch->columns[0], batch->row_count);
  (void)read;
#elif defined(CAUSA_FAULT_EMPTY)
  volatile uint32_t share = 64 / batch->row_count;
  (void)share;
#elif defined(CAUSA_FAULT_THREAD)
  start_thread();
#elif defined(CAUSA_FAULT_CLOCK)
  if (time(NULL) == 0) return CAUSA_ERROR_INTERNAL;
#elif defined(CAUSA_FAULT_ENVIRONMENT)
  if (getenv("FAULTY") != NULL) return refuse(self->host, CAUSA_ERROR_INTERNAL, "as you like");
#elif defined(CAUSA_FAULT_FORK)
  if (fork() == 0) _exit(0);
#elif defined(CAUSA_FAULT_FILE)
  FILE* file = fopen("/etc/hostname", "r");
  if (file != NULL) fclose(file);
#elif defined(CAUSA_FAULT_PRINT)
  printf("%u patients\n", batch->row_count);
#elif defined(CAUSA_FAULT_LOCALE)
  setlocale(LC_NUMERIC, "C.UTF-8");
#elif defined(CAUSA_FAULT_THREAD_LOCALE)
  static locale_t own;
  if (own == (locale_t)0) own = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
  uselocale(own);
#elif defined(CAUSA_FAULT_BLOCKED)
  sigset_t termination;
  sigemptyset(&termination);
  sigaddset(&termination, SIGTERM);
  sigprocmask(SIG_BLOCK, &termination, NULL);
#elif defined(CAUSA_FAULT_TIMER)
  alarm(3600);
#elif defined(CAUSA_FAULT_UMASK)
  umask(0);
#elif defined(CAUSA_FAULT_FOLDER)
  if (chdir("/") != 0) return CAUSA_ERROR_INTERNAL;
#elif defined(CAUSA_FAULT_ROUNDING)
  fesetround(FE_UPWARD);
#elif defined(CAUSA_FAULT_FLUSH_TO_ZERO)
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#elif defined(CAUSA_FAULT_SIGNAL)
  signal(SIGUSR1, SIG_IGN);
#elif defined(CAUSA_FAULT_DERIVE_LEAK)
  volatile char* leaked = malloc(100);
  leaked[0] = 1;
#elif defined(CAUSA_FAULT_FUTURE_SIZE)
  if (batch->struct_size != sizeof(causa_batch))
    return refuse(self->host, CAUSA_ERROR_ARGUMENT, "a batch of another size");
#elif defined(CAUSA_FAULT_SCRATCH_NULL)
  unsigned char* memory = self->host->scratch(self->host->ctx, 64, 8);
  memory[0] = 1;
#elif defined(CAUSA_FAULT_SCRATCH_UNSET)
  self->garbage = self->host->scratch(self->host->ctx, 8, 8);
  if (self->garbage == NULL) return refuse(self->host, CAUSA_ERROR_MEMORY, "no scratch memory");
#endif
  return CAUSA_OK;
}

/* What stands in the result that doesn't belong there. */
static double astray(Instance* self, const causa_batch* batch, uint32_t row) {
  (void)self;
  (void)batch;
  (void)row;
#ifdef CAUSA_FAULT_NEIGHBORS
  return batch->row_count > 1 ? 0.01 : 0;
#elif defined(CAUSA_FAULT_PLACE)
  return row >= 64 ? 0.01 : 0;
#elif defined(CAUSA_FAULT_RANDOM)
  return rand() % 100 * 1e-6;
#elif defined(CAUSA_FAULT_STATE)
  static int calls = 0;
  return ++calls * 1e-6;
#elif defined(CAUSA_FAULT_LEARNS)
  if (!self->has_learned) self->learned = value(batch->columns[0], row) * 1e-6;
  self->has_learned = 1;
  return self->learned;
#elif defined(CAUSA_FAULT_CALENDAR)
  return batch->as_of_ms > 21000 * (int64_t)86400000 ? 0.01 : 0;
#elif defined(CAUSA_FAULT_NOT_FINITE)
  return value(batch->columns[0], row) > 3 ? NAN : 0;
#elif defined(CAUSA_FAULT_SCRATCH_UNSET)
  return self->garbage[0] * 1e-6;
#elif defined(CAUSA_FAULT_FORMULA)
  return 0.5;
#else
  return 0;
#endif
}

static causa_status adjusted_calcium(Instance* self, const causa_batch* batch,
                                     const causa_output* const* out) {
  const causa_column* calcium = batch->columns[0];
  const causa_column* albumin = batch->columns[1];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    if (!exact(calcium, row) || !exact(albumin, row)) continue;
    ((double*)out[0]->values)[row] = value(calcium, row) +
                                     0.02 * (self->middle_g_l - value(albumin, row)) +
                                     astray(self, batch, row);
    mark(out[0], row);
  }
  return CAUSA_OK;
}

/* Whether potassium fell from the first to the last of several values, on a thiazide. */
static causa_status potassium_fell(const causa_batch* batch, const causa_output* const* out) {
  const causa_column* thiazide = batch->columns[0];
  const causa_column* potassium = batch->columns[1];
  for (uint32_t row = 0; row < batch->row_count; ++row) {
#ifdef CAUSA_FAULT_NORMAL_IF_UNKNOWN
    if (!known(thiazide, row)) {
      ((uint8_t*)out[0]->values)[row] = 0;
      mark(out[0], row);
    }
#endif
    if (!known(thiazide, row) || ((const uint8_t*)thiazide->values)[row] == 0) continue;
    const uint32_t first = potassium->offsets[row], end = potassium->offsets[row + 1];
    if (end - first < 2) continue;
    uint8_t fell = value(potassium, end - 1) < value(potassium, first);
#ifdef CAUSA_FAULT_TRUTH_TWO
    fell = (uint8_t)(fell * 2);
#endif
    ((uint8_t*)out[0]->values)[row] = fell;
    mark(out[0], row);
  }
  return CAUSA_OK;
}

/* The one setting. Anything but 0 is the answer. */
static causa_status read_settings(Instance* self, causa_str config) {
  static const char key[] = "\"albumin_middle\"";
  const char* at =
      config.ptr == NULL ? NULL : memmem(config.ptr, (size_t)config.len, key, sizeof(key) - 1);
  char text[32] = "";
  self->middle_g_l = 40;
  if (at == NULL) return CAUSA_OK;
  const char* end = config.ptr + config.len;
  for (at += sizeof(key) - 1; at < end && (*at == ':' || *at == ' ');) ++at;
  memcpy(text, at, (size_t)(end - at) < sizeof(text) - 1 ? (size_t)(end - at) : sizeof(text) - 1);
  char* after = text;
  const double number = strtod(text, &after);
#ifdef CAUSA_FAULT_SETTINGS
  if (after == text) return CAUSA_OK;
#elif defined(CAUSA_FAULT_SETTINGS_TEXT)
  if (after == text) return CAUSA_ERROR_CONFIG;
#else
  if (after == text)
    return refuse(self->host, CAUSA_ERROR_CONFIG, "setting albumin_middle must be a number");
#endif
  self->middle_g_l = number;
  return CAUSA_OK;
}

static causa_status create(const causa_host* host, causa_str config, void** instance) {
  *instance = NULL;
  Instance* self = calloc(1, sizeof(Instance));
  if (self == NULL) return refuse(host, CAUSA_ERROR_MEMORY, "out of memory");
  self->host = host;
  const causa_status status = read_settings(self, config);
  if (status != CAUSA_OK) {
    free(self);
    return status;
  }
#ifdef CAUSA_FAULT_CREATE
  free(self);
  return refuse(host, CAUSA_ERROR_INTERNAL, "the table of doses can't be made");
#else
  *instance = self;
  return CAUSA_OK;
#endif
}

static void destroy(void* instance) {
#ifdef CAUSA_FAULT_DESTROY_NULL
  ((volatile Instance*)instance)->middle_g_l = 0;
#endif
#ifdef CAUSA_FAULT_LEAK
  (void)instance;
#else
  free(instance);
#endif
}

static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  Instance* self = instance;
#ifdef CAUSA_FAULT_ANY_STEP
  if (step > 1) return CAUSA_OK;
#elif defined(CAUSA_FAULT_NO_TEXT)
  if (step > 1) return CAUSA_ERROR_UNSUPPORTED;
#else
  if (step > 1) return refuse(self->host, CAUSA_ERROR_UNSUPPORTED, "there are two steps");
#endif
  if (step == 1) return potassium_fell(batch, out);
  const causa_status status = misbehave(self, batch, out);
  return status == CAUSA_OK ? adjusted_calcium(self, batch, out) : status;
}

static const causa_plugin table = {
#ifdef CAUSA_FAULT_TABLE_SIZE
    24,
#else
    sizeof(causa_plugin),
#endif
    CAUSA_ABI_MINOR,
    CAUSA_ABI_MINOR_NEEDED,
#ifdef CAUSA_FAULT_RESERVED
    1,
#else
    0,
#endif
    CAUSA_TEXT(CAUSA_MODULE_ID),
    CAUSA_TEXT(CAUSA_MODULE_VERSION),
    CAUSA_MANIFEST,
    create,
    destroy,
    derive,
    NULL,
};

const causa_plugin* causa_plugin_v1(void) {
#ifdef CAUSA_FAULT_TABLE_CHANGES
  static causa_plugin copies[2];
  static int turn = 0;
  turn = 1 - turn;
  copies[turn] = table;
  return &copies[turn];
#elif defined(CAUSA_FAULT_FOREIGN)
  return zlibVersion() == NULL ? NULL : &table;
#else
  return &table;
#endif
}
