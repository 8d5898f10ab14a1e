using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>What she bought and gave back, what lies in her cart, and what is expected of her.</summary>
static class ValueFields
{
    static readonly RuleInput[] Orders = FieldTable.Of(InputPart.Orders);
    static readonly RuleInput[] Refunds = FieldTable.Of(InputPart.Refunds);
    static readonly RuleInput[] Both = FieldTable.Of(InputPart.Orders, InputPart.Refunds);
    static readonly RuleInput[] Expected = FieldTable.Of(InputPart.Orders, InputPart.Refunds, InputPart.Predictions);
    static readonly RuleInput[] InCart = FieldTable.Of(InputPart.Cart);
    static readonly (decimal, decimal) Rank = (1, 5);

    // An empty list literal would be a new list each time.
    static readonly List<CurrencyTotals> None = [];

    public static readonly EvidenceFinder OrderEvents = (state, in _) => (state.Purchases?.Last) is null ? null : FieldTable.Named("Order Completed");
    public static readonly EvidenceFinder RefundEvents = (state, in _) => state.Purchases is { RefundLog.IsEmpty: false } ? FieldTable.Named("Order Refunded", "Order Cancelled") : null;
    static readonly EvidenceFinder MoneyEvents = (state, in _) => state.Purchases is null ? null : FieldTable.Named("Order Completed", "Order Refunded", "Order Cancelled");

    public static IEnumerable<Field> All() => [.. Counts(), .. Amounts(), .. ByCurrency(), .. Predicted(), .. Cart()];

    static IEnumerable<Field> Counts() =>
    [
        FieldTable.Count("orders.count", "Completed orders.", "orders.count >= 2", Orders, ("order", "orders"), state => Count(state.Purchases), ["value.orders"], OrderEvents),
        FieldTable.Count("orders.days", "Days (UTC) on which she ordered, at most 1,000.", "orders.days >= 2", Orders, ("day", "days"), state => state.Purchases?.BuyingDays ?? 0, ["value.buyingDays"], OrderEvents),
        FieldTable.Time("orders.first", "When her first order was made.", "orders.first within 30d", Orders, state => state.Purchases?.First, ["value.firstOrder"], OrderEvents),
        FieldTable.Time("orders.last", "When her latest order was made.", "ordered within 7d", Orders, state => state.Purchases?.Last, ["value.lastOrder", "ordered"], LastOf(orders: true)),
        FieldTable.Count("orders.cancelled", "Orders that were called off; they are among the refunds too.", "orders.cancelled >= 2", Refunds, ("order", "orders"), state => Cancelled(state.Purchases), ["value.cancelled"], RefundEvents),
        FieldTable.Count("refunds.count", "Refunds and cancellations.", "refunds.count >= 3", Refunds, ("refund", "refunds"), state => RefundCount(state.Purchases), ["value.refundCount"], RefundEvents),
        FieldTable.Time("refunds.last", "When money went back last.", "refunded within 30d", Refunds, state => state.Purchases is { RefundLog: [.., var last] } ? last.Time : null, ["refunded"], LastOf(orders: false)),
    ];

    static IEnumerable<Field> Amounts() =>
    [
        FieldTable.Money("value.gross", "Money of her orders, in the reporting currency (what has no rate is left out), or of one currency alone: >= 500 GBP.", "value.gross >= 500", Orders, (state, in context, currency) => Amount(state.Purchases, context, currency, 1, 0), ["orders.gross"], evidence: OrderEvents),
        FieldTable.Money("value.refunded", "Money that went back, not negative.", "value.refunded > 100 GBP", Refunds, (state, in context, currency) => Amount(state.Purchases, context, currency, 0, 1), ["refunds.total"], evidence: RefundEvents),
        FieldTable.Money("value.net", "Gross minus refunded.", "value.net >= 1000", Both, (state, in context, currency) => Amount(state.Purchases, context, currency, 1, -1), evidence: MoneyEvents),
        FieldTable.Money("value.averageOrder", "Gross per order; missing without an order.", "value.averageOrder >= 80", Orders, Average, ["orders.average"], mayBeMissing: true, OrderEvents),
        FieldTable.Count("value.unconverted", "Orders and refunds whose money is left out of the reporting currency because nobody gave a rate.", "value.unconverted > 0", Both, ("order", "orders"), _ => 0, evidence: MoneyEvents).Replace(
            names => new ScalarSource(FieldType.Number, (state, in context, _) => Unconverted(state.Purchases, context))
            {
                Path = names.Path, Inputs = Both, Whole = true, MayBeMissing = false, Range = (0, decimal.MaxValue), Unit = ("order or refund", "orders and refunds"), Evidence = MoneyEvents,
            }),
        new(
            new("value.currency", "text", "The reporting currency; the same for everybody.", "value.currency = \"GBP\""),
            names => new TextSource((state, in context, out value) =>
            {
                value = context.Currency?.Currency;
                return context.Currency is not null;
            })
            { Path = names.Path, Inputs = [] }),
    ];

