/*
 * body.c: reading what a job was told.
 */
#include "job/job.h"

#include <jansson.h>

enum err job_body_int(const struct job *job, const char *key,
		      int64_t *ret_value)
{
	json_t *body = json_loads(job->body, JSON_REJECT_DUPLICATES, NULL);
	const json_t *value = json_object_get(body, key);
	bool found = json_is_integer(value);

	if (found)
		*ret_value = json_integer_value(value);
	json_decref(body);
	return found ? OK : ERR_INVALID;
}
