/*
 * config.h: the configuration of the serving process, whole and checked.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base/arena.h"
#include "base/config.h"
#include "base/err.h"

/* Fills what was not given. */
void config_defaults(struct config *c);
/* Says on stderr what cannot work, and sets the level of the log. */
MUST_CHECK enum err config_check(const struct config *c);
/* The list of trusted proxies, NULL-ended. */
const char *const *config_trusted(struct arena *a, const struct config *c);

#endif