    static IEnumerable<Field> ByCurrency()
    {
        (string Name, string Type, string Description, Func<CurrencyTotals, decimal> Of)[] columns =
        [
            ("orders", "number", "Orders in one currency.", totals => totals.Orders),
            ("gross", "money", "Money of her orders in one currency.", totals => totals.Gross),
            ("refundCount", "number", "Refunds and cancellations in one currency.", totals => totals.RefundCount),
            ("refunded", "money", "Money that went back in one currency.", totals => totals.Refunded),
            ("net", "money", "Gross minus refunded in one currency.", totals => totals.Gross - totals.Refunded),
        ];
        foreach (var (name, type, description, of) in columns)
        {
            yield return new(
                new($"value.byCurrency.<code>.{name}", type, description, $"value.byCurrency.GBP.{name} >= 2"),
                names => new ScalarSource(type == "money" ? FieldType.Money : FieldType.Number, (state, in context, _) => InOne(state.Purchases, context, names.First.ToUpperInvariant(), of))
                {
                    Path = names.Path,
                    Inputs = Both,
                    OnlyCurrency = type == "money" ? names.First.ToUpperInvariant() : null,
                    MayBeMissing = false,
                    Whole = type == "number",
                    Evidence = MoneyEvents,
                })
            {
                Check = names => names.First.Length == 3 && names.First.All(char.IsAsciiLetter) ? null : new($"'{names.First}' is no currency: write its code of three letters, such as GBP"),
            };
        }
    }

    static IEnumerable<Field> Predicted() =>
    [
        Prediction("alive", "number", "Probability that she is still a customer, 0 to 1, as of the beginning of the day (UTC); missing for who bought on one day only.", "value.predicted.alive < 0.3", PredictedNumber.Alive, (0, 1)),
        Prediction("returns12m", "number", "Probability that she orders again within 12 months, 0 to 1.", "value.predicted.returns12m >= 0.5", PredictedNumber.Returns12m, (0, 1)),
        Prediction("orders12m", "number", "Orders expected over the next 12 months.", "value.predicted.orders12m >= 3", PredictedNumber.Orders12m, null),
        Prediction("value12m", "money", "Money expected over the next 12 months, in the reporting currency.", "value.predicted.value12m >= 200", PredictedNumber.Value12m, null),
        Ranked("recency", "bought most recently", PredictedNumber.Recency),
        Ranked("frequency", "buys most often", PredictedNumber.Frequency),
        Ranked("monetary", "spends most", PredictedNumber.Monetary),
    ];

    static Field Prediction(string name, string type, string description, string example, PredictedNumber number, (decimal, decimal)? range) => new(
        new($"value.predicted.{name}", type, description, example) { Aliases = [$"predicted.{name}"] },
        names => Falling(names, type == "money" ? FieldType.Money : FieldType.Number, number, range, whole: false));

    static Field Ranked(string name, string best, PredictedNumber number) => new(
        new($"value.rfm.{name}", "number", $"RFM rank 1 to 5 among all customers; 5 = {best}.", $"value.rfm.{name} >= 4", ["1", "2", "3", "4", "5"]) { Aliases = [$"rfm.{name}", $"value.predicted.{name}"] },
        names => Falling(names, FieldType.Number, number, Rank, whole: true));

    static ScalarSource Falling(FieldNames names, FieldType type, PredictedNumber number, (decimal, decimal)? range, bool whole) => new(
        type,
        (state, in context, currency) =>
            currency is null || currency == context.Currency?.Currency ? PredictedOf(state, context, number) : null)
    {
        Path = names.Path, Inputs = Expected, Range = range, Whole = whole, Falls = true, Evidence = MoneyEvents,
    };

    static decimal? PredictedOf(CustomerState state, in RuleContext context, PredictedNumber number) =>
        context.Predictions?.Number(state, Math.Max(Days.Start(context.Now), state.Purchases?.Last ?? long.MinValue), number) is { } value
            && double.IsFinite(value) && Math.Abs(value) <= 1e15
            ? (decimal)value
            : null;

