#include "CPhoneNumbers.h"

#include <idn2.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

int copied(const char *bytes, size_t length, char *out, size_t capacity) {
    if (length > capacity) return 0;
    std::memcpy(out, bytes, length);
    return static_cast<int>(length);
}

}  // namespace

int clientele_phone_e164(const char *text, size_t length, const char *region, char *out, size_t capacity) {
    try {
        const PhoneNumberUtil &numbers = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const std::string from = region == nullptr ? "ZZ" : region;
        if (numbers.Parse(std::string(text, length), from, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        std::string e164;
        numbers.Format(number, PhoneNumberUtil::E164, &e164);
        return copied(e164.data(), e164.size(), out, capacity);
    } catch (...) {
        return 0;
    }
}

int clientele_phone_knows_region(const char *region) {
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region) != 0 ? 1 : 0;
    } catch (...) {
        return 0;
    }
}

int clientele_idna_to_ascii(const char *domain, char *out, size_t capacity) {
    uint8_t *ascii = nullptr;
    const uint8_t *bytes = reinterpret_cast<const uint8_t *>(domain);
    if (idn2_lookup_u8(bytes, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) return 0;
    const char *text = reinterpret_cast<const char *>(ascii);
    const int length = copied(text, std::strlen(text), out, capacity);
    idn2_free(ascii);
    return length;
}
