/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries that copy calcium, and do one thing that none should do, chosen by CAUSA_WILD_*: at the
 * patient with a calcium of 2.5 mmol/L, or earlier. What is around them must not suffer.
 */
#define _GNU_SOURCE

#include <causa/abi.h>
#include <causa/note.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

CAUSA_EMBED_NOTE();

#if defined(CAUSA_WILD_NOT_FINITE)
#define CAUSA_WILD_VALUE NAN
#elif defined(CAUSA_WILD_INFINITE)
#define CAUSA_WILD_VALUE INFINITY
#elif defined(CAUSA_WILD_OUT_OF_RANGE)
#define CAUSA_WILD_VALUE 1e6 /* a million times too much: range is 0 to 10 */
#endif

#if defined(CAUSA_WILD_LOAD_CRASH) || defined(CAUSA_WILD_CRASH)
static volatile int* volatile nowhere = NULL;
#endif

__attribute__((constructor)) static void loaded(void) {
#if defined(CAUSA_WILD_LOAD_CRASH)
  *nowhere = 1;
#elif defined(CAUSA_WILD_LOAD_SOCKET)
  socket(AF_INET, SOCK_STREAM, 0);
#elif defined(CAUSA_WILD_LOAD_WRITE)
  open("/tmp/causa-wild-was-here", O_CREAT | O_WRONLY, 0600);
#endif
}

static causa_status create(const causa_host* host, causa_str config_json, void** instance) {
  (void)config_json;
  *instance = (void*)(uintptr_t)host;
#if defined(CAUSA_WILD_CREATE_ABORT)
  abort();
#elif defined(CAUSA_WILD_CREATE_REFUSE)
  static const char text[] = "there is no table of calcium";
  const causa_str error = {text, sizeof(text) - 1};
  host->set_error(host->ctx, error);
  return CAUSA_ERROR_INTERNAL;
#endif
  return CAUSA_OK;
}

static void destroy(void* instance) { (void)instance; }

#if defined(CAUSA_WILD_OVERFLOW)
static int deeper(volatile int* above) {
  volatile int here[1024];
  if (*above < 0) return 0; /* never */
  here[0] = *above + 1;
  return deeper(here) + here[0];
}
#endif

/* Returns if nothing stopped it. */
static void go_wild(const causa_batch* batch, const causa_output* const* out) {
  (void)batch;
  (void)out;
#if defined(CAUSA_WILD_CRASH)
  *nowhere = 1;
#elif defined(CAUSA_WILD_OVERFLOW)
  volatile int depth = 0;
  depth = deeper(&depth);
#elif defined(CAUSA_WILD_HANG)
  for (volatile int i = 0;; ++i) {
  }
#elif defined(CAUSA_WILD_SLEEP)
  sleep(3600);
#elif defined(CAUSA_WILD_MEMORY)
  for (;;) {
    const size_t size = (size_t)16 << 20;
    char* more = malloc(size);
    if (more == NULL) abort();
    memset(more, 1, size);
  }
#elif defined(CAUSA_WILD_BEYOND)
  ((volatile double*)out[0]->values)[batch->row_count] = 1;
#elif defined(CAUSA_WILD_FAR)
  ((volatile double*)out[0]->values)[1 << 20] = 1;
#elif defined(CAUSA_WILD_INPUTS)
  ((volatile double*)(uintptr_t)batch->columns[0]->values)[0] = 1;
#elif defined(CAUSA_WILD_FORK)
  fork();
#elif defined(CAUSA_WILD_EXEC)
  execl("/bin/true", "true", (char*)NULL);
#elif defined(CAUSA_WILD_SOCKET)
  socket(AF_INET, SOCK_STREAM, 0);
#elif defined(CAUSA_WILD_OPEN)
  open("/etc/passwd", O_RDONLY);
#elif defined(CAUSA_WILD_KILL)
  kill(1, 0);
#elif defined(CAUSA_WILD_EXIT)
  exit(0);
#elif defined(CAUSA_WILD_ABORT)
  abort();
#elif defined(CAUSA_WILD_REPLY)
  char forged[64];
  memset(forged, 0x7f, sizeof(forged));
  for (int descriptor = 0; descriptor < 64; ++descriptor)
    if (write(descriptor, forged, sizeof(forged)) < 0) continue;
#elif defined(CAUSA_WILD_CLOSE)
  for (int descriptor = 0; descriptor < 64; ++descriptor) close(descriptor);
  sleep(3600);
#elif defined(CAUSA_WILD_PRINT)
  puts("{\"alerts\": [], \"ranking\": \"none\"}");
  fflush(stdout);
#elif defined(CAUSA_WILD_TRUTH)
  memset(out[1]->values, 7, batch->row_count);
#elif defined(CAUSA_WILD_NOT_FINITE) || defined(CAUSA_WILD_INFINITE) || \
    defined(CAUSA_WILD_OUT_OF_RANGE)
  const double* calcium = batch->columns[0]->values;
  for (uint32_t row = 0; row < batch->row_count; ++row)
    if (calcium[row] > 2.499 && calcium[row] < 2.501)
      ((double*)out[0]->values)[row] = CAUSA_WILD_VALUE;
#endif
}

static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  (void)instance;
  (void)step;
  const causa_column* calcium = batch->columns[0];
  const double* values = calcium->values;
  int is_wild = 0;
  for (uint32_t row = 0; row < batch->row_count; ++row) {
    if (((calcium->valid[row / 64] >> (row % 64)) & 1) == 0) continue;
    ((double*)out[0]->values)[row] = values[row];
    out[0]->valid[row / 64] |= (uint64_t)1 << (row % 64);
    ((uint8_t*)out[1]->values)[row] = 1;
    out[1]->valid[row / 64] |= (uint64_t)1 << (row % 64);
    is_wild |= values[row] > 2.499 && values[row] < 2.501;
  }
  if (is_wild) go_wild(batch, out);
  return CAUSA_OK;
}

static const causa_plugin table = {
    sizeof(causa_plugin),
    CAUSA_ABI_MINOR,
    CAUSA_ABI_MINOR_NEEDED,
    0,
    CAUSA_TEXT(CAUSA_MODULE_ID),
    CAUSA_TEXT(CAUSA_MODULE_VERSION),
    CAUSA_MANIFEST,
    create,
    destroy,
    derive,
    NULL,
};

const causa_plugin* causa_plugin_v1(void) { return &table; }
