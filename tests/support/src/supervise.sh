# Starts a PostgreSQL server and ends it, with its folder, as soon as standard input is closed: by the end of the test's
# process, whether it returned, panicked or was killed.
#
#   supervise.sh PROGRAMS FOLDER PORT    in FOLDER is a file `password`
#
# Says `ready` when the server takes connections; or, when it does not start, what the server says.
trap '' PIPE
programs=$1 folder=$2 port=$3
data=$folder/data log=$folder/log

# Nothing here has to outlive a power cut. Acme's own safety is tested by killing acme, not the server.
settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=400"
settings="$settings -c fsync=off -c full_page_writes=off"

if "$programs/initdb" --pgdata="$data" --username=churnkey --pwfile="$folder/password" --auth=password \
    --encoding=UTF8 --locale=C --no-sync >"$log" 2>&1 </dev/null &&
    "$programs/pg_ctl" start -w -t 60 -D "$data" -l "$log" -o "$settings" >>"$log" 2>&1 </dev/null; then
    echo ready
    exec >&-
    cat >/dev/null
    "$programs/pg_ctl" stop -w -m immediate -D "$data" >/dev/null 2>&1
else
    cat "$log"
fi
cd / && rm -rf "$folder"
