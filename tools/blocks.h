/*
 * blocks.h: {{if}}, {{elif}}, {{else}}, {{for}}, {{end}}: every way through
 * them must end in the same place of the HTML.
 */
#ifndef TOOLS_BLOCKS_H
#define TOOLS_BLOCKS_H

#include "template.h"

static struct block *block_open(struct tpl *t, bool loop)
{
	struct block *b;

	html_pause(&t->h);
	if (t->depth == DEPTH_MAX) {
		COMPLAIN(t, "nested too deeply");
		exit(1);
	}
	b = &t->block[t->depth++];
	*b = (struct block){.loop = loop, .line = t->h.line, .before = t->h};
	return b;
}

static void open_if(struct tpl *t, const char *s)
{
	char *cond = expression(t, s, strlen(s), true);

	statement(t, "if (%s) {", cond);
	block_open(t, false);
}

/* Names a loop variable may not take: they would hide a directive. */
static bool is_directive(const char *s, size_t n)
{
	return one_of(copy(s, n), "t tv if elif else end for view include csrf "
				  "lines markdown date datetime iso size lang asset "
				  "out_");
}

static void open_for(struct tpl *t, const char *s)
{
	size_t n = strcspn(s, " \t\n"), len = strlen(s), count;
	char *var = copy(s, n), *list, *c;
	const char *in = s + n + strspn(s + n, " \t\n");
	int deep = 0;

	if (strncmp(in, "in ", 3) || !len || s[len - 1] != ']' || !n ||
	    root_of(t, var, n) || is_directive(var, n)) {
		COMPLAIN(t, "{{for x in v.list[v.count]}} is wanted, with a "
			    "new name x");
		block_open(t, true)->var = var;
		buf_puts(t->c, "\t{");
		return;
	}
	for (count = len; count--;) {
		deep += (s[count] == ']') - (s[count] == '[');
		if (!deep)
			break;
	}
	in += 3 + strspn(in + 3, " \t\n");
	list = expression(t, in, (size_t)(s + count - in), false);
	c = expression(t, s + count + 1, len - count - 2, false);
	statement(t,
		  "for (size_t %s_i = 0; %s_i < (size_t)(%s); %s_i++) { "
		  "const __typeof__(*(%s)) *%s = &(%s)[%s_i]; (void)%s;",
		  var, var, c, var, list, var, list, var, var);
	block_open(t, true)->var = var;
}

static struct block *block_of(struct tpl *t, const char *word)
{
	if (t->depth)
		return &t->block[t->depth - 1];
	COMPLAIN(t, "{{%s}} without {{if}}%s", word,
		 strcmp(word, "end") ? "" : " or {{for}}");
	return NULL;
}

/* One branch is over: it must be where the others were. */
static void branch_end(struct tpl *t, struct block *b)
{
	const struct html *first = b->has_after ? &b->after : NULL;

	html_pause(&t->h);
	if (b->loop)
		first = &b->before;
	if (first && !html_same(first, &t->h))
		COMPLAIN(t, "{{%s}} of line %d: one way ends %s, another %s",
			 b->loop ? "for" : "if", b->line, html_where(&t->h),
			 html_where(first));
	if (first)
		html_merge(&t->h, first);
	b->after = t->h;
	b->has_after = true;
}

static void branch(struct tpl *t, const char *s, bool is_else)
{
	struct block *b = block_of(t, is_else ? "else" : "elif");
	int line = t->h.line;

	if (!b)
		return;
	if (b->loop || b->has_else)
		COMPLAIN(t, "{{%s}} has no {{if}}", is_else ? "else" : "elif");
	flush(t);
	branch_end(t, b);
	t->h = b->before;
	t->h.line = line;
	b->has_else |= is_else;
	if (is_else)
		statement(t, "} else {");
	else
		statement(t, "} else if (%s) {",
			  expression(t, s, strlen(s), true));
}

static void block_end(struct tpl *t)
{
	struct block *b = block_of(t, "end");
	int line = t->h.line;

	if (!b)
		return;
	flush(t);
	branch_end(t, b);
	if (!b->loop && !b->has_else) { /* the way around it */
		t->h = b->before;
		t->h.line = line;
		branch_end(t, b);
	}
	t->depth--;
	statement(t, "}");
}

#endif
