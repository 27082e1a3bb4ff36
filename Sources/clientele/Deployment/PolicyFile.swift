import Foundation
import ProfileCore
import ProfileWire

/// A VIP policy as JSON in a file, the same document that `PUT /v1/vip/policy` takes.
struct PolicyFile {
    private let path: String
    private let defaultCurrency: Currency

    init(path: String, _ defaultCurrency: Currency) {
        self.path = path
        self.defaultCurrency = defaultCurrency
    }

    func policy() throws(DeploymentError) -> VIPPolicy {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DeploymentError("the policy file cannot be read")
        }
        var bytes = Array(data)
        ByteOrderMark.strip(&bytes)
        do {
            return try VIPPolicyDecoder.decode(bytes, defaultCurrency: defaultCurrency)
        } catch {
            let problems = error.problems.map { "\($0.pointer): \($0.detail)" }
            throw DeploymentError("the policy file does not hold a policy: " + problems.joined(separator: "; "))
        }
    }
}
