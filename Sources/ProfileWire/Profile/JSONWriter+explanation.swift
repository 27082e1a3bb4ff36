import ProfileCore

extension JSONWriter {
    /// Keys are JSON pointers into the profile document.
    mutating func explanation(_ explanation: ProfileExplanation) {
        object {
            $0.member("stated") { writer in
                writer.object { writer in
                    for statement in explanation.stated { writer.statement(statement) }
                }
            }
            $0.member("derived") { writer in
                writer.object { writer in
                    for derivation in explanation.derived { writer.derivation(derivation) }
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
