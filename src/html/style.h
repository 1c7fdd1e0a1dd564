/*
 * style.h: /style, where every component of the service stands in every state,
 * from the templates and classes the pages use. Linked from nowhere.
 */
#ifndef HTML_STYLE_H
#define HTML_STYLE_H

#include "http/http.h"

enum err style_page_show(struct request *req, struct response *res);

#endif
