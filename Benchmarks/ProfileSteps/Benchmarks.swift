import Benchmark
import CAllocations
import ProfileCore
import ProfileStore
import ProfileWire

/// The pure steps that a record and a read go through, one by one, with what each asks of memory.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        metrics: [.wallClock, .throughput, .allocations], timeUnits: .nanoseconds, warmupIterations: 3,
        scalingFactor: .kilo, maxDuration: .seconds(3))

    Benchmark("decode an order") { benchmark in
        let line = Shopper.order(1)
        benchmark.count { blackHole(Shopper.decoder.decode(line: line)) }
    }

    Benchmark("decode a customer") { benchmark in
        let line = Shopper.customer
        benchmark.count { blackHole(Shopper.decoder.decode(line: line)) }
    }

    Benchmark("resolve and file an order of a known customer") { benchmark in
        let arrivals = Shopper.arrivals([Shopper.order(Shopper.orders + 1)])
        try benchmark.count(consuming: { try Shopper.snapshot() }) { snapshot in
            blackHole(Shopper.decision.decide(arrivals, seeing: snapshot, at: Shopper.now))
        }
    }

    Benchmark("summary step: one more order") { benchmark in
        let fact = Shopper.facts[1]
        var rebuild = Shopper.rebuilt
        benchmark.count { rebuild.add(fact) }
    }

    Benchmark("read a stored profile") { benchmark in
        benchmark.count { blackHole(try? Shopper.read()) }
    }

    Benchmark("derive a profile") { benchmark in
        let state = Shopper.state
        benchmark.count { blackHole(Shopper.profile(of: state)) }
    }

    Benchmark("render a profile") { benchmark in
        let profile = Shopper.profile(of: Shopper.state)
        benchmark.count { blackHole(ProfileRenderer.render(profile)) }
    }
}

extension BenchmarkMetric {
    /// Calls of malloc, calloc and realloc.
    static let allocations = BenchmarkMetric.custom("Allocations")
}

extension Benchmark {
    func count(_ step: () -> Void) {
        let before = allocations_so_far()
        startMeasurement()
        for _ in scaledIterations { step() }
        stopMeasurement()
        measurement(.allocations, Int(allocations_so_far() - before))
    }

    /// What each step uses up is made before the measuring begins.
    func count<Input>(consuming make: () throws -> Input, _ step: (consuming Input) -> Void) rethrows {
        var inputs: [Input] = []
        for _ in scaledIterations { inputs.append(try make()) }
        count { if let input = inputs.popLast() { step(input) } }
    }
}
