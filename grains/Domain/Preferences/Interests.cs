using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Preferences;

/// <summary>What a customer's own behaviour says about where, when and in what she is interested.</summary>
public sealed class Interests
{
    /// <summary>So many categories are kept apart, the ordinally smallest; the others count together.</summary>
    public const int MaxCategories = 64;

    const int MaxCategoryLength = 100;

    static readonly string[] Hours = [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00", CultureInfo.InvariantCulture))];

    [JsonInclude, JsonPropertyName("channels")]
    internal InterestList? ChannelWeights { get; set; }

    [JsonInclude, JsonPropertyName("hours")]
    internal InterestList? HourWeights { get; set; }

    [JsonInclude, JsonPropertyName("categories")]
    internal InterestList? CategoryWeights { get; set; }

    [JsonInclude, JsonPropertyName("other")]
    internal Interest? OtherWeights { get; set; }

    /// <summary>By channel ("web", "mobile" ...); a server says nothing about where the customer is, so it is not among them.</summary>
    [JsonIgnore]
    public IReadOnlyList<Interest> Channels => (IReadOnlyList<Interest>?)ChannelWeights ?? [];

    /// <summary>By hour of the day in UTC, "00" to "23".</summary>
    [JsonIgnore]
    public IReadOnlyList<Interest> ByHour => (IReadOnlyList<Interest>?)HourWeights ?? [];

    /// <summary>By product category.</summary>
    [JsonIgnore]
    public IReadOnlyList<Interest> Categories => (IReadOnlyList<Interest>?)CategoryWeights ?? [];

    /// <summary>The categories beyond <see cref="MaxCategories"/> together, or null.</summary>
    [JsonIgnore]
    public Interest? OtherCategories => OtherWeights;

    /// <summary>Whether the customer herself acted: what we sent her, or did for her, says nothing about her taste.</summary>
    internal static bool Concerns(EntryKind kind, Meaning meaning) =>
        kind is EntryKind.Track or EntryKind.Page or EntryKind.Screen
        && meaning is not (Meaning.MessageDelivered or Meaning.TicketUpdated or Meaning.TicketResolved or Meaning.OrderRefunded or Meaning.OrderCancelled);

    internal void Apply(in FoldedEvent e)
    {
        var weight = Decay.Weight(e.At.Time);
        if (e.Entry.Channel != Channel.Server)
            (ChannelWeights ??= new()).Add(ChannelNames.Of(e.Entry.Channel), weight, 1, e.At.Time);
        (HourWeights ??= new()).Add(Hours[e.Entry.OccurredAt.UtcDateTime.Hour], weight, 1, e.At.Time);
        if (e.Meaning is Meaning.Browsed or Meaning.ProductViewed or Meaning.ProductAdded)
            AddCategory(Category(e.Properties), weight, e.At.Time);
        else if (e.Meaning == Meaning.OrderCompleted)
            AddOrdered(e.Properties, weight, e.At.Time);
    }

    /// <summary>Adds the interests of another, as if its events had been hers.</summary>
    internal void Add(Interests other)
    {
        foreach (var channel in other.Channels)
            (ChannelWeights ??= new()).Add(channel.Key, channel.Sum, channel.Count, channel.LastTime);
        foreach (var hour in other.ByHour)
            (HourWeights ??= new()).Add(hour.Key, hour.Sum, hour.Count, hour.LastTime);
        foreach (var category in other.Categories)
            AddCategory(category.Key, category.Sum, category.Count, category.LastTime);
        if (other.OtherWeights is { } rest)
            AddOther(rest);
    }

    void AddOrdered(JsonElement properties, Weight weight, long time)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (Category(properties) is { } own && seen.Add(own))
            AddCategory(own, weight, time);
        if (!JsonRead.TryGet(properties, "products", out var products) || products.ValueKind != JsonValueKind.Array)
            return;
        foreach (var product in products.EnumerateArray())
        {
            if (Category(product) is { } category && seen.Add(category))
                AddCategory(category, weight, time);
        }
    }

    void AddCategory(string? category, Weight weight, long time)
    {
        if (category is not null)
            AddCategory(category, weight, 1, time);
    }

    void AddCategory(string category, Weight weight, long count, long time)
    {
        (CategoryWeights ??= new()).Add(SharedTexts.Of(category), weight, count, time);
        // A category that is put out never comes back: the names that are kept only get smaller.
        if (CategoryWeights.Count > MaxCategories)
            AddOther(CategoryWeights.RemoveLast());
    }

    void AddOther(Interest more) => OtherWeights = (OtherWeights ?? new("", Weight.Zero, 0, more.LastTime)).With(more.Sum, more.Count, more.LastTime);

    static string? Category(JsonElement element) =>
        JsonRead.TryGet(element, "category", out var value) && value.ValueKind == JsonValueKind.String
        && JsonRead.Text(value)?.Trim() is { Length: > 0 and <= MaxCategoryLength } category
            ? category
            : null;
}
