import Foundation
import Testing

@Suite("Whom a treatment helps, judged by files")
struct EvaluateInvitationTests {
    /// A mailing like Hillstrom's of 2008: a third get one mail, a third another, a third none.
    private struct Mailing {
        private var state: UInt64
        private(set) var rows: [(treated: Bool, womens: Int, visit: Bool)] = []
        private(set) var others = 0
        private(set) var text =
            "recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend\n"

        /// The mail for women brings so many more to the site: of those who bought women's things, and of those who
        /// live in a town.
        init(_ count: Int, seed: UInt64, womens: Double, urban: Double) {
            state = seed
            for _ in 0..<count { add(womens, urban) }
        }

        private mutating func chance() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }

        private mutating func pick(_ words: [String]) -> String { words[Int(chance() * Double(words.count))] }

        private mutating func add(_ womensGain: Double, _ urbanGain: Double) {
            let segment = pick(["Womens E-Mail", "No E-Mail", "Mens E-Mail"])
            let (womens, newbie) = (chance() < 0.55 ? 1 : 0, chance() < 0.5 ? 1 : 0)
            let (zip, channel) = (pick(["Urban", "Surburban", "Rural"]), pick(["Web", "Phone", "Multichannel"]))
            let (recency, history) = (1 + Int(chance() * 12), 30 + chance() * 600)
            let gain = segment == "Womens E-Mail" ? Double(womens) * womensGain + (zip == "Urban" ? urbanGain : 0) : 0
            let visit = chance() < 0.16 - Double(recency) / 200 + gain
            let words = "\(recency),\"2) $100 - $200\",\(history),\(1 - womens),\(womens),\(zip),\(newbie),\(channel)"
            text += "\(words),\(segment),\(visit ? 1 : 0),0,0\n"
            guard segment != "Mens E-Mail" else { return others += 1 }
            rows.append((segment == "Womens E-Mail", womens, visit))
        }

