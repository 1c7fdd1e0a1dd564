/*
 * err.h: the nine ways anything in this program can fail.
 *
 * Every function that can fail returns an enum err. Each value has one
 * meaning to a reader and one HTTP status (see http/problem.c), so a code
 * never needs translating on its way up.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	OK = 0,
	ERR_INVALID,     /* the caller sent something we cannot accept */
	ERR_DENIED,      /* known caller, not allowed */
	ERR_LOGIN,       /* unknown caller, must sign in first */
	ERR_NOT_FOUND,   /* no such thing, or not visible to this caller */
	ERR_CONFLICT,    /* somebody else changed it first */
	ERR_TOO_LARGE,   /* over a documented limit */
	ERR_BUSY,        /* try again: lock, rate limit, serialization */
	ERR_UNAVAILABLE, /* database, mail relay or disk is away */
	ERR_INTERNAL,    /* our bug */
	ERR__MAX
};

/* The compiler refuses a dropped result. */
#define MUST_CHECK __attribute__((warn_unused_result))

#endif
