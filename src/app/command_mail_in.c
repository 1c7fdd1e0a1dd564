/*
 * command_mail_in.c: `kaiku mail-in`: a mail from a mail server on this machine,
 * by its pipe. The exit status is the server's language (sysexits.h): what may
 * go better later is 75, so that the server keeps the mail and tries again.
 *
 * The mail is opened first, in a process that has seen neither the key nor the
 * database.
 */
#include "app/app.h"
#include "app/opener.h"
#include "app/routes.h"
#include "base/str.h"
#include "matter/mail_in.h"
#include "tenant/tenant.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

struct words {
	struct config config;
	const char *tenant, *mailbox;
};

static enum err read_words(struct words *w, int argc, char **argv)
{
	const struct flag flags[] = {
		FLAG_DATA(&w->config),
		FLAG_DB(&w->config),
		{"public-base", "KAIKU_PUBLIC_BASE", FLAG_TEXT,
		 &w->config.public_base, "URL", "the front of links in mails"},
		{"listen", "KAIKU_LISTEN", FLAG_TEXT, &w->config.listen,
		 "ADDR:PORT", "the same, for a municipality on localhost"},
		{"tenant", NULL, FLAG_TEXT, &w->tenant, "SLUG",
		 "which municipality, when there are several"},
		{"mailbox", NULL, FLAG_TEXT, &w->mailbox, "NAME",
		 "which mailbox, as named in the administration"},
		FLAG_END,
	};
	enum err err = flags_read(flags, "take in a mail from standard input",
				  argc, argv);

	if (!err)
		err = flags_need_data(&w->config);
	if (err || !str_empty(w->mailbox))
		return err;
	fprintf(stderr, "kaiku mail-in: --mailbox is needed\n");
	return ERR_INVALID;
}

/* ---- standard input ---- */

static bool read_some(char *to, size_t max, size_t *ret_n)
{
	size_t n = 0;

	while (n < max) {
		ssize_t got = read(STDIN_FILENO, to + n, max - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (!got)
			break;
		n += (size_t)got;
	}
	*ret_n = n;
	return true;
}

/* Of one that is too long only the beginning; the rest is read all the same,
 * for a server that must write it. */
static bool read_mail(struct arena *a, struct mail_raw *ret_raw)
{
	char *bytes = arena_alloc(a, INCOMING_MAX + 1), rest[4096];
	size_t n, more = 0;

	if (!read_some(bytes, INCOMING_MAX + 1, &n))
		return false;
	*ret_raw = (struct mail_raw){.bytes = bytes, .n = n};
	if (n <= INCOMING_MAX)
		return true;
	ret_raw->n = INCOMING_CLIPPED;
	ret_raw->clipped = true;
	do {
		if (!read_some(rest, sizeof(rest), &more))
			return false;
	} while (more);
	return true;
}

static enum err open_mail(struct arena *a, const struct mail_raw *raw,
			  struct mail_came *ret_came)
{
	static struct opener o;
	enum err err = opener_make(&o);

	if (!err)
		err = opener_start(&o);
	if (err)
		return err;
	opener_use(&o);
	err = mail_in_open(a, raw, ret_came);
	opener_stop(&o);
	opener_forget(&o);
	return err;
}

/* ---- into the municipality ---- */

static enum err find_box(struct db *db, struct arena *a, const char *name,
			 struct mailbox *ret_box)
{
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = mailbox_by_name(db, a, name, ret_box);
	db_read_end(db);
	if (err == ERR_NOT_FOUND)
		fprintf(stderr, "kaiku: no mailbox %s takes mails\n", name);
	return err;
}

static enum err take_into(struct pool *pool, struct arena *a,
			  const struct words *w, int64_t tenant,
			  const struct mail_came *came)
{
	const char *folder;
	struct mailbox box;
	struct db *db = NULL;
	enum err err = pool_get(pool, tenant, &db);

	if (!err)
		err = pool_folder(pool, a, tenant, &folder);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_UNAVAILABLE : err;
	err = find_box(db, a, w->mailbox, &box);
	if (err)
		return err;
	err = mail_in_take(db, a, folder, &box, came);
	if (err)
		fprintf(stderr, "kaiku: not taken: %s\n", db_error(db));
	return err == ERR_NOT_FOUND ? ERR_UNAVAILABLE : err;
}

static enum err take(struct arena *a, const struct words *w,
		     const struct mail_came *came)
{
	struct tenant_directory *dir = NULL;
	struct pool *pool = NULL;
	int64_t tenant = 0;
	enum err err = app_become_owner(&w->config);

	if (!err)
		err = app_open(&w->config, &pool);
	if (!err)
		err = app_choose_tenant(pool, a, w->tenant, &tenant);
	if (!err)
		err = tenants_open(pool, &w->config, &dir);
	if (!err) {
		tenant_now_set(tenant_by_id(dir, tenant));
		err = tenant_now() ? take_into(pool, a, w, tenant, came)
				   : ERR_UNAVAILABLE;
	}
	if (dir)
		tenants_close(dir);
	if (pool)
		pool_close(pool);
	return err;
}

int command_mail_in(int argc, char **argv)
{
	static struct words w;
	struct arena a = ARENA_INIT;
	struct mail_raw raw;
	struct mail_came came;
	enum err err = read_words(&w, argc, argv);

	if (err)
		return err == ERR_NOT_FOUND ? EX_OK : EX_USAGE;
	routes_connect();
	err = read_mail(&a, &raw) ? OK : ERR_UNAVAILABLE;
	if (!err)
		err = open_mail(&a, &raw, &came);
	if (!err)
		err = take(&a, &w, &came);
	arena_release(&a);
	if (!err)
		return EX_OK;
	return err == ERR_NOT_FOUND ? EX_NOUSER : EX_TEMPFAIL;
}
