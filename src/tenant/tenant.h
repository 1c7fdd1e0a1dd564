/*
 * tenant.h: a municipality: its names, hosts and settings.
 *
 * Every process keeps a small directory of all tenants by host name, read anew
 * when shared->tenants_changed moves or after 2 s.
 */
#ifndef TENANT_TENANT_H
#define TENANT_TENANT_H

#include "base/config.h"
#include "html/page.h"
#include "sql/sql.h"

struct tenant {
	int64_t id;
	const char *slug;
	struct brand brand;      /* names, contact, theme */
	const char *const *hosts; /* NULL-ended */
	bool loopback;           /* answers for localhost, 127.0.0.0/8, ::1 */
	const char *mail_from, *mail_reply_to;
	int reaction_workdays, answer_workdays; /* defaults 2 and 5 */
	const char *base_url;    /* for links in mails, without a slash at the end */
};

struct tenant_directory;

MUST_CHECK enum err tenants_open(struct pool *p, const struct config *c,
				 struct tenant_directory **ret_dir);
/* NULL: no such host here. Host in lower case without port. */
const struct tenant *tenant_by_host(struct tenant_directory *d,
				    const char *host);
const struct tenant *tenant_by_id(struct tenant_directory *d, int64_t id);
void tenants_close(struct tenant_directory *d);

/* The tenant of a running request or job (set by app/ before the handler). */
const struct tenant *tenant_now(void);
void tenant_now_set(const struct tenant *t);

/* Settings, inside a transaction. */
MUST_CHECK enum err setting_get(struct db *db, struct arena *a,
				const char *name, const char **ret_value);
MUST_CHECK enum err setting_put(struct db *db, const char *name,
				const char *value);

struct tenant_new {
	const char *slug;
	const char *name[LANG__COUNT];
	const char *const *hosts; /* NULL-ended */
	bool loopback;
};
/* Creates the home and the rows, waiting for nothing: for commands. */
MUST_CHECK enum err tenant_create(struct pool *p, struct arena *a,
				  const struct tenant_new *t,
				  int64_t *ret_id);

#endif
