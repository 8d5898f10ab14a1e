using System.Globalization;

namespace CustomerGrains.Simulation;

/// <summary>
/// Endless events of shoppers who do different things at the same time. The same seed gives the same people doing the same things in the
/// same order; the run makes orders, tickets and messages of another day different ones.
/// </summary>
/// <param name="people">How many different people shop.</param>
/// <param name="seed">Makes the people, and what they do unless <paramref name="acts"/> is given.</param>
/// <param name="run">Part of the ids of orders and tickets.</param>
/// <param name="currencies">The first is that of most people, the others are spread over the rest; at least one.</param>
/// <param name="acts">A seed of its own for what the people do.</param>
public sealed class Crowd(int people, int seed, string run, IReadOnlyList<string> currencies, int? acts = null)
{
    readonly Random _random = new(acts ?? seed);
    readonly List<(Shopper Shopper, IEnumerator<SimEvent> Acts)> _active = [];
    int _orders;
    int _tickets;

    /// <summary>Their events, one after the other, without end.</summary>
    public IEnumerable<SimEvent> Events()
    {
        var births = new Random(seed);
        var shoppers = Enumerable.Range(1, people).Select(number => new Shopper(number, births, currencies)).ToArray();
        var crowd = Math.Clamp(people / 20, 1, 40);
        while (true)
        {
            while (_active.Count < crowd)
            {
                var idle = shoppers[_random.Next(shoppers.Length)];
                if (idle.Busy) continue;
                idle.Busy = true;
                _active.Add((idle, Begin(idle).GetEnumerator()));
            }
            var at = _random.Next(_active.Count);
            var (shopper, steps) = _active[at];
            if (steps.MoveNext())
            {
                yield return steps.Current;
                continue;
            }
            steps.Dispose();
            shopper.Busy = false;
            _active.RemoveAt(at);
        }
    }

    IEnumerable<SimEvent> Begin(Shopper shopper)
    {
        var choice = _random.Next(100);
        if (!shopper.SignedUp || choice < 62) return new Visit(shopper, _random, () => Number("order", ++_orders)).Run();
        return choice switch
        {
            < 76 => Aftermath.Campaign(shopper, _random, shopper.Favourite + " of the month"),
            < 88 => Aftermath.Survey(shopper, _random),
            < 93 => Aftermath.Ticket(shopper, _random, Number("ticket", ++_tickets)),
            < 96 => Aftermath.Refund(shopper, _random),
            _ => Aftermath.Consent(shopper, _random),
        };
    }

    string Number(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{run}-{number}");
}
