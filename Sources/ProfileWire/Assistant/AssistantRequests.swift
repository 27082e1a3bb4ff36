package import ProfileCore

/// What assistants ask by their tools. Places of problems are those in the arguments.
package enum AssistantRequest {
    /// `{"query","limit","cursor"}`.
    package struct Find: Hashable, Sendable {
        package static let limits = 1...25
        package static let standardLimit = 10
        package static let longestQuery = 200

        package let text: String
        package let limit: Int
        package let cursor: String?
    }

    /// `{"identifier","max_tokens"}`.
    package struct Brief: Hashable, Sendable {
        package static let tokens = 200...4_000
        package static let standardTokens = 800

        package let name: String
        package let tokens: Int
    }

    /// `{"identifier","limit","cursor"}`.
    package struct Timeline: Hashable, Sendable {
        package static let limits = 1...50
        package static let standardLimit = 10

        package let name: String
        package let limit: Int
        package let cursor: String?
    }

    /// `{"identifier","pointer"}`.
    package struct Explanation: Hashable, Sendable {
        package static let longestPointer = 500

        package let name: String
        /// A JSON pointer (RFC 6901) into the profile document; never that of all of it.
        package let pointer: String
    }

    /// `{"identifier","tier","reason","until"}`.
    package struct Override: Hashable, Sendable {
        package let name: String
        package let override: OverrideRequest
    }
}

extension AssistantRequest.Find {
    package init(_ arguments: JSONValue) throws(WireRejection) {
        self = try RequestBody.readObject(arguments) { members in
            let text = members.text("query", limit: Self.longestQuery)
            let limit = members.integer("limit", in: Self.limits)
            let cursor = members.unchangedText("cursor")
            return members.required("query", text).map {
                Self(text: $0, limit: limit ?? Self.standardLimit, cursor: cursor)
            }
        }
    }

    /// National numbers are those of the normaliser's region.
    package func query(_ normalizer: IdentifierNormalizer) -> SearchQuery { SearchQuery(text, by: normalizer) }
}

extension AssistantRequest.Brief {
    package init(_ arguments: JSONValue) throws(WireRejection) {
        self = try RequestBody.readObject(arguments) { members in
            let name = members.unchangedText("identifier")
            let tokens = members.integer("max_tokens", in: Self.tokens)
            return members.required("identifier", name).map { Self(name: $0, tokens: tokens ?? Self.standardTokens) }
        }
    }
}

extension AssistantRequest.Timeline {
    package init(_ arguments: JSONValue) throws(WireRejection) {
        self = try RequestBody.readObject(arguments) { members in
            let name = members.unchangedText("identifier")
            let limit = members.integer("limit", in: Self.limits)
            let cursor = members.unchangedText("cursor")
            return members.required("identifier", name).map {
                Self(name: $0, limit: limit ?? Self.standardLimit, cursor: cursor)
            }
        }
    }
}

extension AssistantRequest.Explanation {
    package init(_ arguments: JSONValue) throws(WireRejection) {
        self = try RequestBody.readObject(arguments) { members in
            let name = members.unchangedText("identifier")
            let pointer = members.text("pointer", limit: Self.longestPointer)
            if let pointer, !pointer.hasPrefix("/") {
                members.reject(
                    "pointer", .notAllowed, "a JSON pointer into the profile such as /contact/preferred_time")
            }
            let (requiredName, requiredPointer) = (
                members.required("identifier", name), members.required("pointer", pointer)
            )
            guard let requiredName, let requiredPointer else { return nil }
            return Self(name: requiredName, pointer: requiredPointer)
        }
    }
}

extension AssistantRequest.Override {
    package init(_ arguments: JSONValue) throws(WireRejection) {
        self = try RequestBody.readObject(arguments) { members in
            let name = members.unchangedText("identifier")
            let override = OverrideRequest(&members)
            guard let name = members.required("identifier", name), let override else { return nil }
            return Self(name: name, override: override)
        }
    }
}
