/*
 * routes.c: every address the service answers, one row each. A slice adds its
 * rows here; the columns are what dispatch demands before the handler runs,
 * and what `kaiku routes` and the access tests read.
 */
#include "app/routes.h"

#include "app/front.h"
#include "app/health.h"
#include "html/page.h"
#include "http/problem.h"
#include "matter/matter.h"
#include "staff/staff.h"

const struct route routes[] = {
	{.method = "GET",
	 .path = "/",
	 .handler = front_page_choose,
	 .why = "sends the reader on to the front page in their language"},
	{.method = "GET",
	 .path = "/health",
	 .handler = health_page,
	 .any_host = true,
	 .why = "for monitors: 200 or 503, without any tenant's data"},
	{.method = NULL},
};

void routes_connect(void)
{
	problem_page = page_problem;
	staff_on_deactivate = matter_release_handler;
}
