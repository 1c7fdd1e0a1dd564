/*
 * form.h: what the forms of the administration share: faults as bits that
 * become an error summary, a conflict that shows both texts, the notice after
 * a redirect, and single-line fields.
 */
#ifndef TENANT_FORM_H
#define TENANT_FORM_H

#include "html/html_views.h"
#include "http/http.h"

/* One row for each thing that can be wrong; the table ends with bit 0. */
struct fault {
	unsigned bit;
	const char *field; /* the id the summary links to */
	int text;          /* enum word: what to do */
};

/* The first fault of a field, or NULL. */
const char *fault_text(const struct fault *table, unsigned bad,
		       const char *field, enum lang lang);
struct error_summary fault_summary(struct arena *a, const struct fault *table,
				   unsigned bad, enum lang lang);

/* A row more, when there is an error; field is the id the summary links to. */
void error_add(struct request *req, struct error_summary *s, const char *field,
	       const char *error);

/* The three fields of a name. */
extern const struct name_field {
	const char *field;
	int label; /* enum word */
} name_fields[LANG__COUNT];
const char *yes_no(const struct request *req, bool yes);

/* What somebody else saved meanwhile, beside what is typed in the form. */
struct conflict_line {
	const char *label, *now, *typed;
};
enum { CONFLICT_LINES = 16 };
struct conflict {
	struct conflict_line lines[CONFLICT_LINES];
	size_t count;
	bool any; /* changed meanwhile, even if every field agrees */
};
/* Adds a line when the two differ. */
void conflict_add(struct conflict *c, const char *label, const char *now,
		  const char *typed);

/* A form field as one line: breaks and tabs become spaces. */
const char *field_line(const struct request *req, const char *name);
const char *text_line(struct arena *a, const char *text);
/* A field with an id in it: 0 when empty, -1 when it is no number. */
int64_t field_id(const struct request *req, const char *name);
/* What the field of a number shows: what was typed, or else the number. */
const char *number_value(const struct request *req, const char *name,
			 int64_t now);
/* A path's number; ERR_NOT_FOUND when it is none. */
MUST_CHECK enum err path_id(const struct request *req, int hole,
			    int64_t *ret_id);

/* A short digest, hex: has this changed? */
const char *text_digest(struct arena *a, const char *text, size_t n);

/* The notice of "?done=saved" after a redirect; tone NEUTRAL: none. */
struct notice done_notice(const struct request *req);

#endif
