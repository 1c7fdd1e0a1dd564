/*
 * problem.c: the one place that turns an error into a status. Before html/
 * has set its page, and in tests, a problem is its bare number.
 */
#include "http/problem.h"

int problem_status(enum err err)
{
	static const int status[ERR__MAX] = {
		[OK] = 200,
		[ERR_INVALID] = 422,
		[ERR_DENIED] = 403,
		[ERR_LOGIN] = 401,
		[ERR_NOT_FOUND] = 404,
		[ERR_CONFLICT] = 409,
		[ERR_TOO_LARGE] = 413,
		[ERR_BUSY] = 429,
		[ERR_UNAVAILABLE] = 503,
		[ERR_INTERNAL] = 500,
	};

	return err < ERR__MAX && status[err] ? status[err] : 500;
}

static void plain_problem(struct request *req, struct response *res, int status)
{
	res->status = status;
	res->type = "text/plain; charset=utf-8";
	res->body = arena_printf(req->arena, "%d\n", status);
	res->body_len = strlen(res->body);
}

void (*problem_page)(struct request *req, struct response *res,
		     int status) = plain_problem;
