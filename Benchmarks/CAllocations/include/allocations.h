#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdint.h>

/// How often any thread of the process has asked for memory so far.
uint64_t allocations_so_far(void);

#endif
