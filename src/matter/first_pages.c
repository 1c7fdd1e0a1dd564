/*
 * first_pages.c: an answer before the question is sent: while somebody writes,
 * on a page between, and after a choice.
 */
#include "matter/first_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/first_show.h"
#include "matter/matter_tpl.h"
#include "notice/notice.h"
#include "tenant/form.h"

#define COOKIE "first"

enum { WRITTEN_MAX = 5000, MARKS_MAX = 5 };

/* What a form carries of earlier pages. */
struct carried {
	struct first_refs refused; /* "mine is different" */
	struct first_refs counted; /* as shown */
	struct first_refs shown;   /* by the page the form stands on */
	struct first_refs said;    /* "this answers me", with the day */
};

static void read_carried(struct request *req, struct carried *ret)
{
	first_refs_read(req_field(req, "refused"), &ret->refused);
	first_refs_read(req_field(req, "counted"), &ret->counted);
	first_refs_read(req_field(req, "shown"), &ret->shown);
	first_refs_read(req_field(req, "said"), &ret->said);
}

static void put_carried(struct request *req, const struct carried *c,
			struct first_view *v)
{
	v->refused = first_refs_text(req->arena, &c->refused, ' ');
	v->counted = first_refs_text(req->arena, &c->counted, ' ');
	v->shown = first_refs_text(req->arena, &c->shown, ' ');
	v->said = first_refs_text(req->arena, &c->said, ' ');
}

static int64_t today(void)
{
	return date_to_days(date_of(clock_now_us()));
}

/* ---- what is written ---- */

static enum err about_of(struct request *req, const struct typed *t,
			 const struct first_refs *refused,
			 struct first_about *ret_about)
{
	struct first_about about = {
		.text = t->g.text,
		.place = t->g.place,
		.lang = req->lang,
		.has_point = t->g.has_point,
		.lat = t->g.lat,
		.lon = t->g.lon,
		.not = refused,
	};
	enum err err = OK;

	if (!str_empty(t->g.title))
		about.text = arena_printf(req->arena, "%s\n%s", t->g.title,
					  t->g.text ? t->g.text : "");
	if (!str_empty(t->g.topic_code))
		err = notice_topic_id(req->db, t->g.topic_code,
				      &about.topic_id);
	*ret_about = about;
	return err;
}

static enum err find(struct request *req, const struct typed *t,
		     const struct first_refs *refused,
		     struct first_found *ret_found)
{
	struct first_about about;
	enum err err = about_of(req, t, refused, &about);

	return err ? err : first_find(req->db, req->arena, &about, ret_found);
}

enum err first_view_of(struct request *req, const struct typed *t,
		       struct first_view *ret_view)
{
	struct first_found found;
	struct carried c;
	enum err err;

	read_carried(req, &c);
	err = find(req, t, &c.refused, &found);
	if (!err)
		err = first_show(req, &found, ret_view);
	if (err)
		return err;
	first_found_refs(&found, &c.shown);
	put_carried(req, &c, ret_view);
	return OK;
}

/* ---- while somebody writes ---- */

/* The script of the form takes the list out of it. It has nothing of what was
 * typed and stores nothing. */
enum err first_page_near(struct request *req, struct response *res)
{
	struct typed t = {
		.g = {.text = utf8_clip(req->arena, req_field(req, "text"),
					WRITTEN_MAX),
		      .place = field_line(req, "place"),
		      .topic_code = req_field(req, "topic")},
		.lat = req_field(req, "lat"),
		.lon = req_field(req, "lon"),
	};
	struct first_view v;
	struct out *o;
	enum err err;

	(void)typed_point(req, &t);
	err = first_view_of(req, &t, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_first_title),
				      .nav = NAV_GIVE,
				      .secret = true,
				      .noindex = true});
	tpl_matter_first_near_page(o, &v);
	return page_end(o);
}

/* ---- counting ---- */

static enum err count(struct request *req, const struct first_ref *ref,
		      const struct first_counts *add)
{
	enum err err = first_count(req->db, req->arena, ref, add);

	return err == ERR_NOT_FOUND ? OK : err;
}

/* Each once a form. */
static enum err count_shown(struct request *req, const struct first_refs *shown,
			    struct first_refs *counted)
{
	const struct first_counts one = {.of = {[FIRST_SHOWN] = 1}};
	enum err err = OK;

	for (size_t i = 0; i < shown->count && !err; i++) {
		const struct first_ref *r = &shown->list[i];

		if (first_refs_have(counted, r->kind, r->id))
			continue;
		if (r->kind != FIRST_DANGER)
			err = count(req, r, &one);
		first_refs_add(counted, *r);
	}
	return err;
}

enum err first_page_count(struct request *req, struct response *res)
{
	const struct first_counts one = {.of = {[FIRST_DIFFERENT] = 1}};
	struct carried c;
	enum err err;

	read_carried(req, &c);
	if (c.shown.count + c.refused.count > FIRST_MAX + FIRST_MAX)
		return ERR_INVALID;
	err = count_shown(req, &c.shown, &c.counted);
	for (size_t i = 0; i < c.refused.count && !err; i++)
		err = count(req, &c.refused.list[i], &one);
	if (err)
		return err;
	res->type = "text/plain; charset=utf-8";
	res->body = "";
	return OK;
}

