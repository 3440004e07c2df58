/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Networking: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_NET_H
#define _LINUX_KDEFER_CLASSES_NET_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/classes/begin.h>
#include <linux/net.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>
#include <net/sock.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_kfree_skb		~, POINTER
#define __KDEFER_TAKES_consume_skb		~, POINTER
#define __KDEFER_TAKES_dev_put			~, POINTER
#define __KDEFER_TAKES_free_netdev		~, POINTER
#define __KDEFER_TAKES_put_net			~, POINTER
#define __KDEFER_TAKES_sock_release		~, POINTER
#define __KDEFER_TAKES_sockfd_put		~, POINTER

#ifndef __KDEFER_KERNEL_FREE_kfree_skb
__KDEFER_DEFINE_FREE(kfree_skb, struct sk_buff *, kfree_skb(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_consume_skb
__KDEFER_DEFINE_FREE(consume_skb, struct sk_buff *, consume_skb(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_dev_put
__KDEFER_DEFINE_FREE(dev_put, struct net_device *, dev_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_free_netdev
__KDEFER_DEFINE_FREE(free_netdev, struct net_device *, free_netdev(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_put_net
__KDEFER_DEFINE_FREE(put_net, struct net *, put_net(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_sock_release
__KDEFER_DEFINE_FREE(sock_release, struct socket *, sock_release(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_sockfd_put
__KDEFER_DEFINE_FREE(sockfd_put, struct socket *, sockfd_put(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_rtnl
DEFINE_LOCK_GUARD_0(rtnl, rtnl_lock(), rtnl_unlock())
#endif
#ifndef __KDEFER_KERNEL_CLASS_lock_sock
DEFINE_GUARD(lock_sock, struct sock *, lock_sock(_T), release_sock(_T))
#endif

#endif /* _LINUX_KDEFER_CLASSES_NET_H */
