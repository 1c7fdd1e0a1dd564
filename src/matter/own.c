/*
 * own.c: the link to all of one's own matters.
 */
#include "matter/own.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "matter/own_sql.h"
#include "matter/rules.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

static enum err tell(struct db *db, struct arena *a, const char *address,
		     enum lang lang, const char *token)
{
	const struct matter as = {.lang = lang, .code_version = 1};
	struct mail_frame f = tell_frame(db, a, &as);
	struct mail mail = {
		.purpose = "own",
		.to = address,
		.lang = lang,
		.subject = word(lang, W_own_mail_subject),
	};

	f.heading = word(lang, W_own_mail_subject);
	f.text = word(lang, W_own_mail_text);
	f.url = arena_printf(a, "%s/mine/%s?lang=%s", tenant_now()->base_url,
			     token, lang_codes[lang]);
	f.url_label = word(lang, W_own_mail_open);
	f.after = word(lang, W_own_mail_after);
	return tell_queue(db, a, &mail, &f);
}

static enum err put(struct db *db, struct arena *a, const char *key,
		    const char **ret_token)
{
	const int64_t now = clock_now_us();
	const char *token = token_new(a);
	enum err err;

	err = db_exec(db, &Q_own_link_put,
		      ARGS(ARG_TEXT(text_digest(a, token, strlen(token))),
			   ARG_TEXT(key), ARG_INT(now),
			   ARG_INT(now + OWN_LINK_MINUTES * 60 *
						 (int64_t)SECOND_US)));
	if (!err)
		err = db_exec(db, &Q_own_link_forget,
			      ARGS(ARG_INT(now - DAY_US)));
	if (!err)
		*ret_token = token;
	return err;
}

/* Something is there, and no flood of links went to it. */
static enum err is_wanted(struct db *db, struct arena *a, const char *key,
			  bool *ret_wanted)
{
	struct rows *any, *sent;
	enum err err = db_rows(db, a, &Q_own_matters,
			       ARGS(ARG_TEXT(key), ARG_INT(1)), &any);

	if (!err)
		err = db_rows(db, a, &Q_own_link_since,
			      ARGS(ARG_TEXT(key),
				   ARG_INT(clock_now_us() - HOUR_US),
				   ARG_INT(OWN_LINKS_AN_HOUR)),
			      &sent);
	if (!err)
		*ret_wanted =
			rows_count(any) && rows_count(sent) < OWN_LINKS_AN_HOUR;
	return err;
}

enum err own_ask(struct db *db, struct arena *a, const char *address,
		 enum lang lang)
{
	const char *key = str_lower(a, address);
	const char *token;
	bool wanted;
	enum err err;

	if (!mail_address_ok(address))
		return ERR_INVALID;
	err = is_wanted(db, a, key, &wanted);
	if (err || !wanted)
		return err;
	err = put(db, a, key, &token);
	return err ? err : tell(db, a, address, lang, token);
}

static struct matter read_matter(const struct rows *r)
{
	struct matter m = {
		.id = rows_int(r, 0),
		.number_year = rows_int(r, 1),
		.number = rows_int(r, 2),
		.title = rows_text(r, 4),
		.text = rows_text(r, 5),
		.handling = handling_parse(rows_text(r, 6)),
		.received_at = rows_int(r, 7),
		.code_version = rows_int(r, 8),
	};

	lang_parse(rows_text(r, 3), &m.lang);
	if (outcome_parse(rows_text(r, 9), &m.outcome))
		m.outcome = OUTCOME_NONE;
	return m;
}

enum err own_list(struct db *db, struct arena *a, const char *token,
		  struct matter **ret_list, size_t *ret_count)
{
	const size_t chars = strlen(token);
	struct matter *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	if (chars != TOKEN_CHARS)
		return ERR_NOT_FOUND;
	err = db_rows(db, a, &Q_own_link_get,
		      ARGS(ARG_TEXT(text_digest(a, token, chars)),
			   ARG_INT(clock_now_us())),
		      &r);
	if (!err && !rows_next(r))
		return ERR_NOT_FOUND;
	if (!err)
		err = db_rows(
			db, a, &Q_own_matters,
			ARGS(ARG_TEXT(rows_text(r, 0)), ARG_INT(OWN_SHOWN)),
			&r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_matter(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}
