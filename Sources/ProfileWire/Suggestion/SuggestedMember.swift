import ProfileCore

/// What the mapping says of one member: its column, and how it is written where that differs from the rest.
struct SuggestedMember {
    private let member: MemberChoice.Member
    private let suggestion: MappingSuggestion

    init(_ member: MemberChoice.Member, in suggestion: MappingSuggestion) {
        self.member = member
        self.suggestion = suggestion
    }

    private var column: ColumnSample { member.column }

    /// Without the indent of the member.
    var lines: [String] {
        if !column.words.isEmpty, let guess = WordGuess.of(member.path, suggestion.kind) { return table(guess) }
        return ["\(name): \(value)" + (remark.map { " # " + $0 } ?? "")]
    }

    private var name: String {
        switch member.path {
        case "customer.id": "my_\(suggestion.system)"
        default: member.hint.path.last ?? ""
        }
    }

    private var value: String {
        if let clock = suggestion.clock(beside: member) {
            return "{columns: [\(scalar(column.name)), \(scalar(clock.name))]}"
        }
        let options = self.options
        return options.isEmpty
            ? scalar(column.name) : "{" + (["column: \(scalar(column.name))"] + options).joined(separator: ", ") + "}"
    }

    private var options: [String] {
        var options: [String] = []
        if let nth = column.nth { options.append("nth: \(nth)") }
        if isPadded { options.append("format: integer") }
        if member.path == "total", suggestion.isTotalInParts { options.append("sum: true") }
        if let pattern = suggestion.style.dates(member.path)?.form, pattern != suggestion.style.pattern {
            options.append("dates: \(MappingSuggestion.quote(pattern.text))")
        }
        options += numberOptions
        if !nullWords.isEmpty {
            let words = suggestion.style.nullWords + nullWords
            options.append("null_words: [\(MappingSuggestion.quoted(words))]")
        }
        if !exceptions.isEmpty, !member.hint.isRequired { options.append("unreadable: leave_out") }
        return options
    }

    /// Whether a data frame wrote ids as numbers with a fraction.
    private var isPadded: Bool {
        [.any, .id].contains(member.hint.shape) && column.share(ValueShape.isPaddedInteger) > 0.9
    }

    private var numberOptions: [String] {
        guard let found = suggestion.style.numbers(member.path) else { return [] }
        let common = suggestion.style.number
        let fitsCommon = column.values.allSatisfy { value in
            found.form.json(value.text) == nil || common.json(value.text) == found.form.json(value.text)
        }
        guard !fitsCommon else { return [] }
        let thousands = found.form.thousands.map { ["thousands: \"\($0)\""] } ?? []
        return ["decimal: \"\(found.form.decimal)\""] + thousands
    }

    // MARK: What is not written so

    private var unfitting: [ColumnSample.Value] {
        suggestion.style.dates(member.path)?.exceptions ?? suggestion.style.numbers(member.path)?.exceptions ?? []
    }

    private var nullWords: [String] {
        Set(unfitting.map(\.text)).intersection(NullWords.doubtful).sorted()
    }

    private var exceptions: [ColumnSample.Value] {
        unfitting.filter { !NullWords.doubtful.contains($0.text) }
    }

    private var remark: String? {
        if member.likeness == 0 { return "no header says so, but every value looks like it: is this right?" }
        if member.path == "id", !column.isUnique, !suggestion.isGrouped {
            return "some values occur several times: of rows with one id one is kept"
        }
        guard let first = exceptions.first else { return nil }
        let verb = exceptions.count == 1 ? "is" : "are"
        let place = first.line > 0 ? ", the first in line \(first.line)" : ""
        return "\(exceptions.count) of \(column.values.count) values looked at \(verb) not written so" + place
    }

    // MARK: Tables

    /// A column of few words, each with a guess of ours.
    private func table(_ guess: WordGuess) -> [String] {
        let empty = MappingSuggestion.quote("(empty)")
        var lines = ["\(name):", "  column: \(scalar(column.name))"]
        if let nth = column.nth { lines.append("  nth: \(nth)") }
        if column.hasGaps { lines.append("  default: \(empty) # for empty cells") }
        lines.append("  table: # their words: ours")
        lines += column.words.map { "    \(MappingSuggestion.quote($0)): \(guess.meaning(of: $0))" }
        if column.hasGaps { lines.append("    \(empty): \(guess.fallback)") }
        if !suggestion.sample.isComplete {
            lines.append("  otherwise: \(guess.fallback) # only a part of the file was read")
        }
        return lines
    }

