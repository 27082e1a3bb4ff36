#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the E.164 form of the phone number in `text` (UTF-8) to `out`, without a terminating zero.
///
/// `region` is the ISO 3166-1 code that national forms are read in, or NULL. Numbers that can be parsed but that the
/// numbering plan does not know are written too: plans grow faster than their descriptions.
/// Returns the length, or 0 when the text is no phone number or `out` is too small. Safe on any thread; never throws.
int clientele_phone_e164(const char *text, size_t length, const char *region, char *out, size_t capacity);

/// Whether national numbers of this region (ISO 3166-1 alpha-2, in capitals) can be read.
int clientele_phone_knows_region(const char *region);

/// Writes the ASCII form (IDNA 2008, UTS 46 non-transitional) of a domain in NFC UTF-8 to `out`, without a
/// terminating zero. Returns the length, or 0 when it is no domain or `out` is too small. Safe on any thread.
int clientele_idna_to_ascii(const char *domain, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