    static IEnumerable<Field> Cart()
    {
        EvidenceFinder changes = (state, in _) => FieldTable.Messages([.. (state.Cart?.Changes ?? []).Select(change => change.At.MessageId)]);
        return
        [
            FieldTable.Count("cart.items", "Different products in the cart.", "cart.items > 0", InCart, ("product", "products"), state => state.Cart?.Items.Count ?? 0, evidence: changes),
            FieldTable.Number("cart.quantity", "Pieces in the cart, of all products together.", "cart.quantity >= 10", InCart, state => Quantity(state.Cart), unit: ("piece", "pieces"), mayBeMissing: false, evidence: changes),
            FieldTable.Money("cart.total", "What the products in the cart come to, as far as prices were sent.", "cart.total >= 100", InCart, Total, evidence: changes),
            FieldTable.Time("cart.updated", "When the cart changed last: something put in or taken out, emptied, or ordered.", "cart.items > 0 and cart.updated older than 30m", InCart, state => state.Cart?.Updated?.ToUnixTimeMilliseconds(), evidence: changes),
            new(
                new("cart.products", "set", "The products in the cart, by id and by name.", "cart.products has \"sku-4711\""),
                names => new SetSource(HasProduct, state => [.. (state.Cart?.Items ?? []).Select(item => item.Name ?? item.ProductId)]) { Path = names.Path, Inputs = InCart, Evidence = changes }),
        ];
    }

    static EvidenceFinder LastOf(bool orders) => (state, in _) =>
        (orders ? state.Purchases is { OrderLog: [.., var order] } ? order.MessageId : null : state.Purchases is { RefundLog: [.., var refund] } ? refund.MessageId : null) is { } id
            ? FieldTable.Messages([id])
            : null;

    public static long Count(Purchases? purchases)
    {
        var count = purchases?.OtherOrders ?? 0;
        foreach (var totals in purchases?.Totals ?? None)
            count += totals.Orders;
        return count;
    }

    public static long RefundCount(Purchases? purchases)
    {
        var count = purchases?.OtherRefunds ?? 0;
        foreach (var totals in purchases?.Totals ?? None)
            count += totals.RefundCount;
        return count;
    }

    static long Cancelled(Purchases? purchases)
    {
        var count = purchases?.OtherCancelled ?? 0;
        foreach (var totals in purchases?.Totals ?? None)
            count += totals.Cancelled;
        return count;
    }

    public static decimal Amount(Purchases? purchases, in RuleContext context, string? currency, int gross, int refunded)
    {
        var sum = 0m;
        foreach (var totals in purchases?.Totals ?? None)
            sum += ((gross * totals.Gross) + (refunded * totals.Refunded)) * Currencies.Factor(totals.Currency, currency, context);
        return Math.Round(sum, Currencies.Decimals);
    }

    static decimal? Average(CustomerState state, in RuleContext context, string? currency)
    {
        var (sum, count) = (0m, 0L);
        foreach (var totals in state.Purchases?.Totals ?? None)
        {
            var factor = Currencies.Factor(totals.Currency, currency, context);
            sum += totals.Gross * factor;
            count += factor == 0 ? 0 : totals.Orders;
        }

        return count == 0 ? null : Math.Round(sum / count, Currencies.Decimals);
    }

    static decimal Unconverted(Purchases? purchases, in RuleContext context)
    {
        var count = (purchases?.OtherOrders ?? 0) + (purchases?.OtherRefunds ?? 0);
        foreach (var totals in purchases?.Totals ?? None)
            count += Currencies.Factor(totals.Currency, null, context) == 0 ? totals.Orders + totals.RefundCount : 0;
        return count;
    }

    static decimal InOne(Purchases? purchases, in RuleContext context, string currency, Func<CurrencyTotals, decimal> of)
    {
        var sum = 0m;
        foreach (var totals in purchases?.Totals ?? None)
            sum += Currencies.Factor(totals.Currency, currency, context) * of(totals);
        return sum;
    }

    static decimal? Quantity(Cart? cart)
    {
        var sum = 0m;
        var items = cart?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
            sum += items[i].Quantity;
        return sum;
    }

    static decimal? Total(CustomerState state, in RuleContext context, string? currency)
    {
        var sum = 0m;
        var items = state.Cart?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
            sum += (items[i].Price ?? 0) * items[i].Quantity * Currencies.Factor(items[i].Currency, currency, context);
        return Math.Round(sum, Currencies.Decimals);
    }

    static bool HasProduct(CustomerState state, in RuleContext context, string member)
    {
        var items = state.Cart?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ProductId.Equals(member, StringComparison.OrdinalIgnoreCase) || member.Equals(items[i].Name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
