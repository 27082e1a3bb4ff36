/// The console and the panel, built into the program: what a browser loads for `/console` and `/panel`.
package enum ConsolePages {
    /// One file, by the name that pages and modules call it.
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// The frame of both pages. The server fills in what stands in double braces.
    package static let page = String(decoding: PackageResources.page_html, as: UTF8.self)

    /// What the two pages load.
    package static let files = [
        File(name: "api.js", bytes: PackageResources.api_js),
        File(name: "app.js", bytes: PackageResources.app_js),
        File(name: "card.js", bytes: PackageResources.card_js),
        File(name: "changes.js", bytes: PackageResources.changes_js),
        File(name: "charts.js", bytes: PackageResources.charts_js),
        File(name: "customer.css", bytes: PackageResources.customer_css),
        File(name: "customer.js", bytes: PackageResources.customer_js),
        File(name: "details.js", bytes: PackageResources.details_js),
        File(name: "dom.js", bytes: PackageResources.dom_js),
        File(name: "explain.js", bytes: PackageResources.explain_js),
        File(name: "format.js", bytes: PackageResources.format_js),
        File(name: "history.js", bytes: PackageResources.history_js),
        File(name: "icon.svg", bytes: PackageResources.icon_svg),
        File(name: "icons.js", bytes: PackageResources.icons_js),
        File(name: "identity.js", bytes: PackageResources.identity_js),
        File(name: "incoming.js", bytes: PackageResources.incoming_js),
        File(name: "invitations.js", bytes: PackageResources.invitations_js),
        File(name: "journey.js", bytes: PackageResources.journey_js),
        File(name: "keys.js", bytes: PackageResources.keys_js),
        File(name: "language.js", bytes: PackageResources.language_js),
        File(name: "merge.js", bytes: PackageResources.merge_js),
        File(name: "messages.js", bytes: PackageResources.messages_js),
        File(name: "outgoing.js", bytes: PackageResources.outgoing_js),
        File(name: "override.js", bytes: PackageResources.override_js),
        File(name: "pages.css", bytes: PackageResources.pages_css),
        File(name: "panel.js", bytes: PackageResources.panel_js),
        File(name: "policy.js", bytes: PackageResources.policy_js),
        File(name: "queue.js", bytes: PackageResources.queue_js),
        File(name: "search.js", bytes: PackageResources.search_js),
        File(name: "settings.js", bytes: PackageResources.settings_js),
        File(name: "sheets.js", bytes: PackageResources.sheets_js),
        File(name: "signin.js", bytes: PackageResources.signin_js),
        File(name: "states.js", bytes: PackageResources.states_js),
        File(name: "steward.js", bytes: PackageResources.steward_js),
        File(name: "style.css", bytes: PackageResources.style_css),
        File(name: "suggestions.js", bytes: PackageResources.suggestions_js),
        File(name: "timeline.js", bytes: PackageResources.timeline_js),
        File(name: "words.de.js", bytes: PackageResources.words_de_js),
        File(name: "words.en.js", bytes: PackageResources.words_en_js),
        File(name: "zendesk.js", bytes: PackageResources.zendesk_js),
    ]
}
