/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How DEFER_FN() and RECOVER_FN() take a prototype apart. For
 *
 *	RECOVER_FN(int, frob, struct foo *, foo, size_t, len) { ... }
 *
 * they declare int frob(struct foo *, size_t), emit its gate, and open the
 * definition of the C function behind the gate, which has the frame as a hidden
 * last parameter.
 */
#ifndef _LINUX_KDEFER_FN_H
#define _LINUX_KDEFER_FN_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/kdefer/frame.h>

#if defined(CONFIG_X86_64)
#include <linux/kdefer/x86_64.h>
#elif defined(CONFIG_ARM64)
#include <linux/kdefer/arm64.h>
#else
#error "kdefer: this architecture has no gate yet: x86-64 (User Mode Linux included) and arm64 only"
#endif

/* The hidden parameter; its name is what a stray defer() is told by the compiler. */
#define __kdefer_frame	this_is_not_inside_a_DEFER_FN_or_RECOVER_FN

/* How many (type, name) pairs: 0..7, ODD, or MANY. */
#define __KDEFER_NTH(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, \
		     _13, _14, _15, _16, _17, _18, _19, _20, _21, _22, n, ...) n
#define __KDEFER_PAIRS(...)						   \
	__KDEFER_NTH(0, ##__VA_ARGS__, MANY, MANY, MANY, MANY, MANY, MANY, \
		     MANY, MANY, 7, ODD, 6, ODD, 5, ODD, 4, ODD, 3, ODD, 2, \
		     ODD, 1, ODD, 0)

/* __KDEFER_MAP_n(m, t1, a1, ...): m(t1, a1), m(t2, a2), ... */
#define __KDEFER_MAP_1(m, t, a)		m(t, a)
#define __KDEFER_MAP_2(m, t, a, ...)	m(t, a), __KDEFER_MAP_1(m, __VA_ARGS__)
#define __KDEFER_MAP_3(m, t, a, ...)	m(t, a), __KDEFER_MAP_2(m, __VA_ARGS__)
#define __KDEFER_MAP_4(m, t, a, ...)	m(t, a), __KDEFER_MAP_3(m, __VA_ARGS__)
#define __KDEFER_MAP_5(m, t, a, ...)	m(t, a), __KDEFER_MAP_4(m, __VA_ARGS__)
#define __KDEFER_MAP_6(m, t, a, ...)	m(t, a), __KDEFER_MAP_5(m, __VA_ARGS__)
#define __KDEFER_MAP_7(m, t, a, ...)	m(t, a), __KDEFER_MAP_6(m, __VA_ARGS__)

#define __KDEFER_PARAM(t, a)	typeof(t) a
#define __KDEFER_TYPE(t, a)	typeof(t)
#define __KDEFER_NAME(t, a)	a
#define __KDEFER_CHECK(t, a)	__KDEFER_IS_WORD(t)

/* The lists that a function with n pairs needs; only n == 0 differs. */
#define __KDEFER_PROTO_0()		void
#define __KDEFER_PROTO_1(...)	__KDEFER_MAP_1(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_2(...)	__KDEFER_MAP_2(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_3(...)	__KDEFER_MAP_3(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_4(...)	__KDEFER_MAP_4(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_5(...)	__KDEFER_MAP_5(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_6(...)	__KDEFER_MAP_6(__KDEFER_PARAM, __VA_ARGS__)
#define __KDEFER_PROTO_7(...)	__KDEFER_MAP_7(__KDEFER_PARAM, __VA_ARGS__)

#define __KDEFER_TYPES_0()		void
#define __KDEFER_TYPES_1(...)	__KDEFER_MAP_1(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_2(...)	__KDEFER_MAP_2(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_3(...)	__KDEFER_MAP_3(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_4(...)	__KDEFER_MAP_4(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_5(...)	__KDEFER_MAP_5(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_6(...)	__KDEFER_MAP_6(__KDEFER_TYPE, __VA_ARGS__)
#define __KDEFER_TYPES_7(...)	__KDEFER_MAP_7(__KDEFER_TYPE, __VA_ARGS__)

#define __KDEFER_PARAMS_0()
#define __KDEFER_PARAMS_1(...)	__KDEFER_PROTO_1(__VA_ARGS__),
#define __KDEFER_PARAMS_2(...)	__KDEFER_PROTO_2(__VA_ARGS__),
#define __KDEFER_PARAMS_3(...)	__KDEFER_PROTO_3(__VA_ARGS__),
#define __KDEFER_PARAMS_4(...)	__KDEFER_PROTO_4(__VA_ARGS__),
#define __KDEFER_PARAMS_5(...)	__KDEFER_PROTO_5(__VA_ARGS__),
#define __KDEFER_PARAMS_6(...)	__KDEFER_PROTO_6(__VA_ARGS__),
#define __KDEFER_PARAMS_7(...)	__KDEFER_PROTO_7(__VA_ARGS__),

