package import ProfileCore

/// What Intercom asks of an app beside a conversation: whom it is about, and what the agent chose.
package struct IntercomRequest: Hashable, Sendable {
    /// What the contact is known by, as `type:value`.
    package let names: [String]
    /// The component of the canvas that was clicked; nil at first.
    package let chosen: String?

    /// Nil when the bytes are no JSON object. `externalIDType` is the type of an `external_id`. Without it the id
    /// counts only if it says its own type, as `type:value`.
    package init?(json bytes: [UInt8], externalIDType: String?) {
        guard let body = try? JSONReader.parse(bytes), case .object = body else { return nil }
        // Before version 1.4 of Intercom's API a contact is called a customer, and its external id that of a user.
        let contact = [body.member(["contact"]), body.member(["customer"])].compactMap(\.self)
        let value = { (name: String) in
            contact.lazy.compactMap { $0.member([name])?.text }.first { !$0.isEmpty }
        }
        let external = (value("external_id") ?? value("user_id")).flatMap { id -> String? in
            if let externalIDType { return "\(externalIDType):\(id)" }
            return id.contains(":") ? id : nil
        }
        names = [external, value("email").map { "email:\($0)" }, value("phone").map { "phone:\($0)" }]
            .compactMap(\.self)
        chosen = body.member(["component_id"])?.text
    }
}

/// What Intercom shows of a customer, by its Canvas Kit.
///
/// Words of customers and sources stand in lists alone: what stands in a text may become a link, as in Markdown.
package enum IntercomCanvas {
    case customer(FirstScreen, ProfileID)
    /// Several may be meant, and the agent chooses; there are `more` than are listed.
    case choice([(FirstScreen.Line, ProfileID)], more: Int)
    case unknown
    /// The contact has nothing that anybody could be found by.
    case nameless

    /// The answer; `site` is where browsers find the console.
    package func json(site: String?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.nested("canvas") { json in
                json.nested("content") { json in
                    json.items("components", components(site)) { $0.component($1) }
                }
            }
        }
        return json.bytes
    }

    private func components(_ site: String?) -> [Component] {
        let refresh = Component.button(id: "refresh", "Refresh", .submit)
        switch self {
        case .customer(let screen, let id):
            let open = site.map {
                Component.button(id: "open", "Open in Clientele", .url("\($0)/console#/customer/\(id)"))
            }
            // The customer who was chosen is chosen again.
            let again = Component.button(id: id.description, "Refresh", .submit)
            return Self.components(screen) + [open, again].compactMap(\.self)
        case .choice(let candidates, let more):
            let items = candidates.map { Component.Item(id: $1.description, $0, .submit) }
            let rest = more > 0 ? [Component.text("And \(more) more: open Clientele.")] : []
            return [.text("Several customers may be meant. Who is it?"), .list(items)] + rest + [refresh]
        case .unknown:
            return [.text("Nobody is known by this contact's mail address, phone number or id."), refresh]
        case .nameless:
            return [.text("This contact has no mail address, phone number or id to find them by."), refresh]
        }
    }

    private static func components(_ screen: FirstScreen) -> [Component] {
        [.list([.init(id: "who", screen.who)])]
            + screen.parts.enumerated().flatMap { place, part in
                [
                    Component.header(part.title),
                    .list(part.lines.enumerated().map { .init(id: "\(place)-\($0)", $1) }),
                ]
            }
    }
}

/// A component of Canvas Kit.
private enum Component {
    enum Action {
        /// Asks the service again, with the component's id.
        case submit
        case url(String)
    }

    struct Item {
        let id: String
        let line: FirstScreen.Line
        let action: Action?

        init(id: String, _ line: FirstScreen.Line, _ action: Action? = nil) {
            self.id = id
            self.line = line
            self.action = action
        }
    }

    /// Scalars of an item's text, as one character may have any number of them; a canvas may have 64 KB.
    static let longest = 120

    case header(String)
    case text(String)
    case list([Item])
    case button(id: String, String, Action)
}

extension JSONWriter {
    fileprivate mutating func nested(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
        member(name) { $0.object(members) }
    }

    fileprivate mutating func component(_ component: Component) {
        object { json in
            switch component {
            case .header(let text): json.text(text, style: "header")
            case .text(let text): json.text(text, style: "paragraph")
            case .list(let items):
                json.member("type", "list")
                json.items("items", items) { $0.item($1) }
            case .button(let id, let label, let action):
                json.member("type", "button")
                json.member("id", id)
                json.member("label", label)
                json.member("style", "secondary")
                json.action(action)
            }
        }
    }

    private mutating func text(_ text: String, style: String) {
        member("type", "text")
        member("text", text)
        member("style", style)
    }

    private mutating func item(_ item: Component.Item) {
        object { json in
            json.member("type", "item")
            json.member("id", item.id)
            json.member("title", Self.cut(item.line.text))
            json.present("subtitle", item.line.detail.map(Self.cut))
            if let action = item.action { json.action(action) }
        }
    }

    private mutating func action(_ action: Component.Action) {
        nested("action") { json in
            switch action {
            case .submit: json.member("type", "submit")
            case .url(let url):
                json.member("type", "url")
                json.member("url", url)
            }
        }
    }

    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > Component.longest else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(Component.longest - 1))) + "…"
    }
}
