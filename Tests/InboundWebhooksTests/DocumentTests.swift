import InboundWebhooks
import ProfileCore
import ProfileWire
import Testing

@Suite("A delivery says what happened, and by which id it is told from others")
struct DocumentTests {
    private func documents(
        _ body: String, _ scheme: WebhookScheme, _ headers: [String: String] = [:]
    ) throws -> WebhookDocuments {
        try WebhookDocuments(request(body, headers), by: scheme)
    }

    private func request(_ body: String, _ headers: [String: String] = [:]) -> SignedRequest {
        let lowercased = Dictionary(uniqueKeysWithValues: headers.map { ($0.key.lowercased(), $0.value) })
        return SignedRequest(
            urls: ["https://shop.example.com/"], body: Array(body.utf8), headers: { lowercased[$0.lowercased()] })
    }

    private func json(_ text: String) throws -> JSONValue { try JSONReader.parse(Array(text.utf8)) }

    @Test("Shops name type and id in the header")
    func shops() throws {
        let shopify = try documents(
            #"{"id":1,"type":"no"}"#, .shopify,
            ["X-Shopify-Topic": "orders/paid", "X-Shopify-Webhook-Id": "b54557e4"])
        #expect(shopify.events.map(\.type) == ["orders/paid"] && shopify.id == "b54557e4")
        #expect(shopify.events.map(\.document) == [try json(#"{"id":1,"type":"no"}"#)])
        let woo = try documents(
            #"{"id":1}"#, .woocommerce, ["X-WC-Webhook-Topic": "order.updated", "X-WC-Webhook-Delivery-ID": "9f"])
        #expect(woo.events.map(\.type) == ["order.updated"] && woo.id.hasPrefix("9f-"))
    }

    @Test("HubSpot sends many events at once, each with its type")
    func hubspot() throws {
        let body =
            #"[{"subscriptionType":"contact.creation","objectId":1},{"objectId":2,"subscriptionType":"contact.x"}]"#
        let events = try documents(body, .hubspot).events
        #expect(events.map(\.type) == ["contact.creation", "contact.x"])
        let ids = events.map { event -> JSONValue? in
            guard case .object(let object) = event.document else { return nil }
            return object["objectId"]
        }
        #expect(ids == [.number("1"), .number("2")])
    }

    @Test("Others name the type in the body, or not at all")
    func types() throws {
        #expect(try documents(#"{"event":"message_created"}"#, .chatwoot).events.map(\.type) == ["message_created"])
        #expect(try documents(#"{"type":"invoice.paid","id":"evt_1"}"#, .stripe).events.map(\.type) == ["invoice.paid"])
        #expect(try documents(#"{"id":7,"subject":"help"}"#, .zendesk).events.map(\.type) == [""])
        #expect(try documents(#"{"type":"a\u0000b"}"#, .standard).events.map(\.type) == [""])
    }

    @Test("A form becomes an object of texts")
    func form() throws {
        let header = ["Content-Type": "application/x-www-form-urlencoded"]
        let event = try #require(
            try documents("MessageSid=SM1&Body=Hi+there%21&From=%2B49&Body=again", .twilio, header).events.first)
        #expect(event.type == "message")
        #expect(try event.document == json(#"{"MessageSid":"SM1","Body":"Hi there!","From":"+49"}"#))
        #expect(throws: WebhookDocuments.Refusal.noForm) { try documents("a=%ff", .twilio, header) }
    }

    @Test(
        "A form names what happened as a document does, before its ids tell",
        arguments: [
            ("event=order.paid&id=1", "order.paid"), ("type=a&event=b", "b"), ("event_type=a&topic=b", "a"),
            ("topic=orders%2Fpaid", "orders/paid"), ("subscriptionType=c", "c"),
            ("CallSid=CA1&event=rings", "rings"), ("EventType=onMessageAdded&type=a&MessageSid=IM1", "onMessageAdded"),
            ("event=&CallSid=CA1", "call"), ("id=1", ""),
        ])
    func formTypes(form: String, type: String) throws {
        let header = ["Content-Type": "application/x-www-form-urlencoded"]
        #expect(try documents(form, .bearer, header).events.map(\.type) == [type])
    }

