# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Modules: arm64/arm64_ways.ko
# Files: ways_test.sh
# Kernels: arm64-6.1 arm64-6.12 arm64-7.3 (these are arm64's frame records and instructions)
# Qemu: -cpu cortex-a72
# Allow: kdefer: (trapped|raised|  *[[:alnum:]_.]+\+)
# Allow: kdefer: a soft panic at visit\+.* went past bus_for_each_dev, which gives back nothing
# The same on a processor that signs no return addresses, nor keeps the kernel out of user space's data.
. ./ways_test.sh
