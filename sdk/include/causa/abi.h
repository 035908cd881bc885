/* SPDX-License-Identifier: Apache-2.0
 *
 * The binary interface between causa (the host) and a module's library, version 1.
 *
 * A library computes facts: the host hands it columns of a whole batch of patients, it fills
 * columns of derived facts. It judges nothing; rules stand in the manifest, which the library
 * carries inside itself (causa/note.h).
 *
 * Conventions, good for the whole file:
 *  1. Threads. [any]: any thread at any time. [worker]: only inside create or derive, on the thread
 *     that made that call. An instance is never in two threads at once; a library holds no state
 *     outside of its instances, so it needs no locks.
 *  2. Ownership. Nobody frees the memory of the other side. What the host passes in is valid until
 *     the call returns (causa_host: until destroy returns). What the library points at in its table
 *     is valid for the life of the process: the host never unloads it.
 *  3. Growth. A struct begins with its struct_size and is only ever appended to; arrays of structs
 *     are arrays of pointers. Read a field that is newer than 1.0 only after CAUSA_HAS. Reserved
 *     fields are zero.
 *  4. Errors. A function that returns causa_status gives 0 or one of CAUSA_*; before it returns
 *     anything but 0 the library says in words what is wrong through causa_host.set_error. The
 *     facts of a failed step are unknown for the whole batch, and the clinician is told.
 *  5. No exception, signal or longjmp may cross; no memory is allocated on one side and freed on
 * the other.
 *  6. derive is a pure function of (config, batch): no clock, locale, random numbers, files,
 *     network, environment, threads or globals. Rows are independent: a row's result depends on
 *     that row and as_of_ms alone. That is what makes replay, batches and isolation legal.
 *  7. Texts are UTF-8 with a length, not ended by NUL. Times are milliseconds since
 *     1970-01-01T00:00Z. Numbers are in the unit that the manifest names.
 */
#ifndef CAUSA_ABI_H
#define CAUSA_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CAUSA_ABI_MAJOR 1u /* also in the name of the entry, causa_plugin_v1 */
#define CAUSA_ABI_MINOR 0u

/* True if *p is new enough to have the field f. */
#define CAUSA_HAS(p, type, f) ((p)->struct_size >= offsetof(type, f) + sizeof((p)->f))

/* A time that isn't known; the same as INT64_MIN. */
#define CAUSA_TIME_UNKNOWN INT64_MIN

typedef int32_t causa_status;
#define CAUSA_OK 0
#define CAUSA_ERROR_ARGUMENT 1    /* the host passed what the contract forbids */
#define CAUSA_ERROR_UNSUPPORTED 2 /* a step or a feature that this library doesn't have */
#define CAUSA_ERROR_CONFIG 3      /* a setting has the wrong type or value */
#define CAUSA_ERROR_MEMORY 4
#define CAUSA_ERROR_LIMIT 5
#define CAUSA_ERROR_CANCELLED 6
#define CAUSA_ERROR_INTERNAL 7

typedef struct causa_str {
  const char* ptr; /* may be NULL if len is 0 */
  uint64_t len;    /* bytes */
} causa_str;

/* Type of the values of a column. */
typedef uint32_t causa_type;
#define CAUSA_NUMBER 1u  /* double */
#define CAUSA_INTEGER 2u /* int64_t */
#define CAUSA_TRUTH 3u   /* uint8_t: 1 present, 0 absent */

/* Bits of causa_column.quality. */
#define CAUSA_QUALITY_BELOW 1u        /* the true value is below the given one ("< 0.3") */
#define CAUSA_QUALITY_ABOVE 2u        /* the true value is above the given one */
#define CAUSA_QUALITY_UNIT_ASSUMED 4u /* the sender gave no unit */
#define CAUSA_QUALITY_PRELIMINARY 8u
#define CAUSA_QUALITY_HEMOLYZED 16u
#define CAUSA_QUALITY_TIED 32u /* different values at one instant; this is one of them */

/* One wanted fact for all rows. Host's memory, read-only.
 *
 * Bit r of valid is bit (r % 64) of word (r / 64); bits past the last row are zero. The value of a
 * row whose bit isn't set means nothing: it may be anything, NaN included.
 *
 * With `take: all` a row has a list: its entries are offsets[r] .. offsets[r + 1] - 1, in order of
 * time; values, time_ms and quality are then indexed by entry, valid still by row (set: the list
 * isn't empty). */