/* ---- the form, to be sent again ---- */

static bool ours(const char *name)
{
	static const char *const names[] = {
		"first", "look", "kept", "refused", "counted", "shown", "said"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_same(names[i], name))
			return true;
	return false;
}

struct kept {
	struct kept_field *list;
	size_t count;
};

static void put(struct kept *k, const char *name, const char *value)
{
	if (!str_empty(value))
		k->list[k->count++] = (struct kept_field){name, value};
}

/* Everything typed, files too. False: it is too much for that. */
static bool keep(struct request *req, const struct typed *t,
		 const struct first_view *v, struct kept *ret_kept)
{
	const struct kept_file *files = typed_files_keep(req, &t->files);
	const struct kept_field *came;
	struct kept k = {.count = 0};
	size_t n;

	if (!page_keep(req, &came, &n))
		return false;
	k.list = arena_array(req->arena, n + t->files.count + 4,
			     sizeof(*k.list));
	for (size_t i = 0; i < n; i++)
		if (!ours(came[i].name))
			put(&k, came[i].name, came[i].value);
	for (size_t i = 0; i < t->files.count; i++)
		put(&k, "kept", files[i].ticket);
	put(&k, "refused", v->refused);
	put(&k, "counted", v->counted);
	put(&k, "said", v->said);
	*ret_kept = k;
	return true;
}

static struct out *begin(struct request *req, struct response *res,
			 const struct typed *t, enum word title)
{
	struct page p = {.title = word(req->lang, title),
			 .nav = NAV_GIVE,
			 .secret = true,
			 .noindex = true};

	typed_again(req, typed_files_keep(req, &t->files), t->files.count, &p);
	return page_begin(req, res, &p);
}

/* ---- the page between ---- */

static bool has_new(const struct first_refs *shown,
		    const struct first_refs *counted)
{
	for (size_t i = 0; i < shown->count; i++)
		if (!first_refs_have(counted, shown->list[i].kind,
				     shown->list[i].id))
			return true;
	return false;
}

/* always: also when it has been shown before. */
static enum err between(struct request *req, struct response *res,
			const struct typed *t, struct carried *c, bool always,
			bool *ret_done)
{
	struct first_between v = {.text = t->g.text,
				  .file_count = t->files.count};
	struct first_found found;
	struct kept kept;
	struct out *o;
	enum err err = find(req, t, &c->refused, &found);

	if (err)
		return err;
	first_found_refs(&found, &c->shown);
	if (!c->shown.count || (!always && !has_new(&c->shown, &c->counted)))
		return OK;
	err = count_shown(req, &c->shown, &c->counted);
	if (!err)
		err = first_show(req, &found, &v.first);
	if (err)
		return err;
	put_carried(req, c, &v.first);
	v.first.send = true;
	if (!keep(req, t, &v.first, &kept))
		return OK;
	v.kept = kept.list;
	v.kept_count = kept.count;
	o = begin(req, res, t, W_first_between);
	tpl_matter_first_between(o, &v);
	*ret_done = true;
	return page_end(o);
}

/* ---- what a browser remembers ---- */

/* Those that are not too old. */
static struct first_refs remembered(const struct request *req)
{
	const int64_t now = today();
	struct first_refs all, good = {.count = 0};

	first_refs_read(req_cookie(req, COOKIE), &all);
	for (size_t i = 0; i < all.count && good.count < MARKS_MAX; i++)
		if (all.list[i].kind != FIRST_DANGER &&
		    all.list[i].day <= now &&
		    all.list[i].day + FIRST_BACK_DAYS >= now)
			first_refs_add(&good, all.list[i]);
	return good;
}

/* None of those that ask not to be measured. */
static bool may_remember(const struct request *req)
{
	return !str_same(req_header(req, "sec-gpc"), "1") &&
	       !str_same(req_header(req, "dnt"), "1");
}

static void remember(struct request *req, struct response *res,
		     const struct first_refs *marks)
{
	res_cookie(req, res, COOKIE, first_refs_text(req->arena, marks, '_'),
		   marks->count ? FIRST_BACK_DAYS * (DAY_US / SECOND_US) : 0);
}

/* The newest first, so that the oldest is forgotten. */
static void add_mark(struct request *req, struct response *res,
		     struct first_ref said)
{
	const struct first_refs old = remembered(req);
	struct first_refs marks = {.list = {said}, .count = 1};

	for (size_t i = 0; i < old.count && marks.count < MARKS_MAX; i++)
		first_refs_add(&marks, old.list[i]);
	remember(req, res, &marks);
}

/* ---- after a choice ---- */

static enum err show_chosen(struct request *req, struct response *res,
			    const struct typed *t, struct first_chosen *v)
{
	struct out *o =
		begin(req, res, t,
		      v->same ? W_first_same_title : W_first_answers_title);

	tpl_matter_first_chosen(o, v);
	return page_end(o);
}

struct choice_made {
	enum first_choice choice;
	struct first_ref ref;
};

