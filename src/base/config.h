/*
 * config.h: what the process is told by flags and environment. Everything of
 * a municipality is in the database instead.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stddef.h>

struct config {
	const char *data; /* --data, KAIKU_DATA: folder */
	const char *db;   /* --db, KAIKU_DB: postgresql://..., NULL = SQLite */
	const char *listen;  /* --listen, KAIKU_LISTEN: addr:port[,addr:port] */
	int workers;         /* --workers, KAIKU_WORKERS: default = cores */
	const char *trusted; /* --trusted-proxies, KAIKU_TRUSTED_PROXIES */
	const char *
		mail_relay; /* --mail-relay, KAIKU_MAIL_RELAY: smtp[s]://[user:pass@]host:port */
	const char *mail_ca; /* --mail-ca, KAIKU_MAIL_CA: PEM file, or NULL */
	const char *
		tiles; /* --tiles, KAIKU_TILES: of maps; an address with {z} {x} {y}, or a
				  file.mbtiles; NULL = the built-in map */
	const char *tiles_credit; /* --tiles-credit, KAIKU_TILES_CREDIT */
	const char *
		geocoder; /* --geocoder, KAIKU_GEOCODER: a service that knows addresses, its address without the question; NULL = none */
	const char *log_level; /* --log-level, KAIKU_LOG_LEVEL */
	const char *
		public_base; /* --public-base, KAIKU_PUBLIC_BASE: links in mails, "https://palaute.example.fi"; NULL = https://<first host> */
};

#endif
