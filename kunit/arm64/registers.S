/* SPDX-License-Identifier: GPL-2.0 */
#include "../../selftests/arm64/registers.S"
