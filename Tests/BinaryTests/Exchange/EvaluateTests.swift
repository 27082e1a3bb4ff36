import Foundation
import Testing

@Suite("Outlooks and suggestions judged by files")
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

    /// A third of the customers buy every two weeks, the others once or twice. One line comes twice, one is invalid.
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

    /// Judges the orders, unless `files` are others.
    private static func judge(_ options: String..., files: [String]? = nil, in folder: Folder) async throws -> Command {
        let mapping = try folder.write(mapping, to: "orders.yaml")
        let orders = try folder.write(orders, to: "orders.csv")
        let words = ["evaluate", "outlook"] + (files ?? [orders, "--mapping", mapping])
        return try await Command.run(words + options, in: folder)
    }

    @Test("The figures of models and baselines, and nothing written")
    func figures() async throws {
        let folder = try Folder()
        let told = try await Self.judge("--until", "2025-09-30", "--days", "60", "--json", in: folder)
        #expect(told.status == 0, "\(told.errors)")
        #expect(told.errors.contains("records rejected: 1 (1 x "), "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["until"]?.text == "2025-09-30")
        #expect(json["days"]?.integer == 60)
        // Counted in the file, and worked out from it, by another program.
        #expect(json["customers"]?.integer == 516)
        #expect(json["returning"]?.integer == 340)
        #expect(Self.meanErrors(json["orders"])["overall_mean"] == 1.466925)
        #expect(Self.meanErrors(json["orders"])["repeat_rate"] == 0.717845)
        #expect(Self.meanErrors(json["chance"])["overall_mean"] == 0.451926)
        #expect(Set(Self.meanErrors(json["orders"]).keys).isSuperset(of: ["repeat_rate", "recency", "overall_mean"]))
        #expect(Set(Self.meanErrors(json["chance"]).keys).isSuperset(of: ["recency", "overall_mean"]))
        for part in ["orders", "chance"] {
            let basis = try #require(json[part]?["basis"]?.text)
            #expect(Self.meanErrors(json[part])[basis] != nil)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains("rejects") || $0.hasSuffix(".db") }, "\(left)")
        let read = try await Self.judge(in: folder)
        #expect(read.status == 0)
        #expect(read.output.contains("served: "))
    }

    /// By basis.
    private static func meanErrors(_ part: JSON?) -> [String: Double] {
        let rows = part?["figures"]?.list ?? []
        return Dictionary(
            rows.compactMap { row in
                guard let basis = row["by"]?.text, case .number(let error)? = row["mean_error"] else { return nil }
                return (basis, error)
            }, uniquingKeysWith: { first, _ in first })
    }

    private static func order(_ id: Int, _ day: String, total: String = "40000000.00") -> String {
        """
        {"kind":"order","source":"shop","id":"\(id)","customer":{"email":"ada@example.com"},\
        "placed_at":"\(day)T10:00:00Z","updated_at":"\(day)T10:00:00Z","status":"paid","currency":"EUR",\
        "total":"\(total)"}
        """
    }

    @Test("The latest version of a record counts, also from NDJSON and beside contacts")
    func records() async throws {
        let folder = try Folder()
        let contact = """
            {"kind":"interaction","source":"desk","id":"1","customer":{"email":"ada@example.com"},\
            "occurred_at":"2025-05-20T10:00:00Z","channel":"phone","direction":"inbound"}
            """
        let lines = [
            Self.order(1, "2025-01-01"), Self.order(1, "2025-01-03"), contact, Self.order(2, "2025-07-01"),
            Self.order(2, "2025-06-30", total: "1.00"),
        ]
        let file = try folder.write(lines.joined(separator: "\n"), to: "records.ndjson")
        let told = try await Self.judge("--until", "2025-05-01", "--json", files: [file], in: folder)
        #expect(told.status == 0, "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["customers"]?.integer == 1)
        #expect(json["returning"]?.integer == 0)
        #expect(json["orders"]?["reason"]?.text?.contains("too few") == true)
        #expect(json["contacts"]?["basis"]?.text == "repeat_rate")
        #expect(Self.meanErrors(json["contacts"]) == ["repeat_rate": 1, "overall_mean": 1])
        // Forty million, squared.
        #expect(json["spend"]?[0]?["figures"]?[0]?["squared_error"] == .number(1.6e15))
    }

    // MARK: Baskets

    private static let lines = """
        kind: order
        source: shop
        dates: YYYY-MM-DD
        time_zone: UTC
        group_by: order
        record:
          id: order
          customer:
            customer: customer
          placed_at: date
          status:
            value: delivered
          lines: {sku: sku, name: name}
        """

    /// Everybody buys their own two products each week, and on every third visit something of their own circle.
    private static let baskets: String = {
        var lines = ["order,customer,date,sku,name"]
        for customer in 0..<90 {
            for visit in 0..<6 {
                let skus = ["P\(customer)", "Q\(customer)"] + (visit % 3 == 2 ? ["C\(customer % 4)"] : [])
                let (order, date) = ("\(customer)-\(visit)", "2025-\(digits(visit + 1))-\(digits(customer % 28 + 1))")
                lines += skus.map { "\(order),C\(customer),\(date),\($0),Product \($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    @Test("Next baskets are told by the last ones, repeats and new products apart")
    func nextBaskets() async throws {
        let folder = try Folder()
        let mapping = try folder.write(Self.lines, to: "lines.yaml")
        let file = try folder.write(Self.baskets, to: "lines.csv")
        let told = try await Command.run(["evaluate", "baskets", file, "--mapping", mapping, "--json"], in: folder)
        #expect(told.status == 0, "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["customers"]?.integer == 90 && json["judged"]?.integer == 90)
        #expect(json["baskets"]?.integer == 540 && json["products"]?.integer == 184)
        // All three of each last basket were bought before by the same customer.
        for row in json["figures"]?.list ?? [] where row["by"]?.text != "most_popular" {
            #expect(row["recall"] == .number(1) && row["ndcg"] == .number(1) && row["hit"] == .number(1))
            #expect(row["repeats"]?["customers"]?.integer == 90 && row["new"]?["customers"]?.integer == 0)
        }
        #expect((json["figures"]?.list ?? []).count == 3)
        #expect(json["served_figures"]?["recall"] == .number(1))
        let read = try await Command.run(["evaluate", "baskets", file, "--mapping", mapping], in: folder)
        #expect(read.status == 0 && read.output.contains("served: "), "\(read.errors)")
        let early = try folder.write(
            Self.baskets.split(separator: "\n").prefix(3).joined(separator: "\n"), to: "few.csv")
        let few = try await Command.run(["evaluate", "baskets", early, "--mapping", mapping], in: folder)
        #expect(few.status == 1 && few.errors.contains("three days"), "\(few.errors)")
    }

    @Test("What cannot be judged is said")
    func nothing() async throws {
        let folder = try Folder()
        let late = try await Self.judge("--until", "2025-12-31", in: folder)
        #expect(late.status == 1 && late.errors.contains("after that day"), "\(late.errors)")
        let early = try await Self.judge("--until", "2024-01-01", in: folder)
        #expect(early.status == 1 && early.errors.contains("up to that day"), "\(early.errors)")
        let bare = try await Self.judge(files: [folder.file("orders.csv")], in: folder)
        #expect(bare.status == 1 && bare.errors.contains("--mapping"), "\(bare.errors)")
        let nowhere = try await Self.judge("--temp", "/nowhere", in: folder)
        #expect(nowhere.status == 1 && nowhere.errors.contains("temporary files, /nowhere"), "\(nowhere.errors)")
        for day in ["30.9.2025", "+025-01-01", "2025-02-30"] {
            let wrong = try await Self.judge("--until", day, in: folder)
            #expect(wrong.status == 64, "\(day)")
        }
        let settings = try folder.write("unknown: true\n", to: "settings.yaml")
        let unset = try await Self.judge("--config", settings, in: folder)
        #expect(unset.status == 78, "\(unset.errors)")
    }

    @Test("Stopped by Ctrl-C, it says that nothing was written")
    func stopped() async throws {
        let folder = try Folder()
        let (pipe, begun) = (folder.file("pipe.ndjson"), folder.file("begun"))
        #expect(mkfifo(pipe, 0o600) == 0)
        let line = Self.order(1, "2025-01-01")
        let feed = try Program(
            command: ["sh", "-c", "exec > '\(pipe)'; : > '\(begun)'; yes '\(line)' | head -n 1000000"], in: folder)
        let program = try Program(["evaluate", "outlook", pipe], in: folder)
        // The pipe opens when the program reads it. From then on the program listens to signals.
        while !program.hasEnded, !FileManager.default.fileExists(atPath: begun) {
            try await Task.sleep(for: .milliseconds(5))
        }
        program.signal(SIGINT)
        #expect(try await program.end() == 1)
        #expect(program.errors.contains("clientele: stopped; nothing was written"), "\(program.errors)")
        feed.signal(SIGKILL)
        try await feed.end()
    }
}
