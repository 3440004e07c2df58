# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: audit_lib.sh
# Kernels: x86-orc x86-fp (a local mapping is no more than an address)
# Expect: kdefer: audit: kmap_local \+2, left so; gave up at .*\[audit\], ended in .*\[audit\]
# Allow: kdefer: audit
# Local mappings of a skipped function: found, and left, as only who made them knows their addresses.
. ./audit_lib.sh

ktap_plan 4
ktap_run 'the modules load' eval 'load kdefer && load audit'
leak_is kmap '-61 held' 'kmap_local +2, left so'
ktap_run 'nothing is in use any more' eval 'unload audit && unload kdefer'
ktap_exit
