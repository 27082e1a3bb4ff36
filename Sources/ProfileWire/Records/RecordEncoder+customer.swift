import ProfileCore

extension RecordEncoder {
    static func write(_ customer: CustomerRecord, to json: inout JSONWriter) {
        json.present("given_name", customer.givenName)
        json.present("family_name", customer.familyName)
        json.present("full_name", customer.fullName)
        json.present("salutation", customer.salutation)
        json.present("birthday", customer.birthday) { write($1, to: &$0) }
        json.present("gender", customer.gender)
        json.present("language", customer.language)
        json.present("time_zone", customer.timeZone)
        json.present("address", customer.address) { write($1, to: &$0) }
        json.present("preferred_channel", customer.preferredChannel)
        json.present("preferred_time", customer.preferredTime) { write($1, to: &$0) }
        json.present("owner", customer.owner) { write($1, to: &$0) }
        json.present("loyalty", customer.loyalty) { json, loyalty in
            json.object {
                $0.present("tier", loyalty.tier)
                $0.present("points", loyalty.points)
            }
        }
        if !customer.tags.isEmpty { json.member("tags") { $0.array(of: customer.tags) { $0.string($1) } } }
        if !customer.consents.isEmpty {
            json.member("consents") { $0.array(of: customer.consents) { write($1, to: &$0) } }
        }
        if !customer.traits.isEmpty { json.member("traits") { $0.traits(customer.traits) } }
        json.present("created_at", customer.createdAt)
    }

    static func write(_ birthday: Birthday, to json: inout JSONWriter) {
        json.quoted { TimeText.append(birthday, to: &$0) }
    }

    static func write(_ address: Address, to json: inout JSONWriter) {
        json.object { json in
            json.present("street", address.street)
            json.present("postal_code", address.postalCode)
            json.present("city", address.city)
            json.present("region", address.region)
            json.present("country", address.country)
        }
    }

    private static func write(_ time: PreferredTime, to json: inout JSONWriter) {
        json.object { json in
            json.member("days") { $0.array(of: time.days) { $0.string($1.rawValue) } }
            json.member("from") { $0.clock(minute: time.fromMinute) }
            json.member("to") { $0.clock(minute: time.toMinute) }
        }
    }

    private static func write(_ consent: Consent, to json: inout JSONWriter) {
        json.object { json in
            json.member("purpose", consent.purpose)
            json.present("channel", consent.channel)
            json.member("status", consent.status.rawValue)
            json.present("at", consent.at)
        }
    }
}
