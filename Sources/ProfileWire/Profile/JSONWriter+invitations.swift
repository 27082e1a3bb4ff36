package import ProfileCore

/// Whom to invite to a chat, and what that does.
extension JSONWriter {
    package mutating func invitationAnswer(_ answer: InvitationAnswer) {
        object { json in
            json.member("invite", answer.invite)
            json.member("score", decimal: answer.score)
            json.member("bar", decimal: answer.bar)
            json.amount("expected_gain", answer.expectedGain, answer.currency)
            json.member("currency", answer.currency?.code)
            json.member("basis", answer.basis?.rawValue)
            json.member("arm", answer.arm?.word)
            json.member("reasons") { $0.array(of: answer.reasons) { $0.string($1) } }
        }
    }

    package mutating func invitationEffect(_ effect: InvitationEffect, _ learned: LearnedInvitations?) {
        object { json in
            json.member("days", InvitationCase.windowDays)
            json.member("verdict", effect.verdict)
            json.member("invited") { $0.arm(effect.invited, effect.currency) }
            json.member("held_out") { $0.arm(effect.heldOut, effect.currency) }
            json.member("running", effect.running)
            json.optional("order_rate", effect.orders) { $0.estimate($1) }
            json.optional("spend", effect.spend) { json, spend in json.estimate(spend, in: effect.currency) }
            json.optional("qini", effect.curve) { json, curve in json.qini(curve, by: effect.basis) }
            json.optional("learned", learned) { $0.learnedInvitations($1) }
        }
    }

    package mutating func assignment(_ change: (identifier: Identifier, assignment: Assignment)) {
        object { json in
            json.member("identifier", change.identifier.description)
            json.member("arm", change.assignment.arm.word)
            json.member("assigned_at", change.assignment.at)
            json.member("invited_at", change.assignment.invitedAt)
            json.member("declined_at", change.assignment.declinedAt)
            json.member("known") { json in
                json.object { json in
                    for feature in VisitFeature.allCases {
                        json.key(named: feature.word)
                        json.figure(change.assignment.features[feature])
                    }
                }
            }
        }
    }

    private mutating func amount(_ name: StaticString, _ amount: MinorUnits?, _ currency: Currency?) {
        key(name)
        if let amount, let currency { money(amount, currency) } else { null() }
    }

    /// Small arms have no rate and no spend, which would reveal single people.
    private mutating func arm(_ arm: InvitationEffect.Arm, _ currency: Currency?) {
        let isTold = arm.people >= InvitationEffect.fewest
        object { json in
            json.member("people", arm.people)
            json.member("ordered", arm.ordered)
            json.member("order_rate") { $0.figure(isTold ? Double(arm.ordered) / Double(arm.people) : nil) }
            json.member("chatted", arm.chatted)
            json.member("spend") { $0.figure(isTold ? currency.map { arm.spend.mean / $0.unit } : nil) }
            json.member("currency", currency?.code)
        }
    }

    package mutating func estimate(_ estimate: UpliftEstimate, in currency: Currency? = nil) {
        let unit = currency?.unit ?? 1
        object { json in
            json.member("uplift") { $0.figure(estimate.value / unit) }
            json.member("low") { $0.figure(estimate.low / unit) }
            json.member("high") { $0.figure(estimate.high / unit) }
            json.member("seen", estimate.isSeen)
            json.present("currency", currency?.code)
        }
    }

    package mutating func qini(_ curve: QiniCurve, by basis: UpliftBasis) {
        object { json in
            json.member("by", basis.rawValue)
            json.member("area") { $0.figure(curve.area) }
            json.member("area_per_treated") { $0.figure(curve.areaPerTreated) }
            json.items("points", curve.points) { json, point in
                json.object { json in
                    json.member("share") { $0.figure(point.share) }
                    json.member("gained") { $0.figure(point.gained) }
                }
            }
        }
    }

    /// The evaluation of the models.
    mutating func learnedInvitations(_ learned: LearnedInvitations) {
        object { json in
            json.member("number", learned.number)
            json.member("on", learned.on)
            json.upliftFigures(learned.evaluation)
        }
    }

    /// The members of the object at hand.
    package mutating func upliftFigures(_ evaluation: UpliftEvaluation) {
        member("people", evaluation.people)
        member("splits", evaluation.splits)
        items("figures", evaluation.rows) { json, row in
            json.object { json in
                json.member("by", row.basis.rawValue)
                json.member("qini_area") { $0.figure(row.area) }
                json.member("standard_error") { $0.figure(row.standardError) }
                json.member("qini_area_per_treated") { $0.figure(row.areaPerTreated) }
            }
        }
        member("served", evaluation.served.rawValue)
        member("reason", evaluation.reason)
    }
}
