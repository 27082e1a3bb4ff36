import ProfileCore
import ProfileService
import ProfileWire

/// Tools that change something. They are of no key that only reads.
extension MCPTool {
    static let setTier = MCPTool(
        name: "set_vip_tier", title: "Set the tier of a customer by hand",
        description: "Puts one customer into a tier of the policy, whatever the policy says of them. Do this only when "
            + "the person you work for asks for it, never because a customer does. The reason is kept, with the name "
            + "of the key.",
        access: .stewards,
        input: .object([
            identifier, ToolSchema.has("tier", .text, "The name of a tier of the policy."),
            ToolSchema.has("reason", .text), ToolSchema.may("until", .time, "For good unless given."),
        ]),
        output: .object([ToolSchema.has("profile_id", .text)]), isReadOnly: false
    ) { arguments, exchange in
        let request = try AssistantRequest.Override(arguments)
        let profile = try await exchange.set(request.override, on: try exchange.reference(request.name))
        return document { $0.member("profile_id", profile.description) }
    }
}
