/*
 * template_store.h: templates in and out of the database; template.c decides.
 */
#ifndef TEMPLATE_TEMPLATE_STORE_H
#define TEMPLATE_TEMPLATE_STORE_H

#include "template/template.h"

MUST_CHECK enum err store_template(struct db *db, struct arena *a, int64_t id,
				   struct template *ret_template);
/* Of the person and the shared ones; lang "" = of all languages. */
MUST_CHECK enum err store_templates(struct db *db, struct arena *a,
				    int64_t staff_id, const char *lang,
				    struct template **ret_list,
				    size_t *ret_count);
MUST_CHECK enum err store_template_insert(struct db *db, int64_t id,
					  const struct template *t);
/* ERR_CONFLICT: not in this version any more. */
MUST_CHECK enum err store_template_update(struct db *db,
					  const struct template *t);
MUST_CHECK enum err store_template_delete(struct db *db, int64_t id);

#endif
