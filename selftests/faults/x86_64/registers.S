/* SPDX-License-Identifier: GPL-2.0 */
#include "../../x86_64/registers.S"
