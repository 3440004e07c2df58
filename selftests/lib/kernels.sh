# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The kernels that the tests run on: a series of Debian's ("6.1") leads to a release, headers and an image; one
# that is built here ("x86-orc", "uml") to the directory where kunit/build-x86 or build-uml does so. Needs common.sh.

all_kernels='6.1 6.12'
debug_kernels='x86-orc x86-fp'

# is_built_kernel KERNEL
is_built_kernel() { case $1 in x86-* | uml*) ;; *) return 1 ;; esac }
is_uml() { case $1 in uml*) ;; *) return 1 ;; esac }

# Headers that are not installed but unpacked: 6.12's would install that kernel, and it would boot next time.
unpacked=$cache/kernels

# kernel_release SERIES: the newest one with headers, installed or unpacked, or fails
kernel_release() {
	if is_built_kernel "$1"; then
		echo "$1"
		return
	fi
	{
		dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "linux-headers-$1.*-cloud-amd64" 2> /dev/null |
			sed -n 's/^ii *linux-headers-//p'
		find "$unpacked" -maxdepth 1 -name "$1.*" 2> /dev/null | sed 's|.*/||'
	} | sort -V | tail -n 1 | grep .
}

# kernel_dir SERIES: the KDIR to build modules with
kernel_dir() {
	if is_built_kernel "$1"; then
		"$top/kunit/build-${1%%-*}" "$1"
		return
	fi
	release=$(kernel_release "$1") || return
	for prefix in "$unpacked/$release" ''; do
		[ ! -d "$prefix/usr/src/linux-headers-$release" ] || break
	done
	echo "$prefix/usr/src/linux-headers-$release"
}

# kernel_image SERIES: path of the bootable image
kernel_image() {
	if is_built_kernel "$1"; then
		image=$(kernel_dir "$1") || return
		if is_uml "$1"; then echo "$image/linux"; else echo "$image/arch/x86/boot/bzImage"; fi
		return
	fi
	release=$(kernel_release "$1") || return
	for image in "/boot/vmlinuz-$release" "$cache/images/vmlinuz-$release"; do
		[ ! -r "$image" ] || { echo "$image"; return; }
	done
	return 1
}

# unpack DIR PACKAGE MEMBER...: out of the Debian package, without installing it; PACKAGE may say =VERSION
unpack() (
	unpack_dir=$1 package=$2
	shift 2
	fetch=$(mktemp -d)
	trap 'rm -rf "$fetch"' EXIT
	cd "$fetch"
	quietly "$cache/fetch.log" apt-get download "$package" || exit
	dpkg-deb --fsys-tarfile ./*.deb > package.tar || exit
	mkdir -p "$unpack_dir"
	tar -x -f package.tar -C "$unpack_dir" "$@"
)

# unpack_image RELEASE [VERSION]
unpack_image() {
	say "fetching the kernel image $1"
	unpack "$cache/images.new" "linux-image-$1${2:+=$2}" "./boot/vmlinuz-$1" || return
	mkdir -p "$cache/images"
	mv "$cache/images.new/boot/vmlinuz-$1" "$cache/images/"
	rm -rf "$cache/images.new"
}

# kernel_image_fetch SERIES: the one that matches the installed headers
kernel_image_fetch() {
	! kernel_image "$1" > /dev/null || return 0
	release=$(kernel_release "$1") || return
	unpack_image "$release" "$(dpkg-query -W -f '${Version}' "linux-headers-$release" 2> /dev/null)"
}

# kernel_unpack RELEASE: headers and image
kernel_unpack() {
	say "fetching the kernel headers $1"
	kbuild=${1%-cloud-amd64}
	new=$unpacked/new-$1
	rm -rf "$new"
	for package in "linux-headers-$1" "linux-headers-$kbuild-common" "linux-kbuild-$kbuild"; do
		unpack "$new" "$package" ./usr || return
	done
	# The one absolute path in them.
	sed -i "s|/usr/src/|$unpacked/$1/usr/src/|" "$new/usr/src/linux-headers-$1/Makefile" || return
	unpack_image "$1" || return
	rm -rf "${unpacked:?}/$1"
	mv "$new" "$unpacked/$1"
}

# The kernel's source package: User Mode Linux is built from it, the style tools come from it.
source_tarball=/usr/src/linux-source-6.1.tar.xz
source_version() { dpkg-query -W -f '${Version}' linux-source-6.1; }
source_dir() { echo "$cache/src/linux-source-6.1-$(source_version)"; }
