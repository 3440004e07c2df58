# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the scripts of this folder share. 7 results: one of stress_begin, 5 of each stress_round, one of stress_end.
. ./guest.sh

# word NAME DEFAULT: NAME=VALUE on the kernel's command line
word() {
	word_value=$(tr ' ' '\n' < /proc/cmdline | sed -n "s/^$1=//p" | tail -n 1)
	echo "${word_value:-$2}"
}

# stress_begin PARAMETER=VALUE...
stress_begin() { ktap_run 'the modules load' eval "load kdefer && load stress $*"; }
stress_end() { ktap_run 'nothing is in use any more' eval 'unload stress && unload kdefer'; }

# number NAME: out of what the round says
number() { printf '%s\n' "$said" | sed -n "s/.*$1: \([0-9]*\).*/\1/p"; }

# stat NAME: of kdefer's own counters
stat() { sed -n "s/^$1 //p" /sys/kernel/debug/kdefer/stats; }

# troubles: what kdefer has counted and never should
troubles() {
	for name in uncaught refused audit_findings abandoned misuse; do
		[ "$(stat $name)" -eq 0 ] || echo "$name: $(stat $name)"
	done
}

# stress_round PANICS SEED: kdefer's counters, and those of whoever gave up, say the same
stress_round() {
	parameter stress panics "$1"
	parameter stress seed "$2"
	raised=$(stat panics_raised) recovered=$(stat recovered) exits=$(stat exits)
	said=$(cat /sys/kernel/debug/stress/run)
	ktap_note "seed $2: $said"
	ktap_is 'nothing is lost, nothing is done twice' "${said%%panics: *}" ''
	ktap_run "$1 soft panics in the threads" [ "$(number 'in threads')" -ge $(($1 - 32)) ]
	ktap_is 'every soft panic is known to both' \
		"$(($(stat panics_raised) - raised))" "$(($(number panics) + $(number 'no memory')))"
	ktap_is 'so is every end' "$(($(stat recovered) - recovered)) $(($(stat exits) - exits))" \
		"$(number recovered) $(number exits)"
	ktap_is 'no trouble' "$(troubles)" ''
}

# Beside a round: each loop counts its turns in a file.
hotplug() {
	echo 0 > /sys/devices/system/cpu/cpu1/online && sleep 0.2
	echo 1 > /sys/devices/system/cpu/cpu1/online && sleep 0.2
}
client() { load twin_a && unload twin_a && sleep 0.1; }

beside_loop() {
	turns=0
	while [ -e beside ] && "$1"; do
		turns=$((turns + 1))
		echo "$turns" > "beside.$1"
	done
	# One that ended by itself has failed.
	[ ! -e beside ] || echo -1 > "beside.$1"
}

beside() {
	: > beside
	echo 0 > "beside.$1"
	beside_loop "$1" &
}
beside_end() { rm beside; wait; }
beside_count() { cat "beside.$1"; }