    @Test("The header names the type of a form too, and JSON that is called a form is none")
    func calledForm() throws {
        let headers = ["Content-Type": "application/x-www-form-urlencoded", "X-Shopify-Topic": "orders/paid"]
        let form = try documents("id=1&EventType=no", .shopify, headers).events
        #expect(
            try form.map(\.type) == ["orders/paid"] && form.map(\.document) == [json(#"{"id":"1","EventType":"no"}"#)])
        let called = try documents(#" {"id":1,"a":"b&c=d"}"#, .shopify, headers).events
        #expect(try called.map(\.type) == ["orders/paid"] && called.map(\.document) == [json(#"{"id":1,"a":"b&c=d"}"#)])
    }

    @Test("Without an id of the sender's the body tells deliveries apart")
    func ids() {
        let one = WebhookDocuments.id(of: request("{}"), by: .stripe)
        #expect(one == WebhookDocuments.id(of: request("{}"), by: .hubspot))
        #expect(one != WebhookDocuments.id(of: request("{ }"), by: .stripe))
        #expect(one.hasPrefix("body-") && one.utf8.count == 69)
        let long = ["webhook-id": String(repeating: "x", count: 201)]
        #expect(WebhookDocuments.id(of: request("{}", long), by: .standard) == one)
    }

    @Test("A body that says nothing is refused with the reason")
    func refusals() {
        #expect(throws: WebhookDocuments.Refusal.notJSON) { try documents("{", .shopify) }
        #expect(throws: WebhookDocuments.Refusal.unexpected) { try documents("7", .standard) }
        #expect(throws: WebhookDocuments.Refusal.unexpected) { try documents("[1]", .hubspot) }
        #expect(throws: WebhookDocuments.Refusal.unexpected) { try documents("[]", .woocommerce) }
    }

    @Test("A text that was cut within an emoji loses nothing else of a delivery")
    func cut() throws {
        let body = #"{"type":"a","note":"thanks \ud83d"}"#
        let expected = try json(#"{"type":"a","note":"thanks \ufffd"}"#)
        #expect(try documents(body, .bearer).events.map(\.document) == [expected])
        #expect(try documents(body, .shopify, ["X-Shopify-Topic": "a"]).events.map(\.document) == [expected])
    }

    @Test("The rule that says most about a type holds")
    func rules() {
        let rules = EventRules([("*", 1), ("orders/*", 2), ("orders/paid", 3), ("orders/p*", 4), ("", 5)])
        let types = ["orders/paid", "orders/partially", "orders/x", "carts/x", ""]
        #expect(types.map { rules.action(for: $0) } == [3, 4, 2, 1, 5])
        #expect(EventRules([("a.*", 1)]).action(for: "b") == nil)
    }

    @Test("What tells of the end of a record names its id")
    func ends() throws {
        let ids = [#"{"id":788032119674292922}"#, #"{"objectId":512,"id":null}"#, #"{"id":"a7"}"#, "{}", "[1]"]
        let found = try ids.map { WithdrawnDocument(try json($0)).id }
        #expect(found == [.number("788032119674292922"), .number("512"), .string("a7"), nil, nil])
    }

    @Test("What tells of the end of a record says when it ended, and Zendesk's events of what they tell")
    func ended() throws {
        let of = { (text: String) in WithdrawnDocument(try json(text)).deletedAt }
        let moment = Timestamp(milliseconds: 1_564_113_600_000)
        #expect(try of(#"{"objectId":512,"occurredAt":1564113600000}"#) == moment)
        #expect(try of(#"{"id":1,"occurredAt":"2019-07-26T04:00:00Z"}"#) == moment)
        #expect(try of(#"{"id":1,"occurredAt":1564113600}"#) == nil && of(#"{"id":1,"time":"now"}"#) == nil)
        let event = #"{"type":"zen:event-type:ticket.soft_deleted","id":"e1","time":"2019-07-26T04:00:00Z","#
        let gone = WithdrawnDocument(try json(event + #""detail":{"id":"35436"}}"#))
        #expect(gone.id == .string("35436") && gone.deletedAt == moment)
        #expect(WithdrawnDocument(try json(event + #""detail":{}}"#)).id == nil)
        #expect(WithdrawnDocument(try json(#"{"type":"x","id":"e1","detail":{"id":"35436"}}"#)).id == .string("e1"))
    }

    @Test("Shopify's privacy topics ask for something, others do not")
    func privacy() throws {
        let (contact, none) = (try json(#"[{}]"#), try json("{}"))
        let body = try json(
            #"{"shop_id":9,"customer":{"id":191167,"email":"jo@example.com"},"orders_to_redact":[1],"data_request":{}}"#
        )
        let request = try #require(PrivacyRequest(type: "customers/redact", document: body, by: .shopify))
        #expect(request.kind == .erasure && request.names(in: "shop") == ["shop:191167", "email:jo@example.com"])
        #expect(PrivacyRequest(type: "customers/data_request", document: body, by: .shopify)?.kind == .export)
        #expect(request.missing == [])
        #expect(PrivacyRequest(type: "shop/redact", document: none, by: .shopify)?.names(in: "s") == [])
        #expect(PrivacyRequest(type: "contact.privacyDeletion", document: none, by: .hubspot)?.missing == ["objectId"])
        #expect(PrivacyRequest(type: "contact.privacyDeletion", document: contact, by: .hubspot) == nil)
        let gone = PrivacyRequest(
            type: "contact.privacyDeletion", document: try json(#"{"objectId":512}"#), by: .hubspot)
        #expect(gone?.kind == .erasure && gone?.names(in: "crm") == ["crm:512"])
        #expect(PrivacyRequest(type: "customers/update", document: body, by: .shopify) == nil)
        #expect(PrivacyRequest(type: "customers/redact", document: body, by: .standard) == nil)
        let order = try json(#"{"id":1,"customer":{"id":191167},"line_items":[]}"#)
        let passedOff = PrivacyRequest(type: "customers/redact", document: order, by: .shopify)
        #expect(passedOff?.missing == ["shop_id", "orders_to_redact"])
    }
}
