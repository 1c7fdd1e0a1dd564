/*
 * sheet_pages.h: links to the form for feedback with its topic chosen, as
 * addresses, as QR codes and as sheets for a wall.
 */
#ifndef SHEET_SHEET_PAGES_H
#define SHEET_SHEET_PAGES_H

#include "http/http.h"

enum err sheet_page_list(struct request *req, struct response *res);
/* ?topic= as many times as there are sheets, ?in= their language. */
enum err sheet_page_print(struct request *req, struct response *res);
/* One code as an SVG file. */
enum err sheet_page_code(struct request *req, struct response *res);

#endif
