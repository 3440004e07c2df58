# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Builds kernels from Debian's source package, once for each configuration. Needs common.sh and kernels.sh.

# extract_source: print the directory of the source, extracted once.
extract_source() (
	src=$(source_dir)
	mkdir -p "$cache/src"
	exec 8> "$src.lock"
	flock 8
	if [ ! -e "$src/.kdefer-extracted" ]; then
		say "extracting the kernel source (600 MB on the disk, a minute)"
		rm -rf "$src"
		mkdir -p "$src"
		# Only C files and headers are left out, and only where no configuration here can reach: every
		# Kconfig and Makefile must be there.
		tar -x -f "$(source_tarball)" -C "$src" --strip-components=1 \
			--exclude='*/Documentation/?*/*' --exclude='*/tools/perf' --exclude='*/tools/testing/selftests' \
			--wildcards --exclude='*/drivers/gpu/*.[ch]' --exclude='*/drivers/net/ethernet/*.[ch]' \
			--exclude='*/drivers/net/wireless/*.[ch]' --exclude='*/drivers/media/*.[ch]' \
			--exclude='*/drivers/staging/*.[ch]' --exclude='*/sound/*.[ch]' --exclude='*.dts' --exclude='*.dtsi' \
			|| exit
		touch "$src/.kdefer-extracted"
	fi
	echo "$src"
)

# build_kernel ARCH NAME CONFIG REST TARGET...: build it in a directory named by NAME and the contents of the file
# CONFIG, and print that. REST is the target that decides what CONFIG does not name: olddefconfig or allnoconfig.
# What else make is to be told always is in $kernel_tools, and then in DIR/.kdefer-make, for who builds modules.
kernel_tools=
build_kernel() (
	arch=$1 name=$2 config=$3 rest=$4
	shift 4
	hash=$(sha256sum "$config" | cut -c 1-10)
	dir=$cache/$name-$(source_version)-$hash
	exec 9> "$dir.lock"
	flock 9
	# The image is enough to run, but modules need the source: a cache that lost it builds again.
	if [ -e "$dir/.kdefer-built" ] && [ -e "$(source_dir)/.kdefer-extracted" ]; then
		echo "$dir"
		exit
	fi
	src=$(extract_source) || exit
	# shellcheck disable=SC2086 # a list of words
	kernel_make() { quietly "$dir.log" make -s -C "$src" -j "$jobs" "ARCH=$arch" "O=$dir" $kernel_tools "$@"; }

	say "building the kernel $name (some ten minutes, once; about 200 MB on the disk, in $dir)"
	rm -f "$dir/.kdefer-built"
	mkdir -p "$dir"
	cp "$config" "$dir/.config"
	kernel_make "KCONFIG_ALLCONFIG=$config" "$rest" || exit
	grep '^CONFIG_' "$config" > "$dir/.kdefer-wanted"
	if grep -vxF -f "$dir/.config" "$dir/.kdefer-wanted" >&2; then
		die "$name: those lines of its configuration did not stick"
	fi
	kernel_make "$@" || exit
	echo "$kernel_tools" > "$dir/.kdefer-make"
	touch "$dir/.kdefer-built"
	echo "$dir"
)
