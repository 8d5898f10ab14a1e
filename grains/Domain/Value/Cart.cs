using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>A product in the cart.</summary>
/// <param name="ProductId">product_id, else sku, else name; "" where none was sent.</param>
/// <param name="Name">Name for people, or null.</param>
/// <param name="Quantity">More than 0.</param>
/// <param name="Price">Of one, as sent last, or null.</param>
/// <param name="Currency">Of the price; "" where none was sent.</param>
public sealed record CartItem(string ProductId, string? Name, decimal Quantity, decimal? Price, string Currency);

/// <summary>
/// What lies in the cart: the changes since the latest order or emptying, replayed in event time. Only the latest <see cref="MaxChanges"/> changes
/// are kept, so of a cart that was changed more often the oldest changes are forgotten.
/// </summary>
public sealed class Cart
{
    /// <summary>So many changes are kept.</summary>
    public const int MaxChanges = 100;

    IReadOnlyList<CartItem>? _items;

    [JsonInclude, JsonPropertyName("changes")]
    internal List<CartChange>? Changes { get; set; }

    [JsonInclude, JsonPropertyName("cleared")]
    internal Stamp? Cleared { get; set; }

    /// <summary>The products, in the order in which they came in.</summary>
    [JsonIgnore]
    public IReadOnlyList<CartItem> Items => _items ??= Replay();

    /// <summary>When the cart changed last, or null if it never did.</summary>
    [JsonIgnore]
    public DateTimeOffset? Updated => (Changes is { Count: > 0 } changes ? changes[^1].At : Cleared)?.At;

    internal static bool Concerns(Meaning meaning) =>
        meaning is Meaning.ProductAdded or Meaning.ProductRemoved or Meaning.CartCleared or Meaning.OrderCompleted;

    internal void Apply(in FoldedEvent e)
    {
        if (e.Meaning is Meaning.CartCleared or Meaning.OrderCompleted)
            Clear(e.At);
        else if (Cleared is null || Cleared < e.At)
            Add(e);
    }

    /// <summary>Adds the changes of another cart, as if they had been made to this one.</summary>
    internal void Add(Cart other)
    {
        if (other.Cleared is { } cleared)
            Clear(cleared);
        foreach (var change in other.Changes ?? [])
        {
            if ((Cleared is null || Cleared < change.At) && Bounded.AddLatest(Changes ??= [], change, MaxChanges))
                _items = null;
        }
    }

    void Add(in FoldedEvent e)
    {
        var product = CartReader.Read(e.Properties, out _);
        var change = new CartChange(
            e.At, e.Meaning == Meaning.ProductRemoved, product.Key, product.Name, product.Quantity, product.Price, product.Currency);
        if (Bounded.AddLatest(Changes ??= [], change, MaxChanges))
            _items = null;
    }

    void Clear(Stamp at)
    {
        Cleared = Stamp.Latest(Cleared, at);
        Changes?.RemoveAll(change => change.At <= Cleared);
        if (Changes is { Count: 0 })
            Changes = null;
        _items = null;
    }

    List<CartItem> Replay()
    {
        var items = new List<CartItem>();
        foreach (var change in Changes ?? [])
        {
            var place = items.FindIndex(item => item.ProductId == change.Key);
            var before = place < 0 ? null : items[place];
            var quantity = (before?.Quantity ?? 0) + (change.Removed ? -(change.Quantity ?? before?.Quantity ?? 0) : change.Quantity ?? 1);
            if (quantity <= 0)
            {
                if (place >= 0)
                    items.RemoveAt(place);
                continue;
            }

            var item = new CartItem(
                change.Key,
                change.Name ?? before?.Name,
                quantity,
                change.Price ?? before?.Price,
                change.Price is null ? before?.Currency ?? change.Currency : change.Currency);
            if (place < 0)
                items.Add(item);
            else
                items[place] = item;
        }

        return items;
    }
}
