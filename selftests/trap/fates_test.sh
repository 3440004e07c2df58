# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: trap_lib.sh
# Modules: trap/trap.ko
# Timeout: 400
# Expect: kdefer: a page fault at .* is not trapped: a jump to an address that is not NULL
# Expect: kdefer: a (general protection|page) fault at .* is not trapped: a jump to an address that is not NULL
# Expect: kdefer: a page fault at .* is not trapped: an access to user space
# Expect: kdefer: a page fault at .* is not trapped: a write to read-only memory of the kernel
# Expect: kdefer: a BUG\(\) or invalid instruction at .* is not trapped: a BUG\(\) that is not in code of the client that asked
# Expect: kdefer: a page fault at .* is not trapped: code between it and .* may hold what is held: ((preemption|interrupts) disabled|RCU read-side section)
# Expect: kdefer: a (general protection|page) fault at .*kfree.* is not trapped: not in code of the client that asked
# Allow: kdefer:
# Allow: BUG|Oops|WARNING|refcount_t|general protection|divide error|invalid opcode|[Uu]nable to handle|Internal error|corruption|exited with|sleeping function|scheduling while atomic|soft lockup|rcu: INFO
# Each way to crash, after LKDTM's list, and its fate under each policy. What the processor or the kernel guards
# itself by is an oops, whoever asks.
. ./trap_lib.sh

# crash, then its fate with trap=off, client, all: an oops, recovered (the errno), or none
table='
WARNING			none	none	none
BUG			oops	bug	bug
EXCEPTION		oops	fault	fault
ACCESS_NULL		oops	fault	fault
ACCESS_POISON		oops	fault	fault
ACCESS_HOLE		oops	fault	fault
ACCESS_USERSPACE	oops	oops	fault
ACCESS_USERSPACE_HOLE	oops	oops	fault
EXEC_NULL		oops	fault	fault
EXEC_USERSPACE		oops	oops	fault
EXEC_DATA		oops	oops	fault
EXEC_RODATA		oops	oops	fault
EXEC_STACK		oops	oops	fault
EXEC_KMALLOC		oops	oops	fault
EXEC_VMALLOC		oops	oops	fault
EXEC_POISON		oops	oops	fault
WRITE_RO		oops	oops	fault
WRITE_RO_AFTER_INIT	oops	oops	fault
WRITE_KERN		oops	oops	fault
DIVISION		oops	domain	domain
FIXED_UP_DIVISION	none	none	none
FIXED_UP_UD2		none	none	none
CORRUPT_LIST_ADD	oops	oops	bug
CORRUPT_LIST_DEL	oops	oops	bug
USERCOPY_SLAB		oops	oops	bug
FORTIFIED		oops	oops	bug
REFCOUNT_ZERO_INC	none	none	none
BUG_IN_KERNEL		oops	oops	bug
STRLEN_NULL		oops	fault	fault
MEMCPY_NULL		oops	fault	fault
KFREE_POISON		oops	oops	fault
TAIL_CALL_IN_KERNEL	oops	oops	fault
IN_LIST_SORT		oops	fault	fault
GIVES_BACK		oops	fault	fault
SLAB_FREE_DOUBLE	oops	oops	bug
IN_WAKE_UP		oops	oops	fault
'

# Of what client traps, half was off below; the spinlock that then stays locked is this crash's alone.
fate() {
	case $1 in
	none) echo nothing ;;
	oops) echo oops ;;
	fault) echo 'Bad address' ;;
	bug) echo 'State not recoverable' ;;
	domain) echo 'Numerical argument out of domain' ;;
	esac
}

# There a division by zero is none, no exception table has such instructions, and of the kernel's functions none is known to
# be harmless.
if is_arm64; then
	table=$(echo "$table" | grep -v '^FIXED_UP' | sed -E 's/^(DIVISION).*/\1 none none none/; s/^(STRLEN|MEMCPY)(_NULL).*/\1\2 oops oops fault/')
fi

# Without PAN the kernel may read what is mapped for user space.
if is_arm64 && ! dmesg | grep -q 'Privileged Access Never'; then
	table=$(echo "$table" | sed -E 's/^(ACCESS_USERSPACE)	.*/\1 none none none/')
fi

# Kernels that keep what was freed in sheaves do not look at it until later.
if grep -q ' kmem_cache_prefill_sheaf$' /proc/kallsyms; then
	table=$(echo "$table" | grep -v '^SLAB_FREE_DOUBLE')
	echo '# SLAB_FREE_DOUBLE is not tried: this kernel does not notice it at once'
fi
# With PREEMPT_RT that BUG() is in the middle of a lock of the allocator's, and the processor waits for it ever after.
if is_rt && echo "$table" | grep -q '^SLAB_FREE_DOUBLE'; then
	table=$(echo "$table" | grep -v '^SLAB_FREE_DOUBLE')
	echo '# SLAB_FREE_DOUBLE is not tried: the allocator stays locked'
fi

load kdefer report_faults=0
load trap
rows=$(echo "$table" | grep -c .)
ktap_plan $((rows * 3 + 1))
trapped=0
for policy in off client all; do
	parameter kdefer trap $policy
	while read -r crash off client all; do
		[ -n "$crash" ] || continue
		case $policy in
		off) wanted=$off ;;
		client) wanted=$client ;;
		all) wanted=$all ;;
		esac
		way=handled
		# Then trap_faults() says so, and what is not asked for happens without.
		if [ $policy = off ]; then
			way=untrapped
			# What it would lock for good, or break.
			case $crash in GIVES_BACK | SLAB_FREE_DOUBLE | IN_WAKE_UP)
				way=handled
				wanted=refused
				;;
			esac
		fi
		if [ "$wanted" = refused ]; then
			ktap_is "$policy: $crash is not tried" "$(said $way "$crash")" 'Operation not supported'
		else
			ktap_is "$policy: $crash" "$(said $way "$crash")" "$(fate "$wanted")"
			case $wanted in fault | bug | domain) trapped=$((trapped + 1)) ;; esac
		fi
	done <<- EOT
	$table
	EOT
done
ktap_is 'what was an oops after all does not count' "$(parameter kdefer trap_count)" $trapped
ktap_exit
