/*
 * typed.h: dates and times of day as people type them.
 */
#ifndef BASE_TYPED_H
#define BASE_TYPED_H

#include "base/clock.h"
#include "base/err.h"

/* "2026-12-24" as a browser sends it, or "24.12.2026". */
MUST_CHECK enum err date_typed(const char *text, struct date *ret_date);
/* "8", "8.30", "08:30"; 24.00 is the end of the day. In minutes. */
MUST_CHECK enum err minute_typed(const char *text, int *ret_minute);
const char *date_iso(struct arena *a, struct date d); /* 2026-12-24 */
const char *minute_text(struct arena *a, int minute); /* 8.30 */

#endif
