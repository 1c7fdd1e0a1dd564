/*
 * vectors.h: reads test/vectors/NAME.json, lists of rows that were worked out
 * by other programs than ours. A file that is not there ends the test.
 */
#ifndef TEST_VECTORS_H
#define TEST_VECTORS_H

#include "base/clock.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Tests run at the top of the tree; KAIKU_TREE names it from elsewhere. */
static inline json_t *vector_file(const char *name)
{
	const char *tree = getenv("KAIKU_TREE");
	char path[512];
	json_error_t why;
	json_t *file;

	snprintf(path, sizeof(path), "%s/test/vectors/%s.json",
		 tree ? tree : ".", name);
	file = json_load_file(path, 0, &why);
	if (!file) {
		printf("Bail out! %s: %s\n", path, why.text);
		exit(1);
	}
	return file;
}

/* A list of that name, never an empty one. */
static inline json_t *vector_list(json_t *file, const char *name)
{
	json_t *list = json_object_get(file, name);

	if (json_array_size(list) == 0) {
		printf("Bail out! no rows: %s\n", name);
		exit(1);
	}
	return list;
}

static inline const char *vector_text(json_t *row, const char *key)
{
	return json_string_value(json_object_get(row, key));
}

static inline json_int_t vector_int(json_t *row, const char *key)
{
	return json_integer_value(json_object_get(row, key));
}

static inline struct date vector_date(const char *iso)
{
	struct date d = {0, 0, 0};

	if (!iso || sscanf(iso, "%d-%d-%d", &d.year, &d.month, &d.day) != 3) {
		printf("Bail out! no date: %s\n", iso ? iso : "none");
		exit(1);
	}
	return d;
}

/* "2026-11-22T12:05:00Z" */
static inline int64_t vector_instant(const char *iso)
{
	int h = 0, m = 0, s = 0;
	struct date d = vector_date(iso);

	if (sscanf(iso + 10, "T%d:%d:%dZ", &h, &m, &s) != 3) {
		printf("Bail out! no instant: %s\n", iso);
		exit(1);
	}
	return date_to_days(d) * DAY_US + h * HOUR_US + m * MINUTE_US +
	       s * (int64_t)SECOND_US;
}

static inline void vector_print(json_t *row)
{
	char *text = json_dumps(row, JSON_COMPACT);

	printf("# %s\n", text);
	free(text);
}

#endif
