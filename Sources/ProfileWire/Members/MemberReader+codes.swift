import ProfileCore

extension MemberReader {
    /// A currency, or `standard` when the member is absent; nil only when it is wrong.
    mutating func currency(_ name: String, default standard: Currency?) -> Currency? {
        guard let text = text(name) else { return findings.hasProblem(at: pointer(name)) ? nil : standard }
        if let currency = Currency(text) ?? Currency(text.uppercased()) { return currency }
        reject(name, .unknownCurrency, "an ISO 4217 code of money such as EUR")
        return nil
    }

    mutating func language(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let tag = LanguageTag.understood(text)
        if tag == nil { reject(name, .badLanguage, "a BCP 47 tag such as en-GB") }
        return tag
    }

    mutating func timeZoneName(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let zone = TimeZoneNames.understood(text)
        if zone == nil { reject(name, .unknownTimeZone, "an IANA time zone such as Europe/London") }
        return zone
    }

    mutating func country(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let code = CountryCode.understood(text)
        if code == nil { reject(name, .unknownCountry, "an ISO 3166-1 alpha-2 code such as GB") }
        return code
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        if case .bool(let flag) = value { return flag }
        rejectType(name, value, expected: "true or false")
        return nil
    }

    /// Somebody on the company's side.
    mutating func person(_ name: String) -> Person? {
        guard var person = child(name) else { return nil }
        let id = person.code("id")
        let personName = person.text("name")
        let required = person.required("id", id)
        person.warnOfUnknownMembers()
        return required.map { Person(id: $0, name: personName) }
    }
}
