/*
 * sql.c: what a submission costs at the database floor alone: the rows of a
 * matter, its sender, its words, its promises, its event, its receipt, by the
 * slices' own queries; one to a transaction, then 32.
 *
 *   bench_sql DIR [postgresql://...]
 */
#include "base/clock.h"
#include "base/id.h"
#include "base/shared.h"
#include "due/due_sql.h"
#include "entry/entry_sql.h"
#include "event/event_sql.h"
#include "http/repeat_sql.h"
#include "job/job_sql.h"
#include "mail/mail_sql.h"
#include "matter/matter_sql.h"

#include <unistd.h>

static struct arena arena = ARENA_INIT;

static void must(enum err err, struct db *db)
{
	if (!err)
		return;
	fprintf(stderr, "error %d: %s\n", err, db ? db_error(db) : "");
	exit(1);
}

static const char text[] =
	"The street light at the corner of the school has been dark for two "
	"weeks now, and the children walk there in the morning. Please look at "
	"it before the winter. The number on the pole is 4711. Thank you!";

static enum err insert_matter(struct db *db, int64_t id, int64_t now)
{
	struct head *h = db_head(db);

	return db_exec(db, &Q_matter_insert,
		       ARGS(ARG_INT(id), ARG_INT(2026),
			    ARG_INT(++h->last_number), ARG_TEXT("feedback"),
			    ARG_TEXT("fault"), ARG_INT(id % 50),
			    ARG_INT(id % 90), ARG_TEXT("fi"), ARG_TEXT("web"),
			    ARG_TEXT("A dark street light"), ARG_TEXT(text),
			    ARG_TEXT("Koulukatu 1"), ARG_REAL(60.4518),
			    ARG_REAL(22.2666), ARG_TEXT(""), ARG_INT(1),
			    ARG_INT(1), ARG_INT(now), ARG_INT(1),
			    ARG_TEXT("received"), ARG_INT(now)));
}

static enum err insert_party(struct db *db, int64_t id)
{
	const char *mail = arena_printf(&arena, "person%lld@example.fi",
					(long long)(id % 1000000));
	enum err err;

	err = db_exec(db, &Q_party_insert,
		      ARGS(ARG_INT(id), ARG_TEXT("Maija Meikäläinen"),
			   ARG_TEXT(mail), ARG_TEXT("+358 40 1234567"),
			   ARG_TEXT("358401234567"), ARG_TEXT(mail)));
	if (err)
		return err;
	err = db_exec(db, &Q_party_word_insert,
		      ARGS(ARG_TEXT("maija"), ARG_INT(id)));
	if (err)
		return err;
	return db_exec(db, &Q_party_word_insert,
		       ARGS(ARG_TEXT("meikäläinen"), ARG_INT(id)));
}

static enum err insert_dues(struct db *db, int64_t id, int64_t now)
{
	enum err err =
		db_exec(db, &Q_due_insert,
			ARGS(ARG_INT(db_new_id(db)), ARG_INT(id),
			     ARG_TEXT("reaction"), ARG_INT(now + 2 * DAY_US)));

	if (err)
		return err;
	return db_exec(db, &Q_due_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(id),
			    ARG_TEXT("answer"), ARG_INT(now + 5 * DAY_US)));
}

static enum err insert_event(struct db *db, int64_t id)
{
	unsigned char salt[32];
	const char *hex;

	random_bytes(salt, sizeof(salt));
	hex = hex_encode(&arena, salt, sizeof(salt));
	memcpy(db_head(db)->chain, salt, sizeof(salt));
	return db_exec(db, &Q_event_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(id),
			    ARG_TEXT("received"), ARG_TEXT("resident"),
			    ARG_NULL, ARG_TEXT("{\"channel\":\"web\"}"),
			    ARG_TEXT(hex), ARG_TEXT(hex), ARG_TEXT(hex)));
}

static enum err insert_mail(struct db *db, int64_t id, int64_t now)
{
	int64_t mail = db_new_id(db);
	enum err err;

	err = db_exec(db, &Q_mail_add,
		      ARGS(ARG_INT(mail), ARG_INT(id), ARG_TEXT("receipt"),
			   ARG_TEXT("person@example.fi"), ARG_TEXT("fi"),
			   ARG_TEXT("2026-1"), ARG_TEXT(text), ARG_TEXT(text)));
	if (err)
		return err;
	return db_exec(db, &Q_job_add,
		       ARGS(ARG_INT(mail), ARG_TEXT("mail"), ARG_TEXT("{}"),
			    ARG_INT(now)));
}

static enum err submit(struct db *db)
{
	int64_t now = clock_now_us(), id = db_new_id(db);
	const char *key = arena_printf(&arena, "%011llx%016llx",
				       (unsigned long long)now / 1000,
				       (unsigned long long)id * 2654435761u);
	enum err err = insert_matter(db, id, now);

	if (!err)
		err = insert_party(db, id);
	if (!err)
		err = db_exec(db, &Q_entry_insert,
			      ARGS(ARG_INT(db_new_id(db)), ARG_INT(id),
				   ARG_TEXT("message"), ARG_TEXT("parties"),
				   ARG_TEXT("resident"), ARG_NULL,
				   ARG_TEXT(text), ARG_TEXT("")));
	if (!err)
		err = insert_dues(db, id, now);
	if (!err)
		err = insert_event(db, id);
	if (!err)
		err = insert_mail(db, id, now);
	return err ? err
		   : db_exec(db, &Q_repeat_add,
			     ARGS(ARG_TEXT(key), ARG_TEXT("give"), ARG_TEXT(""),
				  ARG_TEXT(key), ARG_TEXT("1")));
}

static void one_tick(struct db *db, int requests)
{
	must(db_write_begin(db), db);
	for (int i = 0; i < requests; i++) {
		must(db_save(db), db);
		must(submit(db), db);
		must(db_save_keep(db), db);
	}
	must(db_write_commit(db), db);
	arena_release(&arena);
}

static void measure(struct db *db, const char *what, int requests)
{
	int64_t began, took;
	int done = 0;

	for (int i = 0; i < 20; i++)
		one_tick(db, requests);
	began = clock_mono_us();
	do {
		one_tick(db, requests);
		done += requests;
		took = clock_mono_us() - began;
	} while (took < 5 * SECOND_US);
	printf("%-8s %2d to a transaction: %6.0f submissions/s, %7.1f us "
	       "each\n",
	       what, requests, done * 1e6 / (double)took, (double)took / done);
}

int main(int argc, char **argv)
{
	struct sql_config c = {.dir = argv[1], .cache_bytes = 64 << 20};
	struct pool *p;
	struct db *db = NULL;
	int64_t id = 1;
	enum err err;

	if (argc < 2)
		return 2;
	c.url = argc > 2 ? argv[2] : NULL;
	clock_init();
	must(pool_open(&c, &p), NULL);
	err = pool_create(p, "bench", &id);
	if (err && err != ERR_CONFLICT)
		must(err, NULL);
	must(pool_get(p, id, &db), NULL);
	measure(db, c.url ? "postgres" : "sqlite", 1);
	measure(db, c.url ? "postgres" : "sqlite", 32);
	pool_close(p);
	return 0;
}
