# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Places, progress lines and quiet commands. The sourcing script has set $top, the repository.

cache=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/kdefer
# Separate so that two trees on one machine can share kernels and still build side by side.
work=${KDEFER_WORK:-$cache}
build_root=$work/build
out=$work/out
jobs=$(nproc)
mkdir -p "$cache" "$build_root" "$out"

# Everything but results goes to stderr: stdout is KTAP, or an answer.
say() { printf '==> %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# quietly LOG COMMAND...: keep the output in LOG, show its end only if the command fails
quietly() {
	quiet_log=$1
	shift
	"$@" > "$quiet_log" 2>&1 < /dev/null && return
	printf '%s\n' "--- failed: $*; last lines of $quiet_log:" >&2
	tail -n 40 "$quiet_log" >&2
	return 1
}
