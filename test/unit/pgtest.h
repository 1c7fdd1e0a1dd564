/*
 * pgtest.h: a PostgreSQL database of a test's own, beside the one that
 * KAIKU_TEST_PG names, so that tests do not meet each other's rows.
 */
#ifndef TEST_PGTEST_H
#define TEST_PGTEST_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs one command; says why not on stderr. */
static inline bool pgtest_run(const char *url, const char *command)
{
	PGconn *c = PQconnectdb(url);
	PGresult *r = PQexec(c, command);
	ExecStatusType status = PQresultStatus(r);
	bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!good)
		fprintf(stderr, "%s: %s", command, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
	return good;
}

/* The address of a new, empty database; NULL when there is no PostgreSQL. */
static inline const char *pgtest_database(const char *name)
{
	static char url[1000];
	const char *base = getenv("KAIKU_TEST_PG");
	char command[200];

	if (!base)
		return NULL;
	snprintf(command, sizeof(command),
		 "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
	if (!pgtest_run(base, command))
		exit(1);
	snprintf(command, sizeof(command), "CREATE DATABASE %s", name);
	if (!pgtest_run(base, command))
		exit(1);
	snprintf(url, sizeof(url), "%s%cdbname=%s", base,
		 strchr(base, '?') ? '&' : '?', name);
	return url;
}

#endif
