/* SPDX-License-Identifier: GPL-2.0 */
#include "../../arm64/registers.S"
