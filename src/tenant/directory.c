/*
 * directory.c: which municipality is meant by a Host, without asking the
 * database each time.
 *
 * An entry is read anew when somebody asks for it and it is old. What was
 * handed out stays valid: a changed entry gets a new arena, and the old one
 * is kept for two hours, longer than the slowest upload.
 */
#include "tenant/tenant.h"

#include "base/clock.h"
#include "base/shared.h"
#include "tenant/tenant_store.h"
#include "tenant/theme.h"

enum { KEEP_RETIRED_H = 2 };
#define FRESH_US (2 * (int64_t)SECOND_US)

struct entry {
	struct arena arena;
	struct tenant tenant;
	const char
		*print; /* of everything read: nothing changed, nothing moves */
	int64_t read_us; /* mono */
	int64_t changes; /* shared->tenants_changed when it was read */
	int64_t retired_us;
	struct entry *next;
};

struct tenant_directory {
	struct arena arena; /* this struct and all entries' own memory */
	struct pool *pool;
	const struct config *config;
	struct entry *live, *retired, *spare;
	bool known; /* every tenant could be read */
	int64_t listed_us;
	int64_t list_changes;
};

static int64_t changes_now(void)
{
	return shared ? atomic_load(&shared->tenants_changed) : 0;
}

static bool old(int64_t read_us, int64_t changes)
{
	return changes != changes_now() || clock_mono_us() - read_us > FRESH_US;
}

/* ---- one tenant, read and put together ---- */

struct raw {
	struct tenant_row row;
	const char *const *hosts;
	struct setting *settings;
	size_t setting_count;
};

static enum err read_raw(struct tenant_directory *d, struct arena *a,
			 int64_t id, struct raw *ret_raw)
{
	struct raw raw;
	struct db *db;
	enum err err;

	err = pool_get(d->pool, id, &db);
	if (err)
		return err;
	err = store_tenant(db, a, &raw.row);
	if (err)
		return err;
	err = store_hosts(db, a, &raw.hosts);
	if (err)
		return err;
	err = store_settings(db, a, &raw.settings, &raw.setting_count);
	if (err)
		return err;
	*ret_raw = raw;
	return OK;
}

static const char *print_of(struct arena *a, const struct raw *raw)
{
	struct str s;

	str_init(&s, a, 512);
	str_printf(&s, "%s\n%d\n", raw->row.slug, raw->row.loopback);
	for (int i = 0; i < LANG__COUNT; i++)
		str_printf(&s, "%s\n", raw->row.name[i]);
	for (size_t i = 0; raw->hosts[i]; i++)
		str_printf(&s, "%s\n", raw->hosts[i]);
	for (size_t i = 0; i < raw->setting_count; i++)
		str_printf(&s, "%s=%s\n", raw->settings[i].name,
			   raw->settings[i].value);
	return s.ptr;
}

/* "http://localhost:8080" from "127.0.0.1:8080,..." */
static const char *loopback_base(struct arena *a, const struct config *c)
{
	const char *colon = NULL;
	size_t n = c->listen ? strcspn(c->listen, ",") : 0;

	for (size_t i = 0; i < n; i++)
		if (c->listen[i] == ':')
			colon = c->listen + i;
	if (!colon)
		return "http://localhost";
	n -= (size_t)(colon - c->listen);
	return arena_printf(a, "http://localhost%.*s", (int)n, colon);
}

/* The one configured address is right for one municipality only: the one it
 * names, or one without a host of its own. */
static bool base_is_mine(const char *base, const char *const *hosts)
{
	const char *host = strstr(base, "://");
	size_t n;

	if (!hosts[0])
		return true;
	host = host ? host + 3 : base;
	n = strcspn(host, ":/");
	for (size_t i = 0; hosts[i]; i++)
		if (strlen(hosts[i]) == n && !strncmp(hosts[i], host, n))
			return true;
	return false;
}

static const char *base_url(struct arena *a, const struct config *c,
			    const struct raw *raw)
{
	const char *base = c->public_base;
	size_t n;

	if (!str_empty(base) && base_is_mine(base, raw->hosts)) {
		n = strlen(base);
		while (n && base[n - 1] == '/')
			n--;
		return arena_strndup(a, base, n);
	}
	if (raw->hosts[0])
		return arena_printf(a, "https://%s", raw->hosts[0]);
	return loopback_base(a, c);
}

static int number_of(const struct raw *raw, const char *name)
{
	const char *text = setting_of(raw->settings, raw->setting_count, name);

	return (int)strtol(text, NULL, 10);
}

