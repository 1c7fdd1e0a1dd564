/*
 * about_store.c: the pages every municipality must have, in and out.
 */
#include "about/about_store.h"

#include "about/about_sql.h"

enum err store_about(struct db *db, struct arena *a, enum about_page page,
		     enum lang lang, struct about *ret_about)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_about_get,
		      ARGS(ARG_TEXT(about_kinds[page].name),
			   ARG_TEXT(lang_codes[lang])),
		      &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_about = (struct about){
		.text = rows_text(r, 0),
		.version = rows_int(r, 1),
		.saved_at = rows_int(r, 2),
	};
	return OK;
}

enum err about_times(struct db *db, struct arena *a,
		     struct about_times *ret_times)
{
	struct about_times to = {0};
	enum about_page page;
	enum lang lang;
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_about_list, NO_ARGS, &r);
	if (err)
		return err;
	while (rows_next(r))
		if (about_parse(rows_text(r, 0), &page) &&
		    lang_parse(rows_text(r, 1), &lang))
			to.saved_at[page][lang] = rows_int(r, 2);
	*ret_times = to;
	return OK;
}

enum err store_about_put(struct db *db, enum about_page page, enum lang lang,
			 const struct about *about)
{
	const struct sql_arg name = ARG_TEXT(about_kinds[page].name);
	const struct sql_arg code = ARG_TEXT(lang_codes[lang]);
	int64_t changed;
	enum err err;

	if (about->version)
		err = db_change(db, &Q_about_update,
				ARGS(name, code, ARG_TEXT(about->text),
				     ARG_INT(about->saved_at),
				     ARG_INT(about->version)),
				&changed);
	else
		err = db_change(db, &Q_about_insert,
				ARGS(name, code, ARG_TEXT(about->text),
				     ARG_INT(about->saved_at)),
				&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}
