/*
 * demo.c: `kaiku demo`: an invented municipality to try everything with.
 *
 * Safe against a kill in the middle: the town and its year are one
 * transaction that ends with the setting "demo", and what lacks it is made
 * again.
 */
#include "app/demo.h"

#include "app/app.h"
#include "base/clock.h"
#include "base/str.h"
#include "matter/matter_index.h"
#include "tenant/tenant.h"

#define DEMO_SLUG "esimerkkila"

struct demo_flags {
	struct config config;
	int matters, staff;
	bool published, if_missing;
};

struct making {
	const struct demo_data *data;
	struct demo_town town;
	size_t year_count;
	int staff;
};

/* The town was there before its messages: ids only go up. */
static enum err make_town(struct db *db, struct arena *a, void *arg)
{
	struct making *m = arg;
	enum err err;

	clock_set(clock_now_us() - DEMO_YEARS * 366 * DAY_US);
	err = demo_town_make(db, a, m->data, &m->town);
	if (!err)
		err = demo_questions_make(db, a, m->data, &m->town);
	if (!err)
		err = demo_crowd_make(db, a, m->data, &m->town, m->staff);
	clock_set(0);
	return err;
}

static enum err make_year(struct db *db, struct arena *a, void *arg)
{
	struct making *m = arg;
	enum err err = demo_year_make(db, a, m->data, &m->town, m->year_count);

	if (!err)
		err = demo_group_make(db, a, &m->town);
	if (!err)
		err = demo_notices_make(db, a, m->data, &m->town);
	if (!err)
		err = demo_contacts_make(db, a, m->data, &m->town);
	if (!err)
		err = demo_first_make(db, a);
	/* What is new then is found at once, and the year in a while. */
	if (!err)
		err = matter_words_done(db, a);
	return err ? err : setting_put(db, "demo", "complete");
}

/* Both in one transaction, so that a kill leaves nothing half made. */
static enum err make_both(struct db *db, struct arena *a, void *arg)
{
	enum err err = make_town(db, a, arg);

	return err ? err : make_year(db, a, arg);
}

static const char *name_in(const struct demo_data *data, const char *lang)
{
	return demo_text(json_object_get(data->town, "name"), lang);
}

/* OK: there is a finished one. ERR_NOT_FOUND: none. ERR_CONFLICT: one that was
 * interrupted. */
static enum err demo_look(struct pool *p, struct arena *a, int64_t *ret_id)
{
	struct sql_tenant *list;
	const char *state;
	struct db *db;
	size_t n;
	enum err err = pool_tenants(p, a, &list, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!str_same(list[i].slug, DEMO_SLUG))
			continue;
		*ret_id = list[i].id;
		err = pool_get(p, list[i].id, &db);
		if (!err)
			err = setting_get(db, a, "demo", &state);
		if (err)
			return err;
		return str_same(state, "complete") ? OK : ERR_CONFLICT;
	}
	return ERR_NOT_FOUND;
}

static enum err demo_fill(struct pool *p, struct arena *a, int64_t tenant,
			  const struct demo_data *data,
			  const struct demo_flags *f)
{
	struct making m = {.data = data,
			   .year_count = data->message_count,
			   .staff = f->staff};
	const int matters = f->matters;
	static struct tenant town;
	struct tenant_directory *dir;
	struct config none = {0};
	struct db *db;
	enum err err;

	if (matters >= 0 && (size_t)matters < m.year_count)
		m.year_count = (size_t)matters;
	err = tenants_open(p, &none, &dir);
	if (err)
		return err;
	town = *tenant_by_id(dir, tenant);
	town.answer_delay_s = 0; /* all that was answered has left */
	tenant_now_set(&town);
	err = pool_get(p, tenant, &db);
	if (!err && matters <= (int)data->message_count) {
		err = db_write(db, a, make_both, &m);
	} else if (!err) {
		err = db_write(db, a, make_town, &m);
		if (!err)
			err = demo_bulk_make(
				db, data, &m.town,
				&(struct demo_bulk){
					matters - (int64_t)data->message_count,
					f->published});
		if (!err)
			err = db_write(db, a, make_year, &m);
	}
	tenants_close(dir);
	return err ? err : pool_analyze(p);
}

