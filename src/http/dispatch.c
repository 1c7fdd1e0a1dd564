/*
 * dispatch.c: the row of the route table, applied. Everything a row demands
 * is checked here, before its handler, in one order for all routes: access,
 * right, where the form came from, rate, guard, repeat.
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/seal.h"
#include "base/str.h"
#include "http/limit.h"
#include "http/problem.h"
#include "http/repeat.h"
#include "http/url.h"

#include <setjmp.h>
#include <sodium.h>

/* Room an exhausted arena still gets for its error page. */
enum { ARENA_LAST_WORDS = 512 * 1024 };

static bool is_post(const struct request *req)
{
	return req->method == METHOD_POST;
}

static enum err check_access(const struct request *req)
{
	const struct route *r = req->route;

	if (r->access == STAFF && !req->session)
		return ERR_LOGIN;
	if (r->need && !(req->session && (req->session->rights & r->need)))
		return ERR_DENIED;
	return OK;
}

/*
 * A browser says where a form was sent from. What it says must be this very
 * origin; programs that are no browsers say nothing, and hold no cookies a
 * stranger could ride on.
 */
static enum err check_sender(const struct request *req)
{
	const char *origin = req_header(req, "origin");
	const char *site = req_header(req, "sec-fetch-site");

	if (!is_post(req))
		return OK;
	if (*origin && !str_same(origin, req->origin))
		return ERR_DENIED;
	if (*site && !str_same(site, "same-origin") && !str_same(site, "none"))
		return ERR_DENIED;
	return OK;
}

/* ERR_LOGIN for a page becomes the way to sign in and back. */
static enum err ask_login(struct request *req, struct response *res)
{
	struct arena *a = req->arena;
	const char *next = req->path;

	if (is_post(req))
		return req->route->expired && !check_sender(req)
			       ? req->route->expired(req, res)
			       : ERR_LOGIN;
	if (*req->query)
		next = arena_printf(a, "%s?%s", next, req->query);
	return res_redirect(req, res, "/staff/login?next=%s",
			    url_encode_value(a, next));
}

static enum err check_limit(struct request *req, struct response *res)
{
	enum limit limit = req->route->limit;

	if (req->counted || limit_allow(req, limit)) {
		req->counted = true;
		return OK;
	}
	res_header(res, "Retry-After",
		   arena_printf(req->arena, "%d", limit_period_s(limit)));
	return ERR_BUSY;
}

static bool csrf_ok(const struct request *req)
{
	const char *field = req_field(req, "csrf");
	const char *held = req->session ? req->session->csrf : "";
	size_t n = strlen(held);

	return n > 0 && strlen(field) == n &&
	       sodium_memcmp(field, held, n) == 0;
}

static enum err check_guard(struct request *req)
{
	const struct route *r = req->route;

	if (r->guard == GUARD_NONE)
		return OK;
	if (r->guard == GUARD_ONE_CLICK)
		return str_same(req_field(req, "List-Unsubscribe"), "One-Click")
			       ? OK
			       : ERR_DENIED;
	req->form_key_ok =
		form_key_check(req_field(req, "key"), db_tenant(req->db));
	if (r->guard == GUARD_SESSION && !csrf_ok(req))
		return ERR_DENIED;
	return req->form_key_ok || r->own_repeat ? OK : ERR_DENIED;
}

static enum err checks(struct request *req, struct response *res)
{
	enum err err = check_access(req);

	if (!err)
		err = check_sender(req);
	if (!err)
		err = check_limit(req, res);
	if (!err)
		err = check_guard(req);
	return err;
}

static const char *header_of(const struct response *res, const char *name)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (str_same(res->headers[i].name, name))
			return res->headers[i].value;
	return NULL;
}

/*
 * What a repeat of this is answered with, or NULL. An answer that sets a
 * cookie (signing in) cannot be given twice by an address alone: doing it
 * again is right there.
 */
static const char *leads_to(const struct response *res)
{
	if (res->status != 303 || header_of(res, "Set-Cookie"))
		return NULL;
	return header_of(res, "Location");
}

static bool answers_repeats(const struct request *req)
{
	const struct route *r = req->route;

	return r->effect == WRITE && !r->own_repeat &&
	       (r->guard == GUARD_FORM || r->guard == GUARD_SESSION);
}

static enum err handle(struct request *req, struct response *res)
{
	struct repeat seen = {.seen = false};
	const char *led_to;
	enum err err;

	if (!answers_repeats(req))
		return req->route->handler(req, res);
	err = repeat_look(req, &seen);
	if (err)
		return err;
	if (seen.seen)
		return res_redirect(req, res, "%s", seen.ref);
	err = req->route->handler(req, res);
	led_to = err ? NULL : leads_to(res);
	return led_to ? repeat_keep(req, led_to) : err;
}

static enum err walk(struct request *req, struct response *res)
{
	enum err err = checks(req, res);

	if (!err)
		err = handle(req, res);
	return err == ERR_LOGIN ? ask_login(req, res) : err;
}

/* A page for the error; of what the handler wrote, only Retry-After stays. */
static void answer_problem(struct request *req, struct response *res,
			   enum err err)
{
	const char *retry_after = header_of(res, "Retry-After");

	*res = (struct response){.status = problem_status(err)};
	if (retry_after)
		res_header(res, "Retry-After", retry_after);
	problem_page(req, res, problem_status(err));
}

static void answer_exhausted(struct request *req, struct response *res)
{
	*res = (struct response){.status = 503};
	if (req->arena->limit)
		req->arena->limit = req->arena->used + ARENA_LAST_WORDS;
	log_error("arena exhausted: route=%s used=%zu", req->route->path,
		  req->arena->used);
	problem_page(req, res, 503);
}

enum err http_prepare(struct request *req, struct response *res,
		      struct work *ret_work)
{
	jmp_buf unwind;
	enum err err;

	if (setjmp(unwind)) {
		req->arena->unwind = NULL;
		answer_exhausted(req, res);
		return ERR_UNAVAILABLE;
	}
	req->arena->unwind = &unwind;
	err = checks(req, res);
	if (!err)
		err = req->route->prepare(req, ret_work);
	if (err)
		answer_problem(req, res, err);
	req->arena->unwind = NULL;
	return err;
}

/* An exhausted arena unwinds to here. */
static enum err run_safely(enum err (*run)(struct request *req,
					   struct response *res),
			   struct request *req, struct response *res)
{
	jmp_buf unwind;
	enum err err;

	if (setjmp(unwind)) {
		req->arena->unwind = NULL;
		answer_exhausted(req, res);
		return ERR_UNAVAILABLE;
	}
	req->arena->unwind = &unwind;
	err = run(req, res);
	if (err)
		answer_problem(req, res, err);
	req->arena->unwind = NULL;
	return err;
}

enum err http_dispatch(struct request *req, struct response *res)
{
	return run_safely(walk, req, res);
}

static enum err write_lasting(struct request *req, struct response *res)
{
	return res->lasting(req, res->lasting_id);
}

enum err http_dispatch_lasting(struct request *req, struct response *res)
{
	return res->lasting ? run_safely(write_lasting, req, res) : OK;
}
