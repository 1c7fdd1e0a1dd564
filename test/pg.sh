#!/bin/sh
# A private PostgreSQL for tests:
#   test/pg.sh start DIR PORT   makes and starts one in DIR, prints its address
#   test/pg.sh kill DIR         stops it as a crash would, keeps its files
#   test/pg.sh again DIR        starts it again
#   test/pg.sh stop DIR         stops it and removes its files
# It listens on a socket in DIR only. Role kaiku owns the database kaiku and is
# no superuser (row-level security would not be tested), but may make databases
# beside it, one for each test. As root everything runs as the system's user
# postgres. KAIKU_PG_FSYNC=on for measurements: as in earnest.
set -eu
bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
as() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
do=${1:-} dir=${2:-}
[ -n "$dir" ] || { sed -n '2,10s/^# //p' "$0" >&2; exit 2; }

case $do in
start)
	port=${3:?port}
	mkdir -p "$dir"
	if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
	cd "$dir" # a folder that the user postgres may stand in
	as "$bin/initdb" -D "$dir/data" -U postgres --auth=trust \
		--encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1
	as sh -c "cat >> '$dir/data/postgresql.conf'" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$dir'
		port = $port
		fsync = ${KAIKU_PG_FSYNC:-off}
		autovacuum = ${KAIKU_PG_FSYNC:-off} # it would sit in a database that a test drops
		max_connections = 60
		shared_buffers = 64MB
	CONF
	as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 30 start >/dev/null
	as psql -q -h "$dir" -p "$port" -U postgres -d postgres \
		-c "CREATE ROLE kaiku LOGIN CREATEDB" \
		-c "CREATE DATABASE kaiku OWNER kaiku"
	echo "postgresql://kaiku@/kaiku?host=$dir&port=$port"
	;;
kill)
	cd "$dir"
	as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null
	;;
again)
	cd "$dir"
	as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start >/dev/null
	;;
stop)
	cd "$dir"
	as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null || true
	rm -rf "$dir/data" "$dir/log" "$dir/initdb.log"
	;;
*)
	echo "start, kill, again or stop, not $do" >&2
	exit 2
	;;
esac
