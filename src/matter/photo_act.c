/*
 * photo_act.c: covering and publishing photos. The consent, the page and the
 * person are those of the text (publish.c); the words for who cannot see the
 * photo are looked through for what tells who somebody is as the text is.
 */
#include "matter/photo_act.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/facet.h"
#include "matter/passing.h"
#include "matter/rules.h"
#include "staff/staff.h"

static enum err begin(struct act *act, const struct session *s,
		      const struct photo *p, uint32_t right)
{
	enum err err = act_begin(act, s, p->matter_id, 0);

	if (err)
		return err;
	if (right && !staff_may(act->db, act->arena, s, right, act->m.unit_id))
		return ERR_DENIED;
	return OK;
}

enum err matter_photo_cover(struct db *db, struct arena *a,
			    const struct session *s, const struct photo *p,
			    const struct image_cover *covers, size_t count)
{
	struct act act = {.db = db, .arena = a};
	enum err err = begin(&act, s, p, 0);

	if (!err)
		err = photo_cover(db, a, p, covers, count);
	if (!err)
		err = facet_again(db, act.m.id);
	return err ? err
		   : act_note(&act,
			      count ? "photo_covered" : "photo_uncovered");
}

/* ---- publishing ---- */

static enum err is_senders(struct db *db, struct arena *a,
			   const struct photo *p, bool *ret_is)
{
	struct attachment *list;
	size_t n;
	enum err err = sender_files(db, a, p->matter_id, &list, &n);

	if (err)
		return err;
	*ret_is = false;
	for (size_t i = 0; i < n; i++)
		*ret_is |= list[i].id == p->id;
	return OK;
}

static enum err has_page(struct db *db, struct arena *a, int64_t matter_id,
			 bool *ret_has)
{
	struct publication pub;
	enum err err = publication_get(db, a, matter_id, &pub);

	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_has = !err && str_same(pub.text_state, "public");
	return OK;
}

enum err photo_may_publish(struct db *db, struct arena *a,
			   const struct matter *m, const struct photo *p,
			   enum photo_hindrance *ret_why)
{
	bool senders = false, page = false;
	enum err err = is_senders(db, a, p, &senders);

	if (!err)
		err = has_page(db, a, m->id, &page);
	if (err)
		return err;
	if (matter_confidential(db, a, m))
		*ret_why = PHOTO_CONFIDENTIAL;
	else if (m->outcome == OUTCOME_WITHDRAWN)
		*ret_why = PHOTO_WITHDRAWN;
	else if (!m->may_publish)
		*ret_why = PHOTO_NO_CONSENT;
	else if (m->consent_wording < CONSENT_PHOTOS)
		*ret_why = PHOTO_OLD_CONSENT;
	else if (!senders)
		*ret_why = PHOTO_NOT_SENDERS;
	else if (!page)
		*ret_why = PHOTO_NO_PAGE;
	else
		*ret_why = photo_ready(p) ? PHOTO_MAY : PHOTO_NOT_READY;
	return OK;
}

static enum err words_ok(struct act *act, const char *alt)
{
	struct hit *hits;
	size_t n;
	enum err err;

	if (str_empty(alt) || utf8_length(alt) > PHOTO_ALT_MAX)
		return ERR_INVALID;
	err = publication_hits(act->db, act->arena, alt, &hits, &n);
	if (err)
		return err;
	return n ? ERR_INVALID : OK;
}

enum err matter_photo_publish(struct db *db, struct arena *a,
			      const struct session *s, const struct photo *p,
			      const char *alt)
{
	struct act act = {.db = db, .arena = a};
	enum photo_hindrance why;
	enum err err = begin(&act, s, p, PERM_PUBLISH);

	if (!err)
		err = photo_may_publish(db, a, &act.m, p, &why);
	if (err)
		return err;
	if (why != PHOTO_MAY)
		return ERR_INVALID;
	err = words_ok(&act, alt);
	if (!err)
		err = photo_publish(db, p, alt, act.now);
	if (!err)
		err = facet_again(db, act.m.id);
	return err ? err : act_note(&act, "photo_published");
}

enum err matter_photo_hide(struct db *db, struct arena *a,
			   const struct session *s, const struct photo *p)
{
	struct act act = {.db = db, .arena = a};
	enum err err = begin(&act, s, p, PERM_PUBLISH);

	if (err)
		return err;
	if (p->publication != PHOTO_PUBLIC)
		return ERR_INVALID;
	err = photo_hide(db, p->id);
	if (!err)
		err = facet_again(db, act.m.id);
	return err ? err : act_note(&act, "photo_hidden");
}