    private func scalar(_ text: String) -> String { MappingSuggestion.scalar(text) }
}

/// What the words of other systems mean, guessed by how they begin or what is in them, in seven languages.
struct WordGuess: Sendable {
    /// The word of those whose meaning is not known.
    let fallback: String
    /// Whether a word of unknown meaning stands for itself.
    private var keepsOthers = false
    /// Words that mean something as a whole.
    private var whole: [String: String] = [:]
    /// In the order in which they count.
    private let parts: [(part: String, meaning: String)]

    /// Nil for members that a table of words does not help.
    static func of(_ path: String, _ kind: RecordKind) -> WordGuess? {
        switch path {
        case "status":
            switch kind {
            case .interaction: contactStates
            case .promise: promiseStates
            default: orderStates
            }
        case "channel": channels
        case "direction": directions
        case "type": activities
        default: nil
        }
    }

    func meaning(of word: String) -> String {
        known(word) ?? (keepsOthers ? WordText.word(word) : nil) ?? fallback
    }

    static func isOrderState(_ word: String) -> Bool { orderStates.known(word) != nil }

    private func known(_ word: String) -> String? {
        let plain = HeaderName(word).plain
        return whole[plain] ?? parts.first { plain.contains($0.part) }?.meaning
    }

    private static func parts(_ text: String) -> [(part: String, meaning: String)] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [(part: String, meaning: String)] in
            let words = line.split(separator: " ").map(String.init)
            guard let meaning = words.first else { return [] }
            return words.dropFirst().map { ($0, meaning) }
        }
    }

    private static let orderStates = WordGuess(
        fallback: "open",
        parts: parts(
            """
            open unpaid unbezahlt unfulfilled unshipped incomplete impaye niezapl notpaid
            cancelled cancel storn annul anul void declin fail
            returned return retour refund erstatt rembours reembols devuel devol reso rimbors zwrot zwroc
            delivered deliver geliefert zugestellt livr entreg conseg bezorgd geleverd dostarcz complet abgeschl termin
            delivered fulfilled zrealiz erledigt
            shipped ship dispatch versand versendet expedi envia envoy spedi verzond wysl transit
            paid paid bezahlt paye pagad pagat betaald zapl oplac invoiced
            """))

    private static let yes = Dictionary(
        uniqueKeysWithValues: ["y", "yes", "true", "ja", "oui", "si", "tak"].map { ($0, "resolved") })

    private static let contactStates = WordGuess(
        fallback: "open", whole: yes,
        parts: parts(
            """
            open unresolved unsolved notresolved reopen wiedereroff
            resolved clos resol solv done gelost erledigt geschlossen ferme cerrad chius gesloten opgelost zamkn rozwiaz
            resolved complet abgeschl termin finish cancel
            """))

    private static let promiseStates = WordGuess(
        fallback: "open",
        parts: parts(
            """
            broken broken missed notkept unkept failed gebroch nichteing verletzt rompu nontenu incumpl nonmant verbrok
            broken gebrok niedotrz
            withdrawn withdr cancel storn zuruckgez annul retir ritir ingetrok wycof
            kept kept fulfil honour done complet eingehalten erfullt erledigt tenu cumpl mantenut gehouden nagekom
            kept dotrzym spelnion
            """))

    private static let directions = WordGuess(
        fallback: "inbound", parts: parts("outbound out ausg sort salien usc uitg wych"))

    private static let channels = WordGuess(
        fallback: "other", keepsOthers: true,
        parts: parts(
            """
            whatsapp whatsapp
            chatbot chatbot
            email mail courriel correo
            chat chat
            sms sms
            video video
            social social twitter facebook instagram tweet
            phone phone call telefon telefoon telephone voice ivr anruf
            form web form portal selfservice online
            letter letter brief fax post
            store store filial branch office walkin counter
            """))

    private static let activities = WordGuess(
        fallback: "page_viewed", keepsOthers: true,
        parts: parts(
            """
            product_removed removefrom remove
            wishlist_added wish
            product_added addtocart addtobasket cart basket added
            search search suche
            page_viewed page
            product_viewed view
            """))
}
