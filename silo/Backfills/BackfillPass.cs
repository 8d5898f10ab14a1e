using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Deadlines;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Backfills;

/// <summary>
/// Looks at everybody once, in the order of their ids, from their own journals and without waking them: only those of whom the rules say something else than
/// was decided are handed to their grains, which decide it. Whoever has a deadline gets it written down. Repeating any part of it changes nothing.
/// </summary>
sealed partial class BackfillPass(
    CustomerScan scan, DueTable dues, ICustomerCalls customers, IRuleBook rules, IReportingCurrency currency, IPredictions predictions, LiveTraffic traffic, TimeProvider clock,
    ILogger<BackfillPass> logger)
{
    // Ranges at once: while one waits for the database the others fold.
    const int Ranges = 3;

    // Customers that decide at once, of each range: so few beside live traffic that a sender hardly waits longer, else so many that the journal has full groups.
    const int DecidingBesideOthers = 48;
    const int DecidingAlone = 256;

    // A customer who fails so often is left to the sweeper, which goes on trying.
    const int Attempts = 3;

    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan ShortRest = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);

    int _waiting;

    /// <summary>Whether it waits for somebody: live traffic, the journal, or a silo that doesn't know the rules yet.</summary>
    public bool IsPaused => Volatile.Read(ref _waiting) > 0;

    /// <summary>Goes on after the given id until everybody is done.</summary>
    /// <param name="after">The id to begin after.</param>
    /// <param name="generation">Of the rules that must be known at least.</param>
    /// <param name="progress">Hears, one at a time and in order, that everybody up to an id is done.</param>
    /// <param name="cancellationToken">Stops it between two customers.</param>
    public async Task RunAsync(string after, long generation, Func<RangeDone, Task> progress, CancellationToken cancellationToken)
    {
        var running = new Queue<Task<RangeDone>>();
        try
        {
            string? from = after;
            while (from is not null || running.Count > 0)
            {
                if (from is not null && running.Count < (traffic.IsBusy ? 1 : Ranges))
                {
                    await StepBackAsync(cancellationToken);
                    var through = await scan.EndOfRangeAsync(from, cancellationToken);
                    running.Enqueue(RangeAsync(from, through, generation, cancellationToken));
                    from = through;
                    continue;
                }

                await progress(await running.Dequeue());
            }
        }
        finally
        {
            // Whatever ended it, nothing of it goes on behind its back.
            await Task.WhenAll(running).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    async Task<RangeDone> RangeAsync(string from, string? through, long generation, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var began = clock.GetTimestamp();
        var (done, changed, last) = (0, 0, from);
        await foreach (var piece in scan.ReadAsync(from, through, cancellationToken))
        {
            changed += await PieceAsync(piece, generation, cancellationToken);
            done += piece.Customers.Count + piece.Others.Count;
            last = piece.LastId;
        }

        // Beside live traffic, as long a rest as the work took.
        if (traffic.IsBusy)
            await WaitAsync(TimeSpan.FromTicks(Math.Clamp(clock.GetElapsedTime(began).Ticks, ShortRest.Ticks, LongestRest.Ticks)), cancellationToken);
        return new(through ?? last, done, changed);
    }

    async Task<int> PieceAsync(ScannedPiece piece, long generation, CancellationToken cancellationToken)
    {
        var context = new RuleContext(clock.GetUtcNow().ToUnixTimeMilliseconds(), currency.Current, predictions.Snapshot());
        var (set, armed, differing) = (rules.Current, new List<Due>(), new List<string>(piece.Others));
        foreach (var customer in piece.Customers)
        {
            var outlook = Outlook.Of(customer, set, context);
            if (outlook.Differs)
                differing.Add(customer.Id);
            else if (outlook.Next != long.MaxValue)
                armed.Add(new(outlook.Next, customer.Id));
        }

        var changed = 0;
        await Parallel.ForEachAsync(
            differing,
            new ParallelOptions { MaxDegreeOfParallelism = traffic.IsBusy ? DecidingBesideOthers : DecidingAlone, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                var evaluated = await EvaluateAsync(id, generation, token);
                if (evaluated.Changed)
                    Interlocked.Increment(ref changed);
                if (evaluated.Next is { } next)
                {
                    lock (armed)
                        armed.Add(new(next, id));
                }
            });
        if (armed.Count > 0)
            await dues.ArmAsync(armed, cancellationToken);
        return changed;
    }

    async Task<Evaluated> EvaluateAsync(string customerId, long generation, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                return await customers.EvaluateAsync(customerId, generation).WaitAsync(cancellationToken);
            }
            catch (CustomerBusyException)
            {
                // Everybody else would be told the same.
                await WaitAsync(Patience, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (++failures < Attempts)
                {
                    await WaitAsync(Patience, cancellationToken);
                    continue;
                }

                LeftToSweeper(logger, e);
                return new(false, clock.GetUtcNow().ToUnixTimeMilliseconds());
            }
        }
    }

    async Task StepBackAsync(CancellationToken cancellationToken)
    {
        // Not for ever: on a machine that is always busy it gets on too, slowly.
        for (var i = 0; i < 20 && traffic.IsCrowded; i++)
            await WaitAsync(Patience / 5, cancellationToken);
    }

    async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await Task.Delay(time, clock, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A customer could not be evaluated; she is due at once instead, so the sweeper goes on trying")]
    static partial void LeftToSweeper(ILogger logger, Exception exception);
}

/// <summary>A range is done.</summary>
/// <param name="Through">Everybody up to this id.</param>
/// <param name="Done">How many they were.</param>
/// <param name="Changed">Of how many something was decided anew.</param>
readonly record struct RangeDone(string Through, int Done, int Changed);
