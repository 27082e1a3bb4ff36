import Foundation
import Testing

@Suite("Outlooks judged by files")
struct EvaluateTests {
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

    /// Every third customer buys every fortnight or so, others once or twice; one line repeats another, one is none.
    private static let orders: String = {
        var lines = ["id,customer,date,total"]
        for customer in 0..<600 {
            let visits = customer % 3 == 0 ? 12 + customer % 9 : 1 + customer % 2
            for visit in 0..<visits {
                let day = (customer * 7 + visit * (11 + customer % 13) + visit * visit % 5) % 336
                let date = "2025-\(digits(day / 28 + 1))-\(digits(day % 28 + 1))"
                lines.append("\(customer)-\(visit),C\(customer),\(date),\(20 + (customer + visit) % 30).50")
            }
        }
        return (lines + [lines[1], "x,C1,never,1.00"]).joined(separator: "\n") + "\n"
    }()

    private static func digits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    @Test("The figures of models and baselines, and nothing written")
    func figures() async throws {
        let folder = try Folder()
        let orders = try folder.write(Self.orders, to: "orders.csv")
        let mapping = try folder.write(Self.mapping, to: "orders.yaml")
        let told = try await Command.run(
            "evaluate", "outlook", orders, "--mapping", mapping, "--until", "2025-09-30", "--days", "60", "--json",
            in: folder)
        #expect(told.status == 0, "\(told.errors)")
        #expect(told.errors.contains("1 records were rejected: 1 x"), "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["until"]?.text == "2025-09-30")
        #expect(json["days"]?.integer == 60)
        #expect(json["customers"]?.integer ?? 0 > 300)
        for part in ["orders", "chance"] {
            let bases = (0..<4).compactMap { json[part]?["figures"]?[$0]?["by"]?.text }
            #expect(bases.contains("recency") && bases.contains("overall_mean"), "\(bases)")
            #expect(json[part]?["basis"]?.text != nil)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains("rejects") || $0.hasSuffix(".db") }, "\(left)")
        let read = try await Command.run("evaluate", "outlook", orders, "--mapping", mapping, in: folder)
        #expect(read.status == 0)
        #expect(read.output.contains("served: "))
    }

    @Test("A record that comes twice counts once, also from NDJSON and beside contacts")
    func records() async throws {
        let folder = try Folder()
        let order = { (id: Int, day: String) in
            """
            {"kind":"order","source":"shop","id":"\(id)","customer":{"email":"ada@example.com"},\
            "placed_at":"\(day)T10:00:00Z","updated_at":"\(day)T10:00:00Z","status":"paid","currency":"EUR",\
            "total":"10.00"}
            """
        }
        let contact = """
            {"kind":"interaction","source":"desk","id":"1","customer":{"email":"ada@example.com"},\
            "occurred_at":"2025-06-01T10:00:00Z","channel":"phone","direction":"inbound"}
            """
        let lines = [order(1, "2025-01-01"), order(1, "2025-01-01"), contact, order(2, "2025-07-01")]
        let file = try folder.write(lines.joined(separator: "\n"), to: "records.ndjson")
        let told = try await Command.run("evaluate", "outlook", file, "--until", "2025-05-01", "--json", in: folder)
        #expect(told.status == 0, "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["customers"]?.integer == 1)
        #expect(json["returning"]?.integer == 0)
        #expect(json["orders"]?["reason"]?.text?.contains("too few") == true)
    }

    @Test("What cannot be judged is said")
    func nothing() async throws {
        let folder = try Folder()
        let orders = try folder.write(Self.orders, to: "orders.csv")
        let mapping = try folder.write(Self.mapping, to: "orders.yaml")
        let late = try await Command.run(
            "evaluate", "outlook", orders, "--mapping", mapping, "--until", "2025-12-31", in: folder)
        #expect(late.status == 1 && late.errors.contains("after that day"), "\(late.errors)")
        let early = try await Command.run(
            "evaluate", "outlook", orders, "--mapping", mapping, "--until", "2024-01-01", in: folder)
        #expect(early.status == 1 && early.errors.contains("by that day"), "\(early.errors)")
        let bare = try await Command.run("evaluate", "outlook", orders, in: folder)
        #expect(bare.status == 1 && bare.errors.contains("--mapping"), "\(bare.errors)")
        let wrong = try await Command.run("evaluate", "outlook", orders, "--until", "30.9.2025", in: folder)
        #expect(wrong.status == 64)
    }
}
