import ProfileCore
import ProfileService
import ProfileWire

/// Tools that tell who goes first.
extension MCPTool {
    private static let standing = [
        ToolSchema.has("found", .flag), ToolSchema.has("profile_id", .orNull(.text)), ToolSchema.has("vip", .flag),
        ToolSchema.has("tier", .orNull(.text)), ToolSchema.has("priority", .integer(0...VIPQueue.highestPriority)),
        ToolSchema.has("next", .orNull(.text), "What is missing to the next tier."),
        ToolSchema.has("also_claimed_by", .count, "How many other profiles claim the identifier."),
        ToolSchema.untrusted(ToolSchema.has("reason", .text)),
    ]

    static let vipStatus = MCPTool(
        name: "vip_status", title: "Tell who is a VIP",
        description:
            "Tells of each identifier whether it is a VIP's, with tier, priority from 0 to 100 and the reason. "
            + "Somebody unknown is no error: found is false.",
        access: .vipReaders,
        input: .object([
            ToolSchema.has("identifiers", .list(of: .text, 1...LookupRequest.limit), "Profile ids or type:value.")
        ]),
        output: .object([
            ToolSchema.has("answers", .list(of: .object(standing), nil), "In the order asked."),
            ToolSchema.has("notice", .text),
        ])
    ) { arguments, exchange in
        let request = try LookupRequest(arguments)
        let answers = try await exchange.service.vip(await exchange.references(request.names))
        return document { json in
            json.member("answers") { $0.array(of: answers) { $0.vipStatus($1) } }
            json.member("notice", JSONWriter.untrustedNotice)
        }
    }

    static let rankQueue = MCPTool(
        name: "rank_queue", title: "Rank a waiting queue",
        description: "Puts people who wait into serving order: by priority, which waiting raises, so that nobody waits "
            + "for ever. Nothing is remembered of the queue.",
        access: .vipReaders,
        input: .object([
            ToolSchema.has(
                "queue",
                .list(
                    of: .object([
                        ToolSchema.has("ref", .text, "Your own name for the place."),
                        ToolSchema.may("identifier", .text, "A profile id or type:value."),
                        ToolSchema.may("waited_seconds", .integer(0...1_000_000_000)),
                    ]), 0...RankRequest.limit))
        ]),
        output: .object([
            ToolSchema.has(
                "queue",
                .list(
                    of: .object(
                        [
                            ToolSchema.has("ref", .text), ToolSchema.has("position", .count),
                            ToolSchema.has("waited_seconds", .count),
                        ] + standing), nil)),
            ToolSchema.has("rule", .text), ToolSchema.has("notice", .text),
        ])
    ) { arguments, exchange in
        let request = try RankRequest(arguments)
        let references = await exchange.references(request.entries.map(\.name))
        let queue = zip(request.entries, references).map { entry, reference in
            Waiting(ref: entry.ref, reference: reference, waitedSeconds: entry.waitedSeconds, matter: entry.matter)
        }
        let places = try await exchange.service.rank(queue, rememberedAs: nil)
        return document { json in
            json.member("queue") { $0.array(of: places) { $0.queuePlace($1) } }
            json.member("rule", VIPQueue.rule)
            json.member("notice", JSONWriter.untrustedNotice)
        }
    }
}
