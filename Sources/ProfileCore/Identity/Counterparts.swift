/// What tells the name of a man from that of a woman.
extension FoldedName {
    /// Whether the two tell a brother from a sister as `Daniel` and `Daniela` do, in any word.
    func isCounterpart(of other: FoldedName) -> Bool {
        Counterparts.relate(letters, other.letters)
            || zip(words, other.words).contains { one, two in
                one != two && Counterparts.relate(Array(one.unicodeScalars), Array(two.unicodeScalars))
            }
    }
}

/// The endings that make a woman's name of a man's, of given names in European languages.
private enum Counterparts {
    private struct Endings: Hashable {
        let male: String
        let female: String
    }

    static func relate(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        let common = zip(one, other).prefix { $0 == $1 }.count
        guard common > 0, max(one.count, other.count) - common <= longest else { return false }
        let stem = text(one.prefix(common))
        let (left, right) = (text(one.dropFirst(common)), text(other.dropFirst(common)))
        return follow(stem, Endings(male: left, female: right)) || follow(stem, Endings(male: right, female: left))
    }

    private static func follow(_ stem: String, _ endings: Endings) -> Bool {
        guard let stems = stems[endings] else { return false }
        return stems.isEmpty || stems.contains(where: stem.hasSuffix)
    }

    private static func text(_ letters: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(letters))
    }

    private static let longest = stems.keys.map { max($0.male.count, $0.female.count) }.max() ?? 0

    /// The stems that a pair of endings needs; empty when any stem will do.
    private static let stems: [Endings: [String]] = Dictionary(
        table.split(separator: "\n").map { line in
            let parts = line.split(separator: " ").map { $0 == "-" ? "" : String($0) }
            return (Endings(male: parts[0], female: parts[1]), Array(parts.dropFirst(2)))
        }, uniquingKeysWith: +)

    /// Each line: a man's ending, a woman's, and the stems; a dash is no ending.
    private static let table = """
        o a
        er ra
        er ria
        us a
        os a
        οσ α
        ησ α
        й я
        ел ла
        el la
        ek ka
        usz a
        es a johann hann
        e a el imon dor alexandr philipp vicent clement
        - e al artin justin el ian is on aul bert jan andre rene desire aime rik emin
        - a
        - а
        - ka
        - ка
        - ia
        - ия
        - ія
        - na
        - на
        - ina
        - ine
        - ette
        - nette n
        - ie
        - ah
        - y luc emil
        - le el nico
        - la el
        - ne n
        - ca cis
        - pa ip
        - es angel
        - ica angel
        - ique angel
        - fa jose
        - fina jose
        - phine jose
        - tte pierre antoine george claude
        s tte george
        s - andrea nicola nichola johanne hanne
        n - ia eva
        н - иа
        s a i andre
        w a andre
        i a andre
        j a andre
        i ea andre
        as ea andre
        as sa eli
        as se eli
        as ia luc
        as e nicol
        a ia luc
        an na i
        ан на и
        an ne i
        an e i
        en e i
        en a i
        an enne i
        en ana i
        en anne i
        en anie steph
        en ania steph
        ian yna kryst
        is es franc
        is esca franc
        o ia
        o e i
        us e i
        os ia
        e ie mil eugen jos stephan kyl
        e ia mil eugen georg stephan
        e ina georg
        e ine andr philipp
        es ie jul
        es ene charl
        ine nia anto
        ine nina anto
        r - olive
        er a i
        r ire vict victo
        ael elle mich
        c que frederi
        nis ise den
        t ce en an
        tin ce constan
        rd dette berna
        l ol car
        l olin car kar
        l oline car kar
        l olina car kar
        lo ola car
        hn an jo
        n an jo
        h a eric
        k a eric
        ch ke ri
        ch ka ri
        ch ca ri
        rich erike fried
        rich erika fried
        s line jacque
        z a r
        u a r
        """
}
