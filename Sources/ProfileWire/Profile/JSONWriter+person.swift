import ProfileCore

extension JSONWriter {
    mutating func person(_ person: PersonView) {
        object {
            $0.member("greeting", person.greeting)
            $0.member("given_name", person.givenName)
            $0.member("family_name", person.familyName)
            $0.member("full_name", person.fullName)
            $0.member("salutation", person.salutation)
            $0.optional("birthday", person.birthday) { $0.birthday($1) }
            $0.member("gender", person.gender)
            $0.member("language", person.language)
            $0.member("time_zone", person.timeZone)
            $0.member("address") { $0.address(person.address) }
            $0.optional("owner", person.owner) { $0.companyPerson($1) }
            $0.optional("loyalty", person.loyalty) { $0.loyalty($1) }
            $0.items("tags", person.tags) { $0.string($1) }
            $0.member("traits") { $0.traits(person.traits) }
            $0.member("created_at", person.createdAt)
        }
    }

    private mutating func birthday(_ birthday: BirthdayView) {
        object {
            $0.member("date", birthday.date.text)
            $0.member("age", birthday.age)
            $0.member("days_until", birthday.daysUntil)
            $0.member("today", birthday.isToday)
        }
    }

    /// Without members when no address is known.
    private mutating func address(_ address: Address?) {
        object {
            guard let address else { return }
            $0.member("street", address.street)
            $0.member("postal_code", address.postalCode)
            $0.member("city", address.city)
            $0.member("region", address.region)
            $0.member("country", address.country)
        }
    }

    private mutating func loyalty(_ loyalty: Loyalty) {
        object {
            $0.member("tier", loyalty.tier)
            $0.member("points", loyalty.points)
        }
    }
}

extension Birthday {
    /// `1980-04-19`, or `--04-19` without a year.
    fileprivate var text: String {
        // Any leap year has every day there is.
        let date = Day(year: year ?? 2000, month: month, day: day).map(TimeText.date) ?? ""
        return year == nil ? "--" + date.suffix(5) : date
    }
}
