#!/bin/sh
# Debian's packages, by name: those that are missing are installed if that is allowed here, else it is said what to type.
set -eu
missing=""
for package in "$@"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true 2>/dev/null; then as_root="sudo"
else
  echo "These packages of Debian are missing. Type:  sudo apt-get install --no-install-recommends$missing" >&2
  exit 1
fi
echo "Installing from Debian:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# One apt at a time: whoever holds the lock is waited for.
if $as_root apt-get update -qq >"$log" 2>&1 &&
  $as_root apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 $missing >>"$log" 2>&1; then
  rm -f "$log"
else
  tail -n 20 "$log" >&2
  echo "Debian's packages could not be installed. Type:  sudo apt-get install --no-install-recommends$missing" >&2
  exit 1
fi
