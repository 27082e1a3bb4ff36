#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A phone number as libphonenumber understands it. Texts have no terminating zero.
struct clientele_phone {
    /// `+442079460018`, without an extension.
    char e164[24];
    int e164_length;
    char extension[24];
    int extension_length;
    /// How many digits after the plus sign are the country's.
    int country_code_length;
    /// Whether the country has numbers of that many digits that can be called from abroad.
    int is_possible;
};

/// Reads the phone number in `text` (UTF-8) into `out`; returns 0 when it is none. Safe on any thread; never throws.
///
/// `region` is the ISO 3166-1 code that national forms are read in, or NULL. A number with its country in front but
/// without a plus sign is read as if it had one where the national reading is not valid, or lacks the prefix with which
/// national numbers of the region begin.
int clientele_phone_read(const char *text, size_t length, const char *region, struct clientele_phone *out);

/// How many digits after the country's name an area or a network in a number in E.164; 0 where the plan does not say.
int clientele_phone_destination_code_length(const char *e164, size_t length);

/// The digits of a country before which this region's (ISO 3166-1 alpha-2, in capitals) national numbers are read; 0 when
/// they cannot be read.
int clientele_phone_calling_code(const char *region);

/// Writes the ASCII form (IDNA 2008, UTS 46 non-transitional) of a domain in NFC UTF-8 to `out`, without a
/// terminating zero. Returns the length, or 0 when it is no domain or `out` is too small. Safe on any thread.
int clientele_idna_to_ascii(const char *domain, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
