#!/bin/sh
# Tries the two commands on a bare machine: a Debian root of debootstrap with Python in it and nothing else.
#   tools/bare_root.sh bookworm|trixie root|user [COMMAND ...]     the command is ./test where none is named
# Needs root and debootstrap. Takes mirrors, names and certificates from this machine's own configuration.
# A user installs nothing: what the command says is to be installed is carried out as it is said, and the
# command is tried again. At the end: its exit code, and which packages came in on top of the bare root.
# Roots lie in $BARE_ROOTS (/var/tmp/bare-roots); the bare one is kept, the one that is worked in is made anew.
set -eu

usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -ge 2 ] || usage
suite=$1 who=$2
shift 2
case $who in root | user) ;; *) usage ;; esac
[ $# -gt 0 ] || set -- ./test
[ "$(id -u)" = 0 ] || { echo 'needs root' >&2; exit 3; }
command -v debootstrap >/dev/null || { echo 'needs debootstrap (apt-get install debootstrap)' >&2; exit 3; }

home=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
roots=${BARE_ROOTS:-/var/tmp/bare-roots}
bare=$roots/$suite
work=$roots/$suite-$who
mkdir -p "$roots"

# In namespaces of our own: what is mounted and started in the root ends with this script.
if [ -z "${BARE_INSIDE:-}" ]; then
  BARE_INSIDE=1 exec unshare --mount --pid --fork --kill-child --propagation private "$0" "$suite" "$who" "$@"
fi

if [ ! -e "$bare.made" ]; then
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
  rm -rf "$bare"
  debootstrap --variant=minbase --include=python3 "$suite" "$bare" "$mirror" >"$bare.log" 2>&1 || {
    tail -n 5 "$bare.log" >&2
    exit 3
  }
  touch "$bare.made"
fi

rm -rf --one-file-system "$work"
cp -a "$bare" "$work"
installed() { chroot "$work" dpkg-query -W -f '${Package}\n' | sort; }
installed >"$work.before"

mount -t proc proc "$work/proc"
mount --rbind /dev "$work/dev"
cp -L /etc/resolv.conf "$work/etc/resolv.conf"
grep -F localhost /etc/hosts >"$work/etc/hosts" || :
for proxy in http_proxy https_proxy no_proxy; do
  eval "value=\${$proxy:-}"
  [ -z "$value" ] || set -- "$proxy=$value" "$@"
done
if [ -n "${PIP_CERT:-}" ]; then
  cp -L "$PIP_CERT" "$work/etc/certificates.pem"
  set -- PIP_CERT=/etc/certificates.pem "$@"
fi

chroot "$work" useradd --create-home --shell /bin/sh tester
folder=/home/tester/xianping
mkdir "$work$folder"
(cd "$home" && git ls-files -z | tar --null -T - -c) | tar -x -C "$work$folder" --no-same-owner
[ "$who" = root ] || chroot "$work" chown -R tester:tester "$folder"

case $who in root) account=root place=/root ;; *) account=tester place=/home/tester ;; esac
within() { # ACCOUNT HOME [NAME=VALUE ...] COMMAND ...
  account_of=$1 home_of=$2
  shift 2
  chroot "$work" setpriv --reuid="$account_of" --regid="$account_of" --init-groups \
    env -i -C "$folder" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME="$home_of" LANG=C.UTF-8 "$@"
}

tries=0
while :; do
  code=0
  within "$account" "$place" "$@" >"$work.out" 2>"$work.err" || code=$?
  cat "$work.out" "$work.err"
  said=$(sed -n 's/^ *sudo //p' "$work.err")
  tries=$((tries + 1))
  if [ "$code" != 3 ] || [ -z "$said" ] || [ "$tries" -gt 4 ]; then break; fi
  printf '\n== as it was said ==\n%s\n' "$said"
  within root /root sh -ec "export DEBIAN_FRONTEND=noninteractive; $said" >"$work.apt" 2>&1 || {
    tail -n 5 "$work.apt"
    break
  }
done

installed >"$work.after"
printf '\n== %s as %s: exit code %s; packages beyond the bare root ==\n' "$suite" "$who" "$code"
comm -13 "$work.before" "$work.after" | tr '\n' ' '
printf '\n== of these asked for by name ==\n'
chroot "$work" apt-mark showmanual | sed 's|:.*||' | sort | comm -12 - "$work.after" | comm -13 "$work.before" - | tr '\n' ' '
printf '\n== left in the temporary folders ==\n'
du -sh "$work/tmp" "$work/var/tmp"
exit "$code"
