import ProfileWire

extension Exchange {
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
