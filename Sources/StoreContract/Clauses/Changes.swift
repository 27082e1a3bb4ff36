import ProfileCore
import ProfileStore

extension StoreContract {
    static let changes = [
        Clause("changes ascend, tell what the commit told, and keep only the latest of each profile") { trial in
            let first = try await trial.save { decision in
                for number in 1...3 as ClosedRange<UInt64> { decision.file([], under: .sample(number)) }
            }
            let second = try await trial.save { $0.file([], under: .sample(2), version: 2) }
            let kept = first.changes.filter { $0.profile != .sample(2) } + second.changes
            let found = try await trial.changes()
            try promise(found, is: kept, "changes")
            try promise(found.map(\.sequence), is: found.map(\.sequence).sorted(), "numbers")
            try promise(second.changes.map(\.version), is: [2], "version")
        },
        Clause("changes come page by page after a number") { trial in
            for number in 1...7 as ClosedRange<UInt64> { try await trial.save { $0.file([], under: .sample(number)) } }
            var found: [ProfileChange] = []
            while true {
                let page = try await trial.store.changes(after: found.last?.sequence ?? 0, limit: 3)
                found += page
                if page.count < 3 { break }
            }
            try promise(found.map(\.profile), is: (1...7).map { .sample($0) }, "profiles changed")
        },
        Clause("a removed profile is gone, but its last change tells so, and its id may come back") { trial in
            try await trial.save { $0.file([.order("1")], under: .sample(1)) }
            let removal = try await trial.save { $0.removedProfiles = [.sample(1)] }
            try promise(removal.changes.map(\.version), is: [nil], "version told")
            try promise(try await trial.changes(), is: removal.changes, "changes")
            try promise(try await trial.profiles(.id(.sample(1))), is: [], "profiles")
            try await trial.save { $0.file([.order("1")], under: .sample(1), version: 5) }
            try promise(try await trial.profiles(.id(.sample(1))).map(\.version), is: [5], "version restored")
            try promise(try await trial.changes().map(\.version), is: [5], "changes after its return")
        },
        Clause("a reader who goes on after the last number it saw misses no change, however many write") { trial in
            async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...200 as ClosedRange<UInt64> {
                    group.addTask { try await trial.save { $0.file([], under: .sample(number)) } }
                }
                try await group.waitForAll()
            }
            var (seen, last) = (Set<ProfileID>(), Int64(0))
            while seen.count < 100 {
                for change in try await trial.store.changes(after: last, limit: 7) {
                    seen.insert(change.profile)
                    last = change.sequence
                }
            }
            try await writing
            for change in try await trial.changes(after: last) { seen.insert(change.profile) }
            try promise(seen.count, is: 200, "profiles seen")
        },
    ]
}