/* The looks: a token file and a logo, when it has its own. */
static void add_looks(struct arena *a, const struct raw *raw, struct tenant *t)
{
	const struct setting *s = raw->settings;
	const size_t n = raw->setting_count;
	const char *logo = setting_of(s, n, "logo");
	struct colour accent;
	struct theme theme;

	t->accent = setting_of(s, n, "accent");
	if (colour_parse(t->accent, &accent)) {
		theme = theme_of(accent);
		t->brand.theme = theme_address(a, theme_css(a, &theme));
	}
	if (str_empty(logo))
		return;
	t->brand.logo = arena_printf(a, "/theme/%s", logo);
	t->brand.logo_width = number_of(raw, "logo_width");
	t->brand.logo_height = number_of(raw, "logo_height");
}

static struct tenant tenant_of(struct arena *a, const struct config *c,
			       int64_t id, const struct raw *raw)
{
	const struct setting *s = raw->settings;
	size_t n = raw->setting_count;
	struct tenant t = {
		.id = id,
		.slug = raw->row.slug,
		.hosts = raw->hosts,
		.loopback = raw->row.loopback,
		.mail_from = setting_of(s, n, "mail_from"),
		.mail_reply_to = setting_of(s, n, "mail_reply_to"),
		.crisis_phone = setting_of(s, n, "crisis_phone"),
		.registry_mail = setting_of(s, n, "registry_mail"),
		.child_protection_phone =
			setting_of(s, n, "child_protection_phone"),
		.accept_workdays = number_of(raw, "accept_workdays"),
		.accept_back_workdays = number_of(raw, "accept_back_workdays"),
		.reaction_workdays = number_of(raw, "reaction_workdays"),
		.answer_workdays = number_of(raw, "answer_workdays"),
		.remind_first_days = number_of(raw, "remind_first_days"),
		.remind_second_days = number_of(raw, "remind_second_days"),
		.escalate_days = number_of(raw, "escalate_days"),
		.digest_hour = number_of(raw, "digest_hour"),
		.call_from_hour = number_of(raw, "call_from"),
		.call_until_hour = number_of(raw, "call_until"),
		.call_tries = number_of(raw, "call_tries"),
		.open_text = number_of(raw, "open_text") != 0,
		.open_index = number_of(raw, "open_index") != 0,
		.answer_delay_s = number_of(raw, "answer_delay"),
		.base_url = base_url(a, c, raw),
		.brand =
			{
				.contact_mail =
					setting_of(s, n, "contact_mail"),
				.contact_phone =
					setting_of(s, n, "contact_phone"),
				.urgent_phone =
					setting_of(s, n, "emergency_phone"),
				.mail_off = str_empty(c->mail_relay),
			},
	};

	lang_parse(setting_of(s, n, "lang"), &t.brand.lang);
	add_looks(a, raw, &t);
	for (int i = 0; i < LANG__COUNT; i++)
		t.brand.name[i] = str_empty(raw->row.name[i])
					  ? raw->row.name[LANG_FI]
					  : raw->row.name[i];
	return t;
}

/* ---- the list of entries ---- */

static void sweep_retired(struct tenant_directory *d)
{
	int64_t before = clock_mono_us() - KEEP_RETIRED_H * HOUR_US;
	struct entry **at = &d->retired;

	while (*at) {
		struct entry *e = *at;

		if (e->retired_us > before) {
			at = &e->next;
			continue;
		}
		*at = e->next;
		arena_release(&e->arena);
		e->next = d->spare;
		d->spare = e;
	}
}

static struct entry *entry_new(struct tenant_directory *d)
{
	struct entry *e = d->spare;

	if (e)
		d->spare = e->next;
	else
		e = arena_alloc(&d->arena, sizeof(*e));
	*e = (struct entry){.arena = ARENA_INIT};
	return e;
}

static void entry_retire(struct tenant_directory *d, struct entry *e)
{
	struct entry **at = &d->live;

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	e->retired_us = clock_mono_us();
	e->next = d->retired;
	d->retired = e;
}

static void entry_drop_new(struct tenant_directory *d, struct entry *e)
{
	arena_release(&e->arena);
	e->next = d->spare;
	d->spare = e;
}

static struct entry *live_by_id(struct tenant_directory *d, int64_t id)
{
	for (struct entry *e = d->live; e; e = e->next)
		if (e->tenant.id == id)
			return e;
	return NULL;
}

/* In order of id, so that the first loopback tenant is always the same. */
static void entry_insert(struct tenant_directory *d, struct entry *e)
{
	struct entry **at = &d->live;

	while (*at && (*at)->tenant.id < e->tenant.id)
		at = &(*at)->next;
	e->next = *at;
	*at = e;
}

