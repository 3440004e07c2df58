// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that is counted, so that a leak would show in the module's parameters,
 * and the image: what was written to the device.
 */
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <linux/kdefer.h>

#include "elfpeek.h"

atomic_t live_buffers;
atomic_t live_images;
unsigned int max_image_bytes = SZ_16M;

void *buffer_alloc(size_t size)
{
	void *buffer = kvmalloc(size, GFP_KERNEL_ACCOUNT);

	if (buffer)
		atomic_inc(&live_buffers);
	return buffer;
}

void buffer_free(void *buffer)
{
	if (!buffer)
		return;
	kvfree(buffer);
	atomic_dec(&live_buffers);
}

struct elf_image *image_new(void)
{
	struct elf_image *image = kzalloc(sizeof(*image), GFP_KERNEL_ACCOUNT);

	if (!image)
		return NULL;
	kref_init(&image->ref);
	atomic_inc(&live_images);
	return image;
}

struct elf_image *image_get(struct elf_image *image)
{
	kref_get(&image->ref);
	return image;
}

static void image_release(struct kref *ref)
{
	struct elf_image *image = container_of(ref, struct elf_image, ref);

	kvfree(image->data);
	kfree(image);
	atomic_dec(&live_images);
}

void image_put(struct elf_image *image)
{
	if (image)
		kref_put(&image->ref, image_release);
}

/* Doubles the room, so that many small writes do not copy the image each time. */
static void make_room(struct elf_image *image, size_t len)
{
	size_t room;
	u8 *data;

	if (len > max_image_bytes - image->size)
		soft_panic(-EFBIG, "an image has at most %u bytes",
			   max_image_bytes);
	if (len <= image->room - image->size)
		return;

	room = max_t(size_t, roundup_pow_of_two(image->size + len), SZ_4K);
	room = min_t(size_t, room, max_image_bytes);
	data = soft_try(kvmalloc(room, GFP_KERNEL_ACCOUNT));
	if (image->size)
		memcpy(data, image->data, image->size);
	kvfree(image->data);
	image->data = data;
	image->room = room;
}

void image_append(struct elf_image *image, const char __user *from, size_t len)
{
	make_room(image, len);
	if (copy_from_user(image->data + image->size, from, len))
		soft_panic(-EFAULT, "the caller's buffer cannot be read");
	image->size += len;
}
