import Mappings
import ProfileCore
import ProfileWire
import Testing

@Suite("Messages of tracking libraries become the records that a person would expect")
struct SegmentMappingTests {
    /// 2026-11-26T12:00:00Z.
    private static let moment = Timestamp(milliseconds: 1_795_694_400_000)
    private static let decoder = RecordDecoder(DecodingContext(arrivedAt: moment))

    private let mapping: DocumentMapping

    init() throws {
        let segment = try #require(EmbeddedMapping.named("segment")).mapping().stating(source: "web")
        mapping = try DocumentMapping(segment, today: Self.moment.day)
    }

    private func mapped(_ json: String, _ method: SegmentCall.Method) throws -> [MappedRecord] {
        let call = try SegmentCall(JSONReader.parse(Array(json.utf8)), as: method)
        let message = try #require(call.read(receivedAt: Self.moment) { _ in "m-1" }.first)
        return try mapping.decode(message.document.get(), by: Self.decoder).map { try $0.get() }
    }

    private func only(_ json: String, _ method: SegmentCall.Method) throws -> SourceRecord {
        let records = try mapped(json, method)
        try #require(records.count == 1)
        #expect(records[0].warnings.isEmpty, "\(records[0].warnings)")
        return records[0].record
    }

    /// What a track of that name makes, of which the records of `kind` are told.
    private func tracked(_ event: String, _ properties: String, _ kind: RecordKind) throws -> [SourceRecord] {
        let records = try mapped(
            #"{"userId":"7","anonymousId":"a-1","event":"\#(event)","properties":{\#(properties)}}"#, .track)
        #expect(records.allSatisfy { $0.warnings.isEmpty }, "\(records.map(\.warnings))")
        return records.map(\.record).filter { $0.key.kind == kind }
    }

    private func activity(_ event: String, _ properties: String = "") throws -> ActivityRecord {
        let records = try tracked(event, properties, .activity)
        guard records.count == 1, case .activity(let activity) = records[0].body else {
            throw WireRejection(problems: [WireProblem(pointer: "", code: "missing", detail: "no activity")])
        }
        #expect(records[0].key == FactKey(kind: .activity, source: "web", id: "m-1"))
        #expect(records[0].identifiers == [.init(type: "web", value: "7"), .init(type: "visitor", value: "a-1")])
        return activity
    }

    private func order(_ event: String, _ properties: String) throws -> (id: String, record: OrderRecord) {
        let records = try tracked(event, properties, .order)
        guard records.count == 1, case .order(let order) = records[0].body else {
            throw WireRejection(problems: [WireProblem(pointer: "", code: "missing", detail: "no order")])
        }
        return (records[0].key.id, order)
    }

    @Test("An identify is a customer record of the key's source: reserved traits in both spellings, others as traits")
    func identify() throws {
        let records = try mapped(
            """
            {"userId":4711,"anonymousId":"a-1","timestamp":"2026-11-20T10:00:00Z","traits":{"email":"p@example.com",
            "firstName":"Peter","last_name":"Pan","phone":"+442079460018","birthday":"1980-04-19","gender":"male",
            "address":{"street":"6th St","city":"London","postalCode":"N1","country":"GB"},"createdAt":"1700000000",
            "plan":"gold","company":{"name":"Acme"},"seats":4},
            "context":{"timezone":"Europe/London","locale":"en-GB","externalIds":[
            {"id":"idfa-1","type":"ios.idfa","collection":"users","encoding":"none"},
            {"id":"a-0","type":"anonymous_id","collection":"users","encoding":"none"}]}}
            """, .identify)
        #expect(records.map(\.record.key.kind) == [.customer, .activity] && records.flatMap(\.warnings).isEmpty)
        let record = records[0].record
        #expect(record.key == FactKey(kind: .customer, source: "web", id: "4711"))
        #expect(TimeText.rfc3339(record.updatedAt) == "2026-11-20T10:00:00Z")
        #expect(
            Set(record.identifiers.map(\.description)) == [
                "web:4711", "email:p@example.com", "phone:+442079460018", "visitor:a-1", "visitor:a-0",
                "ios_idfa:idfa-1",
            ])
        guard case .customer(let customer) = record.body else { return #expect(Bool(false)) }
        #expect(customer.givenName == "Peter" && customer.familyName == "Pan" && customer.language == "en-GB")
        #expect(customer.birthday?.year == 1980 && customer.timeZone == "Europe/London" && customer.gender == "male")
        #expect(customer.address?.postalCode == "N1" && customer.address?.country == "GB")
        #expect(customer.createdAt.map(TimeText.rfc3339) == "2023-11-14T22:13:20Z")
        #expect(Set(customer.traits.keys) == ["plan", "company", "seats"])
        guard case .part(let stated, _, _) = record.extent else { return #expect(Bool(false), "it states a part") }
        #expect(stated.isSuperset(of: ["given_name", "traits/plan", "address/city", "identifiers/visitor"]))
        #expect(!stated.contains("salutation") && !stated.contains("tags"))
    }

    @Test("Null takes a trait away, and what is not said is not stated")
    func removed() throws {
        let records = try mapped(
            #"{"userId":"1","traits":{"firstName":null,"plan":null,"email":null,"note":"","lastName":"B"}}"#, .identify)
        guard records.count == 1, case .part(let stated, let removed, _) = records[0].record.extent else {
            return #expect(Bool(false), "one part")
        }
        let paths: Set = ["given_name", "family_name", "traits/plan", "traits/note", "identifiers/email"]
        #expect(stated.union(removed) == paths)
    }

    @Test("A group is a trait of the customer")
    func group() throws {
        let record = try only(#"{"userId":"7","groupId":"acme","traits":{"seats":4}}"#, .group)
        guard case .customer(let customer) = record.body, case .part = record.extent else {
            return #expect(Bool(false))
        }
        #expect(
            customer.traits["group_id"] == .text("acme") && customer.traits["group"] == .object(["seats": .number("4")])
        )
        #expect(try mapped(#"{"anonymousId":"a","groupId":"acme"}"#, .group).isEmpty)
    }

    @Test("Somebody without an id is known by identifiers alone, and what is odd costs no record")
    func nameless() throws {
        let record = try only(#"{"anonymousId":"a-1","traits":{"email":"p@example.com"}}"#, .identify)
        #expect(record.key.kind == .activity)
        #expect(record.identifiers.map(\.description) == ["visitor:a-1", "email:p@example.com"])
        let odd = try mapped(
            #"{"userId":"1","traits":{"birthday":"soon","email":"nowhere","firstName":"A"}}"#, .identify)
        #expect(odd.count == 1)
        let pointers = Set(odd[0].warnings.flatMap(\.pointers))
        #expect(
            pointers.isSuperset(of: ["/traits/birthday", "/traits/email"])
                && pointers.allSatisfy { !$0.hasSuffix("Name") })
    }

    @Test("Pages and screens are views")
    func pages() throws {
        for method in [SegmentCall.Method.page, .screen] {
            let record = try only(
                """
                {"anonymousId":"a-1","name":"Shoes","category":"shop","context":{"page":{"url":"https://s.example/s",
                "referrer":"https://search.example/"},"campaign":{"name":"autumn","medium":"cpc"}}}
                """, method)
            guard case .activity(let view) = record.body else { return #expect(Bool(false)) }
            #expect(view.type == "page_viewed" && view.name == "Shoes" && view.category == "shop")
            #expect(view.url == "https://s.example/s" && view.referrer == "https://search.example/")
            #expect(view.campaign == "autumn" && view.medium == "cpc")
        }
    }

    @Test(
        "Names of e-commerce events become the types that mean something, others words of their own",
        arguments: [
            ("Product Viewed", "product_viewed"), ("Product Added", "product_added"),
            ("Product Removed", "product_removed"), ("Product Added to Wishlist", "wishlist_added"),
            ("Wishlist Product Added to Cart", "product_added"), ("Products Searched", "search"),
            ("Product List Viewed", "product_list_viewed"), ("Cart Viewed", "cart_viewed"),
            ("Checkout Started", "checkout_started"), ("Coupon Denied", "coupon_failed"),
            ("product_viewed", "product_viewed"), ("Abo gekündigt", "abo_gekundigt"), ("購入", "tracked"),
        ])
    func types(event: String, type: String) throws {
        #expect(try activity(event).type == type)
    }

    @Test("Members of a product have their places")
    func product() throws {
        let added = try activity(
            "Product Added",
            """
            "product_id":"507f","sku":"G-32","category":"games","name":"Monopoly","price":18.99,"quantity":2,
            "currency":"GBP","url":"https://s.example/g-32"
            """)
        #expect(added.sku == "G-32" && added.name == "Monopoly" && added.category == "games")
        #expect(
            added.price?.parts == 18_990_000 && added.currency?.code == "GBP" && added.quantity?.thousandths == 2_000)
        #expect(try activity("Product Viewed", #""product_id":"507f""#).sku == "507f")
        #expect(try activity("Products Searched", #""query":"red shoes""#).query == "red shoes")
    }

    @Test("A completed order is an order with its lines, and an activity")
    func completed() throws {
        let properties = """
            "order_id":"50314b8e","total":27.5,"revenue":25.00,"currency":"GBP","products":[
            {"product_id":"507f","sku":"45790-32","name":"Monopoly","price":19,"quantity":1,"category":"games"},
            {"product_id":"505b","name":"UNO","price":"3","quantity":2}]
            """
        let (id, order) = try self.order("Order Completed", properties)
        #expect(id == "50314b8e" && order.status == .paid && order.currency.code == "GBP" && order.total == 2750)
        #expect(
            order.lines.map(\.sku) == ["45790-32", "505b"] && order.lines.map(\.quantity.thousandths) == [1_000, 2_000])
        #expect(try activity("Order Completed", properties).type == "order_completed")
        #expect(try self.order("Order Completed", #""order_id":1,"revenue":"25.00""#).record.total == 2500)
    }

    @Test("A total with the sign of another currency is left out, with a warning")
    func foreignSign() throws {
        let properties = #""order_id":1,"total":"$25.00","currency":"EUR""#
        let body = #"{"userId":"7","event":"Order Completed","properties":{\#(properties)}}"#
        let mapped = try mapped(body, .track).filter { $0.record.key.kind == .order }
        guard mapped.count == 1, case .order(let order) = mapped[0].record.body else { return #expect(Bool(false)) }
        #expect(order.total == nil && mapped[0].warnings.map(\.problem.code) == ["mismatch"])
        #expect(mapped[0].warnings.flatMap(\.pointers).contains("/properties/total"))
    }

    @Test("An update states what it says, a cancellation that alone")
    func updated() throws {
        let paths = { (event: String, properties: String) throws -> Set<String>? in
            let records = try tracked(event, properties, .order)
            guard records.count == 1, case .part(let stated, let removed, _) = records[0].extent else { return nil }
            return stated.union(removed)
        }
        #expect(try paths("Order Updated", #""order_id":1,"total":5,"currency":"EUR""#) == ["total", "currency"])
        #expect(try paths("Order Cancelled", #""order_id":1,"total":5"#) == ["status"])
        #expect(try paths("Order Refunded", #""order_id":1,"total":5"#) == ["status"])
        #expect(try self.order("Order Cancelled", #""order_id":1,"total":5"#).record.status == .cancelled)
    }

    @Test("An update without a currency leaves amounts out, and nothing else")
    func updatedWithoutCurrency() throws {
        let properties = """
            "order_id":1,"total":5,"products":[{"sku":"S-1","quantity":2,"price":2.5},{"product_id":"S-2"}]
            """
        let body = #"{"userId":"7","event":"Order Updated","properties":{\#(properties)}}"#
        let mapped = try mapped(body, .track).filter { $0.record.key.kind == .order }
        try #require(mapped.count == 1)
        #expect(mapped[0].warnings.map(\.problem.code) == ["missing"])
        guard case .order(let order) = mapped[0].record.body, case .part(let stated, _, _) = mapped[0].record.extent
        else {
            return #expect(Bool(false))
        }
        #expect(stated == ["lines"])
        #expect(order.lines.map(\.sku) == ["S-1", "S-2"] && order.lines[0].quantity == Quantity(thousandths: 2_000))
        #expect(order.lines.allSatisfy { $0.unitPrice == nil })
    }

    @Test("An order that came back whole is returned; of some of its products there is a credit note")
    func refunded() throws {
        #expect(try order("Order Refunded", #""order_id":"1""#).record.status == .returned)
        let (id, note) = try order(
            "Order Refunded",
            #""order_id":"1","currency":"GBP","products":[{"sku":"a","quantity":1,"price":5},{"sku":"b"}]"#)
        #expect(id == "1-refund-m-1" && note.total == nil)
        #expect(note.lines.map(\.quantity.thousandths) == [-1_000, -1_000])
        let told = try order("Order Refunded", #""order_id":"1","total":5,"products":[{"sku":"a","quantity":1}]"#)
        #expect(told.record.total == -500)
    }

    @Test("A live chat is a contact")
    func chats() throws {
        let properties = #""conversation_id":"c-9","agent_id":"a7","agent_name":"Ada","conversation_duration":61.6"#
        for (event, status) in [("Started", InteractionRecord.Status.open), ("Ended", .resolved)] {
            let records = try tracked("Live Chat Conversation \(event)", properties, .interaction)
            #expect(records.map(\.key) == [FactKey(kind: .interaction, source: "web", id: "c-9")])
            guard case .interaction(let contact)? = records.first?.body else { return #expect(Bool(false)) }
            #expect(contact.channel == "chat" && contact.status == status && contact.durationSeconds == 62)
            #expect(contact.agent?.id == "a7" && contact.agent?.name == "Ada")
            #expect(try tracked("Live Chat Conversation \(event)", properties, .activity).isEmpty)
        }
        #expect(try activity("Live Chat Message Sent", #""message_body":"hi""#).type == "live_chat_message_sent")
    }

    @Test("An alias claims what somebody was called before")
    func alias() throws {
        let record = try only(#"{"userId":"7","previousId":"a-1"}"#, .alias)
        #expect(record.key.kind == .activity)
        #expect(record.identifiers.map(\.description) == ["web:7", "visitor:a-1"])
        let call = try SegmentCall(JSONReader.parse(Array(#"{"userId":"7","previousId":"6"}"#.utf8)), as: .alias)
        var message = try #require(call.read(receivedAt: Self.moment) { _ in "m-1" }.first)
        message.nameFormerUser()
        let records = try mapping.decode(message.document.get(), by: Self.decoder).map { try $0.get().record }
        #expect(records.map { $0.identifiers.map(\.description) } == [["web:7", "web:6"]])
    }
}
