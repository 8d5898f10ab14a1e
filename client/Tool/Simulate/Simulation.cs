using System.Globalization;

namespace CustomerGrains.Tool.Simulate;

/// <summary>
/// Endless events of shoppers who do different things at the same time. The same seed gives the same people doing the same things in the
/// same order; the run makes orders, tickets and messages of another day different ones.
/// </summary>
sealed class Simulation(int seed, int customers, string run)
{
    readonly Random _random = new(seed);
    readonly List<(Shopper Shopper, IEnumerator<SimEvent> Acts)> _active = [];
    int _orders;
    int _tickets;

    public IEnumerable<SimEvent> Events()
    {
        var shoppers = Enumerable.Range(1, customers).Select(number => new Shopper(number, _random)).ToArray();
        var crowd = Math.Clamp(customers / 20, 1, 40);
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
            var (shopper, acts) = _active[at];
            if (acts.MoveNext())
            {
                yield return acts.Current;
                continue;
            }
            acts.Dispose();
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