/* tenant 0: it does not exist yet; else an interrupted run made it. */
static enum err demo_make(struct pool *p, struct arena *a, int64_t tenant,
			  const struct demo_flags *f)
{
	struct demo_data data;
	const char *hosts[] = {"esimerkkila.example", NULL};
	enum err err = demo_data_load(a, &data);

	if (err)
		return err;
	struct tenant_new t = {.slug = DEMO_SLUG,
			       .name = {name_in(&data, "fi"),
					name_in(&data, "sv"),
					name_in(&data, "en")},
			       .hosts = hosts,
			       .loopback = true};

	if (!tenant)
		err = tenant_create(p, a, &t, &tenant);
	if (err)
		return err;
	return demo_fill(p, a, tenant, &data, f);
}

static void tell_sign_ins(void)
{
	printf("Sign in at /staff/login, password kaiku-demo, as\n"
	       "  neuvonta@esimerkkila.example      information desk\n"
	       "  asiantuntija@esimerkkila.example  street expert\n"
	       "  paakayttaja@esimerkkila.example   administrator\n");
}

static int demo_run(const struct demo_flags *f, struct arena *a)
{
	int64_t begun = clock_mono_us(), tenant = 0;
	struct pool *pool;
	int applied;
	enum err err = app_become_owner(&f->config);

	if (!err)
		err = app_open(&f->config, &pool);

	if (err)
		return EXIT_FAILED;
	err = app_migrate(&f->config, pool, &applied);
	if (!err)
		err = demo_look(pool, a, &tenant);
	if (!err) {
		pool_close(pool);
		if (f->if_missing)
			tell_sign_ins();
		else
			fprintf(stderr, "kaiku demo: the demo municipality is "
					"there already\n");
		return f->if_missing ? EXIT_OK : EXIT_FAILED;
	}
	if (err == ERR_NOT_FOUND || err == ERR_CONFLICT)
		err = demo_make(pool, a, tenant, f);
	if (err == ERR_CONFLICT)
		fprintf(stderr, "kaiku demo: an earlier run was interrupted; "
				"choose an empty --data folder\n");
	else if (err)
		fprintf(stderr, "kaiku demo: failed (%d) %s\n", (int)err,
			pool_error(pool));
	if (!err) {
		printf("Made the demo municipality in %.1f s.\n",
		       (double)(clock_mono_us() - begun) / SECOND_US);
		tell_sign_ins();
	}
	pool_close(pool);
	return err ? EXIT_FAILED : EXIT_OK;
}

int command_demo(int argc, char **argv)
{
	struct demo_flags f = {.matters = -1};
	const struct flag flags[] = {
		FLAG_DATA(&f.config),
		FLAG_DB(&f.config),
		{"matters", NULL, FLAG_NUMBER, &f.matters, "N",
		 "this many messages (default: the 700 of the year)"},
		{"published", NULL, FLAG_BOOL, &f.published, NULL,
		 "of more than 700, publish all that may be (default: most)"},
		{"staff", NULL, FLAG_NUMBER, &f.staff, "N",
		 "this many more experts, who cannot sign in (default: none)"},
		{"if-missing", NULL, FLAG_BOOL, &f.if_missing, NULL,
		 "do nothing when the demo is there already"},
		FLAG_END,
	};
	struct arena a = ARENA_INIT;
	enum err err = flags_read(
		flags, "make a demo municipality to try things in", argc, argv);
	int status;

	if (!err)
		err = flags_need_data(&f.config);
	if (err)
		return flags_exit(err);
	status = demo_run(&f, &a);
	arena_release(&a);
	return status;
}
