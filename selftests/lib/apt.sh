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
		sed -nE "s/^linux-headers-([^-]*(-[0-9]+)?-$(kernel_flavour "$1"))$/\1/p" | sort -rV | while read -r latest; do
		apt-cache show "linux-headers-$latest" > /dev/null 2>&1 || continue
		echo "$latest"
		break
	done
}

# own_debian: the name of this machine's Debian, "bookworm" (12) or "trixie" (13)
own_debian() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# debian_mirror [-security]: the place that this machine gets Debian's main archive from, or the security archive
debian_mirror() {
	# shellcheck disable=SC2016 # apt expands these
	apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
		awk -v bookworm="bookworm${1-}" -v trixie="trixie${1-}" '($1 == bookworm || $1 == trixie) && $2 == "main" {
			print $3; found = 1; exit } END { exit !found }'
}

# apt_add_backports: a bookworm-backports source at the same place
apt_add_backports() {
	list=/etc/apt/sources.list.d/kdefer-backports.list
	[ ! -e "$list" ] || return 0
	mirror=$(debian_mirror) || die "no source of Debian 12 is configured: where are its backports?"
	say "adding $list: bookworm-backports, for newer kernel headers"
	echo "deb [signed-by=$keyring] $mirror bookworm-backports main" | as_root tee "$list" > /dev/null
	apt_updated=
	apt_update
}

# Packages of another Debian than this machine's, to be unpacked: lists of our own tell of them, apt's own configuration
# and lists are left alone. Debian 12's and 13's are kept in the cache.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# with_lists DIR COMMAND...: with those that are in DIR; in_debian 12|13|arm64|12arm64|13arm64 COMMAND...: with that one's
with_lists() (
	export APT_CONFIG="$1/apt.conf"
	shift
	"$@"
)
in_debian() {
	debian=$1
	shift
	with_lists "$cache/debian$debian" "$@"
}

# lists_update DIR ARCHITECTURES SOURCE...: fetch the lists of "PLACE SUITE", which go to DIR
lists_update() {
	lists=$1 list_architectures=$2
	shift 2
	mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"
	for source; do
		echo "deb [arch=$list_architectures signed-by=$keyring] $source main"
	done > "$lists/sources.list"
	# What is installed here is no version of that Debian's.
	cat > "$lists/apt.conf" <<-END
		APT::Architectures "$list_architectures";
		Dir::Etc::SourceList "$lists/sources.list";
		Dir::Etc::SourceParts "-";
		Dir::State::Lists "$lists/lists";
		Dir::State::Status "/dev/null";
		Dir::Cache "$lists/cache";
		Dir::Cache::PkgCache "";
		Dir::Cache::SrcPkgCache "";
		Acquire::GzipIndexes "true";
		Acquire::Languages "none";
	END
	quietly "$cache/apt.log" with_lists "$lists" apt-get -q update
}

# debian_update 12|13|arm64|12arm64|13arm64: the lists of what the tests need of it, from where this machine has its own packages
debian_update() {
	mirror=$(debian_mirror) || die "no source of Debian 12 or 13 is configured: where are the packages of Debian $1?"
	[ -r "$keyring" ] || die "missing: $keyring (package debian-archive-keyring)"
	say "fetching the package lists of Debian $1 (10 MB to fetch, 21 MB on the disk, seconds)"
	case $1 in
	12)
		# Its kernels are renewed in the security archive, which may be configured, or be beside the main one.
		security=$(debian_mirror -security) || security=${mirror%/}-security
		lists_update "$cache/debian12" amd64 "$mirror bookworm" "$security bookworm-security" && return
		say "there is no security archive of Debian 12 in $security: without it"
		lists_update "$cache/debian12" amd64 "$mirror bookworm"
		;;
	13) lists_update "$cache/debian13" amd64 "$mirror trixie" "$mirror trixie-backports" ;;
	# With the programs to build for them here. The compiler for 13's runs with libraries of 13.
	12arm64)
		security=$(debian_mirror -security) || security=${mirror%/}-security
		lists_update "$cache/debian12arm64" amd64,arm64 "$mirror bookworm" "$security bookworm-security"
		;;
	13arm64)
		debian_update 13 || return
		lists_update "$cache/debian13arm64" amd64,arm64 "$mirror trixie" "$mirror trixie-backports"
		;;
	arm64)
		# The machine's own Debian, for another processor: kernels are there, and programs to build with here.
		security=$(debian_mirror -security) || security=${mirror%/}-security
		lists_update "$cache/debianarm64" amd64,arm64 "$mirror $(own_debian)" "$security $(own_debian)-security" \
			"$mirror $(own_debian)-backports"
		;;
	esac
}
