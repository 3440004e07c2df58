# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Files: dying.sh
# Not-under: function_graph kretprobe (the kernel's unwinder is asked at once there, and has other words)
# Expect: kernel BUG at (.*/)?uncaught/uncaught\.c
# Expect: kernel BUG at (.*/)?module/uncaught\.h
# Allow: kdefer:
# Allow: WARNING: kernel stack frame pointer at .* has bad value
# Where the way outwards is not certain, a soft panic goes no further, and says where and why.
. ./dying.sh

# lost CASE FUNCTION REASON WHERE WHY: the task dies, with those last words; where the way was lost is the last
# that the panic knows of its stack
lost() {
	log_mark
	ktap_is "$1: the task dies" "$(end "$1")" killed
	{
		printf '%s\n' "kdefer: soft panic: $3 [-ENODATA] at $2 [uncaught]" 'kdefer: raised at:' \
			"kdefer:  $2 [uncaught]"
		case "$4 $5" in
		*'a return address that no call has left') ;;
		*'[uncaught] '*) printf '%s\n' "kdefer:  $4" ;;
		esac
		printf '%s\n' "kdefer: cannot unwind past $4: $5; deferred calls are lost"
	} > "words_$1"
	last_words_are "$1: its last words" < "words_$1"
}

ktap_plan 14
ktap_run 'the modules load' eval 'load kdefer && load uncaught'
lost lost_frame_pointer lose_frame_pointer 'no frame pointer' \
	'__kdefer_body_lose_way [uncaught]' 'a frame pointer that leads nowhere'
lost lost_return_address lose_return_address 'no return address' \
	'0x10' 'a return address that is not in readable text'
if is_arm64; then
	why='a return address that no call has left'
else
	why="code that the kernel's unwinder does not know"
fi
# Without CONFIG_KALLSYMS_ALL data has no name but that of the function before it.
where='no_code [uncaught]'
grep -q ' no_code' /proc/kallsyms || where='uncaught_exit [uncaught]'
lost return_to_data return_to_data 'a return address in data' "$where" "$why"
log_mark
ktap_is 'passed_by: the task dies' "$(end passed_by)" killed
last_words_are 'passed_by: its last words' <<'EOT'
kdefer: soft panic: a frame pointer that leads too far [-ENODATA] at lead_too_far [uncaught]
kdefer: raised at:
kdefer:  lead_too_far [uncaught]
kdefer:  __kdefer_body_passed_by [uncaught]
kdefer: cannot unwind past around_passed_by [uncaught]: a gate that is passed by; deferred calls are lost
EOT
log_mark
ktap_is 'lost_list: the task dies' "$(end lost_list)" killed
last_words_are 'lost_list: its last words' <<'EOT'
kdefer: a block's deferred call is missing on its list, at __kdefer_body_lose_list [uncaught]; its deferred calls are lost
EOT
aftermath
ktap_exit