static enum err chosen(struct request *req, struct response *res,
		       const struct typed *t, struct carried *c,
		       const struct choice_made *made, bool *ret_done)
{
	const struct first_ref *ref = &made->ref;
	const bool same = made->choice == FIRST_SAME;
	const struct first_counts add = {
		.of = {[FIRST_SHOWN] = !first_refs_have(&c->counted, ref->kind,
							ref->id),
		       [FIRST_ANSWERS] = !same,
		       [FIRST_SAME] = same}};
	const struct first_ref said = {ref->kind, ref->id, today()};
	struct first_chosen v = {.same = same};
	struct first_view carry;
	struct kept kept;
	enum err err = first_show_one(req, ref, &v.item, &v.answer);

	if (err) /* it has just been hidden: the form goes its way */
		return err == ERR_NOT_FOUND ? OK : err;
	err = count(req, ref, &add);
	if (err)
		return err;
	first_refs_add(&c->counted, *ref);
	if (!same)
		first_refs_add(&c->said, said);
	put_carried(req, c, &carry);
	v.again = !same && may_remember(req);
	if (keep(req, t, &carry, &kept)) {
		v.kept = kept.list;
		v.kept_count = kept.count;
		v.text = t->g.text;
	}
	*ret_done = true;
	err = show_chosen(req, res, t, &v);
	if (!err && v.again)
		add_mark(req, res, said);
	return err;
}

/* "answers m12": false when it is none of the choices. */
static bool read_choice(struct request *req, struct choice_made *ret_made)
{
	const char *value = req_field(req, "first");
	struct first_refs refs;

	for (int i = FIRST_ANSWERS; i < FIRST_CHOICES; i++) {
		const size_t n = strlen(first_choices[i]);

		if (!str_starts(value, first_choices[i]) || value[n] != ' ')
			continue;
		first_refs_read(value + n, &refs);
		if (refs.count != 1 || refs.list[0].kind == FIRST_DANGER)
			return false;
		*ret_made = (struct choice_made){(enum first_choice)i,
						 refs.list[0]};
		return true;
	}
	return false;
}

/* On the page between: one fewer; when it was the last, the form is sent. */
static enum err refuse(struct request *req, struct response *res,
		       const struct typed *t, struct carried *c,
		       const struct first_ref *ref, bool *ret_done)
{
	const struct first_counts one = {.of = {[FIRST_DIFFERENT] = 1}};
	struct first_found found;
	enum err err = OK;

	if (!first_refs_have(&c->refused, ref->kind, ref->id))
		err = count(req, ref, &one);
	first_refs_add(&c->refused, *ref);
	if (!err)
		err = find(req, t, &c->refused, &found);
	if (err)
		return err;
	if (!found.notices.count && !found.answered_count && !found.near_count)
		return OK;
	return between(req, res, t, c, true, ret_done);
}

enum err first_ask(struct request *req, struct response *res,
		   const struct typed *t, bool *ret_done)
{
	struct choice_made made;
	struct carried c;
	enum err err;

	read_carried(req, &c);
	err = count_shown(req, &c.shown, &c.counted);
	if (err)
		return err;
	if (read_choice(req, &made)) {
		if (made.choice == FIRST_DIFFERENT)
			return refuse(req, res, t, &c, &made.ref, ret_done);
		return chosen(req, res, t, &c, &made, ret_done);
	}
	if (!str_same(req_field(req, "first"), "ask") || !typed_good(t))
		return OK;
	return between(req, res, t, &c, false, ret_done);
}

/* ---- it is sent ---- */

static enum err came_back(struct request *req, const struct typed *t,
			  const struct matter *m, const struct first_ref *ref,
			  bool *ret_same)
{
	struct first_about about;
	enum err err = about_of(req, t, NULL, &about);

	if (!err) {
		if (m->topic_id)
			about.topic_id = m->topic_id;
		err = first_same_thing(req->db, req->arena, ref, &about,
				       ret_same);
	}
	if (err == ERR_NOT_FOUND)
		*ret_same = false;
	return err == ERR_NOT_FOUND ? OK : err;
}

/*
 * Said in this very form: it is the same thing. Remembered by the browser: when
 * the message is about it. Each counts once, and is forgotten then.
 */
enum err first_sent(struct request *req, struct response *res,
		    const struct typed *t, const struct matter *m)
{
	struct first_refs marks = remembered(req), left = {.count = 0};
	const size_t had = marks.count;
	struct carried c;
	bool same;
	enum err err = OK;

	read_carried(req, &c);
	for (size_t i = 0; i < c.said.count; i++)
		first_refs_add(&marks, c.said.list[i]);
	for (size_t i = 0; i < marks.count && !err; i++) {
		const struct first_ref *r = &marks.list[i];

		same = first_refs_have(&c.said, r->kind, r->id);
		if (!same)
			err = came_back(req, t, m, r, &same);
		if (!err && same)
			err = first_count_back(req->db, r);
		if (!same)
			first_refs_add(&left, *r);
	}
	if (!err && left.count != had)
		remember(req, res, &left);
	return err;
}
