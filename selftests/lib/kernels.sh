# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The kernels that the tests run on: a series of Debian's ("6.1", cloud-amd64; "6.12-generic", amd64; "6.12-rt", rt-amd64) leads to a
# release, headers and an image; one that is built here ("x86-orc", "uml") to the directory where kunit/build-x86 or
# build-uml does so. Those of arm64 have that before their name: "arm64-6.12", cloud-arm64; "arm64" is built here. Needs
# common.sh.

all_kernels='6.1 6.12 7.3'
generic_kernels='6.12-generic'
rt_kernels='6.12-rt 7.3-rt'
debug_kernels='x86-orc x86-fp'
arm64_kernels='arm64-6.1 arm64-6.12 arm64-7.3'

# Those that clang builds, from the source of 6.12: with kCFI, and as a whole, by ThinLTO.
clang_kernels='x86-cfi x86-lto'

# is_built_kernel KERNEL
is_built_kernel() { case $1 in x86-* | uml* | arm64) ;; *) return 1 ;; esac }
is_uml() { case $1 in uml*) ;; *) return 1 ;; esac }
is_arm64() { case $1 in arm64 | arm64-* | *-arm64) ;; *) return 1 ;; esac }
is_clang_kernel() { case " $clang_kernels " in *" $1 "*) ;; *) return 1 ;; esac }

# What make is told by which to build with clang: the version that both Debian 12 and 13 have.
clang_arguments=LLVM=-19

# Likewise, by which to build for arm64
arm64_arguments='ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-'

# make_arguments KDIR: what make is told for that kernel
make_arguments() {
	if [ -r "$1/.kdefer-make" ]; then
		cat "$1/.kdefer-make"
	elif grep -q '^CONFIG_ARM64=y' "$1/include/config/auto.conf"; then
		echo "$arm64_arguments"
	fi
}

# built_series KERNEL: of the source that it is built from
built_series() { if is_clang_kernel "$1" || [ "$1" = uml-6.12 ]; then echo 6.12; else echo 6.1; fi }

# Headers that are not installed but unpacked: others than 6.1's would install that kernel, and it would boot next time.
unpacked=$cache/kernels

