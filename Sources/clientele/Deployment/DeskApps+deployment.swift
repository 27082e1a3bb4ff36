import Foundation
import ProfileHTTP
import ProfileWire

extension IntercomApp {
    private static let shortestSecret = 16

    /// Nil when Intercom is not set up. `types` are those of identifiers that are declared; nil when others count too.
    init?(_ reader: DeploymentReader, types: [String]?) throws(DeploymentError) {
        let type = try reader.parsed("panel.intercom.external_id", "be a declared type of identifiers such as crm") {
            // Built-in types such as email need no declaration; no source may have their names.
            let isDeclared = types?.contains($0) ?? true || !SourceName.isValid($0)
            return WordText.isWord($0) && isDeclared ? $0 : nil
        }
        guard let secret = try reader.text("panel.intercom.secret"), !secret.isEmpty else {
            guard type == nil else {
                throw .value("panel.intercom.secret", must: "be set where panel.intercom.external_id is")
            }
            return nil
        }
        guard secret.count >= Self.shortestSecret else {
            throw .value("panel.intercom.secret", must: "have \(Self.shortestSecret) characters or more")
        }
        self.init(secret: secret, externalIDType: type)
    }
}

extension ZendeskApp {
    /// Nil when Zendesk is not set up.
    init?(_ reader: DeploymentReader) throws(DeploymentError) {
        let keys = ["public_key", "audience", "key"].map { "panel.zendesk.\($0)" }
        var values: [String] = []
        for key in keys {
            if let value = try reader.text(key), !value.isEmpty { values.append(value) }
        }
        guard !values.isEmpty else { return nil }
        guard values.count == keys.count else {
            throw DeploymentError("configuration: \(keys.joined(separator: ", ")) go together")
        }
        guard let app = ZendeskApp(publicKey: try Self.pem(values[0]), audience: values[1], keyName: values[2]) else {
            throw .value(keys[0], must: "be an RSA key of 2,048 bits or more as PEM, or a file with one")
        }
        self = app
    }

    /// The text itself, or that of the file it names.
    private static func pem(_ text: String) throws(DeploymentError) -> String {
        if text.contains("-----BEGIN") { return text }
        guard let bytes = FileManager.default.contents(atPath: text) else {
            throw .value("panel.zendesk.public_key", must: "be an RSA key as PEM, or a file that can be read")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
