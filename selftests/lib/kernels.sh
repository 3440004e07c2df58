# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The Debian kernels that the tests run on: a series ("6.1") leads to a release, headers and an image.
# Needs common.sh.

all_kernels='6.1 6.12'

# kernel_release SERIES: the newest installed header package of that series, or fails
kernel_release() {
	dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "linux-headers-$1.*-cloud-amd64" 2> /dev/null |
		sed -n 's/^ii *linux-headers-//p' | sort -V | tail -n 1 | grep .
}

kernel_dir() { echo "/usr/src/linux-headers-$(kernel_release "$1")"; }

# kernel_image SERIES: path of the bootable image; setup has put it there
kernel_image() {
	release=$(kernel_release "$1") || return
	for image in "/boot/vmlinuz-$release" "$cache/images/vmlinuz-$release"; do
		[ ! -r "$image" ] || { echo "$image"; return; }
	done
	return 1
}

# kernel_image_fetch SERIES: only the image out of its package, nothing installed
kernel_image_fetch() {
	! kernel_image "$1" > /dev/null || return 0
	release=$(kernel_release "$1")
	version=$(dpkg-query -W -f '${Version}' "linux-headers-$release")
	say "fetching the kernel image $release (not installed, only kept in the cache)"
	fetch=$(mktemp -d) && mkdir -p "$cache/images"
	(cd "$fetch" && quietly "$cache/fetch.log" apt-get download "linux-image-$release=$version") || {
		rm -rf "$fetch"
		return 1
	}
	dpkg-deb --fsys-tarfile "$fetch"/*.deb | tar -x -C "$fetch" "./boot/vmlinuz-$release"
	mv "$fetch/boot/vmlinuz-$release" "$cache/images/"
	rm -rf "$fetch"
}

# The kernel's source package: User Mode Linux is built from it, the style tools come from it.
source_tarball=/usr/src/linux-source-6.1.tar.xz
source_version() { dpkg-query -W -f '${Version}' linux-source-6.1; }
