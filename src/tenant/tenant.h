/*
 * tenant.h: a municipality: its names, hosts and settings.
 *
 * Every process keeps a small directory of all tenants by host name. A tenant
 * that is asked for is read anew when it is 2 s old or shared->tenants_changed
 * moved; the list of tenants also when a host is unknown. While the database
 * is away the directory answers with what it knew.
 */
#ifndef TENANT_TENANT_H
#define TENANT_TENANT_H

#include "base/config.h"
#include "html/page.h"
#include "sql/sql.h"

struct tenant {
	int64_t id;
	const char *slug;
	struct brand brand;       /* names, contact, theme */
	const char *const *hosts; /* NULL-ended */
	bool loopback;            /* answers for localhost, 127.0.0.0/8, ::1 */
	const char *mail_from, *mail_reply_to;
	const char *crisis_phone, *child_protection_phone; /* may be "" */
	const char *registry_mail;                         /* may be "" */
	const char *accent; /* "#0b5563", or "": the neutral theme */
	int reaction_workdays, answer_workdays;    /* defaults 2 and 5 */
	int accept_workdays, accept_back_workdays; /* 1 and 1 */
	/* calendar days without handling until somebody is reminded, and how
	 * often of what is late; the hour of the daily digest */
	int remind_first_days, remind_second_days, escalate_days, digest_hour;
	int call_from_hour, call_until_hour; /* when people call: 8 and 16 */
	int call_tries;  /* in vain, until it may be ended: 3 */
	bool open_text;  /* residents' published words in the open data, too */
	bool open_index; /* search engines may list their pages */
	int answer_delay_s; /* an answer can be taken back so long */
	const char
		*base_url; /* for links in mails, without a slash at the end */
};

struct tenant_directory;

/* Opens also while the database is away: see tenants_known(). */
MUST_CHECK enum err tenants_open(struct pool *p, const struct config *c,
				 struct tenant_directory **ret_dir);
/* False while a tenant could not be read yet: a host that is not found may
 * still be one of ours. */
bool tenants_known(const struct tenant_directory *d);
/*
 * NULL: no such host here. Host in lower case without port. Call it between
 * transactions: it may use the pool. What it returns stays valid for
 * 2 hours, longer than any request or job.
 */
const struct tenant *tenant_by_host(struct tenant_directory *d,
				    const char *host);
const struct tenant *tenant_by_id(struct tenant_directory *d, int64_t id);
void tenants_close(struct tenant_directory *d);

/* The tenant of a running request or job (set by app/ before the handler). */
const struct tenant *tenant_now(void);
void tenant_now_set(const struct tenant *t);
/* Its own language: of papers, and of mail to mailboxes without a person. */
enum lang tenant_lang(void);

/* Settings, inside a transaction. "" when it was never set. */
MUST_CHECK enum err setting_get(struct db *db, struct arena *a,
				const char *name, const char **ret_value);
MUST_CHECK enum err setting_put(struct db *db, const char *name,
				const char *value);

/* Tells the other processes to read the directory anew. */
void tenant_changed(void);

/* Hosts are the installation's business: for commands only. ERR_INVALID unless
 * [a-z0-9.-], at most 253 bytes. Another tenant's host is the caller's to refuse. */
MUST_CHECK enum err tenant_host_add(struct db *db, const char *host);
bool tenant_host_ok(const char *host);
/* "localhost", "*.localhost", 127.0.0.0/8, ::1 */
bool host_is_loopback(const char *host);

struct tenant_new {
	const char *slug;
	const char *name[LANG__COUNT];
	const char *const *hosts; /* NULL-ended */
	bool loopback;
};
/* Creates the home and the rows: for commands. ERR_CONFLICT: the slug or a
 * host is taken; ERR_INVALID: a slug, name or host that cannot be. */
MUST_CHECK enum err tenant_create(struct pool *p, struct arena *a,
				  const struct tenant_new *t, int64_t *ret_id);

#endif
