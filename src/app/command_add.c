/*
 * command_add.c: `kaiku tenant-add` and `kaiku staff-add`: the first
 * municipality and its first administrator. Everything later is done in the
 * browser.
 */
#include "app/app.h"
#include "base/str.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "topic/topic.h"
#include "unit/unit.h"

#include <inttypes.h>

/* ---- tenant-add ---- */

struct tenant_words {
	struct config config;
	const char *slug, *fi, *sv, *en;
	const char *hosts[FLAG_LIST_MAX + 1];
	bool loopback;
};

static enum err read_tenant(struct tenant_words *w, int argc, char **argv)
{
	const struct flag flags[] = {
		FLAG_DATA(&w->config),
		FLAG_DB(&w->config),
		{"slug", NULL, FLAG_TEXT, &w->slug, "NAME",
		 "its folder and short name: a-z, 0-9, -"},
		{"name", NULL, FLAG_TEXT, &w->fi, "TEXT", "name in Finnish"},
		{"name-sv", NULL, FLAG_TEXT, &w->sv, "TEXT",
		 "name in Swedish (as in Finnish)"},
		{"name-en", NULL, FLAG_TEXT, &w->en, "TEXT",
		 "name in English (as in Finnish)"},
		{"host", NULL, FLAG_LIST, w->hosts, "HOST",
		 "a host name it answers for; may be repeated"},
		{"loopback", NULL, FLAG_BOOL, &w->loopback, NULL,
		 "answers for localhost too"},
		FLAG_END,
	};
	enum err err = flags_read(flags, "add a municipality", argc, argv);

	if (!err)
		err = flags_need_data(&w->config);
	if (err)
		return err;
	if (!str_empty(w->slug) && !str_empty(w->fi))
		return OK;
	fprintf(stderr, "kaiku tenant-add: --slug and --name are needed\n");
	return ERR_INVALID;
}

static enum err first_topics(struct db *db, struct arena *a, void *arg)
{
	(void)arg;
	return topic_add_first(db, a);
}

/* What a municipality cannot be without. */
static enum err furnish(struct pool *pool, struct arena *a, int64_t tenant)
{
	struct db *db;
	enum err err = pool_get(pool, tenant, &db);

	return err ? err : db_write(db, a, first_topics, NULL);
}

static enum err add_tenant(struct pool *pool, struct arena *a,
			   const struct tenant_words *w)
{
	struct tenant_new t = {
		.slug = w->slug,
		.name = {w->fi, w->sv ? w->sv : w->fi, w->en ? w->en : w->fi},
		.hosts = w->hosts,
		.loopback = w->loopback,
	};
	int64_t id = 0;
	enum err err = tenant_create(pool, a, &t, &id);

	if (!err)
		err = furnish(pool, a, id);
	if (!err)
		printf("added %s: tenant %" PRId64 "\n", w->slug, id);
	else if (err == ERR_CONFLICT)
		fprintf(stderr, "kaiku: the slug or a host is taken\n");
	else if (err == ERR_INVALID)
		fprintf(stderr, "kaiku: a slug is a-z, 0-9 and -, at most 40; "
				"a host is a lower-case name without a port\n");
	else
		fprintf(stderr, "kaiku: %s\n", pool_error(pool));
	return err;
}

int command_tenant_add(int argc, char **argv)
{
	static struct tenant_words w;
	struct arena a = ARENA_INIT;
	struct pool *pool = NULL;
	int applied = 0;
	enum err err = read_tenant(&w, argc, argv);

	if (err)
		return flags_exit(err);
	err = app_become_owner(&w.config);
	if (!err)
		err = app_open(&w.config, &pool);
	if (!err)
		err = app_migrate(&w.config, pool, &applied);
	if (!err)
		err = add_tenant(pool, &a, &w);
	pool_close(pool);
	arena_release(&a);
	return err ? EXIT_FAILED : EXIT_OK;
}

/* ---- staff-add ---- */

struct staff_words {
	struct config config;
	const char *tenant, *mail, *name, *title, *unit, *lang;
	const char *permissions[FLAG_LIST_MAX + 1];
	bool all, password_stdin;
	/* found out: */
	const char *hash;  /* NULL: a link is made instead */
	const char *token; /* of that link */
	bool said;         /* why it failed was told already */
};

static enum err read_staff(struct staff_words *w, int argc, char **argv)
{
	const struct flag flags[] = {
		FLAG_DATA(&w->config),
		FLAG_DB(&w->config),
		{"public-base", "KAIKU_PUBLIC_BASE", FLAG_TEXT,
		 &w->config.public_base, "URL", "the front of the link"},
		{"listen", "KAIKU_LISTEN", FLAG_TEXT, &w->config.listen,
		 "ADDR:PORT", "the same, for a municipality on localhost"},
		{"tenant", NULL, FLAG_TEXT, &w->tenant, "SLUG",
		 "which municipality, when there are several"},
		{"mail", NULL, FLAG_TEXT, &w->mail, "ADDRESS",
		 "what they sign in with"},
		{"name", NULL, FLAG_TEXT, &w->name, "TEXT", "the person"},
		{"title", NULL, FLAG_TEXT, &w->title, "TEXT",
		 "their job title"},
		{"unit", NULL, FLAG_TEXT, &w->unit, "CODE", "their unit"},
		{"lang", NULL, FLAG_TEXT, &w->lang, "CODE", "fi, sv or en"},
		{"permission", NULL, FLAG_LIST, w->permissions, "NAME[@UNIT]",
		 "may be repeated; for one unit or for all"},
		{"all", NULL, FLAG_BOOL, &w->all, NULL,
		 "every permission, for all units"},
		{"password-stdin", NULL, FLAG_BOOL, &w->password_stdin, NULL,
		 "reads the password; else an invitation link is printed"},
		FLAG_END,
	};
	enum err err = flags_read(flags, "add a member of staff", argc, argv);

