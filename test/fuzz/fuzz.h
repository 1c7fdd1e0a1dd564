/*
 * fuzz.h: what the fuzz targets share. A broken promise aborts, and the
 * fuzzer keeps the input that broke it.
 */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise)                                         \
 do {                                                            \
  if (!(promise)) {                                              \
   fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #promise); \
   abort();                                                      \
  }                                                              \
 } while (0)

/* The input as a C string: up to its first NUL. */
static inline char *fuzz_text(struct arena *a, const uint8_t *data, size_t size)
{
	return arena_strndup(a, (const char *)data, size);
}

#endif
