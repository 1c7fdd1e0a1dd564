/*
 * json.h: a streaming JSON writer into a string (RFC 8259). Commas and
 * escaping are its business; nesting is at most 16 deep.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct json {
	struct str *to;
	int depth;
	unsigned first; /* bit per level: nothing written there yet */
};

void json_init(struct json *j, struct str *to);
void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_text(struct json *j, const char *value); /* NULL writes null */
void json_int(struct json *j, int64_t value);
void json_bool(struct json *j, bool value);
/* With so many decimals; it must be finite. */
void json_number(struct json *j, double value, int decimals);

/* Key and value in one. */
void json_put_text(struct json *j, const char *key, const char *value);
void json_put_int(struct json *j, const char *key, int64_t value);
void json_put_bool(struct json *j, const char *key, bool value);
void json_put_number(struct json *j, const char *key, double value,
		     int decimals);

#endif
