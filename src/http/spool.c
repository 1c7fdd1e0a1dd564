/*
 * spool.c: a queue of disk operations, run one after the other. An operation
 * after a failure is skipped, except for closing and removing, so every path
 * ends with no file open and none left over.
 */
#include "http/spool.h"

#include "base/id.h"
#include "base/log.h"
#include "http/media.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SLOTS = 2 * HTTP_FILES_MAX, /* kept, and refused for their size */
	PIECE = 128 * 1024,         /* bytes of one write */
	FULL = 1024 * 1024,         /* queued bytes at which reading stops */
	ROOM = 256 * 1024,          /* and below which it goes on */
	DIGEST_BYTES = 32,
};

enum op_kind {
	OP_OPEN,
	OP_WRITE,
	OP_SYNC,
	OP_CLOSE,
	OP_RENAME,
	OP_REMOVE,
	OP_OPEN_FOLDER, /* the folder's slot: files[SLOTS] */
	OP_FINISHED,
};

struct op {
	struct op *next;
	enum op_kind kind;
	struct spool_file *file;
	char *bytes; /* OP_WRITE */
	size_t n;
	size_t done;
};

struct spool_file {
	char *field;
	char *name;
	char random[33];
	char *path; /* where it lies now */
	char *goal; /* in files/ */
	int fd;
	bool kept;
	int64_t bytes;
	unsigned char first[MEDIA_BYTES];
	crypto_generichash_state hash;
	unsigned char digest[DIGEST_BYTES];
};

struct spool {
	uv_loop_t *loop;
	uv_fs_t fs;
	const struct spool_events *events;
	void *ctx;
	char *folder;
	struct op *first, *last;
	bool busy;  /* fs is in the pool */
	bool freed; /* the owner has gone: clean up, then vanish */
	bool failed, told, wants_room, too_large, made_folders;
	size_t queued; /* bytes waiting */
	char *piece;   /* the write being filled */
	size_t piece_len;
	struct spool_file *now; /* the part that is arriving, or NULL */
	bool pending;           /* begun, but no byte yet */
	char *pending_field, *pending_name;
	size_t slots, kept;
	struct spool_file files[SLOTS + 1];
};

static void run(struct spool *sp);

/* Out of memory here is the same as anywhere below the arena: the end. */
static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

struct spool *spool_new(uv_loop_t *loop, const char *folder,
			const struct spool_events *events, void *ctx)
{
	struct spool *sp = need(calloc(1, sizeof(*sp)));

	sp->loop = loop;
	sp->events = events;
	sp->ctx = ctx;
	sp->folder = need(strdup(folder));
	sp->fs.data = sp;
	for (size_t i = 0; i <= SLOTS; i++)
		sp->files[i].fd = -1;
	return sp;
}

static void spool_destroy(struct spool *sp)
{
	for (size_t i = 0; i <= SLOTS; i++) {
		free(sp->files[i].field);
		free(sp->files[i].name);
		free(sp->files[i].path);
		free(sp->files[i].goal);
	}
	free(sp->pending_field);
	free(sp->pending_name);
	free(sp->piece);
	free(sp->folder);
	free(sp);
}

/* ---- the queue ---- */

static struct op *push(struct spool *sp, enum op_kind kind,
		       struct spool_file *f)
{
	struct op *op = need(calloc(1, sizeof(*op)));

	op->kind = kind;
	op->file = f;
	if (sp->last)
		sp->last->next = op;
	else
		sp->first = op;
	sp->last = op;
	return op;
}

static void pop(struct spool *sp)
{
	struct op *op = sp->first;

	sp->first = op->next;
	if (!sp->first)
		sp->last = NULL;
	sp->queued -= op->n;
	free(op->bytes);
	free(op);
}

static void fail(struct spool *sp, int error)
{
	if (!sp->failed && !sp->freed)
		log_error("upload not stored: error=%s", uv_err_name(error));
	sp->failed = true;
}

