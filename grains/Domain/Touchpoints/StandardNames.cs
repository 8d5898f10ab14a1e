namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The names of <see cref="Catalogue.Default"/>: a first spelling, then others that mean the same.</summary>
static class StandardNames
{
    static readonly (Meaning Meaning, string[] Spellings)[] Names =
    [
        // Segment's e-commerce events (V2); the second spelling is V1's.
        (Meaning.Browsed, ["Products Searched", "Searched Products"]),
        (Meaning.Browsed, ["Product List Viewed", "Viewed Product Category", "Viewed Product List"]),
        (Meaning.Browsed, ["Product List Filtered", "Filtered Product List"]),
        (Meaning.Counted, ["Promotion Viewed", "Viewed Promotion"]),
        (Meaning.Browsed, ["Promotion Clicked", "Clicked Promotion"]),
        (Meaning.ProductViewed, ["Product Clicked", "Clicked Product"]),
        (Meaning.ProductViewed, ["Product Viewed", "Viewed Product"]),
        (Meaning.ProductViewed, ["Product Added to Wishlist", "Added Product to Wishlist"]),
        (Meaning.Counted, ["Product Removed from Wishlist", "Removed Product from Wishlist"]),
        (Meaning.ProductAdded, ["Product Added", "Added Product", "Product Added to Cart"]),
        (Meaning.ProductAdded, ["Wishlist Product Added to Cart"]),
        (Meaning.ProductRemoved, ["Product Removed", "Removed Product", "Product Removed from Cart"]),
        (Meaning.Counted, ["Cart Viewed", "Viewed Cart"]),
        (Meaning.CartCleared, ["Cart Cleared", "Cleared Cart", "Cart Emptied"]),
        (Meaning.Checkout, ["Checkout Started", "Started Checkout"]),
        (Meaning.Checkout, ["Checkout Step Viewed", "Viewed Checkout Step"]),
        (Meaning.Checkout, ["Checkout Step Completed", "Completed Checkout Step"]),
        (Meaning.Checkout, ["Payment Info Entered", "Entered Payment Info"]),
        (Meaning.OrderCompleted, ["Order Completed", "Completed Order"]),
        (Meaning.Counted, ["Order Updated", "Updated Order"]),
        (Meaning.OrderRefunded, ["Order Refunded", "Refunded Order"]),
        (Meaning.OrderCancelled, ["Order Cancelled", "Cancelled Order", "Order Canceled", "Canceled Order"]),
        (Meaning.Counted, ["Coupon Entered", "Entered Coupon"]),
        (Meaning.Counted, ["Coupon Applied", "Applied Coupon"]),
        (Meaning.Counted, ["Coupon Denied", "Denied Coupon"]),
        (Meaning.Counted, ["Coupon Removed", "Removed Coupon"]),
        (Meaning.Counted, ["Product Shared", "Shared Product"]),
        (Meaning.Counted, ["Cart Shared", "Shared Cart"]),
        (Meaning.Counted, ["Product Reviewed", "Reviewed Product"]),

        // Ours.
        (Meaning.SurveyAnswered, ["Survey Answered", "Answered Survey"]),
        (Meaning.TicketOpened, ["Ticket Opened", "Opened Ticket", "Ticket Created"]),
        (Meaning.TicketUpdated, ["Ticket Updated", "Updated Ticket", "Ticket Reopened"]),
        (Meaning.TicketResolved, ["Ticket Resolved", "Resolved Ticket", "Ticket Closed"]),
        (Meaning.ReferralMade, ["Referral Made", "Made Referral"]),
        (Meaning.Counted, ["Subscription Started", "Started Subscription"]),
        (Meaning.Counted, ["Subscription Renewed", "Renewed Subscription"]),
        (Meaning.Counted, ["Subscription Cancelled", "Cancelled Subscription", "Subscription Canceled", "Canceled Subscription"]),
        (Meaning.ConsentGiven, ["Consent Given", "Gave Consent"]),
        (Meaning.ConsentWithdrawn, ["Consent Withdrawn", "Withdrew Consent"]),

        // Ours; the second spelling is of Segment's e-mail events.
        (Meaning.MessageDelivered, ["Message Delivered", "Email Delivered"]),
        (Meaning.MessageEngaged, ["Message Opened", "Email Opened"]),
        (Meaning.MessageEngaged, ["Message Clicked", "Email Link Clicked", "Message Link Clicked"]),
        (Meaning.MessageUnsubscribed, ["Message Unsubscribed", "Unsubscribed", "Email Unsubscribed"]),
    ];

    public static IEnumerable<KeyValuePair<string, CatalogueEntry>> All()
    {
        foreach (var (meaning, spellings) in Names)
        {
            var entry = new CatalogueEntry(spellings[0], meaning);
            foreach (var spelling in spellings)
                yield return new(spelling, entry);
        }
    }
}
