package import ProfileStore
import ProfileWire

/// How the store is, for operators; nothing in it tells where it is or what it holds.
package struct StoreReport: Hashable, Sendable {
    package let engine: StoreState.Engine
    package let outcome: Result<StoreState, StoreError>
    /// Whether all changes of other nodes are known; nil when the store is this node's alone.
    package let isFollowing: Bool?
}

extension StoreReport {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("engine", engine.rawValue)
            switch outcome {
            case .success(let state):
                json.member("reachable", true)
                json.member("writable", true)
                json.member("schema", state.schema)
                json.member("known_schema", state.knownSchema)
            case .failure(let error):
                json.member("reachable", error != .unavailable)
                json.member("writable", false)
            }
            if let isFollowing { json.member("following", isFollowing) }
        }
    }
}
