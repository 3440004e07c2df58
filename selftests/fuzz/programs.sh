# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest: runs the programs of the host's directory, which is /host here.
mkdir /host
mount -t hostfs none /host -o "$(sed 's/.*fuzz_dir=\([^ ]*\).*/\1/' /proc/cmdline)" || exit
read -r parameters < /host/parameters
insmod ./kdefer.ko uncaught=contain || exit
# shellcheck disable=SC2086 # a list of words
insmod ./kdefer_fuzz.ko programs=/host/programs trace=/host/trace $parameters || exit
rmmod kdefer_fuzz && rmmod kdefer
