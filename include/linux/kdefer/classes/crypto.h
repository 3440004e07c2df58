/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Handles of the crypto interface: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_CRYPTO_H
#define _LINUX_KDEFER_CLASSES_CRYPTO_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <crypto/aead.h>
#include <crypto/akcipher.h>
#include <crypto/hash.h>
#include <crypto/rng.h>
#include <crypto/skcipher.h>
#include <linux/kdefer/classes/begin.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_crypto_free_shash	~, POINTER
#define __KDEFER_TAKES_crypto_free_ahash	~, POINTER
#define __KDEFER_TAKES_crypto_free_skcipher	~, POINTER
#define __KDEFER_TAKES_crypto_free_aead		~, POINTER
#define __KDEFER_TAKES_crypto_free_akcipher	~, POINTER
#define __KDEFER_TAKES_crypto_free_rng		~, POINTER
#define __KDEFER_TAKES_ahash_request_free	~, POINTER
#define __KDEFER_TAKES_skcipher_request_free	~, POINTER
#define __KDEFER_TAKES_aead_request_free	~, POINTER
#define __KDEFER_TAKES_akcipher_request_free	~, POINTER

#ifndef __KDEFER_KERNEL_FREE_crypto_free_shash
__KDEFER_DEFINE_FREE(crypto_free_shash, struct crypto_shash *, crypto_free_shash(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_crypto_free_ahash
__KDEFER_DEFINE_FREE(crypto_free_ahash, struct crypto_ahash *, crypto_free_ahash(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_crypto_free_skcipher
__KDEFER_DEFINE_FREE(crypto_free_skcipher, struct crypto_skcipher *, crypto_free_skcipher(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_crypto_free_aead
__KDEFER_DEFINE_FREE(crypto_free_aead, struct crypto_aead *, crypto_free_aead(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_crypto_free_akcipher
__KDEFER_DEFINE_FREE(crypto_free_akcipher, struct crypto_akcipher *, crypto_free_akcipher(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_crypto_free_rng
__KDEFER_DEFINE_FREE(crypto_free_rng, struct crypto_rng *, crypto_free_rng(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_ahash_request_free
__KDEFER_DEFINE_FREE(ahash_request_free, struct ahash_request *, ahash_request_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_skcipher_request_free
__KDEFER_DEFINE_FREE(skcipher_request_free, struct skcipher_request *, skcipher_request_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_aead_request_free
__KDEFER_DEFINE_FREE(aead_request_free, struct aead_request *, aead_request_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_akcipher_request_free
__KDEFER_DEFINE_FREE(akcipher_request_free, struct akcipher_request *, akcipher_request_free(_T))
#endif

#endif /* _LINUX_KDEFER_CLASSES_CRYPTO_H */
