using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>What a touchpoint was about, in a few words for a list.</summary>
/// <param name="Text">At most 80 characters, or null if there is no more to say than the name.</param>
/// <param name="Amount">The money of an order, refund or product, or null.</param>
/// <param name="Currency">Its currency, "" if the sender gave none, or null where there is no amount.</param>
public readonly record struct Summary(string? Text, decimal? Amount, string? Currency)
{
    const int MaxText = 80;

    /// <summary>The summary of a journal entry.</summary>
    public static Summary Of(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!entry.IsTouchpoint)
            return default;
        using var e = FoldedEvent.Of(entry);
        return Of(e);
    }

    internal static Summary Of(in FoldedEvent e)
    {
        if (e.Entry.Kind is EntryKind.Page or EntryKind.Screen)
            return Note(e.Properties, "title") is { Text: not null } title ? title : Note(e.Properties, "path");
        var properties = e.Properties;
        return e.Meaning switch
        {
            Meaning.Browsed => Note(properties, "query") is { Text: not null } query ? query : Note(properties, "category"),
            Meaning.ProductViewed => Note(properties, "name"),
            Meaning.ProductAdded or Meaning.ProductRemoved => Product(CartReader.Read(properties, out _)),
            Meaning.OrderCompleted or Meaning.OrderRefunded or Meaning.OrderCancelled => Order(e.Name, OrderReader.Read(properties, e.Meaning, out _)),
            Meaning.SurveyAnswered => Survey(SurveyReader.Read(properties, out _)),
            Meaning.TicketOpened or Meaning.TicketUpdated or Meaning.TicketResolved => Note(properties, "subject"),
            Meaning.ConsentGiven or Meaning.ConsentWithdrawn => new(ConsentReader.Read(properties, out _)?.Purpose, null, null),
            Meaning.MessageDelivered or Meaning.MessageEngaged or Meaning.MessageUnsubscribed => Note(properties, "subject"),
            _ => default,
        };
    }

    static Summary Note(JsonElement properties, string name) => new(new Fields(properties, "properties").Note(name, MaxText), null, null);

    static Summary Order(string name, OrderDetails order) => new(Join(name, Money(order.Amount, order.Currency)), order.Amount, order.Currency);

    static Summary Product(CartDetails product)
    {
        if (product.Price is not { } price)
            return new(product.Name, null, null);
        return new(Join(product.Name, Money(price, product.Currency)), price, product.Currency);
    }

    static Summary Survey(SurveyAnswer? answer)
    {
        if (answer is not { } given)
            return default;
        var score = string.Create(CultureInfo.InvariantCulture, $"{given.Metric.ToString().ToUpperInvariant()} {given.Score}");
        return new(JsonRead.Cut(given.Comment is null ? score : $"{score}: {given.Comment}", MaxText), null, null);
    }

    static string Money(decimal amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:0.00####} {currency}").TrimEnd();

    static string Join(string? name, string money) =>
        name is null ? money : $"{JsonRead.Cut(name, MaxText - 1 - money.Length)} {money}";
}
