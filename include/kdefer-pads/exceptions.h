/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included in front of each file with landing pads: are there any? What switches them off again is
 * not seen in what the compiler writes then. (sparse compiles nothing.)
 */
#if !defined(__EXCEPTIONS) && !defined(__CHECKER__)
#error "kdefer: landing pads: an option behind those of kdefer-pads has switched off -fexceptions"
#endif
