/*
 * spool.h: uploads on their way to the disk.
 *
 * Bytes are hashed in the loop and written by libuv's pool, one operation at
 * a time. A file lies in FOLDER/tmp until the whole request has come; then
 * all are renamed into FOLDER/files and that folder is fsynced. What is
 * aborted or fails leaves nothing behind.
 */
#ifndef HTTP_SPOOL_H
#define HTTP_SPOOL_H

#include "http/http.h"

#include <uv.h>

struct spool;

struct spool_events {
	/* There is room again after spool_full() was true. */
	void (*room)(void *ctx);
	/* After spool_finish(), or once something failed (ok false). */
	void (*settled)(void *ctx, bool ok);
};

struct spool *spool_new(uv_loop_t *loop, const char *folder,
			const struct spool_events *events, void *ctx);

/* One file: begin, data ..., end. What is too large or one too many is not
 * kept. filename NULL or "" without bytes is no file. */
void spool_begin(struct spool *sp, const char *field, const char *filename);
void spool_data(struct spool *sp, const char *bytes, size_t n);
void spool_end(struct spool *sp);

/* More is waiting for the disk than should be: stop reading until room(). */
bool spool_full(struct spool *sp);

/* Everything has come: calls settled() later, when all is on the disk. */
void spool_finish(struct spool *sp);

/* After settled(ok): what was kept, in the arena; and whether all was. */
size_t spool_uploads(const struct spool *sp, struct arena *a,
		     const struct upload **ret_uploads);
bool spool_too_large(const struct spool *sp);

/*
 * The spool's end. keep says that the files are the request's now; otherwise
 * they are removed. No event is called any more.
 */
void spool_free(struct spool *sp, bool keep);

#endif
