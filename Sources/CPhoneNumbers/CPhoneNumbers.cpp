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

const PhoneNumberUtil &numbers() {
    return *PhoneNumberUtil::GetInstance();
}

bool parse(const std::string &text, const std::string &region, PhoneNumber *number) {
    return numbers().Parse(text, region, number) == PhoneNumberUtil::NO_PARSING_ERROR;
}

bool begins(const std::string &text, const std::string &prefix) {
    return text.compare(0, prefix.size(), prefix) == 0;
}

/// Whether `digits` begin with the region's own country code and not with the prefix of national numbers, where the
/// region has one: so `49 234 ...` is written in Germany.
bool begins_like_own_country(const std::string &digits, const std::string &region) {
    std::string prefix;
    numbers().GetNddPrefixForRegion(region, true, &prefix);
    return !prefix.empty() && !begins(digits, prefix) &&
           begins(digits, std::to_string(numbers().GetCountryCodeForRegion(region)));
}

/// The number with a plus sign put in front, when that makes a valid one.
bool parse_with_plus(const std::string &digits, PhoneNumber *number) {
    PhoneNumber international;
    const std::string text = "+" + (begins(digits, "00") ? digits.substr(2) : digits);
    if (!parse(text, "ZZ", &international) || !numbers().IsValidNumber(international)) return false;
    *number = international;
    return true;
}

/// The digits of `text` in ASCII without those of its extension, which come last.
std::string dialled_digits(const std::string &text, const std::string &extension) {
    std::string digits = text;
    numbers().NormalizeDigitsOnly(&digits);
    if (extension.size() < digits.size()) digits.resize(digits.size() - extension.size());
    return digits;
}

bool read(const std::string &text, const std::string &region, PhoneNumber *number, std::string *extension) {
    const bool is_read = parse(text, region, number);
    if (is_read) *extension = number->extension();
    if (text.find('+') != std::string::npos || text.find("\xEF\xBC\x8B") != std::string::npos) return is_read;
    const std::string digits = dialled_digits(text, *extension);
    const bool is_dialled_abroad = begins(digits, "00");
    // No country's code begins with a zero.
    if (region == "ZZ" || (begins(digits, "0") && !is_dialled_abroad)) {
        return is_read || (is_dialled_abroad && parse_with_plus(digits, number));
    }
    const bool is_certain =
        is_read && numbers().IsValidNumber(*number) && !begins_like_own_country(digits, region);
    return is_certain || parse_with_plus(digits, number) || is_read;
}

}  // namespace

int clientele_phone_read(const char *text, size_t length, const char *region, struct clientele_phone *out) {
    try {
        PhoneNumber number;
        std::string extension;
        if (!read(std::string(text, length), region == nullptr ? "ZZ" : region, &number, &extension)) return 0;
        std::string e164;
        numbers().Format(number, PhoneNumberUtil::E164, &e164);
        out->e164_length = copied(e164.data(), e164.size(), out->e164, sizeof(out->e164));
        out->extension_length = copied(extension.data(), extension.size(), out->extension, sizeof(out->extension));
        out->country_code_length = static_cast<int>(std::to_string(number.country_code()).size());
        out->is_possible = numbers().IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE ? 1 : 0;
        return out->e164_length > 0 && out->extension_length == static_cast<int>(extension.size()) ? 1 : 0;
    } catch (...) {
        return 0;
    }
}

int clientele_phone_destination_code_length(const char *e164, size_t length) {
    try {
        PhoneNumber number;
        return parse(std::string(e164, length), "ZZ", &number) ? numbers().GetLengthOfNationalDestinationCode(number) : 0;
    } catch (...) {
        return 0;
    }
}

int clientele_phone_calling_code(const char *region) {
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
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
