using System.Globalization;
namespace CustomerGrains.Simulation;

/// <summary>Somebody who shops: what does not change about her, and what the simulation remembers.</summary>
sealed class Shopper
{
    public Shopper(int number, Random random, IReadOnlyList<string> currencies)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"sim-{number:0000}");
        (First, Last) = (Pick(Shop.FirstNames), Pick(Shop.LastNames));
        // Three of five pay in the main currency.
        Currency = currencies.Count == 1 || random.Next(5) < 3 ? currencies[0] : currencies[1 + random.Next(currencies.Count - 1)];
        Mobile = random.Next(3) == 0;
        Favourite = Pick(Shop.Categories);
        // Most are content; the others are why there is a service desk.
        Mood = Math.Max(random.Next(2, 11), random.Next(5, 11));

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }

    public string Id { get; }

    public string First { get; }

    public string Last { get; }

    public string Currency { get; }

    /// <summary>Shops in the app rather than in the browser.</summary>
    public bool Mobile { get; }

    public string Favourite { get; }

    /// <summary>How content she tends to be, 2 to 10.</summary>
    public int Mood { get; }

    public bool SignedUp { get; set; }

    /// <summary>Is doing something now; a person does one thing at a time.</summary>
    public bool Busy { get; set; }

    public int Orders { get; set; }

    /// <summary>The last order that has not come back.</summary>
    public (string Id, decimal Total)? LastOrder { get; set; }

    /// <summary>Her browser or telephone, which is known before she is.</summary>
    public string Device => $"{Id}-{Channel}";

    public string Channel => Mobile ? "mobile" : "web";

    public SimEvent Track(string name, object? body, string? channel = null) => new(SimKind.Track, Id, null, name, body, channel ?? Channel);
}
