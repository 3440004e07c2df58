# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Builds the modules outside the tree, one directory per kernel. Needs common.sh.

build_sources() {
	find Kbuild module include kunit selftests -type f \
		\( -name '*.[chS]' -o -name 'Kbuild*' -o -name 'Makefile*' -o -name '*.mk' -o -name kdefer-classes -o -name 'kdefer-check*' \
		-o -path 'include/kdefer-pads/*' \) \
		! -name '*.mod.c' | sort
}

# build_sync DIR: make DIR's sources equal to the tree's. Only what differs is written, and with the time
# of now, so that make rebuilds the right things even when a checkout goes back in time.
build_sync() (
	dir=$1
	cd "$top" || exit
	mkdir -p "$dir"
	build_sources > "$dir/.sources.new"
	while read -r file; do
		cmp -s "$file" "$dir/$file" && continue
		mkdir -p "$dir/$(dirname "$file")"
		cp "$file" "$dir/$file"
	done < "$dir/.sources.new"
	if [ -e "$dir/.sources" ]; then
		comm -23 "$dir/.sources" "$dir/.sources.new" | while read -r file; do rm -f "$dir/$file"; done
	fi
	mv "$dir/.sources.new" "$dir/.sources"
)

# build_make DIR KDIR LOG MAKE-ARGUMENT...: every warning, the compiler's, objtool's or modpost's, is an error.
# CONFIG_DEBUG_INFO_BTF_MODULES: the BTF step would need pahole, and nothing here uses BTF.
build_make() {
	make_dir=$1 make_kdir=$2 make_log=$3
	shift 3
	# What was compiled in a build that did not end does not warn again: its log counts as well.
	make_before=$make_dir/.unfinished
	if [ -e "$make_before" ]; then cat "$make_log" >> "$make_before"; else : > "$make_before"; fi
	if ! quietly "$make_log" make -s -j "$jobs" -C "$make_kdir" "M=$make_dir" W=1e \
		CONFIG_DEBUG_INFO_BTF_MODULES= "$@" modules; then
		return 1
	fi
	# The kernel and its headers are Debian's own; that they were built elsewhere, and with BTF, is no fault.
	if grep -h -i 'warning:' "$make_before" "$make_log" | grep -v -e 'warning: the compiler differs' \
		-e 'warning: pahole version differs' >&2; then
		# Built objects would not warn again next time.
		rm -rf "$make_dir"
		printf '%s\n' "--- warnings in $make_log are errors" >&2
		return 1
	fi
	rm "$make_before"
}