/* FOLDER, FOLDER/tmp and FOLDER/files are made by whoever first needs them. */
static void make_folders(struct spool *sp)
{
	int fd;

	sp->made_folders = true;
	mkdir(sp->folder, 0750);
	fd = open(sp->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	mkdirat(fd, "tmp", 0700);
	mkdirat(fd, "files", 0700);
	fsync(fd);
	close(fd);
}

static void opened(struct spool *sp, struct op *op, ssize_t result)
{
	op->file->fd = (int)result;
	pop(sp);
}

static void wrote(struct spool *sp, struct op *op, ssize_t result)
{
	op->done += (size_t)result;
	if (op->done == op->n)
		pop(sp);
}

static void renamed(struct spool *sp, struct op *op)
{
	free(op->file->path);
	op->file->path = op->file->goal;
	op->file->goal = NULL;
	pop(sp);
}

static void on_done(uv_fs_t *fs)
{
	struct spool *sp = fs->data;
	struct op *op = sp->first;
	ssize_t result = fs->result;

	uv_fs_req_cleanup(fs);
	sp->busy = false;
	if (result == UV_ENOENT && op->kind == OP_OPEN && !sp->made_folders) {
		make_folders(sp); /* and once more */
	} else if (result < 0 && op->kind != OP_REMOVE) {
		fail(sp, (int)result);
		pop(sp);
	} else if (op->kind == OP_OPEN || op->kind == OP_OPEN_FOLDER) {
		opened(sp, op, result);
	} else if (op->kind == OP_WRITE) {
		wrote(sp, op, result);
	} else if (op->kind == OP_RENAME) {
		renamed(sp, op);
	} else {
		pop(sp);
	}
	run(sp);
}

static int start_open(struct spool *sp, struct op *op)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

	return uv_fs_open(sp->loop, &sp->fs, op->file->path, flags, 0600,
			  on_done);
}

static int start_write(struct spool *sp, struct op *op)
{
	uv_buf_t buf =
		uv_buf_init(op->bytes + op->done, (unsigned)(op->n - op->done));

	return uv_fs_write(sp->loop, &sp->fs, op->file->fd, &buf, 1, -1,
			   on_done);
}

static int start_close(struct spool *sp, struct op *op)
{
	int fd = op->file->fd;

	op->file->fd = -1;
	return uv_fs_close(sp->loop, &sp->fs, fd, on_done);
}

/* 0 when it is in the pool now. */
static int start(struct spool *sp, struct op *op)
{
	struct spool_file *f = op->file;

	switch (op->kind) {
	case OP_OPEN:
		return start_open(sp, op);
	case OP_WRITE:
		return start_write(sp, op);
	case OP_SYNC:
		return uv_fs_fsync(sp->loop, &sp->fs, f->fd, on_done);
	case OP_CLOSE:
		return start_close(sp, op);
	case OP_RENAME:
		return uv_fs_rename(sp->loop, &sp->fs, f->path, f->goal,
				    on_done);
	case OP_REMOVE:
		return uv_fs_unlink(sp->loop, &sp->fs, f->path, on_done);
	case OP_OPEN_FOLDER:
		return uv_fs_open(sp->loop, &sp->fs, f->path,
				  O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0,
				  on_done);
	default:
		return UV_EINVAL;
	}
}

/* What a failure leaves to do: closing what is open, removing what exists. */
static bool skipped(const struct spool *sp, const struct op *op)
{
	if (op->kind == OP_CLOSE)
		return op->file->fd < 0;
	if (op->kind == OP_REMOVE)
		return !op->file->path;
	return sp->failed;
}

static void tell(struct spool *sp, bool ok)
{
	if (sp->told || sp->freed)
		return;
	sp->told = true;
	sp->events->settled(sp->ctx, ok);
}

static void tell_room(struct spool *sp)
{
	if (!sp->wants_room || sp->freed || sp->queued > ROOM)
		return;
	sp->wants_room = false;
	sp->events->room(sp->ctx);
}

static void run(struct spool *sp)
{
	while (!sp->busy && sp->first) {
		struct op *op = sp->first;

		if (op->kind == OP_FINISHED) {
			pop(sp);
			if (sp->told || sp->freed)
				continue; /* what cleans up comes behind */
			tell(sp, !sp->failed);
			return; /* the owner may have freed us */
		}
		sp->busy = !skipped(sp, op);
		if (!sp->busy)
			pop(sp);
		else if (start(sp, op) != 0)
			abort(); /* only for lack of memory */
	}
	if (sp->freed && !sp->busy)
		spool_destroy(sp);
	else if (sp->failed && !sp->told)
		tell(sp, false);
	else
		tell_room(sp);
}

/* ---- a file arrives ---- */

static void flush_piece(struct spool *sp)
{
	struct op *op;

	if (!sp->piece_len)
		return;
	op = push(sp, OP_WRITE, sp->now);
	op->bytes = sp->piece;
	op->n = sp->piece_len;
	sp->queued += op->n;
	sp->piece = NULL;
	sp->piece_len = 0;
}

static char *path_of(struct spool *sp, const char *where, const char *random)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s/%s", sp->folder, where, random) < 0)
		abort();
	return path;
}

/* The part is a file after all: a slot, a name, an open. */
static void take_slot(struct spool *sp)
{
	struct arena a = ARENA_INIT;
	unsigned char random[16];
	struct spool_file *f;

	sp->pending = false;
	if (sp->kept == HTTP_FILES_MAX || sp->slots == SLOTS) {
		sp->too_large = true;
		return;
	}
	f = sp->now = &sp->files[sp->slots++];
	random_bytes(random, sizeof(random));
	memcpy(f->random, hex_encode(&a, random, sizeof(random)), 33);
	arena_release(&a);
	f->field = sp->pending_field;
	f->name = sp->pending_name;
	sp->pending_field = sp->pending_name = NULL;
	f->path = path_of(sp, "tmp", f->random);
	f->goal = path_of(sp, "files", f->random);
	f->kept = true;
	sp->kept++;
	crypto_generichash_init(&f->hash, NULL, 0, DIGEST_BYTES);
	push(sp, OP_OPEN, f);
}

