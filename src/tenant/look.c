/*
 * look.c: the looks of the municipality are settings.
 */
#include "tenant/look.h"

#include "base/str.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"
#include "tenant/theme.h"

enum err look_change_accent(struct db *db, struct arena *a, int64_t staff_id,
			    const char *accent)
{
	struct colour c;
	enum err err;

	if (!str_empty(accent) && !colour_parse(accent, &c))
		return ERR_INVALID;
	err = setting_put(db, "accent", accent);
	if (err)
		return err;
	return audit_add(db, a, "settings_changed", staff_id,
			 "{\"accent\":true}");
}

enum err look_change_logo(struct db *db, struct arena *a, int64_t staff_id,
			  const struct logo *logo)
{
	enum err err;

	err = setting_put(db, "logo", logo->name);
	if (!err)
		err = setting_put(db, "logo_width",
				  arena_printf(a, "%d", logo->width));
	if (!err)
		err = setting_put(db, "logo_height",
				  arena_printf(a, "%d", logo->height));
	if (err)
		return err;
	return audit_add(db, a, "settings_changed", staff_id,
			 "{\"logo\":true}");
}
