# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The compiler that Debian 13's kernels want, and their own programs, on an older Debian: unpacked out of its packages.
# Nothing is installed. Needs common.sh, apt.sh and kernels.sh.

# Where gcc-14 is, with the libraries that it and the kernel's own tools need; and in there its two programs, for this
# processor and for arm64.
gcc14=$cache/gcc-14
driver=usr/bin/x86_64-linux-gnu-gcc-14 cc1=usr/libexec/gcc/x86_64-linux-gnu/14/cc1
arm64_driver=usr/bin/aarch64-linux-gnu-gcc-14 arm64_cc1=usr/libexec/gcc-cross/aarch64-linux-gnu/14/cc1

# wrap NEW FINAL PROGRAM [LIBRARIES]: one of Debian 13's, now in NEW and later in FINAL, is run with that one's libraries,
# whatever this machine has, and with those in FINAL/LIBRARIES
wrap() {
	mv "$1/$3" "$1/$3.elf" || return
	printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' "$gcc14/lib/ld-linux-x86-64.so.2" \
		"$gcc14/lib${4:+:$2/$4}" "$2/$3.elf" > "$1/$3"
	chmod +x "$1/$3"
}

# gcc14_unpack: what compiles C to object files; the linker and the assembler are this machine's
gcc14_unpack() {
	[ ! -e "$gcc14" ] || return 0
	gcc14_new=$cache/new-gcc-14 lib=./usr/lib/x86_64-linux-gnu
	libraries='libelf1t64 libgmp10 libisl23 libmpc3 libmpfr6 libzstd1 zlib1g'
	# shellcheck disable=SC2086 # a list of words
	say "fetching gcc 14 ($(in_debian 13 megabytes libc6 $libraries gcc-14-x86-64-linux-gnu cpp-14-x86-64-linux-gnu)" \
		"MB to fetch, 46 MB on the disk, seconds)"
	rm -rf "$gcc14_new"
	in_debian 13 unpack "$gcc14_new" libc6 "$lib/ld-linux-x86-64.so.2" "$lib/libc.so.6" "$lib/libm.so.6" || return
	for library in $libraries; do
		in_debian 13 unpack "$gcc14_new" "$library" "$lib" || return
	done
	in_debian 13 unpack "$gcc14_new" gcc-14-x86-64-linux-gnu "./$driver" || return
	in_debian 13 unpack "$gcc14_new" cpp-14-x86-64-linux-gnu "./$cc1" || return
	mv "$gcc14_new/$lib" "$gcc14_new/lib" || return
	# The first looks for the second from its own place.
	wrap "$gcc14_new" "$gcc14" "$driver" || return
	wrap "$gcc14_new" "$gcc14" "$cc1" || return
	mv "$gcc14_new" "$gcc14"
}

# gcc14_unpack_arm64: beside it, what compiles for arm64
gcc14_unpack_arm64() {
	gcc14_unpack || return
	[ ! -e "$gcc14/$arm64_driver" ] || return 0
	gcc14_new=$cache/new-gcc-14
	say "fetching gcc 14 for arm64 ($(in_debian 13 megabytes gcc-14-aarch64-linux-gnu cpp-14-aarch64-linux-gnu)" \
		"MB to fetch, 35 MB on the disk, seconds)"
	rm -rf "$gcc14_new"
	in_debian 13 unpack "$gcc14_new" gcc-14-aarch64-linux-gnu "./$arm64_driver" || return
	in_debian 13 unpack "$gcc14_new" cpp-14-aarch64-linux-gnu "./$arm64_cc1" || return
	wrap "$gcc14_new" "$gcc14" "$arm64_cc1" || return
	wrap "$gcc14_new" "$gcc14" "$arm64_driver" || return
	# It looks for an assembler by a way through the directory of its libraries, and then for one of no particular processor.
	mkdir -p "$gcc14/usr/aarch64-linux-gnu/bin" "$gcc14/usr/lib/gcc-cross/aarch64-linux-gnu/14" "$gcc14/${arm64_cc1%/*}"
	ln -sf /usr/bin/aarch64-linux-gnu-as "$gcc14/usr/aarch64-linux-gnu/bin/as"
	mv "$gcc14_new/$arm64_cc1" "$gcc14_new/$arm64_cc1.elf" "$gcc14/${arm64_cc1%/*}/" || return
	mv "$gcc14_new/$arm64_driver.elf" "$gcc14/usr/bin/" || return
	mv "$gcc14_new/$arm64_driver" "$gcc14/usr/bin/"
}

# debian13_tools NEW FINAL: the kernel's own programs and its compiler, in headers that are now in NEW, run here
debian13_tools() {
	# They run on Debian 13 as they are.
	[ "$(own_debian)" != trixie ] || return 0
	tools=$(cd "$1" && echo usr/lib/linux-kbuild-*)
	kernel_driver=$driver
	case $2 in
	*-arm64)
		kernel_driver=$arm64_driver
		gcc14_unpack_arm64 || return
		;;
	*) gcc14_unpack || return ;;
	esac
	sed -i "s|\$(CROSS_COMPILE)gcc-14|$gcc14/$kernel_driver|" "$1"/usr/src/linux-headers-*/.kernelvariables || return
	# These two would only choose among files of their kind.
	mv "$1/$tools/scripts/mod/modpost.real-lsb-64" "$1/$tools/scripts/mod/modpost" || return
	mv "$1/$tools/tools/objtool/objtool.real-x86" "$1/$tools/tools/objtool/objtool" || return
	for program in scripts/basic/fixdep scripts/mod/modpost tools/objtool/objtool; do
		wrap "$1" "$2" "$tools/$program" || return
	done
}

# The model checker for C, which Debian 12 does not have.
cbmc=$cache/cbmc

cbmc_unpack() {
	gcc14_unpack || return
	cbmc_new=$cache/new-cbmc
	say "fetching cbmc ($(in_debian 13 megabytes cbmc minisat libstdc++6 libgcc-s1) MB to fetch, 17 MB on the disk, seconds)"
	rm -rf "$cbmc_new"
	in_debian 13 unpack "$cbmc_new" cbmc ./usr/bin/cbmc || return
	in_debian 13 unpack "$cbmc_new" minisat ./usr/lib || return
	in_debian 13 unpack "$cbmc_new" libstdc++6 ./usr/lib/x86_64-linux-gnu || return
	in_debian 13 unpack "$cbmc_new" libgcc-s1 ./usr/lib/x86_64-linux-gnu || return
	wrap "$cbmc_new" "$cbmc" usr/bin/cbmc usr/lib:"$cbmc"/usr/lib/x86_64-linux-gnu || return
	mv "$cbmc_new" "$cbmc"
}

# cbmc_path: where it is
cbmc_path() {
	command -v cbmc || { [ -x "$cbmc/usr/bin/cbmc" ] && echo "$cbmc/usr/bin/cbmc"; } ||
		die 'there is no cbmc; run selftests/setup memory-order'
}
