/// One promise of the port.
package struct Clause: Sendable {
    /// The promise, as a sentence.
    package let promise: String
    private let body: @Sendable (Trial) async throws -> Void

    init(_ promise: String, _ body: @escaping @Sendable (Trial) async throws -> Void) {
        self.promise = promise
        self.body = body
    }

    /// Throws a `ContractViolation` when a new, empty store does not keep the promise.
    package func check(_ makeStore: () async throws -> any StoreContract.Store) async throws {
        try await body(Trial(store: makeStore()))
    }
}

extension Clause: CustomStringConvertible {
    package var description: String { promise }
}
