import ProfileCore
import ProfileWire
import SampleShop
import Testing

@Suite("The wire takes every line")
struct DecodingTests {
    private static let outcomes: [RecordDecoder.Outcome] = {
        let shop = DecodingContext.SourceSettings(phoneRegion: SampleShop.phoneRegion)
        let decoder = RecordDecoder(
            DecodingContext(arrivedAt: ShopLines.now, sources: ["crm": shop, "erp": shop, "helpdesk": shop]))
        return ShopLines.shop(seed: 1, people: 2000).map { decoder.decode(line: $0) }
    }()

    private let taken = Self.outcomes.compactMap { try? $0.get() }

    @Test("No line is rejected")
    func rejections() {
        let problems = Self.outcomes.flatMap { outcome in
            if case .failure(let rejection) = outcome { rejection.problems } else { [] as [WireProblem] }
        }
        #expect(problems.isEmpty)
    }

    @Test("Nothing is odd about a line but words in place of an address or a number")
    func warnings() {
        let warnings = taken.flatMap(\.warnings)
        let expected = [ProblemCode.blockedIdentifier, .phoneNotRecognised].map(\.rawValue)
        let unexpected = warnings.filter { !expected.contains($0.code) }
        #expect(unexpected.isEmpty)
        #expect(!warnings.isEmpty)
        #expect(warnings.count < taken.count / 50)
    }

    @Test("A person's records of several sources meet in at least one identifier")
    func overlap() {
        var sourcesByIdentifier: [Identifier: Set<String>] = [:]
        for record in taken.map(\.record) {
            for identifier in record.identifiers {
                sourcesByIdentifier[identifier, default: []].insert(record.key.source)
            }
        }
        let shared = sourcesByIdentifier.filter { $0.value.count > 1 }
        for type in ["email", "phone", "crm", "erp"] {
            let ofType = shared.keys.filter { $0.type == type }
            #expect(ofType.count > 50, "\(type)")
        }
    }
}
