# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# stress_count=N soft panics, in rounds, each with a seed of its own from stress_seed=S on; what can come and go
# does: see run.
. ./stress_lib.sh

count=$(word stress_count 10000000) seed=$(word stress_seed 1) size=500000
rounds=$(((count + size - 1) / size))
if grep -q 'User Mode Linux' /proc/cpuinfo; then
	# For the numbers alone. Its stacks are small, and interrupts come on the same ones. Nothing is unloaded, as
	# it can hang for good in to_irq_stack() when vfree() is interrupted.
	parameters='interrupts=N max_depth=4' others=
else
	parameters='fail_every=50' others='hotplug client'
fi

# Where the kernel injects faults by itself, on User Mode Linux.
failslab() (
	cd /sys/kernel/debug/failslab || return
	echo Y > task-filter
	echo 0 > verbose
	echo N > ignore-gfp-wait
	echo -1 > 'times'
	echo 2 > probability
)

ktap_plan $((2 + 5 * rounds))
stress_begin "$parameters"
if [ -d /sys/kernel/debug/failslab ]; then failslab; fi
for name in $others; do beside "$name"; done
panics=0 no_memory=0
for round in $(seq 1 "$rounds"); do
	stress_round $((count < size ? count : size)) $((seed + round - 1))
	panics=$((panics + $(number panics)))
	no_memory=$((no_memory + $(number 'no memory')))
done
if [ -n "$others" ]; then beside_end; fi
for name in $others; do ktap_note "$name: $(beside_count "$name") turns"; done
ktap_note "in all: $panics soft panics, $no_memory more for want of memory"
stress_end
ktap_exit
