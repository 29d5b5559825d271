#!/bin/bash
# Requests per CPU second of our server and of nginx: the same body, 64 connections, one loop and one worker,
# interleaved. Prints the ratio and its bar; fails below it.   static_files.sh PROGRAM [ROUNDS] [SECONDS] [BYTES]
set -euo pipefail
program=$(realpath "$1") rounds=${2:-5} seconds=${3:-2} bytes=${4:-4096} bar=0.7
folder=$(mktemp -d)
chmod 755 "$folder"
mkdir "$folder/www"
head -c "$bytes" < <(while :; do printf 'Trattoria Lume, 12 Quay Street. '; done) > "$folder/www/index.html" || true
port=$((20000 + RANDOM % 20000))

cat > "$folder/nginx.conf" <<CONF
worker_processes 1;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=100;
  default_type text/html;
  client_body_temp_path $folder; proxy_temp_path $folder; fastcgi_temp_path $folder; uwsgi_temp_path $folder; scgi_temp_path $folder;
  server { listen 127.0.0.1:$port reuseport; root $folder/www; }
}
CONF
nginx -c "$folder/nginx.conf" -e "$folder/error.log" -g 'daemon off; master_process off;' & nginx=$!
"$program" $((port + 1)) "$folder/www/index.html" & ours=$!
trap 'kill $nginx $ours 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
for p in $port $((port + 1)); do
  for _ in $(seq 100); do curl -sf "http://127.0.0.1:$p/" -o "$folder/got" && break; sleep 0.05; done
  cmp "$folder/got" "$folder/www/index.html"
done

cpu_ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
measure() {  # PID PORT: requests per CPU second
  local before after requests
  before=$(cpu_ticks "$1")
  requests=$(wrk -t1 -c64 -d"${seconds}s" "http://127.0.0.1:$2/" | awk '/requests in/ {print $1}')
  after=$(cpu_ticks "$1")
  awk -v n="$requests" -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" 'BEGIN {printf "%.0f\n", n * hz / t}'
}
median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }

seconds_kept=$seconds; seconds=1
measure $nginx "$port" >/dev/null; measure $ours $((port + 1)) >/dev/null  # warm-up
seconds=$seconds_kept
for _ in $(seq "$rounds"); do
  measure $nginx "$port" >> "$folder/nginx.txt"
  measure $ours $((port + 1)) >> "$folder/ours.txt"
done
theirs=$(median < "$folder/nginx.txt") own=$(median < "$folder/ours.txt")
awk -v own="$own" -v theirs="$theirs" -v bar=$bar -v bytes="$bytes" 'BEGIN {
  ratio = own / theirs
  printf "static_files: %.2f of nginx (bar %.1f) %s\n", ratio, bar, (ratio < bar) ? "BELOW THE BAR" : "ok"
  printf "  %d bytes, 64 connections: %d against %d requests per CPU second\n", bytes, own, theirs
  exit (ratio < bar)
}'
