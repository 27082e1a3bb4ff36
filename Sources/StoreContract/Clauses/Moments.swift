import ProfileCore
import ProfileStore

extension StoreContract {
    static let moments = [
        Clause("a decision is handed the store's moment, which never goes back") { trial in
            var last = Timestamp(milliseconds: 1_600_000_000_000)
            for _ in 0..<20 {
                let moment = try await trial.snapshot(of: Touch(profiles: [.sample(1)])).moment
                try promise(moment >= last, "a commit at \(moment) after one at \(last)")
                last = moment
            }
        },
        Clause("no commit is before the last change of what it touches, even where a clock was set back") { trial in
            let ahead = try await trial.snapshot(of: Touch()).moment.advanced(bySeconds: 60)
            try await trial.save(at: ahead) { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            for touch in [Touch(profiles: [.sample(1)]), Touch(identifiers: [.crm("1")])] {
                let moment = try await trial.snapshot(of: touch).moment
                try promise(moment >= ahead, "a change at \(moment) after one at \(ahead)")
            }
        },
        Clause("a change that lies far ahead is a clock's mistake, which is not gone on from") { trial in
            let moment = try await trial.snapshot(of: Touch()).moment
            let mistake = moment.advanced(bySeconds: 30 * 86_400)
            try await trial.save(at: mistake) { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            let next = try await trial.snapshot(of: Touch(profiles: [.sample(1)])).moment
            try promise(next >= moment && next < mistake, "a change at \(next)")
        },
    ]
}
