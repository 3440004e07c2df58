# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Debian 13's kernels, and the compiler that they want, on this Debian: unpacked out of its packages, which lists of
# our own tell of. Nothing is installed, and apt's own configuration and lists are left alone. Needs common.sh, apt.sh
# and kernels.sh.

debian13=$cache/debian13
# Where gcc-14 is, with the libraries that it and the kernel's own tools need; and in there its two programs.
gcc14=$cache/gcc-14
driver=usr/bin/x86_64-linux-gnu-gcc-14 cc1=usr/libexec/gcc/x86_64-linux-gnu/14/cc1

# in_debian13 COMMAND...: with those lists
in_debian13() (
	export APT_CONFIG="$debian13/apt.conf"
	"$@"
)

# debian13_update: the lists, from where this machine has its own packages
debian13_update() {
	mirror=$(debian_mirror) || return
	say "fetching Debian 13's package lists (10 MB to fetch, 21 MB on the disk, seconds)"
	mkdir -p "$debian13/lists/partial" "$debian13/cache/archives/partial"
	for suite in trixie trixie-backports; do
		echo "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
	done > "$debian13/sources.list"
	cat > "$debian13/apt.conf" <<-END
		Dir::Etc::SourceList "$debian13/sources.list";
		Dir::Etc::SourceParts "-";
		Dir::State::Lists "$debian13/lists";
		Dir::Cache "$debian13/cache";
		Acquire::Languages "none";
	END
	quietly "$cache/apt.log" in_debian13 apt-get -q update
}

# wrap NEW FINAL PROGRAM: one of Debian 13's, now in NEW and later in FINAL, is run with that one's libraries,
# whatever this machine has
wrap() {
	mv "$1/$3" "$1/$3.elf" || return
	printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' "$gcc14/lib/ld-linux-x86-64.so.2" "$gcc14/lib" \
		"$2/$3.elf" > "$1/$3"
	chmod +x "$1/$3"
}

# gcc14_unpack: what compiles C to object files; the linker and the assembler are this machine's
gcc14_unpack() {
	[ ! -e "$gcc14" ] || return 0
	gcc14_new=$cache/new-gcc-14 lib=./usr/lib/x86_64-linux-gnu
	libraries='libelf1t64 libgmp10 libisl23 libmpc3 libmpfr6 libzstd1 zlib1g'
	# shellcheck disable=SC2086 # a list of words
	say "fetching gcc 14 ($(in_debian13 megabytes libc6 $libraries gcc-14-x86-64-linux-gnu cpp-14-x86-64-linux-gnu)" \
		"MB to fetch, 46 MB on the disk, seconds)"
	rm -rf "$gcc14_new"
	in_debian13 unpack "$gcc14_new" libc6 "$lib/ld-linux-x86-64.so.2" "$lib/libc.so.6" "$lib/libm.so.6" || return
	for library in $libraries; do
		in_debian13 unpack "$gcc14_new" "$library" "$lib" || return
	done
	in_debian13 unpack "$gcc14_new" gcc-14-x86-64-linux-gnu "./$driver" || return
	in_debian13 unpack "$gcc14_new" cpp-14-x86-64-linux-gnu "./$cc1" || return
	mv "$gcc14_new/$lib" "$gcc14_new/lib" || return
	# The first looks for the second from its own place.
	wrap "$gcc14_new" "$gcc14" "$driver" || return
	wrap "$gcc14_new" "$gcc14" "$cc1" || return
	mv "$gcc14_new" "$gcc14"
}

# debian13_tools NEW FINAL: the kernel's own programs and its compiler, in headers that are now in NEW, run here
debian13_tools() {
	tools=$(cd "$1" && echo usr/lib/linux-kbuild-*)
	# Debian 13 itself needs nothing.
	if command -v x86_64-linux-gnu-gcc-14 > /dev/null && "$1/$tools/scripts/unifdef" --help > /dev/null 2>&1; then
		return
	fi
	gcc14_unpack || return
	sed -i "s|\$(CROSS_COMPILE)gcc-14|$gcc14/$driver|" "$1"/usr/src/linux-headers-*/.kernelvariables || return
	# These two would only choose among files of their kind.
	mv "$1/$tools/scripts/mod/modpost.real-lsb-64" "$1/$tools/scripts/mod/modpost" || return
	mv "$1/$tools/tools/objtool/objtool.real-x86" "$1/$tools/tools/objtool/objtool" || return
	for program in scripts/basic/fixdep scripts/mod/modpost tools/objtool/objtool; do
		wrap "$1" "$2" "$tools/$program" || return
	done
}

# debian13_kernel SERIES: the newest there is, headers and image
debian13_kernel() {
	debian13_update || return
	release=$(in_debian13 latest_release "$1")
	[ -n "$release" ] || { say "Debian 13 and its backports have no kernel $1"; return 1; }
	in_debian13 kernel_unpack "$release"
}