# Of a kernel of Debian's: what its releases begin and end with, and which Debian has it: 6.12 is the machine's own.
kernel_series() (
	series=${1#arm64-}
	echo "${series%%-*}"
)
kernel_flavour() {
	case $1 in
	arm64-*) echo cloud-arm64 ;;
	*-generic) echo amd64 ;;
	*-rt) echo rt-amd64 ;;
	*) echo cloud-amd64 ;;
	esac
}
is_of_debian12() { case ${1#arm64-} in 6.1 | 6.1[.-]*) ;; *) return 1 ;; esac }
is_of_debian13() { case ${1#arm64-} in 7.*) ;; *) return 1 ;; esac }

# kernel_release KERNEL: the newest one with headers, installed or unpacked, or fails
kernel_release() {
	if is_built_kernel "$1"; then
		echo "$1"
		return
	fi
	{
		dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "linux-headers-$(kernel_series "$1").*" 2> /dev/null |
			sed -n 's/^ii *linux-headers-//p'
		find "$unpacked" -maxdepth 1 -name "$(kernel_series "$1").*" 2> /dev/null | sed 's|.*/||'
	} | grep -xE "[^-]*(-[0-9]+)?-$(kernel_flavour "$1")" | sort -V | tail -n 1 | grep .
}

# kernel_version RELEASE: of the headers' package; nothing where that was not noted
kernel_version() {
	dpkg-query -W -f '${Version}' "linux-headers-$1" 2> /dev/null || cat "$unpacked/$1/version" 2> /dev/null || :
}

# kernel_dir KERNEL: the KDIR to build modules with
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

# kernel_image KERNEL: path of the bootable image
kernel_image() {
	if is_built_kernel "$1"; then
		image=$(kernel_dir "$1") || return
		case $1 in
		uml*) echo "$image/linux" ;;
		arm64) echo "$image/arch/arm64/boot/Image" ;;
		*) echo "$image/arch/x86/boot/bzImage" ;;
		esac
		return
	fi
	release=$(kernel_release "$1") || return
	for image in "/boot/vmlinuz-$release" "$cache/images/vmlinuz-$release"; do
		[ ! -r "$image" ] || { echo "$image"; return; }
	done
	return 1
}

# package_field PACKAGE FIELD: what the newest has there
package_field() { apt-cache --no-all-versions show "$1" | sed -n "s/^$2: //p"; }

# megabytes PACKAGE...: to fetch
megabytes() {
	apt-cache --no-all-versions show "$@" | awk '/^Size: / { n += $2 } END { print int(n / 1e6) + 1 }'
}

# unpack DIR PACKAGE MEMBER...: out of the Debian package, without installing it; PACKAGE may say =VERSION
unpack() (
	unpack_dir=$1 package=$2
	shift 2
	fetch=$(mktemp -d)
	trap 'rm -rf "$fetch"' EXIT
	cd "$fetch"
	quietly "$cache/fetch.log" apt-get download "$package" || exit
	mkdir -p "$unpack_dir"
	# One that breaks off is an error of tar's.
	dpkg-deb --fsys-tarfile ./*.deb | tar -x -f - -C "$unpack_dir" "$@"
)

# unpack_image RELEASE [VERSION]
unpack_image() {
	image_package=linux-image-$1 image_file=./boot/vmlinuz-$1
	if is_of_debian13 "$1"; then image_package=linux-binary-$1 image_file=./usr/lib/modules/$1/vmlinuz; fi
	say "fetching the kernel image $1 ($(megabytes "$image_package") MB to fetch, 14 MB on the disk, seconds)"
	image_new=$cache/new-image-$1
	unpack "$image_new" "$image_package${2:+=$2}" "$image_file" || return
	mkdir -p "$cache/images"
	mv "$image_new/$image_file" "$cache/images/vmlinuz-$1"
	rm -rf "$image_new"
}

# kernel_image_fetch KERNEL: the one that matches the headers
kernel_image_fetch() {
	! kernel_image "$1" > /dev/null || return 0
	release=$(kernel_release "$1") || return
	unpack_image "$release" "$(kernel_version "$release")"
}

# What the guests of arm64 run, busybox, and where it is unpacked
arm64_busybox=$cache/arm64/busybox
arm64_unpack_busybox() {
	say "fetching busybox for arm64 ($(megabytes busybox-static:arm64) MB to fetch, 2 MB on the disk, seconds)"
	# Debian 13 has it below usr/.
	unpack "$cache/new-arm64" busybox-static:arm64 --wildcards './*bin/busybox' || return
	mkdir -p "$cache/arm64"
	mv "$cache"/new-arm64/*bin/busybox "$arm64_busybox" 2> /dev/null ||
		mv "$cache/new-arm64/usr/bin/busybox" "$arm64_busybox" || return
	rm -rf "$cache/new-arm64"
}

# kernel_vmlinux KERNEL: the image with debugging information; kernel_fw_cfg KERNEL: its driver for what QEMU asks
kernel_vmlinux() { ls "$cache/images/vmlinux-$(kernel_release "$1")"; }
kernel_fw_cfg() { ls "$cache/images/qemu_fw_cfg-$(kernel_release "$1").ko"; }

kernel_has_debug() { kernel_vmlinux "$1" && kernel_fw_cfg "$1"; } > /dev/null 2>&1

# kernel_debug_fetch KERNEL: both, of one of Debian 12's, of exactly the version of the headers where that is known
kernel_debug_fetch() {
	release=$(kernel_release "$1") || return
	version=$(kernel_version "$release")
	debug_new=$cache/new-debug-$release
	say "fetching the debugging information of the kernel $release ($(megabytes "linux-image-$release-dbg" \
		"linux-image-$release") MB to fetch, 570 MB on the disk, a minute)"
	rm -rf "$debug_new"
	unpack "$debug_new" "linux-image-$release-dbg${version:+=$version}" "./usr/lib/debug/boot/vmlinux-$release" || return
	unpack "$debug_new" "linux-image-$release${version:+=$version}" \
		"./lib/modules/$release/kernel/drivers/firmware/qemu_fw_cfg.ko" || return
	mkdir -p "$cache/images"
	mv "$debug_new/usr/lib/debug/boot/vmlinux-$release" "$cache/images/" || return
	mv "$debug_new/lib/modules/$release/kernel/drivers/firmware/qemu_fw_cfg.ko" \
		"$cache/images/qemu_fw_cfg-$release.ko" || return
	rm -rf "$debug_new"
}

# kernel_unpack RELEASE: headers and image
kernel_unpack() {
	new=$unpacked/new-$1
	rm -rf "$new"
	mkdir -p "$new"
	package_field "linux-headers-$1" Version > "$new/version"
	# What the kernel's flavours have in common, and the programs to build with, are packages of their own.
	parts=$(package_field "linux-headers-$1" Depends | tr ',' '\n' |
		sed -nE 's/^ *(linux-(headers|kbuild)-[^ ]*).*/\1/p')
	# shellcheck disable=SC2086 # a list of words
	say "fetching the kernel headers $1 ($(megabytes "linux-headers-$1" $parts) MB to fetch, 92 MB on the disk, seconds)"
	for package in "linux-headers-$1" $parts; do
		unpack "$new" "$package" ./usr || return
	done
	# The one absolute path in them.
	sed -i "s|/usr/src/|$unpacked/$1/usr/src/|" "$new/usr/src/linux-headers-$1/Makefile" || return
	if is_of_debian13 "$1"; then debian13_tools "$new" "$unpacked/$1" || return; fi
	unpack_image "$1" || return
	rm -rf "${unpacked:?}/$1"
	mv "$new" "$unpacked/$1"
}

# The kernel's source package: User Mode Linux is built from 6.1's, the style tools come from it. Installed, or unpacked
# and then named by its version.
# use_source SERIES: that of another
use_source() { source_series=$1; }
source_tarball() {
	source_file=/usr/src/linux-source-$source_series.tar.xz
	if [ -r "$source_file" ]; then
		echo "$source_file"
	else
		find "$cache/source" -name "linux-source-${source_series}_*.tar.xz" 2> /dev/null | sort -V | tail -n 1 | grep .
	fi
}
source_version() {
	source_file=$(source_tarball) || die "there is no source of the kernel $source_series; run selftests/setup uml"
	case $source_file in
	/usr/src/*) dpkg-query -W -f '${Version}' "linux-source-$source_series" ;;
	*) basename "${source_file#*_}" .tar.xz ;;
	esac
}
source_dir() { echo "$cache/src/linux-source-$source_series-$(source_version)"; }
use_source 6.1

# source_unpack: the tarball, out of the package
source_unpack() {
	source_package=linux-source-$source_series
	version=$(package_field "$source_package" Version)
	[ -n "$version" ] || { say "no package source has $source_package"; return 1; }
	say "fetching the kernel source $version ($(megabytes "$source_package") MB to fetch, as much on the disk, a minute)"
	unpack "$cache/new-source" "$source_package" "./usr/src/$source_package.tar.xz" || return
	mkdir -p "$cache/source"
	mv "$cache/new-source/usr/src/$source_package.tar.xz" "$cache/source/${source_package}_$version.tar.xz" || return
	rm -rf "$cache/new-source"
}
