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

# apt_cost PACKAGE...: what it takes to install them, in words
apt_cost() {
	LC_ALL=C apt-get --print-uris -y --no-install-recommends install "$@" 2> /dev/null |
		sed -n 's/^Need to get \(.*\) of archives\.$/\1 to fetch/p; s/^After this operation, \(.*\) of additional.*/, \1 on the disk/p' |
		tr -d '\n'
}

# apt_install PACKAGE...
apt_install() {
	quietly "$cache/apt.log" as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y --no-install-recommends install "$@" || die "could not install: $*"
}

# latest_release KERNEL: the newest of its series and flavour that the package sources have; nothing if there is none
latest_release() {
	apt-cache pkgnames "linux-headers-$(kernel_series "$1")." |
		sed -n "s/^linux-headers-\([^-]*-$(kernel_flavour "$1")\)$/\1/p" | sort -rV | while read -r latest; do
		apt-cache show "linux-headers-$latest" > /dev/null 2>&1 || continue
		echo "$latest"
		break
	done
}

# debian_mirror: the place that this machine gets Debian's main archive from
debian_mirror() {
	# shellcheck disable=SC2016 # apt expands these
	apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
		awk '($1 == "bookworm" || $1 == "trixie") && $2 == "main" { print $3; found = 1; exit } END { exit !found }' ||
		die "no source of Debian 12 or 13 is configured: where are its other suites?"
}

# apt_add_backports: a bookworm-backports source at the same place
apt_add_backports() {
	list=/etc/apt/sources.list.d/kdefer-backports.list
	[ ! -e "$list" ] || return 0
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	mirror=$(debian_mirror) || exit
	say "adding $list: bookworm-backports, for newer kernel headers"
	echo "deb [signed-by=$keyring] $mirror bookworm-backports main" | as_root tee "$list" > /dev/null
	apt_updated=
	apt_update
}
