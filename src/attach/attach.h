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

/* A file in memory. */
struct bytes {
	const char *name; /* as its sender called it */
	const char *bytes;
	size_t n;
};

/* ERR_CONFLICT: the file belongs to a matter already (a ticket used twice). */
MUST_CHECK enum err attach_add(struct db *db, const struct attachment *f);
/* What an upload becomes: one row for each. entry_id 0 = with the message. */
MUST_CHECK enum err attach_uploads(struct db *db, int64_t matter_id,
				   int64_t entry_id,
				   const struct upload *uploads, size_t count);
/* False once a row names the file: ask before using a ticket. */
MUST_CHECK enum err attach_is_free(struct db *db, struct arena *a,
				   const char *file, bool *ret_free);
MUST_CHECK enum err attach_list(struct db *db, struct arena *a,
				int64_t matter_id, struct attachment **ret_list,
				size_t *ret_count);
MUST_CHECK enum err attach_get(struct db *db, struct arena *a, int64_t id,
			       struct attachment *ret_file);

/*
 * What came otherwise than by a form: written to the disk before the row, in
 * folder/files, under a random name. ERR_INVALID: no kind of file that is
 * taken; ERR_UNAVAILABLE: the disk refuses.
 */
MUST_CHECK enum err attach_store(struct arena *a, const char *folder,
				 const struct bytes *what,
				 struct upload *ret_upload);
/* Any kind, for staff to download. */
MUST_CHECK enum err attach_store_any(struct arena *a, const char *folder,
				     const struct bytes *what,
				     struct upload *ret_upload);
/* Files that came with something (entry_id) become another entry's. */
MUST_CHECK enum err attach_move(struct db *db, int64_t matter_id,
				int64_t entry_id, int64_t to_entry_id);
/* Their rows go; the files are swept. */
MUST_CHECK enum err attach_drop(struct db *db, int64_t matter_id,
				int64_t entry_id);

/*
 * The same file once more, under a name of its own (a hard link), so that
 * nothing is shared between matters. Its row may come once attach_settle() has
 * brought the names of the folder to the disk.
 */
MUST_CHECK enum err attach_twin(struct arena *a, const char *folder,
				const struct upload *of,
				struct upload *ret_upload);
MUST_CHECK enum err attach_settle(const char *folder);

/*
 * An upload that survives a form with errors: a ticket for the hidden field
 * "kept", signed, good for 24 h, and back. ERR_INVALID: not ours, or too old.
 */
const char *attach_ticket(struct arena *a, int64_t tenant,
			  const struct upload *u);
MUST_CHECK enum err attach_from_ticket(struct arena *a, int64_t tenant,
				       const char *ticket,
				       struct upload *ret_upload);
/* Those of the files of an entry, by spaces: what a form that is opened again
 * carries, once their rows are gone. */
MUST_CHECK enum err attach_tickets(struct db *db, struct arena *a,
				   int64_t matter_id, int64_t entry_id,
				   const char **ret_tickets);
/* What a row was made of. */
struct upload attach_upload(const struct attachment *f);

#endif
