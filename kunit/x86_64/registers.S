/* SPDX-License-Identifier: GPL-2.0 */
#include "../../selftests/x86_64/registers.S"
