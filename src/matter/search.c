/*
 * search.c: staff find a matter again by its number, by who sent it or by
 * what it says. Candidates come from the indexes, newest first; the rows are
 * then read within the rights of who asks.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "matter/matter_index.h"
#include "matter/matter_store.h"
#include "matter/rules.h"

enum { START_MIN = 3, PHONE_DIGITS_MIN = 5, WORDS_MAX = 8 };

struct search {
	struct db *db;
	struct arena *arena;
	const char *query; /* lower case */
	struct id_list ids;
};

static enum err look(struct search *s, enum search_query q, const char *key,
		     const char *second)
{
	struct id_list more;
	enum err err;

	err = store_search(s->db, s->arena, q, key, second, &more);
	if (!err)
		ids_append(s->arena, &s->ids, &more);
	return err;
}

static enum err by_number(struct search *s)
{
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(s->query, &year, &number))
		return OK;
	err = matter_by_number(s->db, s->arena, year, number, &m);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	ids_append(s->arena, &s->ids,
		   &(struct id_list){.id = &m.id, .count = 1});
	return OK;
}

static enum err by_phone(struct search *s)
{
	const char *key = phone_key(s->arena, s->query);

	if (s->query[strspn(s->query, "0123456789 +-()/.")] ||
	    strlen(key) < PHONE_DIGITS_MIN)
		return OK;
	return look(s, SEARCH_BY_PHONE, key, NULL);
}

static size_t split(struct arena *a, const char *query,
		    const char *words[WORDS_MAX])
{
	char *at = arena_strdup(a, query);
	size_t n = 0;

	while (n < WORDS_MAX && *(at += strspn(at, " \t,"))) {
		words[n++] = at;
		at += strcspn(at, " \t,");
		if (*at)
			*at++ = '\0';
	}
	return n;
}

/* One word may be a name or its beginning; of more the first and last count. */
static enum err by_name(struct search *s)
{
	const char *words[WORDS_MAX];
	size_t n = split(s->arena, s->query, words);
	enum err err;

	if (n > 1)
		return look(s, SEARCH_BY_TWO_NAMES, words[0], words[n - 1]);
	if (!n)
		return OK;
	err = look(s, SEARCH_BY_NAME, words[0], NULL);
	if (err || utf8_length(words[0]) < START_MIN)
		return err;
	return look(s, SEARCH_BY_NAME_START, words[0], NULL);
}

static enum err by_words(struct search *s)
{
	struct words_wanted wanted = {.query = s->query,
				      .limit = SEARCH_CANDIDATES};
	struct id_list more = {0};
	enum err err = matter_words_find(s->db, s->arena, &wanted, &more.id,
					 &more.count);

	if (!err)
		ids_append(s->arena, &s->ids, &more);
	return err;
}

/* A page of ids at a time, until enough of them may be seen. */
static enum err read_visible(struct search *s, const struct session *session,
			     enum lang lang, struct queue_row *list,
			     size_t *ret_count)
{
	struct queue_row *rows;
	size_t n, count = 0;
	enum err err;

	for (size_t at = 0; at < s->ids.count && count < SEARCH_MAX;
	     at += QUEUE_PAGE) {
		struct id_list page = {.id = s->ids.id + at, .lang = lang};

		page.count = s->ids.count - at;
		if (page.count > QUEUE_PAGE)
			page.count = QUEUE_PAGE;
		err = store_queue_rows(s->db, s->arena, session, &page, &rows,
				       &n);
		if (err)
			return err;
		for (size_t i = 0; i < n && count < SEARCH_MAX; i++)
			list[count++] = rows[i];
	}
	*ret_count = count;
	return OK;
}

static enum err find(struct search *s)
{
	enum err err;

	err = by_number(s);
	if (err || s->ids.count)
		return err;
	if (strchr(s->query, '@'))
		return look(s, SEARCH_BY_MAIL, s->query, NULL);
	err = by_phone(s);
	if (!err)
		err = by_name(s);
	return err ? err : by_words(s);
}

enum err matter_search(struct db *db, struct arena *a, const struct session *s,
		       const struct search_want *want,
		       struct queue_row **ret_list, size_t *ret_count)
{
	struct search search = {
		.db = db,
		.arena = a,
		.query = str_lower(a, str_trim(a, want->query)),
	};
	struct queue_row *list = arena_array(a, SEARCH_MAX, sizeof(*list));
	size_t n;
	enum err err;

	err = find(&search);
	if (err)
		return err;
	ids_unite_newest(&search.ids);
	err = read_visible(&search, s, want->lang, list, &n);
	if (err)
		return err;
	mark_late(list, n);
	*ret_list = list;
	*ret_count = n;
	return OK;
}
