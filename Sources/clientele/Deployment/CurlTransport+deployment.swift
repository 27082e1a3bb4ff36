import Foundation
import ProfileWebhooks

extension CurlTransport.Settings {
    init(_ reader: DeploymentReader) throws(DeploymentError) {
        let file = try reader.text("webhooks.ca_file")
        if let file, !FileManager.default.isReadableFile(atPath: file) {
            throw .value("webhooks.ca_file", must: "be a file of certificates that can be read")
        }
        self.init(allowsPrivate: try reader.flag("webhooks.allow_private") ?? false, authorities: file)
    }
}
