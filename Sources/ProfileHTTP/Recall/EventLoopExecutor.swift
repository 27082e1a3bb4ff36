import NIOCore

/// Runs the steps of a task on the thread of a connection, so that none of them is handed to another thread and back.
///
/// Only for tasks of short steps: whatever else the thread has to do waits meanwhile.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