        /// Between the Qini curve of who bought women's things and the line, as a triangle over all people.
        var areaByWomens: Double {
            let size = Double(rows.count)
            func gained(_ rows: [(treated: Bool, womens: Int, visit: Bool)]) -> Double {
                let (with, without) = (rows.filter(\.treated), rows.filter { !$0.treated })
                let expected = Double(without.count(where: \.visit)) * Double(with.count) / Double(without.count)
                return (Double(with.count(where: \.visit)) - expected) / size
            }
            let (some, all) = (rows.filter { $0.womens == 1 }, rows)
            return (gained(some) - gained(all) * Double(some.count) / size) / 2
        }
    }

    private static let columns = [
        "--arm", "segment", "--treated", "Womens E-Mail", "--control", "No E-Mail", "--outcome", "visit",
        "--features", "recency,history,mens,womens,zip_code,newbie,channel", "--rule", "womens",
    ]

    private static func judge(_ mailing: Mailing, _ options: [String], in folder: Folder) async throws -> Command {
        let file = try folder.write(mailing.text, to: "mailing.csv")
        return try await Command.run(["evaluate", "invitations", file] + options, in: folder)
    }

    private static func area(_ json: JSON, by basis: String) -> Double? {
        let row = json["figures"]?.list?.first { $0["by"]?.text == basis }
        if case .number(let area)? = row?["qini_area"] { return area }
        return nil
    }

    @Test("Where a plain rule tells all there is, it is served, with the area that can be counted by hand")
    func rule() async throws {
        let folder = try Folder()
        let mailing = Mailing(6_000, seed: 4, womens: 0.12, urban: 0)
        let told = try await Self.judge(mailing, Self.columns + ["--json"], in: folder)
        #expect(told.status == 0, "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["people"]?.integer == mailing.rows.count && json["passed_over"]?.integer == mailing.others)
        #expect(json["treated"]?.integer == mailing.rows.count(where: \.treated) && json["rejected"]?.integer == 0)
        #expect(json["splits"]?.integer == 10 && json["served"]?.text == "rule")
        guard case .number(let area)? = json["qini"]?["area"], let mean = Self.area(json, by: "rule") else {
            Issue.record("no area: \(told.output)")
            return
        }
        #expect(abs(area - mailing.areaByWomens) < 1e-6)
        #expect(abs(mean - area) < 0.003, "the mean of ten parts is about that of all")
        #expect(Self.area(json, by: "model").map { $0 > 0.5 * mean } ?? false)
        let read = try await Self.judge(mailing, Self.columns, in: folder)
        #expect(read.output.contains("by womens alone") && read.output.contains("served: the rule, since "))
    }

    @Test("Where the rule misses whom it helps, two models are served; columns may be named in a file")
    func models() async throws {
        let folder = try Folder()
        let mailing = Mailing(6_000, seed: 9, womens: 0, urban: 0.3)
        let mapping = try folder.write(
            """
            arm: segment
            treated: Womens E-Mail
            control: No E-Mail
            outcome: visit
            features: [recency, history, womens, zip_code, newbie, channel]
            rule: womens
            """, to: "mailing.yaml")
        let told = try await Self.judge(mailing, ["--mapping", mapping, "--splits", "5", "--json"], in: folder)
        #expect(told.status == 0, "\(told.errors)")
        let json = try JSON(told.output.utf8)
        #expect(json["served"]?.text == "model" && json["splits"]?.integer == 5)
        // A third of the people gain 0.3, and half are treated: the corner is two thirds of 0.05 above the line.
        #expect(Self.area(json, by: "model").map { abs($0 - 0.05 / 3) < 0.006 } ?? false, "\(told.output)")
    }

    @Test("Words that make too many inputs are refused before they take memory")
    func tooMany() async throws {
        let folder = try Folder()
        let names = (0..<200).map { "w\($0)" }.joined(separator: ",")
        let rows = (0..<4_001).map { row in
            "\(row % 2),1," + repeatElement("w\(row % 50)", count: 200).joined(separator: ",")
        }
        let file = try folder.write((["arm,visit,\(names)"] + rows).joined(separator: "\n") + "\n", to: "wide.csv")
        let told = try await Command.run(
            ["evaluate", "invitations", file, "--arm", "arm", "--treated", "1", "--control", "0", "--outcome", "visit"]
                + ["--features", names], in: folder)
        #expect(told.status == 1 && told.errors.contains("the features make more than 40000000 values"))
    }

    @Test("What cannot be judged is said, and no column is guessed")
    func wrong() async throws {
        let folder = try Folder()
        let mailing = Mailing(60, seed: 1, womens: 0, urban: 0)
        let none = try await Self.judge(mailing, [], in: folder)
        #expect(none.status == 64 && none.errors.contains("--arm"))
        let missing = try await Self.judge(
            mailing, Self.columns.map { $0 == "visit" ? "visits" : $0 }, in: folder)
        #expect(missing.status == 1 && missing.errors.contains("has no column visits"))
        let oneArm = try await Self.judge(
            mailing, Self.columns.map { $0 == "No E-Mail" ? "Nothing" : $0 }, in: folder)
        #expect(oneArm.status == 1 && oneArm.errors.contains("both Womens E-Mail and Nothing need people"))
        let few = try await Self.judge(mailing, Self.columns, in: folder)
        #expect(few.status == 0 && few.output.contains("100 of each are needed"))
        let unknown = mailing.text + "1,2) $100,1,1,0,Urban,1,Web,No E-Mail,nan,0,0\n"
        let file = try folder.write(unknown, to: "unknown.csv")
        let told = try await Command.run(["evaluate", "invitations", file, "--json"] + Self.columns, in: folder)
        #expect(try JSON(told.output.utf8)["rejected"]?.integer == 1, "\(told.output) \(told.errors)")
        let misspelt = try folder.write("arm: segment\ntreatd: x\n", to: "bad.yaml")
        let bad = try await Self.judge(mailing, ["--mapping", misspelt], in: folder)
        #expect(bad.status == 1 && bad.errors.contains("/treatd") && bad.errors.contains("did you mean treated?"))
    }
}
