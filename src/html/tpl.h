/*
 * tpl.h: what the C made by tools/templates.c needs besides out.h. The type of
 * a member picks the function; what has no place on a page (a bool, an enum, a
 * double, a struct) does not compile.
 */
#ifndef HTML_TPL_H
#define HTML_TPL_H

#include "html/out.h"

/* One value; text goes through text_fn, which escapes for its place. */
#define TPL_VALUE(o, x, text_fn) \
 _Generic((x),                              \
	 char *: text_fn,                   \
	 const char *: text_fn,             \
	 short: out_int,                    \
	 unsigned short: out_int,           \
	 int: out_int,                      \
	 long: out_int,                     \
	 unsigned long: out_int,            \
	 long long: out_int,                \
	 unsigned long long: out_int)(o, x)

static inline bool tpl_true_text(const char *s)
{
	return s && *s;
}

static inline bool tpl_true_int(int64_t n)
{
	return n != 0;
}

static inline bool tpl_true_ptr(const void *p)
{
	return p != NULL;
}

/* {{if v.x}}: a text that is not empty, a number that is not 0, a pointer. */
#define TPL_TRUE(x) \
 _Generic((x),                              \
	 char *: tpl_true_text,             \
	 const char *: tpl_true_text,       \
	 bool: tpl_true_int,                \
	 short: tpl_true_int,               \
	 unsigned short: tpl_true_int,      \
	 int: tpl_true_int,                 \
	 unsigned: tpl_true_int,            \
	 long: tpl_true_int,                \
	 unsigned long: tpl_true_int,       \
	 long long: tpl_true_int,           \
	 unsigned long long: tpl_true_int,  \
	 default: tpl_true_ptr)(x)

static inline struct word_arg tpl_arg_text(const char *name, const char *text)
{
	return WORD_TEXT(name, text);
}

static inline struct word_arg tpl_arg_int(const char *name, int64_t n)
{
	return WORD_INT(name, n);
}

#define TPL_ARG(name, x) \
 _Generic((x),                              \
	 char *: tpl_arg_text,              \
	 const char *: tpl_arg_text,        \
	 short: tpl_arg_int,                \
	 unsigned short: tpl_arg_int,       \
	 int: tpl_arg_int,                  \
	 long: tpl_arg_int,                 \
	 unsigned long: tpl_arg_int,        \
	 long long: tpl_arg_int,            \
	 unsigned long long: tpl_arg_int)(name, x)

#endif
