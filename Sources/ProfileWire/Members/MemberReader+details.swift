import ProfileCore

extension MemberReader {
    mutating func address(_ name: String) -> Address? {
        guard var reader = child(name) else { return nil }
        var address = Address()
        address.street = reader.text("street", multiline: true)
        address.postalCode = reader.code("postal_code")
        address.city = reader.text("city")
        address.region = reader.text("region")
        address.country = reader.country("country")
        reader.warnOfUnknownMembers()
        return address == Address() ? nil : address
    }

    /// Who placed an order, in the order's own words.
    mutating func customerDetails(_ name: String, bornBy today: Day) -> CustomerDetails? {
        guard var reader = child(name) else { return nil }
        var details = CustomerDetails()
        details.givenName = reader.text("given_name")
        details.familyName = reader.text("family_name")
        details.fullName = reader.text("full_name")
        details.salutation = reader.text("salutation")
        details.birthday = reader.birthday("birthday", on: today)
        details.address = reader.address("address")
        reader.warnOfUnknownMembers()
        return details == CustomerDetails() ? nil : details
    }
}
