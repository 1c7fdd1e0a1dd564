/*
 * notify.h: tells the service manager how we are (sd_notify(3)), without
 * libsystemd: one datagram to $NOTIFY_SOCKET.
 */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

/* "READY=1", "STOPPING=1". Does nothing when nobody listens. */
void notify_manager(const char *state);

#endif
