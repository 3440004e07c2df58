# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# In the guest: runs the programs of the host's directory, which is /host here. Where the host's files cannot be seen
# they are beside this, and what they did is printed.
mkdir /host
if grep -q hostfs /proc/filesystems; then
	mount -t hostfs none /host -o "$(sed 's/.*fuzz_dir=\([^ ]*\).*/\1/' /proc/cmdline)" || exit
else
	mv programs parameters /host/ || exit
fi
read -r parameters < /host/parameters
insmod ./kdefer.ko uncaught=contain || exit
# shellcheck disable=SC2086 # a list of words
insmod ./kdefer_fuzz.ko programs=/host/programs trace=/host/trace $parameters || exit
rmmod kdefer_fuzz && rmmod kdefer || exit
grep -q hostfs /proc/filesystems && exit
echo 'trace: begins'
gzip -c /host/trace | base64
echo 'trace: ends'
