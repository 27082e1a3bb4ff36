import ProfileCore
import ProfileStore

extension StoreContract {
    static let changes = [
        Clause("changes tell what the commit told, and keep only the latest of each profile") { trial in
            let first = try await trial.save { decision in
                for number in 1...3 as ClosedRange<UInt64> { decision.file([], under: .sample(number)) }
            }
            let second = try await trial.save { $0.file([], under: .sample(2), version: 2) }
            let kept = first.changes.filter { $0.profile != .sample(2) } + second.changes
            try promise(try await trial.changes(), is: kept.sorted { $0.profile < $1.profile }, "changes")
            try promise(second.changes.map(\.version), is: [2], "version")
            let end = try await trial.store.lastPosition()
            try promise(kept.allSatisfy { end.covers($0.number) }, "the last position is before a change")
            try promise(try await trial.changes(after: end), is: [], "changes after the last position")
        },
        Clause("the numbers of a stripe ascend, and so do their values for one profile") { trial in
            var (last, earlier): (FeedPosition, Int64) = (.start, 0)
            for version in 1...60 {
                let other = ProfileID.sample(UInt64(version + 1))
                let committed = try await trial.save { decision in
                    decision.file([], under: .sample(1), version: version)
                    decision.file([], under: other)
                }
                for number in committed.changes.map(\.number) {
                    try promise(!last.covers(number), "a number is not after those before it")
                    last.advance(to: number)
                }
                let value = committed.changes.first { $0.profile == .sample(1) }?.number.value ?? 0
                try promise(value > earlier, "a profile's number is not after its earlier one")
                earlier = value
            }
            try promise(try await trial.store.lastPosition(), is: last, "last position")
            let found = try await trial.pages(limit: 7)
            try promise(Set(found).count == 61 && found.count == 61, "changes found")
            var position = FeedPosition.start
            for change in found {
                try promise(!position.covers(change.number), "a page is out of order")
                position.advance(to: change.number)
            }
        },
        Clause("changes come page by page after a position, which a text keeps") { trial in
            for number in 1...7 as ClosedRange<UInt64> { try await trial.save { $0.file([], under: .sample(number)) } }
            var (found, text): ([ProfileChange], String) = ([], FeedPosition.start.description)
            while let position = FeedPosition(text) {
                let page = try await trial.store.changes(after: position, limit: 3)
                found += page.changes
                text = page.position.description
                if page.isLast { break }
            }
            try promise(Set(found.map(\.profile)), is: Set((1...7).map { .sample($0) }), "profiles changed")
            try promise(found.count, is: 7, "changes")
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
        Clause("a reader who goes on from where it stopped misses and repeats nothing, however many write") { trial in
            async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...200 as ClosedRange<UInt64> {
                    group.addTask { try await trial.save { $0.file([], under: .sample(number)) } }
                }
                try await group.waitForAll()
            }
            var (seen, position): ([ProfileID], FeedPosition) = ([], .start)
            while seen.count < 100 {
                let page = try await trial.store.changes(after: position, limit: 7)
                seen += page.changes.map(\.profile)
                position = page.position
            }
            try await writing
            seen += try await trial.changes(after: position).map(\.profile)
            try promise(Set(seen).count == 200 && seen.count == 200, "profiles seen")
        },
    ]
}
