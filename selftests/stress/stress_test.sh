# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Threads: multi
# Modules: stress/stress.ko two_modules/twin_a.ko
# Files: stress_lib.sh
# Timeout: 420
# 200,000 soft panics in six threads, with memory that fails, while interrupts do the same on top, processors
# come and go, and so do other clients.
. ./stress_lib.sh

ktap_plan 13
stress_begin fail_every=50
beside hotplug
beside client
stress_round 200000 "$(word stress_seed 1)"
beside_end
ktap_run 'there were soft panics enough in timers' [ "$(number 'in timers')" -ge 500 ]
ktap_run 'and in hard interrupts' [ "$(number 'in hard timers')" -ge 500 ]
ktap_run 'deferred calls moved to other processors' [ "$(number moves)" -ge 500 ]
ktap_run 'there was no memory now and then' [ "$(number 'no memory')" -ge 100 ]
ktap_run "a processor came and went: $(beside_count hotplug) times" [ "$(beside_count hotplug)" -ge 3 ]
ktap_run "a client came and went: $(beside_count client) times" [ "$(beside_count client)" -ge 3 ]
stress_end
ktap_exit
