using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Deadlines;

/// <summary>Invariant 6 for decisions: a process killed between any two steps of a commit loses none and counts none twice.</summary>
public abstract class DecisionCrashTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task Killed_between_any_two_steps_of_a_commit_no_transition_is_lost_and_none_is_counted_twice()
    {
        var now = TestCustomer.Start.ToUnixTimeMilliseconds();
        foreach (var (step, nth) in ((Step, int)[])[(Step.Written, 9), (Step.Begin, 20), (Step.Write, 7), (Step.Commit, 5), (Step.Committed, 8)])
        {
            now = await DecidingChild.RunUntilDeadAsync(Options, step, nth, now);
            var clock = new SetClock(DateTimeOffset.FromUnixTimeMilliseconds(now));
            await using var silo = await TestSilo.StartAsync(Options, clock);
            await silo.BackfillAsync();
            await silo.AssertAgreesAsync();
            // What was still to be decided when it died is decided by whoever comes next.
            clock.Set(clock.GetUtcNow() + TimeSpan.FromHours(1));
            await silo.SweepAsync();
            await silo.AssertDecidedAsync();
            await silo.AssertAgreesAsync();
            now = silo.Now;
        }
    }
}

public sealed class SqliteDecisionCrashTests() : DecisionCrashTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDecisionCrashTests() : DecisionCrashTests(StoreKind.Postgres);
