# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: arm64/arm64_faults.ko
# Expect: kdefer: audit: kernel FPU section \+1, given back; gave up at .*leaves_fpu
# Expect: kdefer: audit: kernel FPU section \+1, left so; gave up at .*leaves_fpu
# Allow: kdefer: audit: bottom halves disabled \+1, left so; gave up at .*leaves_fpu
# Allow: kdefer: audit: kernel FPU section on a dead stack \+1, given back; gave up at .*leaves_fpu
# Kernels: arm64-6.1 arm64-6.12 arm64-7.3 (these are arm64's instructions and exceptions)
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# Allow: kdefer: a soft panic at compare\+.* went past list_sort, which gives back nothing
# Every fault that can be trapped on arm64, in functions with a frame record and without, leaves registers and flags as
# they were, and makes each deferred call once.
. ./guest.sh

# faults NAME ERRNO CAUSE ADDRESS [FUNCTION]: what the handler is told
faults() {
	faults_dir=/sys/kernel/debug/arm64_faults
	ktap_is "$1" "$(cat "$faults_dir/$1")" "7 $2 $3 $4 ${5-$1} 2134"
	[ ! -e "$faults_dir/$1_framed" ] ||
		ktap_is "$1, with a frame" "$(cat "$faults_dir/$1_framed")" "7 $2 $3 $4 ${5-$1}_framed 2134"
}
# Since 6.19 the caller has room for registers.
has_fpu_room() { case $(uname -r) in [1-5].* | 6.? | 6.?.* | 6.1[0-8].*) return 1 ;; esac }
is() { ktap_is "$1" "$(cat "/sys/kernel/debug/arm64_faults/$1")" "$2"; }

ktap_plan 32
ktap_run 'the modules load' eval 'load kdefer && load arm64_faults'
faults read_null -14 1 8
faults write_null -14 1 10
faults read_poison -14 1 dead000000000100
faults read_kernel -14 1 fffffffffffff000
# Where the variable is nobody knows.
for name in read_unaligned read_unaligned_framed; do
	got=$(sed 's/ffff[0-9a-f]*/ADDRESS/' "/sys/kernel/debug/arm64_faults/$name")
	ktap_is "$name" "$got" "7 -14 1 ADDRESS $name 2134"
done
faults undefined -131 4 0
faults bug -131 4 0
faults push -14 1 18
faults call_null -14 1 0
is call_null_victim '7 -14 1 0 __kdefer_body_holding 2134'
faults sort -14 1 20 compare
is body -14
is body_then -14
is late -14
is leaving -14
is softirq 'softirq: 7 -14 1 8 read_null_framed 2134'
is hardirq 'hardirq: 7 -14 1 8 read_null 2134'
# Whether the other processor has nothing to do is its own matter.
for try in 1 2 3 4 5 6 7 8 9; do
	idle=$(cat /sys/kernel/debug/arm64_faults/idle)
	[ -z "$idle" ] || break
done
ktap_is 'in an interrupt of an idle processor' "$idle" -95
is fpu '-61 given back'
# The kernel would write to room on a stack that is gone: no policy can want that.
parameter kdefer audit warn
left='-61 held' dead=''
if has_fpu_room; then left='-61 given back' dead='kernel FPU section on a dead stack +1, given back'; fi
log_mark
ktap_is 'audit=warn' "$(cat /sys/kernel/debug/arm64_faults/fpu)" "$left"
ktap_is 'what is on a dead stack' "$(log_since | sed -n 's/.*audit: \(.* on a dead stack [^;]*\);.*/\1/p')" "$dead"
parameter kdefer audit repair
is irqs_off '7 -131 4 0 bug 2134'
ktap_run 'nothing is in use any more' eval 'unload arm64_faults && unload kdefer'
ktap_exit
