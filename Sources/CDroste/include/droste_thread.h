/// What threads need beyond Swift's Glibc module.
#pragma once

/// Names the calling thread, as `top -H` shows it; the first 15 bytes count.
void droste_name_thread(const char *name);

/// Keeps the calling thread on one processor; 0, or a negative errno.
int droste_pin_thread(int processor);
