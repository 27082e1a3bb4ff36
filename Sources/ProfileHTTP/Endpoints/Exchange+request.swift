import ProfileService
import ProfileCore
import ProfileStore
import ProfileWire

extension Exchange {
    /// What each name stands for; nil where it is nobody's, as junk and unreadable phone numbers are.
    func references(_ names: [String?]) async -> [ProfileReference?] {
        var references: [ProfileReference?] = []
        references.reserveCapacity(names.count)
        var breather = Breather()
        for name in names {
            references.append(name.flatMap { context.normalizer.reference($0) })
            await breather.pause()
        }
        return references
    }

    /// The body, as `read` understands it; what is wrong with it becomes a problem.
    func request<Value>(_ read: ([UInt8]) throws(WireRejection) -> Value) async throws -> Value {
        let bytes = try await body()
        do throws(WireRejection) {
            return try read(bytes)
        } catch {
            throw Problem(rejectedBody: error)
        }
    }
}