	if (!err)
		err = flags_need_data(&w->config);
	if (err)
		return err;
	if (!str_empty(w->mail) && !str_empty(w->name))
		return OK;
	fprintf(stderr, "kaiku staff-add: --mail and --name are needed\n");
	return ERR_INVALID;
}

static enum err read_password(struct arena *a, struct staff_words *w)
{
	char line[1024] = "";

	if (!fgets(line, sizeof(line), stdin))
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if (password_good(line, w->mail))
		return password_hash(a, line, &w->hash);
	fprintf(stderr,
		"kaiku: a password has %d to %d characters, is not common and "
		"not the mail address\n",
		PASSWORD_MIN, PASSWORD_MAX);
	return ERR_INVALID;
}

static enum err find_unit(struct db *db, struct arena *a, struct staff_words *w,
			  const char *code, int64_t *ret_id)
{
	enum err err = unit_by_code(db, a, code, ret_id);

	if (err == ERR_NOT_FOUND) {
		fprintf(stderr, "kaiku: no unit has the code %s\n", code);
		w->said = true;
	}
	return err;
}

/* "handle@streets" */
static enum err read_grant(struct db *db, struct arena *a,
			   struct staff_words *w, const char *text,
			   struct grant *ret_grant)
{
	size_t n = strcspn(text, "@");
	struct grant g = {.permission = arena_strndup(a, text, n)};
	enum err err = OK;

	if (text[n])
		err = find_unit(db, a, w, text + n + 1, &g.unit_id);
	if (!err)
		*ret_grant = g;
	return err;
}

static enum err grants(struct db *db, struct arena *a, struct staff_words *w,
		       struct staff *s)
{
	struct grant *list = arena_array(a, 64, sizeof(*list));
	enum err err = OK;

	for (const struct permission *p = permissions; w->all && p->name; p++)
		list[s->grant_count++].permission = p->name;
	for (size_t i = 0; !err && w->permissions[i]; i++)
		err = read_grant(db, a, w, w->permissions[i],
				 &list[s->grant_count++]);
	s->grants = list;
	return err;
}

static enum err tell_faults(struct db *db, struct arena *a,
			    struct staff_words *w, const struct staff *s)
{
	static const struct {
		unsigned bit;
		const char *why;
	} words[] = {
		{STAFF_BAD_MAIL, "the mail address is not one"},
		{STAFF_BAD_NAME, "the name is missing or too long"},
		{STAFF_BAD_TITLE, "the title is too long"},
		{STAFF_BAD_GRANT, "a permission is unknown, or cannot be given "
				  "for one unit"},
		{STAFF_MAIL_TAKEN, "the mail address is taken"},
	};
	unsigned bad = 0;
	enum err err = staff_faults(db, a, NULL, s, &bad);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (bad & words[i].bit) {
			fprintf(stderr, "kaiku: %s\n", words[i].why);
			w->said = true;
		}
	return err ? err : bad ? ERR_INVALID : OK;
}

static enum err add_staff(struct db *db, struct arena *a, void *arg)
{
	struct staff_words *w = arg;
	struct staff s = {
		.mail = str_lower(a, w->mail),
		.name = w->name,
		.title = w->title ? w->title : "",
		.active = true,
	};
	int64_t id = 0;
	enum err err = OK;

	if (w->lang && !lang_parse(w->lang, &s.lang))
		return ERR_INVALID;
	if (w->unit)
		err = find_unit(db, a, w, w->unit, &s.unit_id);
	if (!err)
		err = grants(db, a, w, &s);
	if (!err)
		err = tell_faults(db, a, w, &s);
	if (!err)
		err = staff_save(db, a, &s, &id);
	if (err)
		return err;
	return w->hash ? staff_set_password(db, id, w->hash)
		       : staff_link_make(db, a, id, "invite", &w->token);
}

static void print_added(struct pool *pool, const struct staff_words *w,
			int64_t tenant)
{
	struct tenant_directory *d = NULL;
	const struct tenant *t = NULL;

	printf("added %s\n", w->mail);
	if (!w->token || tenants_open(pool, &w->config, &d))
		return;
	t = tenant_by_id(d, tenant);
	if (t)
		printf("Their link works for 7 days and can be used once:\n"
		       "%s/staff/link/%s\n",
		       t->base_url, w->token);
	tenants_close(d);
}

static enum err add_to(struct pool *pool, struct arena *a,
		       struct staff_words *w)
{
	int64_t tenant = 0;
	struct db *db = NULL;
	enum err err = app_choose_tenant(pool, a, w->tenant, &tenant);

	if (err)
		return err;
	err = pool_get(pool, tenant, &db);
	if (err) {
		fprintf(stderr, "kaiku: %s\n", pool_error(pool));
		return err;
	}
	err = db_write(db, a, add_staff, w);
	if (!err)
		print_added(pool, w, tenant);
	else if (!w->said)
		fprintf(stderr, "kaiku: not added: %s\n", db_error(db));
	return err;
}

int command_staff_add(int argc, char **argv)
{
	static struct staff_words w;
	struct arena a = ARENA_INIT;
	struct pool *pool = NULL;
	enum err err = read_staff(&w, argc, argv);

	if (err)
		return flags_exit(err);
	if (w.password_stdin)
		err = read_password(&a, &w);
	if (!err)
		err = app_become_owner(&w.config);
	if (!err)
		err = app_open(&w.config, &pool);
	if (!err)
		err = add_to(pool, &a, &w);
	if (pool)
		pool_close(pool);
	arena_release(&a);
	return err ? EXIT_FAILED : EXIT_OK;
}
