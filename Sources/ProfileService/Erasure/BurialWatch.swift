import Synchronization

/// Whether this node has to ask for tombstones when it files records. It begins with no, which costs nothing; a store
/// that holds some then says so, also when they are another node's.
final class BurialWatch: Sendable {
    private let current = Mutex<TombstoneMaker?>(nil)

    /// Nil as long as nobody was erased.
    var maker: TombstoneMaker? { current.withLock { $0 } }

    func set(_ maker: TombstoneMaker?) {
        current.withLock { $0 = maker }
    }
}
