// SPDX-License-Identifier: GPL-2.0
/*
 * A netfilter hook, in the network's softirq.
 */
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/udp.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "contexts.h"

#define PORT 9

static bool is_ours(const struct sk_buff *skb)
{
	const struct iphdr *ip = ip_hdr(skb);
	struct udphdr header;
	const struct udphdr *udp;

	if (ip->protocol != IPPROTO_UDP)
		return false;
	udp = skb_header_pointer(skb, ip->ihl * 4, sizeof(header), &header);
	return udp && udp->dest == htons(PORT);
}

static unsigned int on_packet(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	if (!is_ours(skb))
		return NF_ACCEPT;
	way_do_it();
	return NF_DROP;
}

static const struct nf_hook_ops packet_ops = {
	.hook = on_packet,
	.pf = NFPROTO_IPV4,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = NF_IP_PRI_FILTER,
};

static struct socket *sock;

/* A packet to ourselves, which comes in by the network's softirq. */
int call_in_netfilter(void (*function)(void))
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct msghdr msg = { .msg_name = &to, .msg_namelen = sizeof(to) };
	struct kvec data = { .iov_base = "x", .iov_len = 1 };
	int err;

	way_begin(function);
	err = kernel_sendmsg(sock, &msg, &data, 1, 1);
	return err < 0 ? err : way_end();
}

int netfilter_init(void)
{
	int err = sock_create_kern(&init_net, AF_INET, SOCK_DGRAM, IPPROTO_UDP,
				   &sock);

	if (err)
		return err;
	err = nf_register_net_hook(&init_net, &packet_ops);
	if (err)
		sock_release(sock);
	return err;
}

void netfilter_exit(void)
{
	nf_unregister_net_hook(&init_net, &packet_ops);
	sock_release(sock);
}
