import ProfileCore

extension JSONWriter {
    /// Keys are JSON pointers into the profile document; what it leaves out is not explained either.
    mutating func explanation(_ explanation: ProfileExplanation, of sections: Set<ProfileSection>) {
        object {
            $0.member("stated") { writer in
                writer.object { writer in
                    for statement in explanation.stated where sections.contain(statement.pointer) {
                        writer.statement(statement)
                    }
                }
            }
            $0.member("derived") { writer in
                writer.object { writer in
                    for derivation in explanation.derived where sections.contain(derivation.pointer) {
                        writer.derivation(derivation)
                    }
                }
            }
        }
    }

    private mutating func statement(_ statement: ProfileExplanation.Statement) {
        key(named: statement.pointer)
        object {
            $0.member("source", statement.source)
            $0.member("id", statement.recordID)
            $0.member("at", statement.at)
            $0.member("rule", statement.rule)
        }
    }

    private mutating func derivation(_ derivation: ProfileExplanation.Derivation) {
        key(named: derivation.pointer)
        object {
            $0.member("formula", derivation.formula)
            $0.member("sample", derivation.sample)
            $0.member("basis", derivation.basis)
        }
    }
}

extension Set<ProfileSection> {
    fileprivate func contain(_ pointer: String) -> Bool {
        let name = pointer.split(separator: "/", maxSplits: 1).first ?? ""
        return ProfileSection(rawValue: String(name)).map(contains) ?? false
    }
}
