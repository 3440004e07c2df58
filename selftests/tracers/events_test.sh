# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Allow: kdefer: 
# Every event of kdefer, with what it says.
. ./guest.sh

tracing=/sys/kernel/tracing

# events CASE: what the trace has of it, without offsets
events() {
	echo > $tracing/trace
	cat "/sys/kernel/debug/tracers/$1" > said
	sed -n 's/.*: kdefer_/kdefer_/p' $tracing/trace | sed 's/+0x[0-9a-f]*\/0x[0-9a-f]* \[tracers\]//g; s/ \[tracers\]//g; s/__kdefer_body_//g'
}

# of CASE, and the events on standard input
of() {
	cat > wanted
	events "$1" > got
	ktap_run "$1: $(cat said)" diff -U 99 wanted got
}

ktap_plan 10
ktap_run 'the modules load' eval 'load kdefer && load tracers'
ktap_is 'there are six events' "$(find $tracing/events/kdefer -name 'kdefer_*' | wc -l)" 6
ktap_is 'none comes while they are off' "$(events recovered)" ''
echo 1 > $tracing/events/kdefer/enable
of recovered << END
kdefer_panic: err=-61 cause=raised site=recovers addr=0x0
kdefer_recover: err=-61 cause=raised site=recovers function=recovers result=-61 passed=0x0 text='asked to'
kdefer_panic: err=-61 cause=raised site=recovers addr=0x0
kdefer_recover: err=-61 cause=raised site=recovers function=recovers result=-1 passed=0x0 text='asked to'
END
of exited << END
kdefer_exit: site=leaves code=7
END
of replaced << END
kdefer_panic: err=-61 cause=raised site=replaces addr=0x0
kdefer_panic: err=-5 cause=raised site=give_up_instead addr=0x0
kdefer_takeover: site=give_up_instead older=replaces
kdefer_recover: err=-5 cause=raised site=give_up_instead function=replaces result=-5 passed=0x0 text='instead'
END
# KASAN looks at its shadow first, whose address is not canonical.
cause='page fault' addr=0x10
if [ -e /sys/kernel/debug/kmemleak ]; then cause=protection addr=0x0; fi
of faulted << END
kdefer_panic: err=-14 cause=$cause site=faults addr=$addr
kdefer_recover: err=-14 cause=$cause site=faults function=faults result=-14 passed=0x0 text='$cause'
END
parameter kdefer uncaught contain
of contained << END
kdefer_panic: err=-61 cause=raised site=recovers_nothing addr=0x0
kdefer_uncaught: err=-61 site=recovers_nothing why='contained'
END
parameter kdefer max_recoveries 1
# Two in the same second: once more where one has just begun.
for _ in 1 2 3 4 5 6 7 8 9; do
	cat /sys/kernel/debug/tracers/replaced > said
	events replaced > got
	! grep -q '^kdefer_refused' got || break
done
cat > wanted << END
kdefer_panic: err=-61 cause=raised site=replaces addr=0x0
kdefer_panic: err=-5 cause=raised site=give_up_instead addr=0x0
kdefer_takeover: site=give_up_instead older=replaces
kdefer_refused: err=-5 site=give_up_instead function=replaces
kdefer_uncaught: err=-5 site=give_up_instead why='contained'
END
ktap_run "refused: $(cat said)" diff -U 99 wanted got
echo 0 > $tracing/events/kdefer/enable
ktap_run 'nothing is in use any more' eval 'unload tracers && unload kdefer'
ktap_exit
