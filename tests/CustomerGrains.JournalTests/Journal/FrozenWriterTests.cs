using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>A process that stands still, as a frozen machine does, while it holds locks in PostgreSQL.</summary>
[NeedsPostgres]
public sealed class FrozenWriterTests() : StoreTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task Whoever_writes_for_the_same_customer_is_held_up_for_seconds_and_not_until_it_goes_on()
    {
        var (frozen, other) = (await OpenAsync(), await OpenAsync());
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var thaw = new ManualResetEventSlim();
        frozen.Faults.At = (step, _) =>
        {
            if (step != Step.Written)
                return;
            written.TrySetResult();
            thaw.Wait();
        };
        var lost = frozen.Journal.AppendAsync(new TestCustomer("ann", frozen).Next("m1"));
        await written.Task;

        // It is the database that ends the wait: nobody else can.
        var again = other.Journal.AppendAsync(new TestCustomer("ann", other).Next("m1"));
        await Task.WhenAny(again, Task.Delay(TimeSpan.FromMinutes(1)));
        var inTime = again.IsCompletedSuccessfully;
        thaw.Set();
        await Task.WhenAll(again, lost).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.True(inTime, "Whoever wrote for the same customer was held up until the other went on.");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => lost);
        Assert.Equal(["m1"], await other.MessageIdsAsync("ann"));
        await other.AssertCountersMatchAsync();
    }
}
