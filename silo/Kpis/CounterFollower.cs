using System.Data.Common;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Follows the counters' log in PostgreSQL, ten times a second. Each writer's rows are numbered without gaps and become visible in that order: so nothing is missed
/// or told twice, and where a row is gone before it was read (they stay for a minute) that is noticed. What it tells takes the same passage as a journal's writer
/// would: whoever loads counters begins at a moment at which everything in her snapshot has been told, and nothing more.
/// </summary>
sealed partial class CounterFollower(
    StoreDatabase database, CommitGate gate, CommitAnnouncer announcer, JournalHealth health, TimeProvider clock, ILogger<CounterFollower> logger) : BackgroundService, ICounterFollower
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Of each writer at a time.
    const int Rows = 200;
    const int PatienceSeconds = 5;

    // The only "writer" that this process has to say something about.
    const int Store = 0;

    const string Ends = """
        SELECT writer, max(id) FROM (SELECT writer, id FROM counter_log UNION ALL SELECT writer, folded FROM counter_log_end) AS ends GROUP BY writer
        """;

    // One statement, so one snapshot. Writers' numbers are small and dense; each costs a look into the index.
    static readonly string News = $"""
        SELECT w.n, coalesce(e.folded, 0), l.id, l.body, l.touchpoints
        FROM generate_series(0, (SELECT greatest((SELECT max(writer) FROM counter_log), (SELECT max(writer) FROM counter_log_end)))) AS w (n)
        LEFT JOIN counter_log_end AS e ON e.writer = w.n
        LEFT JOIN unnest(@writers, @ids) AS known (writer, id) ON known.writer = w.n
        LEFT JOIN LATERAL (
            SELECT id, body, touchpoints FROM counter_log WHERE writer = w.n AND id > coalesce(known.id, 0) ORDER BY id LIMIT {Rows}) AS l ON true
        ORDER BY w.n, l.id
        """;

    const string Touchpoints = $"""
        SELECT customer_id, {JournalReader.Columns} FROM journal JOIN unnest(@ids, @seqs) AS wanted (id, n) ON customer_id = id AND seq = n
        """;

    readonly ScopeSets _sets = new();
    Dictionary<int, long>? _ends; // of each writer the last row that was told; null: nothing is followed. Changed within the gate only.

    public event Action? Lost;

    /// <summary>Tells what a snapshot has and was not told yet. Called while the gate is closed.</summary>
    public async Task CatchUpAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var wasLost = _ends is not null && !await TellAllAsync();
        if (_ends is null || wasLost)
            _ends = await EndsAsync(connection, transaction, cancellationToken);

        async Task<bool> TellAllAsync()
        {
            while (true)
            {
                switch (await TellAsync(connection, transaction, cancellationToken))
                {
                    case Told.All:
                        return true;
                    case Told.Gap:
                        return false;
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await LookAsync(stoppingToken) == Told.More)
                {
                    // At once.
                }

                health.Succeeded(Store);
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                if (health.Available)
                    NotRead(logger, e.Message);
                health.Failed(Store, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    Task<Told> LookAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (connection, token) =>
        {
            using var passage = gate.Enter();
            return await TellAsync(connection, null, token);
        },
        cancellationToken);

    async Task<Told> TellAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (_ends is not { } ends)
        {
            await ProbeAsync(connection, cancellationToken);
            return Told.All;
        }

        if (await ReadAsync(connection, transaction, ends, cancellationToken) is not { } news)
        {
            _ends = null;
            Missed(logger);
            Lost?.Invoke();
            return Told.Gap;
        }

        if (news.Commits.Count == 0)
            return Told.All;
        var commits = news.Commits;
        commits.AddRange(await LatestAsync(connection, transaction, news.Touchpoints, cancellationToken));
        foreach (var (writer, id) in news.Ends)
            ends[writer] = id;
        announcer.Announce(commits);
        return news.IsMore ? Told.More : Told.All;
    }

    // Null: something is gone that was not read.
    async Task<NewRows?> ReadAsync(DbConnection connection, DbTransaction? transaction, Dictionary<int, long> known, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(News).With("@writers", known.Keys.ToArray()).With("@ids", known.Values.ToArray());
        command.Transaction = transaction;
        command.CommandTimeout = PatienceSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var news = new NewRows();
        var (writer, rows) = (-1, 0);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows = reader.GetInt32(0) == writer ? rows + 1 : 1;
            writer = reader.GetInt32(0);
            var before = news.Ends.TryGetValue(writer, out var read) ? read : known.GetValueOrDefault(writer);
            if (reader.IsDBNull(2))
            {
                if (reader.GetInt64(1) > before)
                    return null;
                continue;
            }

            var id = reader.GetInt64(2);
            if (id != before + 1)
                return null;
            news.Ends[writer] = id;
            news.IsMore |= rows == Rows;
            news.Commits.Add(new("", [], CounterChanges.Read(reader.GetFieldValue<byte[]>(3), _sets), null, []));
            if (!reader.IsDBNull(4))
                news.Touchpoints.Add(GroupTouchpoints.FromJson(reader.GetFieldValue<byte[]>(4)));
        }

        return news;
    }

    // A change of nothing says where each of them counted: the sums above have counted it already.
    async Task<IEnumerable<Commit>> LatestAsync(
        DbConnection connection, DbTransaction? transaction, List<GroupTouchpoints> groups, CancellationToken cancellationToken)
    {
        var scopes = new Dictionary<(string Id, long Seq), ScopeSet>();
        for (var i = groups.Count - 1; i >= 0 && scopes.Count < 2 * GroupTouchpoints.Most; i--)
        {
            for (var n = 0; n < groups[i].Ids.Count; n++)
                scopes[(groups[i].Ids[n], groups[i].Seqs[n])] = _sets.Of(groups[i].Sets[groups[i].Set[n]]);
        }

        if (scopes.Count == 0)
            return [];
        var entries = new List<(string Id, JournalEntry Entry)>();
        await using var command = connection.Command(Touchpoints)
            .With("@ids", scopes.Keys.Select(key => key.Id).ToArray()).With("@seqs", scopes.Keys.Select(key => key.Seq).ToArray());
        command.Transaction = transaction;
        command.CommandTimeout = PatienceSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            entries.Add((reader.GetString(0), JournalReader.Entry(reader, 1)));
        return entries.OrderBy(each => each.Entry.ReceivedAt).Select(each => new Commit(
            each.Id, [each.Entry], [new(KpiDelta.Gauge, Metrics.Touchpoints, "", 0, scopes[(each.Id, each.Entry.Seq)])], null, []));
    }

    // Nothing is followed yet: whether the store is there is worth knowing all the same.
    static async Task ProbeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT 1");
        command.CommandTimeout = PatienceSeconds;
        await command.ExecuteScalarAsync(cancellationToken);
    }

    static async Task<Dictionary<int, long>> EndsAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var ends = new Dictionary<int, long>();
        await using var command = connection.Command(Ends);
        command.Transaction = transaction;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ends[reader.GetInt32(0)] = reader.GetInt64(1);
        return ends;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What others commit can't be followed: {Reason}")]
    static partial void NotRead(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some of what others committed was not seen in time: the key figures are loaded anew")]
    static partial void Missed(ILogger logger);

    enum Told
    {
        All,
        More,
        Gap,
    }

    sealed class NewRows
    {
        public Dictionary<int, long> Ends { get; } = [];

        public List<Commit> Commits { get; } = [];

        public List<GroupTouchpoints> Touchpoints { get; } = [];

        public bool IsMore { get; set; }
    }
}
