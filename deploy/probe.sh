#!/usr/bin/env bash
# Asks for a path on a local port and succeeds if the answer is 200: the images bring neither curl nor wget.
#   probe 8080 /health/ready
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
read -r _ status _ <&3
[[ $status == 200 ]]
