import Foundation
import Testing

@Suite("Outlooks learned from what is stored")
struct LearnTests {
    private static let mapping = """
        kind: order
        source: shop
        dates: YYYY-MM-DD
        time_zone: UTC
        record:
          id: id
          customer:
            customer: customer
          placed_at: date
          updated_at: date
          currency:
            value: EUR
          status:
            value: delivered
          total: total
        """

    /// A third of the customers buy every two weeks, the others once or twice, in the 400 days before `now`.
    private static func orders(before now: Date) -> String {
        var lines = ["id,customer,date,total"]
        for customer in 0..<600 {
            let visits = customer % 3 == 0 ? 12 + customer % 9 : 1 + customer % 2
            for visit in 0..<visits {
                let days = 400 - (customer * 7 + visit * (11 + customer % 13) + visit * visit % 5) % 400
                let (date, price) = (day(days, before: now), 20 + (customer + visit) % 30)
                lines.append("\(customer)-\(visit),C\(customer),\(date),\(price).50")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func day(_ days: Int, before now: Date) -> String {
        String(now.addingTimeInterval(Double(-86_400 * days)).ISO8601Format().prefix(10))
    }

    @Test("An empty store says that nothing is known, and shows no tables")
    func empty() async throws {
        let folder = try Folder()
        #expect(try await Command.run("migrate", in: folder).status == 0)
        let learned = try await Command.run("learn", in: folder)
        #expect(learned.status == 0, "\(learned.errors)")
        #expect(learned.output.hasPrefix("Nothing is known up to 20"))
        #expect(learned.output.contains("No basket is known") && !learned.output.contains("0.0000"))
    }

    @Test("A store learns what the evaluation of its files says, and each profile shows its share")
    func stored() async throws {
        let folder = try Folder()
        let now = Date.now
        let mapping = try folder.write(Self.mapping, to: "orders.yaml")
        let orders = try folder.write(Self.orders(before: now), to: "orders.csv")
        let imported = try await Command.run("import", orders, "--mapping", mapping, in: folder)
        #expect(imported.status == 0, "\(imported.errors)")
        let learned = try await Command.run("learn", "--json", in: folder)
        #expect(learned.status == 0, "\(learned.errors)")
        let store = try JSON(learned.output.utf8)
        #expect(store["number"]?.integer == 1)
        let until = try #require(store["until"]?.text)
        #expect(until == Self.day(91, before: now) || until == Self.day(91, before: .now))
        let told = try await Command.run(
            "evaluate", "outlook", orders, "--mapping", mapping, "--until", until, "--days", "90", "--json", in: folder)
        let files = try JSON(told.output.utf8)
        #expect(try #require(store["customers"]?.integer) > 300 && store["customers"] == files["customers"])
        #expect(store["returning"] == files["returning"])
        for part in ["orders", "chance"] { try Self.compare(store[part], files[part]) }
        try Self.compare(store["spend"]?[0], files["spend"]?[0])

        let shown = try await Command.run("profile", "customer:C0", in: folder)
        let outlook = try JSON(shown.output.utf8)["outlook"]
        #expect(outlook?["learned"]?["number"]?.integer == 1 && outlook?["learned"]?["until"]?.text == until)
        #expect(outlook?["orders"]?["basis"]?.text == store["orders"]?["basis"]?.text)
        #expect(outlook?["next_order"]?["usual_on"]?.text != nil)
        let again = try await Command.run("learn", in: folder)
        #expect(again.output.contains("Orders (BG/NBD, weeks)") && again.output.contains("served: "))
    }

    /// Sums depend on the order of customers in their last digits. The baseline of recency depends on it otherwise: it
    /// tells the halves of the customers apart.
    private static func compare(_ store: JSON?, _ files: JSON?) throws {
        let (store, files) = (try figures(store), try figures(files))
        #expect(Set(store.keys) == Set(files.keys) && !store.isEmpty)
        for (key, figure) in store {
            #expect(abs(figure - (files[key] ?? .nan)) <= 1e-4 * max(1, abs(figure)), "\(key)")
        }
    }

    private static func figures(_ part: JSON?) throws -> [String: Double] {
        var figures: [String: Double] = [:]
        for row in try #require(part?["figures"]?.list) {
            let basis = try #require(row["by"]?.text)
            for name in ["mean_error", "squared_error", "correlation", "auc"] where basis != "recency" {
                if case .number(let figure)? = row[name] { figures["\(basis) \(name)"] = figure }
            }
        }
        return figures
    }
}