#define __KDEFER_NAMES_0()
#define __KDEFER_NAMES_1(...)	__KDEFER_MAP_1(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_2(...)	__KDEFER_MAP_2(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_3(...)	__KDEFER_MAP_3(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_4(...)	__KDEFER_MAP_4(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_5(...)	__KDEFER_MAP_5(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_6(...)	__KDEFER_MAP_6(__KDEFER_NAME, __VA_ARGS__),
#define __KDEFER_NAMES_7(...)	__KDEFER_MAP_7(__KDEFER_NAME, __VA_ARGS__),

#define __KDEFER_ALL(...)	__KDEFER_ALL_(__VA_ARGS__, 1, 1, 1, 1, 1, 1)
#define __KDEFER_ALL_(a, b, c, d, e, f, g, ...) \
	((a) && (b) && (c) && (d) && (e) && (f) && (g))
#define __KDEFER_CHECKS_0()	1
#define __KDEFER_CHECKS_1(...)	\
	__KDEFER_ALL(__KDEFER_MAP_1(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_2(...)	\
	__KDEFER_ALL(__KDEFER_MAP_2(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_3(...)	\
	__KDEFER_ALL(__KDEFER_MAP_3(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_4(...)	\
	__KDEFER_ALL(__KDEFER_MAP_4(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_5(...)	\
	__KDEFER_ALL(__KDEFER_MAP_5(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_6(...)	\
	__KDEFER_ALL(__KDEFER_MAP_6(__KDEFER_CHECK, __VA_ARGS__))
#define __KDEFER_CHECKS_7(...)	\
	__KDEFER_ALL(__KDEFER_MAP_7(__KDEFER_CHECK, __VA_ARGS__))

/*
 * Type questions, all of them constant expressions: is it an integer or a
 * pointer of at most a word? Is it void? Can it hold -MAX_ERRNO..-1 or ERR_PTR()?
 */
#ifdef __CHECKER__
#define __KDEFER_CLASS(T)	1	/* sparse has no __builtin_classify_type */
#else
#define __KDEFER_CLASS(T)						\
	__builtin_classify_type(*__builtin_choose_expr(__KDEFER_IS_VOID(T), \
						       (struct defer *)NULL, \
						       (typeof(T) *)NULL))
#endif
#define __KDEFER_IS_PTR(T)	(__KDEFER_CLASS(T) == 5)
#define __KDEFER_IS_VOID(T)	__builtin_types_compatible_p(typeof(T), void)
#define __KDEFER_IS_INT(T)	(__KDEFER_CLASS(T) >= 1 && __KDEFER_CLASS(T) <= 4)
#define __KDEFER_IS_WORD(T)						\
	((__KDEFER_IS_INT(T) || __KDEFER_IS_PTR(T)) &&			\
	 sizeof(typeof(T)) <= sizeof(long))
#define __KDEFER_IS_SIGNED(T)						\
	(__builtin_types_compatible_p(typeof(T), int) ||		\
	 __builtin_types_compatible_p(typeof(T), long) ||		\
	 __builtin_types_compatible_p(typeof(T), long long) ||		\
	 __builtin_types_compatible_p(typeof(T), short))
#ifdef __CHECKER__
#define __KDEFER_HOLDS_ERRNO(T)	1
#else
#define __KDEFER_HOLDS_ERRNO(T)	(__KDEFER_IS_PTR(T) || __KDEFER_IS_SIGNED(T))
#endif
#define __KDEFER_IS_BOOL(T)	__builtin_types_compatible_p(typeof(T), bool)

/* What a function returns, for the flags of its frame. */
#define __KDEFER_RETURNS(T)						\
	(__KDEFER_IS_VOID(T) ? KDEFER_RETURNS_VOID :			\
	 (__KDEFER_HOLDS_ERRNO(T) ? KDEFER_RETURNS_ERRNO : 0) |		\
	 (__KDEFER_IS_PTR(T) ? KDEFER_RETURNS_POINTER : 0) |		\
	 (__KDEFER_IS_BOOL(T) ? KDEFER_RETURNS_BOOL : 0) |		\
	 sizeof(typeof(T)) << KDEFER_BYTES_SHIFT)

/*
 * The hidden parameter points to the frame; its type also says what number the function has in
 * the file, as the length of an array: nothing else of the function is known to what it says.
 */
/* typeof(): defer_frame and a bracket behind it would be the macro. */
#define __KDEFER_FRAME_DEFER(ret, k)	typeof(struct defer_frame)(*__kdefer_frame)[k]
#define __KDEFER_FRAME_RECOVER(ret, k)					\
	typeof(*__builtin_choose_expr(__KDEFER_IS_VOID(ret) ||		\
				      __KDEFER_HOLDS_ERRNO(ret),	\
				      (struct recover_frame_errno *)NULL, \
				      (struct recover_frame *)NULL))	\
	(*__kdefer_frame)[k]
#define __KDEFER_FRAME_TYPE	typeof((*__kdefer_frame)[0])
#define __KDEFER_FRAME_NUMBER	(sizeof(*__kdefer_frame) / sizeof((*__kdefer_frame)[0]))

#define __KDEFER_FN(kind, scope, ret, name, ...)			\
	__KDEFER_FN_(__KDEFER_PAIRS(__VA_ARGS__), kind, scope, ret, name, \
		     ##__VA_ARGS__)
#define __KDEFER_FN_(n, ...)	__KDEFER_FN__(n, __VA_ARGS__)
#define __KDEFER_FN__(n, ...)	__KDEFER_FN_##n(n, __VA_ARGS__)

#define __KDEFER_FN_0(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_1(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_2(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_3(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_4(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_5(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_6(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_7(...)	__KDEFER_FN_DEFINE(__COUNTER__, __VA_ARGS__)
#define __KDEFER_FN_ODD(n, kind, scope, ret, name, ...)			\
	static_assert(0, "kdefer: " #name ": arguments are written in pairs: type, name"); \
	static ret __always_unused					\
	__kdefer_body_##name(struct recover_frame_errno (*__kdefer_frame)[1])
#define __KDEFER_FN_MANY(n, kind, scope, ret, name, ...)		\
	static_assert(0, "kdefer: " #name ": a DEFER_FN takes at most 7 arguments"); \
	static ret __always_unused					\
	__kdefer_body_##name(struct recover_frame_errno (*__kdefer_frame)[1])

/*
 * The prototype comes first: attributes that stand before the macro are its, and a
 * "static" there is an error ("multiple storage classes").
 */
#define __KDEFER_FN_DEFINE(k, n, kind, scope, ret, name, ...)		\
	extern ret name(__KDEFER_PROTO_##n(__VA_ARGS__));		\
	static_assert(__KDEFER_IS_VOID(ret) || __KDEFER_IS_WORD(ret),	\
		      "kdefer: " #name ": the result is void, an integer or a pointer"); \
	static_assert(__KDEFER_CHECKS_##n(__VA_ARGS__),			\
		      "kdefer: " #name ": each argument is an integer or a pointer"); \
	static_assert(__builtin_types_compatible_p(typeof(name),	\
				ret(__KDEFER_TYPES_##n(__VA_ARGS__))),	\
		      "kdefer: " #name ": arguments are type, comma, plain name: char *, buf"); \
	__KDEFER_GATE(kind, scope, name, __kdefer_body_##name, n, k);	\
	__KDEFER_BODY_##kind(n, k, ret, name, ##__VA_ARGS__)

/* The body is reached from assembly alone: it keeps its name and its convention. */
#define __kdefer_body	static __used noinline __noclone

#define __KDEFER_BODY_DEFER(n, k, ret, name, ...)			\
	__kdefer_body ret						\
	__kdefer_body_##name(__KDEFER_PARAMS_##n(__VA_ARGS__)		\
			     __KDEFER_FRAME_DEFER(ret, k) __maybe_unused)

/*
 * The function behind a RECOVER_FN first notes what it returns, and what a recovery
 * must put back: the state of the function-graph tracer without this function, which
 * is why that may not trace it.
 */
#define __KDEFER_BODY_RECOVER(n, k, ret, name, ...)			\
	static __always_inline ret					\
	__kdefer_user_##name(__KDEFER_PARAMS_##n(__VA_ARGS__)		\
			     __KDEFER_FRAME_RECOVER(ret, k)); \
	__kdefer_body notrace ret					\
	__kdefer_body_##name(__KDEFER_PARAMS_##n(__VA_ARGS__)		\
			     __KDEFER_FRAME_RECOVER(ret, k)) \
	{								\
		__kdefer_note((struct recover_frame *)__kdefer_frame,	\
			      __KDEFER_RETURNS(ret));			\
		return __kdefer_user_##name(__KDEFER_NAMES_##n(__VA_ARGS__) \
					    __kdefer_frame);		\
	}								\
	static __always_inline ret					\
	__kdefer_user_##name(__KDEFER_PARAMS_##n(__VA_ARGS__)		\
			     __KDEFER_FRAME_RECOVER(ret, k) __maybe_unused)

#endif /* _LINUX_KDEFER_FN_H */
