import ProfileStore
import Synchronization

/// Lets in one piece of work at a time, in the order in which they came.
final class Turns: Sendable {
    private let last = Mutex<Task<Void, Never>?>(nil)

    /// Does the work once all that came before it is done. When the calling task is cancelled, so is the work.
    func take<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let task = last.withLock { last in
            let before = last
            let task = Task { () -> Result<Value, StoreError> in
                await before?.value
                do throws(StoreError) {
                    return .success(try await work())
                } catch {
                    return .failure(error)
                }
            }
            last = Task { _ = await task.value }
            return task
        }
        let outcome = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return try outcome.get()
    }
}
