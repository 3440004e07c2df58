/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_AUDIT_H
#define KDEFER_AUDIT_H

#include <linux/kdefer/frame.h>

void audit_note(struct recover_frame *frame);
void audit_compare(struct defer_frame *frame, unsigned long site);
void audit_later(struct defer_frame *frame, unsigned long site);
void audit_if_due(struct defer_frame *frame);
void audit_stack(unsigned long to, unsigned long site, unsigned long end);

#endif /* KDEFER_AUDIT_H */
