/*
 * route_rows.h: rows of the table of addresses that are alike, so that each
 * says only what is its own. For the parts of
 * routes.c only.
 */
#ifndef APP_ROUTE_ROWS_H
#define APP_ROUTE_ROWS_H

/* The administration: one right, forms of a session. */
#define ADMIN_GET(path_, handler_, need_, why_)                         \
 {                                                                      \
  .method = "GET", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .why = (why_)                       \
 }
#define ADMIN_POST(path_, handler_, need_, why_)                             \
 {                                                                           \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_),     \
  .access = STAFF, .need = (need_), .effect = WRITE, .guard = GUARD_SESSION, \
  .body = BODY_FORM, .why = (why_)                                           \
 }
#define ADMIN_FILES(path_, handler_, need_, why_)                            \
 {                                                                           \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_),     \
  .access = STAFF, .need = (need_), .effect = WRITE, .guard = GUARD_SESSION, \
  .body = BODY_FILES, .why = (why_)                                          \
 }
#define STAFF_POST(path_, handler_, why_)                                      \
 {                                                                             \
  .method = "POST", .path = "/staff" path_, .handler = (handler_),             \
  .access = STAFF, .effect = WRITE, .guard = GUARD_SESSION, .body = BODY_FORM, \
  .why = (why_)                                                                \
 }
/* A page about a matter, for who handles it. */
#define MATTER_GET(path_, handler_, effect_, why_)                          \
 {                                                                          \
  .method = "GET", .path = "/staff/" path_, .handler = (handler_),          \
  .access = STAFF, .need = PERM_MATTERS, .effect = (effect_), .why = (why_) \
 }
/* Answer templates: for who answers, and for who looks after the topics. */
#define TEMPLATE_GET(path_, handler_, why_)                                 \
 {                                                                          \
  .method = "GET", .path = "/staff/templates" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_MATTERS | PERM_ADMIN_TOPICS, .why = (why_)  \
 }
#define TEMPLATE_POST(path_, handler_, why_)                                  \
 {                                                                            \
  .method = "POST", .path = "/staff/templates" path_, .handler = (handler_),  \
  .access = STAFF, .need = PERM_MATTERS | PERM_ADMIN_TOPICS, .effect = WRITE, \
  .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_)                    \
 }
/* What everybody is told. */
#define NOTICE_GET(path_, handler_, why_)                                 \
 {                                                                        \
  .method = "GET", .path = "/staff/notices" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_NOTICES, .why = (why_)                    \
 }
#define NOTICE_POST(path_, handler_, why_)                                 \
 {                                                                         \
  .method = "POST", .path = "/staff/notices" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_NOTICES, .effect = WRITE,                  \
  .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_)                 \
 }
/* What staff do beside the matters that are there. */
#define WORK_GET(path_, handler_, why_)                           \
 {                                                                \
  .method = "GET", .path = "/staff" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_MATTERS, .why = (why_)            \
 }
#define WORK_POST(path_, handler_, why_)                           \
 {                                                                 \
  .method = "POST", .path = "/staff" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_MATTERS, .effect = WRITE,          \
  .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_)         \
 }
/* What is written for a while: the session may end before it is sent. */
#define DRAFT_POST(path_, handler_, body_, expired_, why_)         \
 {                                                                 \
  .method = "POST", .path = "/staff" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_MATTERS, .effect = WRITE,          \
  .guard = GUARD_SESSION, .body = (body_), .expired = (expired_),  \
  .why = (why_)                                                    \
 }
/* For who decides what becomes public. */
#define PUBLISH_GET(path_, handler_, why_)                        \
 {                                                                \
  .method = "GET", .path = "/staff" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_PUBLISH, .why = (why_)            \
 }
#define PUBLISH_POST(path_, handler_, why_)                        \
 {                                                                 \
  .method = "POST", .path = "/staff" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_PUBLISH, .effect = WRITE,          \
  .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_)         \
 }
/* What staff do with a matter they may see. */
#define MATTER_POST(path_, handler_, why_)                                  \
 {                                                                          \
  .method = "POST", .path = "/staff/matters/{number}" path_,                \
  .handler = (handler_), .access = STAFF, .need = PERM_MATTERS,             \
  .effect = WRITE, .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_) \
 }
/* What is taken out is written down. */
#define ADMIN_EXPORT(path_, handler_, need_, why_)                      \
 {                                                                      \
  .method = "GET", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .effect = WRITE, .why = (why_)      \
 }
/* A table to look at: nothing is written yet. */
#define ADMIN_PREVIEW(path_, handler_, need_, why_)                      \
 {                                                                       \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .guard = GUARD_SESSION,              \
  .body = BODY_FILES, .why = (why_)                                      \
 }

/* The same, with the look written down. */
#define LINK_LOOK(path_, handler_, why_)                                    \
 {                                                                          \
  .method = "GET", .path = (path_), .handler = (handler_), .effect = WRITE, \
  .limit = LIMIT_FOLLOW, .why = (why_)                                      \
 }
/* A page behind a link that is itself the right to it. */
#define LINK_GET(path_, handler_, why_)                    \
 {                                                         \
  .method = "GET", .path = (path_), .handler = (handler_), \
  .limit = LIMIT_FOLLOW, .why = (why_)                     \
 }
#define LINK_POST(path_, handler_, body_, why_)                              \
 {                                                                           \
  .method = "POST", .path = (path_), .handler = (handler_), .effect = WRITE, \
  .guard = GUARD_FORM, .body = (body_), .limit = LIMIT_FOLLOW, .why = (why_) \
 }
/* What anybody may ask for by mail: few times an hour. */
#define MAIL_POST(path_, handler_, why_)                                     \
 {                                                                           \
  .method = "POST", .path = (path_), .handler = (handler_), .effect = WRITE, \
  .guard = GUARD_FORM, .body = BODY_FORM, .limit = LIMIT_LINK, .why = (why_) \
 }

/* What a resident does to the own matter: the code is the right to. */
#define FOLLOW_POST(path_, handler_, body_, why_)                          \
 {                                                                         \
  .method = "POST", .path = "/follow/{code}" path_, .handler = (handler_), \
  .effect = WRITE, .guard = GUARD_FORM, .body = (body_),                   \
  .limit = LIMIT_FOLLOW, .why = (why_)                                     \
 }

#endif
