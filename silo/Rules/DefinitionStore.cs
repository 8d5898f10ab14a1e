using System.Data.Common;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Rules;

/// <summary>The definitions of either store.</summary>
sealed class DefinitionStore(StoreDatabase database, TimeProvider clock) : IDefinitionStore
{
    const string Latest = $"""
        SELECT {DefinitionRows.Columns} FROM definition d
        WHERE NOT EXISTS (SELECT 1 FROM definition n WHERE n.kind = d.kind AND n.key = d.key AND n.version > d.version)
        """;

    const string InOrder = "ORDER BY kind, ordinal, key";
    const string NewestFirst = "ORDER BY version DESC, ordinal, key";

    public event Func<CancellationToken, Task>? Published;

    public Task<CurrentDefinitions> LoadAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (connection, token) =>
        {
            await using var transaction = await database.BeginSnapshotAsync(connection, token);
            var generation = (await connection.QueryAsync(
                "SELECT value FROM setting WHERE name = @name",
                c =>
                {
                    c.Transaction = transaction;
                    c.With("@name", DefinitionTransaction.GenerationSetting);
                },
                r => DefinitionRows.Number(r.GetString(0)),
                token)).FirstOrDefault();
            var items = await connection.QueryAsync($"{Latest} {InOrder}", c => c.Transaction = transaction, DefinitionRows.Version, token);
            return new CurrentDefinitions(generation, [.. items.Where(i => !i.Deleted).Select(i => i.Definition)]);
        },
        cancellationToken);

    public async Task<long> GenerationAsync(CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT value FROM setting WHERE name = @name",
        c => c.With("@name", DefinitionTransaction.GenerationSetting),
        r => DefinitionRows.Number(r.GetString(0)),
        cancellationToken)).FirstOrDefault();

    public async Task<IReadOnlyList<Definition>> ListAsync(DefinitionKind kind, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync($"{Latest} AND kind = @kind {InOrder}", c => c.With("@kind", (short)kind), DefinitionRows.Version, cancellationToken))
            .Where(v => !v.Deleted).Select(v => v.Definition)];

    public async Task<Definition?> FindAsync(DefinitionKind kind, string key, CancellationToken cancellationToken) =>
        (await HistoryAsync(kind, key, cancellationToken)) is [{ Deleted: false } latest, ..] ? latest.Definition : null;

    public async Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(DefinitionKind kind, string key, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {DefinitionRows.Columns} FROM definition WHERE kind = @kind AND key = @key {NewestFirst}",
        c => c.With("@kind", (short)kind).With("@key", key),
        DefinitionRows.Version,
        cancellationToken);

    public async Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(DefinitionKind kind, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {DefinitionRows.Columns} FROM definition WHERE kind = @kind {NewestFirst}", c => c.With("@kind", (short)kind), DefinitionRows.Version, cancellationToken);

    public Task<PublishReply> PublishAsync(DefinitionDraft draft, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        NotAlone(draft.Kind);
        return ChangeAsync($"{Word(draft.Kind)}/{draft.Key}", Decides(draft.Kind), change => change.PublishAsync(draft, by), cancellationToken);
    }

    public Task<PublishReply> DeleteAsync(DefinitionKind kind, string key, int? expected, string by, CancellationToken cancellationToken)
    {
        NotAlone(kind);
        return ChangeAsync($"{Word(kind)}/{key}", Decides(kind), change => change.DeleteAsync(kind, key, expected, by), cancellationToken);
    }

    public Task<PublishReply> PublishMapAsync(IReadOnlyList<DefinitionDraft> stages, int? expected, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return ChangeAsync("journey", decides: true, change => change.PublishMapAsync(stages, expected, by), cancellationToken);
    }

    /// <summary>
    /// Makes those the first versions of whose kind there never was anything: of several processes that try at once, one does. So a store that knows no rules
    /// yet gets some, and nobody who deleted all of a kind gets them again.
    /// </summary>
    /// <returns>Whether anything was published.</returns>
    public async Task<bool> SeedAsync(IReadOnlyList<Definition> definitions, CancellationToken cancellationToken)
    {
        var known = await database.QueryAsync("SELECT DISTINCT kind FROM definition", _ => { }, r => (DefinitionKind)r.GetInt16(0), cancellationToken);
        List<Definition> seeds = [.. definitions.Where(d => !known.Contains(d.Kind))];
        if (seeds.Count == 0)
            return false;
        var reply = await ChangeAsync("first start", seeds.Any(d => Decides(d.Kind)), change => change.SeedAsync(seeds), cancellationToken);
        return reply.Status == PublishStatus.Published;
    }

    /// <summary>Raises the generation and asks for an evaluation of everybody without publishing anything: what rules go by besides customers is another.</summary>
    /// <param name="reason">What the backfill says it is for.</param>
    /// <param name="change">What changes, in the same transaction; false = nothing did, so nobody is evaluated.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <returns>Whether it is done.</returns>
    public async Task<bool> ReevaluateAsync(
        string reason, Func<DbConnection, DbTransaction, CancellationToken, Task<bool>> change, CancellationToken cancellationToken) =>
        (await ChangeAsync(reason, decides: true, running => running.ReevaluateAsync(change), cancellationToken)).Status == PublishStatus.Published;

    async Task<PublishReply> ChangeAsync(
        string reason, bool decides, Func<DefinitionTransaction, Task<PublishReply>> change, CancellationToken cancellationToken)
    {
        PublishReply reply;
        try
        {
            reply = await database.WriteAsync(
                async (connection, transaction, token) =>
                {
                    var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
                    var running = await DefinitionTransaction.BeginAsync(connection, transaction, now, token);
                    var done = await change(running);
                    if (done.Status != PublishStatus.Published)
                        throw new NothingPublishedException(done); // takes the generation back
                    if (decides)
                        await running.AskForBackfillAsync(reason);
                    return done;
                },
                cancellationToken);
        }
        catch (NothingPublishedException nothing)
        {
            return nothing.Reply;
        }

        // It is durable: whoever asked for it can't take it back any more.
        foreach (var each in Published?.GetInvocationList() ?? [])
            await ((Func<CancellationToken, Task>)each)(CancellationToken.None);
        return reply;
    }

    // Actions are evaluated when somebody looks, alerts by themselves: neither changes a customer.
    static bool Decides(DefinitionKind kind) => kind is DefinitionKind.Segment or DefinitionKind.Stage;

    static void NotAlone(DefinitionKind kind)
    {
        if (kind == DefinitionKind.Stage)
            throw new ArgumentException("A stage has its meaning among the others: publish the whole journey.", nameof(kind));
    }

    static string Word(DefinitionKind kind) => kind switch
    {
        DefinitionKind.Segment => "segment",
        DefinitionKind.Action => "action",
        _ => "alert",
    };

    sealed class NothingPublishedException(PublishReply reply) : Exception
    {
        public PublishReply Reply => reply;
    }
}
