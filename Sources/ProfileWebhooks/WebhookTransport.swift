package import ProfileCore

/// A message as it goes out.
package struct OutgoingMessage: Hashable, Sendable {
    package let url: String
    /// As lines of HTTP, without a line break in any of them.
    package let lines: [String]
    package let body: [UInt8]

    package init(url: String, lines: [String], body: [UInt8]) {
        self.url = url
        self.lines = lines
        self.body = body
    }
}

/// Carries messages to receivers.
package protocol WebhookTransport: Sendable {
    /// Posts a message once and tells what came of it, within some seconds.
    func post(_ message: OutgoingMessage) async -> DeliveryAnswer
    /// Gives up what is on its way, and takes nothing more.
    func stop() async
}
