/*
 * archive.c: small things backup and restore share.
 */
#include "app/archive.h"

#include "base/id.h"
#include "base/str.h"

#include <inttypes.h>

bool archive_is_tar(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && str_same(path + n - 4, ".tar");
}

static char *percent_decode(struct arena *a, const char *s, size_t n)
{
	char *to = arena_alloc(a, n + 1), *at = to;

	for (size_t i = 0; i < n; i++) {
		char two[3] = {0};

		if (s[i] == '%' && i + 2 < n) {
			two[0] = s[i + 1];
			two[1] = s[i + 2];
		}
		if (*two && !hex_decode(two, at, 1)) {
			i += 2;
			at++;
		} else {
			*at++ = s[i];
		}
	}
	return to;
}

/* postgresql://user:password@host/name */
static void split_password(struct arena *a, const char *url,
			   struct archive_db *db)
{
	const char *user = strstr(url, "://");
	size_t n = user ? strcspn(user + 3, "/?") : 0;
	const char *at = user ? memrchr(user + 3, '@', n) : NULL;
	const char *colon =
		at ? memchr(user + 3, ':', (size_t)(at - user - 3)) : NULL;

	db->url = url;
	if (!colon)
		return;
	db->url = arena_printf(a, "%.*s%s", (int)(colon - url), url, at);
	db->environment[0] = arena_printf(
		a, "PGPASSWORD=%s",
		percent_decode(a, colon + 1, (size_t)(at - colon - 1)));
}

struct archive_db archive_db(struct arena *a, const char *url, int64_t tenant)
{
	struct archive_db db = {.url = NULL};

	split_password(a, url, &db);
	if (tenant)
		db.environment[db.environment[0] != NULL] = arena_printf(
			a, "PGOPTIONS=-c kaiku.tenant=%" PRId64, tenant);
	return db;
}
