/*
 * import_pages.c: the two faces of an import: the form, and what would happen.
 */
#include "html/page.h"
#include "tenant/import.h"
#include "tenant/tenant_tpl.h"

/* A city's list of users fits; longer ones show what changes first. */
enum { LINES_SHOWN = 500 };

static const struct {
	enum word label;
	enum tone tone;
} results[IMPORT__COUNT] = {
	[IMPORT_NEW] = {W_import_new, TONE_SUCCESS},
	[IMPORT_CHANGED] = {W_import_changed, TONE_INFO},
	[IMPORT_REMOVED] = {W_import_removed, TONE_WARNING},
	[IMPORT_SAME] = {W_import_same, TONE_NEUTRAL},
	[IMPORT_ERROR] = {W_import_error, TONE_ERROR},
};

static struct field file_field(struct request *req, const struct import_page *p,
			       const char *error)
{
	return (struct field){
		.name = "file",
		.label = word(req->lang,
			      p->file ? (enum word)p->file : W_import_file),
		.hint = word(req->lang, p->file_hint ? (enum word)p->file_hint
						     : W_import_file_hint),
		.error = error,
		.accept =
			p->accept ? p->accept : ".csv,.txt,text/csv,text/plain",
	};
}

static struct field text_field(struct request *req, const char *text)
{
	return (struct field){
		.name = "csv",
		.label = word(req->lang, W_import_text),
		.hint = word(req->lang, W_import_text_hint),
		.value = text,
		.rows = 8,
	};
}

static struct crumb crumb_of(struct request *req, const struct import_page *p)
{
	return (struct crumb){p->base, word(req->lang, (enum word)p->list)};
}

static const char *below(struct request *req, const struct import_page *p,
			 const char *rest)
{
	return arena_printf(req->arena, "%s%s", p->base, rest);
}

static enum err show_form(struct request *req, struct response *res,
			  const struct import_page *p, const char *problem)
{
	struct form_error *error = arena_alloc(req->arena, sizeof(*error));
	struct import_view v = {
		.crumb = crumb_of(req, p),
		.action = below(req, p, "/import"),
		.download = below(req, p, ".csv"),
		.title = (enum word)p->title,
		.help = (enum word)p->help,
		.columns = (enum word)p->columns,
		.file = file_field(req, p, problem),
		.csv = text_field(req, req_field(req, "csv")),
	};
	struct out *o;

	*error = (struct form_error){"file", problem};
	if (problem)
		v.errors = (struct error_summary){error, 1};
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, v.title),
			       .nav = NAV_ADMIN,
			       .status = problem ? 422 : 200,
			       .error_count = problem ? 1 : 0,
			       .secret = true,
			       .wide = true,
		       });
	tpl_tenant_import(o, &v);
	return page_end(o);
}

enum err import_show_form(struct request *req, struct response *res,
			  const struct import_page *p)
{
	return show_form(req, res, p, NULL);
}

enum err import_show_refused(struct request *req, struct response *res,
			     const struct import_page *p, enum err why)
{
	if (why == ERR_TOO_LARGE)
		return show_form(
			req, res, p,
			word(req->lang, p->too_large ? (enum word)p->too_large
						     : W_import_too_large));
	if (why == ERR_NOT_FOUND)
		return show_form(req, res, p, word(req->lang, W_import_gone));
	return why;
}

/* ---- the preview ---- */

static void add_lines(struct request *req, const struct import_plan *plan,
		      enum import_result result, struct plan_line *to,
		      struct plan_view *v)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct import_line *l = &plan->lines[i];

		if (l->result != result)
			continue;
		if (v->line_count == LINES_SHOWN) {
			v->more = true;
			return;
		}
		to[v->line_count++] = (struct plan_line){
			.line = l->line,
			.key = l->key,
			.name = l->name,
			.text = l->text,
			.wrong = l->result == IMPORT_ERROR,
			.result = {results[result].tone,
				   word(req->lang, results[result].label)},
		};
	}
}

/* Mistakes first, then what would change; what stays as it is comes last. */
static void fill_lines(struct request *req, const struct import_plan *plan,
		       struct plan_view *v)
{
	static const enum import_result order[IMPORT__COUNT] = {
		IMPORT_ERROR, IMPORT_REMOVED, IMPORT_NEW, IMPORT_CHANGED,
		IMPORT_SAME};
	struct plan_line *to =
		arena_array(req->arena, LINES_SHOWN, sizeof(*to));

	v->lines = to;
	for (size_t i = 0; i < IMPORT__COUNT; i++)
		add_lines(req, plan, order[i], to, v);
}

static void fill_counts(const struct import_plan *plan, struct plan_view *v)
{
	v->created = (int64_t)plan->counts[IMPORT_NEW];
	v->changed = (int64_t)plan->counts[IMPORT_CHANGED];
	v->same = (int64_t)plan->counts[IMPORT_SAME];
	v->wrong = (int64_t)plan->counts[IMPORT_ERROR];
	v->removed = (int64_t)plan->counts[IMPORT_REMOVED];
	v->writes = v->created + v->changed + v->removed;
	v->can_apply = !v->wrong && v->writes;
}

enum err import_show_plan(struct request *req, struct response *res,
			  const struct import_page *p,
			  const struct import_source *source,
			  const struct import_plan *plan)
{
	struct plan_view v = {
		.crumb = crumb_of(req, p),
		.action = below(req, p, "/import"),
		.apply = below(req, p, "/import/apply"),
		.title = (enum word)p->title,
		.source = source,
		.digest = import_digest(req->arena, plan),
		.changed_meanwhile = plan->stale,
		.file = file_field(req, p, NULL),
		.csv = text_field(req, source->text),
	};
	struct out *o;

	if (plan->problem)
		return show_form(req, res, p, plan->problem);
	fill_counts(plan, &v);
	fill_lines(req, plan, &v);
	v.invites = p->invites && v.created;
	v.invite = (struct field){
		.name = "invite",
		.label = word(req->lang, W_import_invite),
		.checked = !req->brand || !req->brand->mail_off,
	};
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, v.title),
			       .nav = NAV_ADMIN,
			       .status = plan->stale ? 409
					 : v.wrong   ? 422
						     : 200,
			       .error_count = (int)v.wrong,
			       .secret = true,
			       .wide = true,
		       });
	tpl_tenant_plan(o, &v);
	return page_end(o);
}
