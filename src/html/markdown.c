/*
 * markdown.c: what the administration writes as Markdown, on a page. The
 * library (cmark) only reads it; every tag is written here, so nothing else
 * can appear: raw HTML is shown as the text it is, an image is its words (no
 * page of ours asks another host for anything), and a link that is none of the
 * kinds we know is no link. Headings begin at h2: the page has its h1.
 */
#include "html/out.h"

#include <cmark.h>

enum { LOWEST_LEVEL = 4 };

/* ---- its memory is the arena's: nothing is left when one unwinds ---- */

static struct arena *arena_now;

union sized {
	size_t n;
	max_align_t align;
};

static void *take(size_t count, size_t size)
{
	union sized *p =
		arena_alloc(arena_now, sizeof(*p) + (count ? count : 1) * size);

	p->n = count * size;
	return p + 1;
}

static void *take_more(void *old, size_t size)
{
	const union sized *had = old ? (union sized *)old - 1 : NULL;
	void *p = take(1, size);

	if (had)
		memcpy(p, old, had->n < size ? had->n : size);
	return p;
}

static void keep(void *p)
{
	(void)p;
}

static cmark_mem memory = {take, take_more, keep};

/* ---- the tags ---- */

static void open_close(struct out *o, bool enter, const char *name)
{
	str_puts(&o->s, enter ? "<" : "</");
	str_puts(&o->s, name);
	str_putc(&o->s, '>');
}

/* "#" and "##" alike: people begin with either. */
static void heading(struct out *o, cmark_node *node, bool enter)
{
	static const char *const names[] = {"h2", "h2", "h2", "h3", "h4"};
	int level = cmark_node_get_heading_level(node);

	open_close(o, enter,
		   names[level < LOWEST_LEVEL ? level : LOWEST_LEVEL]);
}

static void list(struct out *o, cmark_node *node, bool enter)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);

	if (enter && ordered && start > 1) {
		str_puts(&o->s, "<ol start=\"");
		out_int(o, start);
		str_puts(&o->s, "\">");
		return;
	}
	open_close(o, enter, ordered ? "ol" : "ul");
}

/* The items of a tight list hold their words without a paragraph. */
static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *in = item ? cmark_node_parent(item) : NULL;

	return in && cmark_node_get_type(in) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(in);
}

static void paragraph(struct out *o, cmark_node *node, bool enter)
{
	if (!is_tight(node))
		open_close(o, enter, "p");
	else if (!enter && cmark_node_next(node))
		str_putc(&o->s, '\n');
}

static void link_to(struct out *o, cmark_node *node, bool enter)
{
	const char *url = cmark_node_get_url(node);

	if (!out_url_ok(url))
		return;
	if (!enter) {
		open_close(o, false, "a");
		return;
	}
	str_puts(&o->s, "<a href=\"");
	out_url(o, url);
	str_puts(&o->s, "\">");
}

static void verbatim(struct out *o, cmark_node *node, const char *before,
		     const char *after)
{
	str_puts(&o->s, before);
	out_text(o, cmark_node_get_literal(node));
	str_puts(&o->s, after);
}

/* What has no inside. */
static void leaf(struct out *o, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		verbatim(o, node, "", "");
		break;
	case CMARK_NODE_HTML_BLOCK:
		verbatim(o, node, "<p>", "</p>");
		break;
	case CMARK_NODE_CODE:
		verbatim(o, node, "<code>", "</code>");
		break;
	case CMARK_NODE_CODE_BLOCK:
		verbatim(o, node, "<pre><code>", "</code></pre>");
		break;
	case CMARK_NODE_SOFTBREAK:
		str_putc(&o->s, '\n');
		break;
	case CMARK_NODE_LINEBREAK:
		str_puts(&o->s, "<br>");
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		str_puts(&o->s, "<hr>");
		break;
	default:
		break;
	}
}

static void node_out(struct out *o, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		heading(o, node, enter);
		break;
	case CMARK_NODE_PARAGRAPH:
		paragraph(o, node, enter);
		break;
	case CMARK_NODE_LIST:
		list(o, node, enter);
		break;
	case CMARK_NODE_ITEM:
		open_close(o, enter, "li");
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		open_close(o, enter, "blockquote");
		break;
	case CMARK_NODE_EMPH:
		open_close(o, enter, "em");
		break;
	case CMARK_NODE_STRONG:
		open_close(o, enter, "strong");
		break;
	case CMARK_NODE_LINK:
		link_to(o, node, enter);
		break;
	default:
		if (enter)
			leaf(o, node);
		break;
	}
}

void out_markdown(struct out *o, const char *text)
{
	cmark_event_type event;
	cmark_parser *parser;
	cmark_iter *iter;

	if (!text)
		return;
	arena_now = o->s.arena;
	parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
	cmark_parser_feed(parser, text, strlen(text));
	iter = cmark_iter_new(cmark_parser_finish(parser));
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		node_out(o, cmark_iter_get_node(iter),
			 event == CMARK_EVENT_ENTER);
	arena_now = NULL;
}
