/*
 * open.h: what anybody may take away of published matters (CC BY 4.0): facts,
 * and the city's own answers. What residents wrote, the title and the place
 * included, only where the municipality wants it: nobody can call it back
 * from whoever took it.
 */
#ifndef MATTER_OPEN_H
#define MATTER_OPEN_H

#include "geo/polygon.h"
#include "matter/matter.h"
#include "matter/names.h"

#define OPEN_LICENCE "https://creativecommons.org/licenses/by/4.0/"
enum { OPEN_ROWS = 200 }; /* of one page */

enum open_late { OPEN_NO_DUE, OPEN_IN_TIME, OPEN_LATE };

/* Texts are "" and times 0 where there is nothing. */
struct open_row {
	const char *number, *url;
	const char *type, *topic, *topic_name, *unit, *unit_name;
	const char *lang, *handling, *outcome;
	int64_t received_at, published_at, answered_at, due_at, updated_at;
	enum open_late late;
	const char *answer;
	const char *title, *text, *place; /* the resident's */
	bool has_point;
	struct geo_point point; /* as it was published */
};

struct open_page {
	const struct open_row *rows;
	size_t count;
	struct publication_page page; /* what they were made of */
};

/* Published ones only, the newest first; box NULL: wherever they are. */
MUST_CHECK enum err open_page_read(struct request *req,
				   const struct names *names,
				   struct publication_filter *f,
				   const struct geo_box *box,
				   struct open_page *ret_page);

#endif