void spool_begin(struct spool *sp, const char *field, const char *filename)
{
	free(sp->pending_field);
	free(sp->pending_name);
	sp->pending_field = need(strdup(field));
	sp->pending_name = need(strdup(filename ? filename : ""));
	sp->pending = true;
	sp->now = NULL;
}

static void drop_now(struct spool *sp)
{
	struct spool_file *f = sp->now;

	sp->piece_len = 0;
	push(sp, OP_CLOSE, f);
	push(sp, OP_REMOVE, f);
	f->kept = false;
	sp->kept--;
	sp->too_large = true;
	sp->now = NULL;
}

static void fill_piece(struct spool *sp, const char *bytes, size_t n)
{
	while (n > 0) {
		size_t take = PIECE - sp->piece_len;

		if (!sp->piece)
			sp->piece = need(malloc(PIECE));
		if (take > n)
			take = n;
		memcpy(sp->piece + sp->piece_len, bytes, take);
		sp->piece_len += take;
		bytes += take;
		n -= take;
		if (sp->piece_len == PIECE)
			flush_piece(sp);
	}
}

void spool_data(struct spool *sp, const char *bytes, size_t n)
{
	struct spool_file *f;

	if (sp->pending && n > 0)
		take_slot(sp);
	f = sp->now;
	if (!f || sp->failed)
		return;
	if (f->bytes + (int64_t)n > HTTP_FILE_MAX) {
		drop_now(sp);
	} else {
		if (f->bytes < MEDIA_BYTES) {
			size_t room = MEDIA_BYTES - (size_t)f->bytes;

			memcpy(f->first + f->bytes, bytes, n < room ? n : room);
		}
		f->bytes += (int64_t)n;
		crypto_generichash_update(&f->hash, (const void *)bytes, n);
		fill_piece(sp, bytes, n);
	}
	run(sp);
}

void spool_end(struct spool *sp)
{
	if (sp->pending && *sp->pending_name)
		take_slot(sp);
	sp->pending = false;
	if (sp->now) {
		flush_piece(sp);
		crypto_generichash_final(&sp->now->hash, sp->now->digest,
					 DIGEST_BYTES);
		push(sp, OP_SYNC, sp->now);
		push(sp, OP_CLOSE, sp->now);
	}
	sp->now = NULL;
	run(sp);
}

bool spool_full(struct spool *sp)
{
	sp->wants_room = sp->queued > FULL;
	return sp->wants_room;
}

void spool_finish(struct spool *sp)
{
	struct spool_file *folder = &sp->files[SLOTS];

	for (size_t i = 0; i < sp->slots; i++)
		if (sp->files[i].kept)
			push(sp, OP_RENAME, &sp->files[i]);
	if (sp->kept) {
		folder->path = path_of(sp, "files", ".");
		push(sp, OP_OPEN_FOLDER, folder);
		push(sp, OP_SYNC, folder);
		push(sp, OP_CLOSE, folder);
	}
	push(sp, OP_FINISHED, NULL);
	run(sp);
}

/* ---- the end ---- */

size_t spool_uploads(const struct spool *sp, struct arena *a,
		     const struct upload **ret_uploads)
{
	struct upload *list = arena_array(a, sp->kept + 1, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < sp->slots; i++) {
		const struct spool_file *f = &sp->files[i];

		if (!f->kept)
			continue;
		list[count++] = (struct upload){
			.field = arena_strdup(a, f->field),
			.name = media_name(a, f->name),
			.media_type =
				media_type(f->first, f->bytes < MEDIA_BYTES
							     ? (size_t)f->bytes
							     : MEDIA_BYTES),
			.bytes = f->bytes,
			.digest = hex_encode(a, f->digest, DIGEST_BYTES),
			.file = arena_strdup(a, f->random),
		};
	}
	*ret_uploads = list;
	return count;
}

bool spool_too_large(const struct spool *sp)
{
	return sp->too_large;
}

void spool_free(struct spool *sp, bool keep)
{
	sp->freed = true;
	sp->failed = sp->failed || !keep;
	for (size_t i = 0; i <= SLOTS; i++) {
		struct spool_file *f = &sp->files[i];

		push(sp, OP_CLOSE, f);
		if (!keep && i < sp->slots && f->path)
			push(sp, OP_REMOVE, f);
	}
	run(sp);
}
