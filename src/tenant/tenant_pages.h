/*
 * tenant_pages.h: the municipality's own pages of the administration.
 */
#ifndef TENANT_TENANT_PAGES_H
#define TENANT_TENANT_PAGES_H

#include "http/http.h"

enum err tenant_page_settings(struct request *req, struct response *res);
enum err tenant_page_settings_save(struct request *req, struct response *res);
enum err look_page_file(struct request *req, struct response *res);
enum err look_page_show(struct request *req, struct response *res);
enum err look_page_save(struct request *req, struct response *res);
enum err look_page_logo(struct request *req, struct response *res);
/* The manifest of the installed page. */
enum err install_page_manifest(struct request *req, struct response *res);
enum err tenant_page_outbox(struct request *req, struct response *res);
enum err tenant_page_mail_again(struct request *req, struct response *res);
enum err tenant_page_job_again(struct request *req, struct response *res);

#endif
