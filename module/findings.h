/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who wants to hear what the audit finds: see findings.c.
 */
#ifndef KDEFER_FINDINGS_H
#define KDEFER_FINDINGS_H

struct kdefer_findings;

int findings_listen(struct kdefer_findings *f);
void findings_tell(const char *what, int more, unsigned long site);

#endif /* KDEFER_FINDINGS_H */