typedef struct causa_column {
  uint32_t struct_size;
  causa_type type;
  const void* values;
  const uint64_t* valid;   /* NULL: all rows are known */
  const uint32_t* offsets; /* lists: row_count + 1 entries; else NULL */
  /* A number: when it was measured. A truth: its start or onset. CAUSA_TIME_UNKNOWN where it isn't
   * known; NULL: known for no row. */
  const int64_t* time_ms;
  const uint8_t* quality; /* CAUSA_QUALITY_*; NULL: nothing to say of any row */
} causa_column;

/* One derived fact for all rows, to be filled. Host's memory, row_count long; on entry valid is all
 * zero (unknown) and time_ms all CAUSA_TIME_UNKNOWN. Set the valid bit of each row whose value was
 * written, and no other. A number that isn't finite is treated as unknown. */
typedef struct causa_output {
  uint32_t struct_size;
  causa_type type;
  void* values;
  uint64_t* valid;
  int64_t* time_ms; /* may be NULL: then times aren't wanted */
} causa_output;

/* The patients of one call. */
typedef struct causa_batch {
  uint32_t struct_size;
  uint32_t row_count;
  uint32_t column_count;
  uint32_t output_count;
  int64_t as_of_ms;                   /* date of the assessment: the only clock a library may use */
  const causa_column* const* columns; /* the step's `needs`, in the manifest's order */
} causa_batch;

/* Levels of causa_host.log. */
#define CAUSA_LOG_DEBUG 1
#define CAUSA_LOG_INFO 2
#define CAUSA_LOG_WARNING 3
#define CAUSA_LOG_ERROR 4

/* What the host does for an instance. Valid from create until destroy returns. Pass ctx back as it
 * is. No function pointer of 1.0 is NULL. */
typedef struct causa_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* the host's */
  void* ctx;
  /* [any] Copies the text. Never log values of patients. */
  void (*log)(void* ctx, int32_t level, causa_str text);
  /* [worker] Copies the text; then return non-zero. The last text counts. */
  void (*set_error)(void* ctx, causa_str text);
  /* [worker] Memory that the host frees when create or derive has returned; align is a power of
   * two, at most 4096. NULL if it isn't to be had: then return CAUSA_ERROR_MEMORY. Not zeroed. */
  void* (*scratch)(void* ctx, uint64_t size, uint64_t align);
  /* [worker] Non-zero: give up and return CAUSA_ERROR_CANCELLED. Poll it in long loops. */
  int32_t (*cancelled)(void* ctx);
  /* [any] The table of an extension such as "causa.explain/1", or NULL. */
  const void* (*get_extension)(void* ctx, causa_str id);
} causa_host;

/* The library's table: static and const. id, version and manifest are the same as in the note. */
typedef struct causa_plugin {
  uint32_t struct_size;
  uint32_t abi_minor_built;  /* CAUSA_ABI_MINOR of the header that it was built with */
  uint32_t abi_minor_needed; /* the lowest that has all it uses */
  uint32_t reserved;
  causa_str id;
  causa_str version;
  causa_str manifest; /* JSON */
  /* [any] Makes an instance. config_json is an object of the module's settings, "{}" if none are
   * set. On error *instance is left NULL. */
  causa_status (*create)(const causa_host* host, causa_str config_json, void** instance);
  /* [any] Accepts NULL. */
  void (*destroy)(void* instance);
  /* [any, one thread at a time for an instance] Fills the outputs of one step: `step` counts the
   * manifest's `derives` from 0, `out` are its `provides` in order. */
  causa_status (*derive)(void* instance, uint32_t step, const causa_batch* batch,
                         const causa_output* const* out);
  /* [any] The table of an extension, or NULL. The pointer itself may be NULL: no extensions. */
  const void* (*get_extension)(causa_str id);
} causa_plugin;

/* Begin of the note's description (docs/abi.md): little-endian, then manifest_length bytes of JSON.
 * Read without running any code of the library. */
typedef struct causa_note_header {
  uint32_t abi_major;
  uint32_t abi_minor_needed;
  uint64_t manifest_length;
} causa_note_header;

#if defined(__GNUC__)
#define CAUSA_EXPORT __attribute__((visibility("default")))
#else
#define CAUSA_EXPORT
#endif

/* [any] The only exported symbol of a library. No side effects; may be called any number of times
 * and gives the same pointer each time. */
CAUSA_EXPORT const causa_plugin* causa_plugin_v1(void);

#ifdef __cplusplus
}
#endif

#endif
