using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Benchmarks.Rules;

/// <summary>What an event costs, how many segments it touches, and in how many a customer is on average.</summary>
sealed record Decided(double EventMicroseconds, int Touched, double EverythingMicroseconds, double Memberships);

/// <summary>Folds and decides as a customer's grain does, in memory, with nothing around it. In processor time: other programs do not count.</summary>
static class DecidedAlone
{
    const int Customers = 500;
    const int Events = 20_000;

    static readonly ReportingCurrency s_pounds = new("GBP", new Dictionary<string, decimal>());

    public static Decided Measure(RuleSet rules, int rounds)
    {
        var (perEvent, perAll, memberships) = (new List<double>(), new List<double>(), 0.0);
        for (var round = 0; round <= rounds; round++)
        {
            var customers = Enumerable.Range(0, Customers).Select(number => new Customer(OrdinaryEvents.IdOf(number), rules)).ToArray();
            var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
            var next = 0;
            for (; next < Customers * 10; next++)
                customers[next % Customers].Record(OrdinaryEvents.Beginning(next, next / Customers, next % Customers, start.AddMilliseconds(next)));
            var entries = Enumerable.Range(next, Events).Select(i => OrdinaryEvents.Event(i, i % Customers, start.AddMilliseconds(i))).ToArray();
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Events; i++)
                customers[(next + i) % Customers].Record(entries[i]);
            var eventTime = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Events;

            var context = new RuleContext(start.AddHours(1).ToUnixTimeMilliseconds(), s_pounds, null);
            before = Environment.CpuUsage.TotalTime;
            var holding = 0;
            foreach (var customer in customers)
            {
                foreach (var segment in rules.Segments)
                    holding += segment.Rule.Evaluate(customer.State, context).Holds ? 1 : 0;
            }

            var allTime = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Customers;
            memberships = customers.Average(customer => customer.State.Segments.Count);
            // The first round warms up.
            if (round > 0)
            {
                perEvent.Add(eventTime);
                perAll.Add(holding < 0 ? 0 : allTime);
            }
        }

        var touched = rules.TouchedBy(OrdinaryEvents.Event(1, 1, DateTimeOffset.UnixEpoch)).Segments.Length;
        return new(Statistics.Median(perEvent), touched, Statistics.Median(perAll), memberships);
    }

    sealed class Customer(string id, RuleSet rules) : IDecisionLog
    {
        Foresight _foresight;

        public CustomerState State { get; } = new(id);

        public void Record(JournalEntry entry)
        {
            var decider = new Decider(State, rules, s_pounds, null, this, _foresight);
            decider.Settle(entry.ReceivedAt.ToUnixTimeMilliseconds());
            var touchpoint = entry with { Seq = State.Version + 1 };
            State.Apply(touchpoint);
            decider.After(touchpoint);
            _foresight = decider.Foresight;
        }

        public void Decided(JournalEntry decision) => State.Apply(decision);
    }
}
