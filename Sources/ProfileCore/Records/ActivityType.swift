/// The types of activity that mean something to a profile. Any other word counts as activity, and to visits, alone.
///
/// The words are those of the trade where it has them: Segment's e-commerce events and the recommended events of Google
/// Analytics 4 stand beside each.
package enum ActivityType: String, CaseIterable, Hashable, Sendable {
    /// A page other than one of a product (Segment's `page`; `page_view`).
    case pageViewed = "page_viewed"
    /// A page that helps: questions and answers, delivery, returns, how to reach the company.
    case helpViewed = "help_viewed"
    /// A search that found something (`Products Searched`; `view_search_results`).
    case search
    /// A search without a result, told instead of `search`.
    case searchFailed = "search_failed"
    /// `Product Viewed`; `view_item`.
    case productViewed = "product_viewed"
    /// A product laid beside others.
    case productCompared = "product_compared"
    /// `Product Added to Wishlist`; `add_to_wishlist`.
    case wishlistAdded = "wishlist_added"
    /// `Product Added`; `add_to_cart`.
    case productAdded = "product_added"
    /// `Product Removed`; `remove_from_cart`.
    case productRemoved = "product_removed"
    /// A coupon that was not taken (`Coupon Denied`).
    case couponFailed = "coupon_failed"
    /// A form that was sent and not taken.
    case formFailed = "form_failed"
    /// `Checkout Started`; `begin_checkout`.
    case checkoutStarted = "checkout_started"
    /// A payment that was refused.
    case paymentFailed = "payment_failed"
    /// `Order Completed`; `purchase`. The order itself is a record of its own.
    case orderCompleted = "order_completed"
}

extension ActivityRecord {
    /// Nil for the source's own word.
    package var knownType: ActivityType? { ActivityType(rawValue: type) }
}
