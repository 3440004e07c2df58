/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_BENCH_CPUS_H
#define KDEFER_BENCH_CPUS_H

struct file_operations;

extern const struct file_operations cpus_fops;

/* Gives up and recovers so many times; in peer_kdefer.c. */
void bench_panics(unsigned long times);

/* Calls and returns so many times; in peer_plain.c. */
void bench_calls(unsigned long times);

/* Formats as much text so many times as takes about as long as a panic; likewise. */
void bench_formats(unsigned long times);

#endif /* KDEFER_BENCH_CPUS_H */
