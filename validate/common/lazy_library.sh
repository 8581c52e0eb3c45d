#!/bin/sh
# Writes the assembler file of a library that is loaded at the first call (lazy_library.h), for x86-64:
#
#   lazy_library.sh libcurl.so >lazy_curl.s
#
# Each function jumps by its slot. At first that leads to a piece of code that pushes the function's number
# and goes on to `bind`, which keeps all registers that may hold arguments, asks lazy_library_find for the
# address, stores it in the slot and jumps there.
set -eu
library=$(${CC:-gcc} -print-file-name="$1")
soname=$(objdump -p "$library" | sed -n 's/^ *SONAME *//p')
functions=$(nm -D --defined-only "$library" | sed -n 's/^[0-9a-f]* [TWi] \([A-Za-z0-9_]*\).*/\1/p' | sort -u)
test -n "$soname" && test -n "$functions"

# each FORMAT: prints it for each function, with its number as %1 and its name as %2
each() {
    echo "$functions" | awk -v format="$1" '{
        line = format; gsub(/%1/, NR - 1, line); gsub(/%2/, $1, line); print line }'
}

echo '    .section .note.GNU-stack,"",@progbits'
echo '    .section .rodata'
echo "soname: .asciz \"$soname\""
each 'name_%1: .asciz "%2"'
echo '    .data
    .balign 8
library: .quad soname, 0'
echo 'names:'
each '    .quad name_%1'
echo 'slots:'
each '    .quad first_%1'
echo '    .text'
each '    .globl %2\n    .type %2, @function\n%2: jmp *slots + 8 * %1(%rip)\n    .size %2, . - %2'
each 'first_%1: push $%1\n    jmp bind'
cat <<'CODE'
bind:
    push %rax
    push %rdi
    push %rsi
    push %rdx
    push %rcx
    push %r8
    push %r9
    sub $136, %rsp
    movups %xmm0, (%rsp)
    movups %xmm1, 16(%rsp)
    movups %xmm2, 32(%rsp)
    movups %xmm3, 48(%rsp)
    movups %xmm4, 64(%rsp)
    movups %xmm5, 80(%rsp)
    movups %xmm6, 96(%rsp)
    movups %xmm7, 112(%rsp)
    mov 192(%rsp), %rax
    lea names(%rip), %rdx
    mov (%rdx, %rax, 8), %rsi
    lea library(%rip), %rdi
    call lazy_library_find
    mov 192(%rsp), %rcx
    lea slots(%rip), %rdx
    mov %rax, (%rdx, %rcx, 8)
    mov %rax, %r11
    movups (%rsp), %xmm0
    movups 16(%rsp), %xmm1
    movups 32(%rsp), %xmm2
    movups 48(%rsp), %xmm3
    movups 64(%rsp), %xmm4
    movups 80(%rsp), %xmm5
    movups 96(%rsp), %xmm6
    movups 112(%rsp), %xmm7
    add $136, %rsp
    pop %r9
    pop %r8
    pop %rcx
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rax
    add $8, %rsp
    jmp *%r11
CODE