/*
 * Reads the tenant anew. When the database is away the old entry stays, and
 * is not asked for again before it would be old once more.
 */
static struct entry *refresh(struct tenant_directory *d, int64_t id)
{
	struct entry *was = live_by_id(d, id), *e = entry_new(d);
	int64_t changes = changes_now();
	struct raw raw;
	enum err err;

	err = read_raw(d, &e->arena, id, &raw);
	if (!err)
		e->print = print_of(&e->arena, &raw);
	if (err || (was && str_same(was->print, e->print))) {
		entry_drop_new(d, e);
		if (was && err == ERR_NOT_FOUND) {
			entry_retire(d, was);
			return NULL;
		}
		if (was) {
			was->read_us = clock_mono_us();
			was->changes = changes;
		}
		return was;
	}
	e->tenant = tenant_of(&e->arena, d->config, id, &raw);
	e->read_us = clock_mono_us();
	e->changes = changes;
	if (was)
		entry_retire(d, was);
	entry_insert(d, e);
	return e;
}

static bool listed(const struct sql_tenant *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return true;
	return false;
}

/* All tenants: at the start, after a change, and for an unknown host. */
static enum err scan(struct tenant_directory *d)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list;
	struct entry *e, *next;
	size_t count;
	enum err err;

	sweep_retired(d);
	d->listed_us = clock_mono_us();
	d->list_changes = changes_now();
	err = pool_tenants(d->pool, &a, &list, &count);
	d->known = d->known || !err;
	for (size_t i = 0; !err && i < count; i++)
		d->known = refresh(d, list[i].id) && d->known;
	for (e = d->live; !err && e; e = next) {
		next = e->next;
		if (!listed(list, count, e->tenant.id))
			entry_retire(d, e);
	}
	arena_release(&a);
	return err;
}

static bool answers_for(const struct tenant *t, const char *host)
{
	for (size_t i = 0; t->hosts[i]; i++)
		if (str_same(t->hosts[i], host))
			return true;
	return false;
}

/* An exact host first, then the loopback tenant. */
static struct entry *live_by_host(struct tenant_directory *d, const char *host)
{
	for (struct entry *e = d->live; e; e = e->next)
		if (answers_for(&e->tenant, host))
			return e;
	if (!host_is_loopback(host))
		return NULL;
	for (struct entry *e = d->live; e; e = e->next)
		if (e->tenant.loopback)
			return e;
	return NULL;
}

static struct entry *fresh_by_host(struct tenant_directory *d, const char *host)
{
	struct entry *e;

	if (d->list_changes != changes_now() && scan(d) != OK)
		d->list_changes = -1; /* again at the next request */
	e = live_by_host(d, host);
	if (e && old(e->read_us, e->changes))
		e = refresh(d, e->tenant.id);
	/* It may have lost this host just now. */
	return e ? live_by_host(d, host) : NULL;
}

const struct tenant *tenant_by_host(struct tenant_directory *d,
				    const char *host)
{
	struct entry *e = fresh_by_host(d, host);
	bool named = e && answers_for(&e->tenant, host);

	/* Perhaps a new municipality has this very name. */
	if (!named && old(d->listed_us, d->list_changes)) {
		if (scan(d) == OK)
			e = live_by_host(d, host);
	}
	return e ? &e->tenant : NULL;
}

const struct tenant *tenant_by_id(struct tenant_directory *d, int64_t id)
{
	struct entry *e = live_by_id(d, id);

	if (!e || old(e->read_us, e->changes))
		e = refresh(d, id);
	return e ? &e->tenant : NULL;
}

enum err tenants_open(struct pool *p, const struct config *c,
		      struct tenant_directory **ret_dir)
{
	struct arena first = ARENA_INIT;
	struct tenant_directory *d;
	enum err err;

	d = arena_alloc(&first, sizeof(*d));
	*d = (struct tenant_directory){
		.arena = first,
		.pool = p,
		.config = c,
	};
	err = scan(d);
	if (err && err != ERR_UNAVAILABLE) {
		tenants_close(d);
		return err;
	}
	*ret_dir = d;
	return OK;
}

bool tenants_known(const struct tenant_directory *d)
{
	return d->known;
}

static void release_all(struct entry *e)
{
	for (; e; e = e->next)
		arena_release(&e->arena);
}

void tenants_close(struct tenant_directory *d)
{
	struct arena own = d->arena;

	release_all(d->live);
	release_all(d->retired);
	arena_release(&own);
}
