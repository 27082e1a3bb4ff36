import ProfileCore

/// What columns are usually called, in words joined without separators, by the member they hold.
enum MemberHints {
    /// A member as a path, and the names that suggest it, the most telling first. Earlier members choose first.
    typealias Hint = (path: [String], names: [String])

    static func hints(_ kind: RecordKind) -> [Hint] {
        let own =
            switch kind {
            case .customer: customer
            case .order: order
            case .interaction: interaction
            case .activity: activity
            }
        return own.map { (path: $0.0.split(separator: ".").map(String.init), names: words($0.1)) }
    }

    /// Names that tell of the kind of a row.
    static func telling(_ kind: RecordKind) -> [String] {
        switch kind {
        case .customer:
            words("firstname givenname surname lastname familyname birthday dateofbirth birthdate email salutation")
        case .order:
            words(
                "invoiceno orderno orderid ordernumber invoicedate orderdate quantity qty unitprice sku stockcode total"
            )
        case .interaction:
            words("openedat contacttype callerid ticketid ticketno agent assignedto channel subject csat incidentstate")
        case .activity: words("event eventtype eventname pageurl sessionid visitorid anonymousid viewedat query")
        }
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private static let customer: [(String, String)] = [
        ("id", "crmid customerid customerno contactid id customer number"),
        ("given_name", "firstname givenname forename vorname prenom"),
        ("family_name", "surname lastname familyname nachname nom"),
        ("full_name", "fullname name customername displayname"),
        ("salutation", "salutation title anrede"), ("emails", "email emailaddress mail primaryemail"),
        ("phones", "phone phonenumber telephone mobile mobilephone tel telefon"),
        ("birthday", "dateofbirth birthday birthdate dob geburtsdatum"), ("gender", "gender sex"),
        ("language", "language locale lang"), ("time_zone", "timezone"),
        ("address.street", "street address addressline1 strasse"),
        ("address.postal_code", "postalcode postcode zip zipcode plz"), ("address.city", "city town ort"),
        ("address.region", "state region province county"), ("address.country", "countrycode countryiso"),
        ("loyalty.tier", "loyaltytier tier"), ("loyalty.points", "points loyaltypoints"),
        ("owner.id", "ownerid accountmanager owner"), ("created_at", "createdat createddate created signupdate"),
        ("updated_at", "updatedat modifiedat lastmodified lastmodifieddate modified"),
    ]

    private static let order: [(String, String)] = [
        ("id", "invoiceno orderid orderno ordernumber invoicenumber invoice order id number"),
        ("customer", "customerid customerno customernumber clientid customer buyerid accountid"),
        ("placed_at", "invoicedate orderdate placedat orderedat createdat date"),
        ("status", "orderstatus status state"), ("currency", "currency currencycode"),
        ("lines.sku", "stockcode sku productid articleno itemno productcode article item"),
        ("lines.name", "description productname itemname name product"), ("lines.category", "category productgroup"),
        ("lines.quantity", "quantity qty menge pieces"), ("lines.unit_price", "unitprice price itemprice preis"),
        ("total", "total ordertotal grandtotal amount totalamount"), ("refunded", "refunded refundamount"),
        ("channel", "channel saleschannel"), ("updated_at", "updatedat modifiedat lastmodified"),
    ]

    private static let interaction: [(String, String)] = [
        ("id", "ticketid ticketno incidentid caseid contactid number id"),
        ("customer", "callerid customerid requesterid customerno contactid caller requester customer"),
        ("occurred_at", "openedat createdat startedat occurredat calldate starttime timestamp date"),
        ("channel", "contacttype channel medium via source"), ("direction", "direction"),
        ("status", "incidentstate status state ticketstatus"), ("topic", "category topic subject reason"),
        ("agent.id", "assignedto agentid assignee agent owner"), ("agent.name", "agentname"),
        ("wait_seconds", "waitseconds waittime queuetime"), ("duration_seconds", "durationseconds handletime duration"),
        ("csat", "csat satisfaction rating"), ("nps", "nps npsscore"), ("summary", "summary notes comment"),
        ("order_id", "orderid orderno"), ("updated_at", "updatedat sysupdatedat closedat modifiedat"),
    ]

    private static let activity: [(String, String)] = [
        ("id", "eventid messageid id"), ("customer", "customerid userid visitorid anonymousid customer"),
        ("occurred_at", "timestamp occurredat eventtime time date"), ("type", "eventtype eventname event type action"),
        ("sku", "sku productid stockcode"), ("name", "productname name"), ("category", "category"),
        ("price", "price unitprice value"), ("currency", "currency"), ("quantity", "quantity qty"),
        ("query", "query searchterm"), ("url", "pageurl url page"),
    ]
}
