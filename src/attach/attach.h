/*
 * attach.h: files that came with a matter. The bytes are in
 * DIR/<slug>/files/<random>, the row here; files without a row are swept
 * after 24 h. In this version files are stored as sent and given to staff
 * only, as downloads.
 */
#ifndef ATTACH_ATTACH_H
#define ATTACH_ATTACH_H

#include "http/http.h"
#include "sql/sql.h"

struct attachment {
	int64_t id;
	int64_t matter_id;
	int64_t entry_id; /* 0 = with the message */
	const char *name;
	const char *media_type;
	int64_t bytes;
	const char *digest;
	const char *file;
};

MUST_CHECK enum err attach_add(struct db *db, const struct attachment *f);
MUST_CHECK enum err attach_list(struct db *db, struct arena *a,
				int64_t matter_id,
				struct attachment **ret_list, size_t *ret_count);
MUST_CHECK enum err attach_get(struct db *db, struct arena *a, int64_t id,
			       struct attachment *ret_file);

/*
 * An upload that survives a form with errors: a ticket for the hidden field
 * "kept", signed, good for 24 h, and back.
 */
const char *attach_ticket(struct arena *a, int64_t tenant,
			  const struct upload *u);
MUST_CHECK enum err attach_from_ticket(struct arena *a, int64_t tenant,
				       const char *ticket,
				       struct upload *ret_upload);

#endif
