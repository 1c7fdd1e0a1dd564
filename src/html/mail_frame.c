/*
 * mail_frame.c: the two faces of a mail. The plain one is for people and
 * programs that do not show HTML; both say the same.
 */
#include "html/mail_frame.h"

#include "html/html_tpl.h"

static void paragraph(struct str *s, const char *text)
{
	if (str_empty(text))
		return;
	str_puts(s, text);
	str_puts(s, "\n\n");
}

static void add_facts(struct str *s, const struct mail_frame *f)
{
	size_t i;

	for (i = 0; i < f->fact_count; i++)
		str_printf(s, "%s: %s\n", f->facts[i].label, f->facts[i].value);
	if (f->fact_count > 0)
		str_putc(s, '\n');
}

/* "-- " begins a signature (RFC 3676, 4.3): programs fold it away. */
static void add_foot(struct arena *a, struct str *s, enum lang lang,
		     const struct mail_frame *f)
{
	const char *replies =
		f->replies_to
			? word_fill(a, lang, W_mailframe_replies_to,
				    WORDS(WORD_TEXT("who", f->replies_to)))
			: word(lang, W_mailframe_no_replies);

	str_printf(s, "-- \n%s\n%s\n", f->tenant, replies);
}

static const char *as_text(struct arena *a, enum lang lang,
			   const struct mail_frame *f)
{
	struct str s;

	str_init(&s, a, 1024);
	paragraph(&s, f->heading);
	paragraph(&s, f->text);
	add_facts(&s, f);
	if (!str_empty(f->url))
		str_printf(&s, "%s:\n%s\n\n", f->url_label, f->url);
	paragraph(&s, f->after);
	add_foot(a, &s, lang, f);
	return s.ptr;
}

void mail_frame_render(struct arena *a, enum lang lang,
		       const struct mail_frame *f, const char **ret_text,
		       const char **ret_html)
{
	struct out o;

	out_init(&o, a, lang);
	tpl_html_mail_frame(&o, f);
	*ret_text = as_text(a, lang, f);
	*ret_html = o.s.ptr;
}
