# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Missing Debian packages. Needs common.sh.

# CI has nobody to type a password.
if [ -t 0 ]; then sudo=sudo; else sudo='sudo -n'; fi

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo > /dev/null; then
		$sudo "$@"
	else
		die "this needs root or sudo: $*"
	fi
}

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

apt_updated=
apt_update() {
	[ -z "$apt_updated" ] || return 0
	say "updating the package lists"
	quietly "$cache/apt.log" as_root apt-get -q update || die "apt-get update failed"
	apt_updated=yes
}

# apt_install PACKAGE...
apt_install() {
	quietly "$cache/apt.log" as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y --no-install-recommends install "$@" || die "could not install: $*"
}

# latest_release SERIES: of the cloud kernels that the package sources have; nothing if there is none
latest_release() {
	apt-cache pkgnames "linux-headers-$1." | sed -n 's/^linux-headers-\(.*-cloud-amd64\)$/\1/p' |
		grep -v -e -rt- | sort -rV | while read -r latest; do
		apt-cache show "linux-headers-$latest" > /dev/null 2>&1 || continue
		echo "$latest"
		break
	done
}

# apt_add_backports: a bookworm-backports source at the place this machine already gets bookworm from
apt_add_backports() {
	list=/etc/apt/sources.list.d/kdefer-backports.list
	[ ! -e "$list" ] || return 0
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	# shellcheck disable=SC2016 # apt expands these
	line=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
		awk -v keyring="$keyring" '$1 == "bookworm" && $2 == "main" {
			print "deb [signed-by=" keyring "] " $3 " bookworm-backports main"
			exit
		}')
	[ -n "$line" ] || die "no Debian bookworm source configured: cannot derive bookworm-backports"
	say "adding $list: bookworm-backports, for newer kernel headers"
	echo "$line" | as_root tee "$list" > /dev/null
	apt_updated=
	apt_update
}
