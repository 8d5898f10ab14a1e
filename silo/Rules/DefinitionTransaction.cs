using System.Data.Common;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Rules;

/// <summary>One publication. It begins by raising the generation, whose row keeps every other publication waiting until this one is over.</summary>
sealed class DefinitionTransaction
{
    /// <summary>The setting that holds the generation.</summary>
    public const string GenerationSetting = "rules.generation";

    readonly DbConnection _connection;
    readonly DbTransaction _transaction;
    readonly CancellationToken _cancellation;
    readonly long _now;
    readonly long _generation;

    DefinitionTransaction(DbConnection connection, DbTransaction transaction, long now, long generation, CancellationToken cancellation) =>
        (_connection, _transaction, _now, _generation, _cancellation) = (connection, transaction, now, generation, cancellation);

    public static async Task<DefinitionTransaction> BeginAsync(DbConnection connection, DbTransaction transaction, long now, CancellationToken cancellationToken)
    {
        var generation = (await connection.QueryAsync(
            """
            INSERT INTO setting (name, value) VALUES (@name, '1')
            ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS bigint) + 1 AS text) RETURNING value
            """,
            c =>
            {
                c.Transaction = transaction;
                c.With("@name", GenerationSetting);
            },
            r => DefinitionRows.Number(r.GetString(0)),
            cancellationToken))[0];
        return new(connection, transaction, now, generation, cancellationToken);
    }

    public async Task<PublishReply> PublishAsync(DefinitionDraft draft, string by)
    {
        var latest = await LatestAsync(draft.Kind, draft.Key);
        if (IsConflict(latest, draft.Expected))
            return Conflict(latest);
        var order = draft.Order ?? latest?.Definition.Order ?? await EndAsync(draft.Kind);
        var next = new Definition(
            draft.Kind, draft.Key, (latest?.Definition.Version ?? 0) + 1, order, draft.Name, draft.Rule, draft.Description, _now, by);
        await AddAsync(next, deleted: false);
        return new(PublishStatus.Published, next, _generation);
    }

    public async Task<PublishReply> DeleteAsync(DefinitionKind kind, string key, int? expected, string by)
    {
        var latest = await LatestAsync(kind, key);
        if (latest is null or { Deleted: true })
            return new(PublishStatus.Missing, null, _generation - 1);
        if (IsConflict(latest, expected))
            return Conflict(latest);
        await AddAsync(latest.Definition with { Version = latest.Definition.Version + 1, PublishedAt = _now, PublishedBy = by }, deleted: true);
        return new(PublishStatus.Published, null, _generation);
    }

    public async Task<PublishReply> PublishMapAsync(IReadOnlyList<DefinitionDraft> stages, int? expected, string by)
    {
        var latest = await QueryAsync(
            $"""
            SELECT {DefinitionRows.Columns} FROM definition d WHERE kind = @kind
                AND NOT EXISTS (SELECT 1 FROM definition n WHERE n.kind = d.kind AND n.key = d.key AND n.version > d.version)
            ORDER BY version DESC, ordinal
            """,
            c => c.With("@kind", (short)DefinitionKind.Stage));
        var version = latest.Count == 0 ? 0 : latest[0].Definition.Version;
        if (expected is { } edited && edited != version)
            return Conflict(latest.FirstOrDefault(v => !v.Deleted));
        foreach (var gone in latest.Where(v => !v.Deleted && stages.All(s => s.Key != v.Definition.Key)))
            await AddAsync(gone.Definition with { Version = version + 1, PublishedAt = _now, PublishedBy = by }, deleted: true);
        Definition? first = null;
        for (var i = 0; i < stages.Count; i++)
        {
            var (stage, order) = (stages[i], i + 1);
            var next = new Definition(DefinitionKind.Stage, stage.Key, version + 1, order, stage.Name, stage.Rule, stage.Description, _now, by);
            await AddAsync(next, deleted: false);
            first ??= next;
        }

        return new(PublishStatus.Published, first, _generation);
    }

    public async Task<PublishReply> SeedAsync(IReadOnlyList<Definition> definitions)
    {
        foreach (var kind in definitions.Select(d => d.Kind).Distinct())
        {
            if ((await QueryAsync($"SELECT {DefinitionRows.Columns} FROM definition WHERE kind = @kind LIMIT 1", c => c.With("@kind", (short)kind))).Count > 0)
                return new(PublishStatus.Conflict, null, _generation - 1); // another process was quicker
        }

        foreach (var definition in definitions)
            await AddAsync(definition with { Version = 1, PublishedAt = _now }, deleted: false);
        return new(PublishStatus.Published, null, _generation);
    }

    public async Task<PublishReply> ReevaluateAsync(Func<DbConnection, DbTransaction, CancellationToken, Task<bool>> change) =>
        await change(_connection, _transaction, _cancellation)
            ? new(PublishStatus.Published, null, _generation)
            : new(PublishStatus.Conflict, null, _generation - 1);

    /// <summary>Everybody has to be looked at: written here, so that a process that dies right after the publication forgets nobody.</summary>
    public async Task AskForBackfillAsync(string reason)
    {
        // A store without customers has nobody to look at.
        await using var command = _connection.Command("""
            INSERT INTO backfill (generation, reason, cursor, done, total, changed, started_at)
            SELECT @generation, @reason, '', 0, 0, 0, @now WHERE EXISTS (SELECT 1 FROM journal)
            """).With("@generation", _generation).With("@reason", reason).With("@now", _now);
        command.Transaction = _transaction;
        await command.ExecuteNonQueryAsync(_cancellation);
    }

    static bool IsConflict(DefinitionVersion? latest, int? expected) =>
        expected is { } edited && edited != (latest is null or { Deleted: true } ? 0 : latest.Definition.Version);

    PublishReply Conflict(DefinitionVersion? latest) =>
        new(PublishStatus.Conflict, latest is null or { Deleted: true } ? null : latest.Definition, _generation - 1);

    async Task<DefinitionVersion?> LatestAsync(DefinitionKind kind, string key) => (await QueryAsync(
        $"SELECT {DefinitionRows.Columns} FROM definition WHERE kind = @kind AND key = @key ORDER BY version DESC LIMIT 1",
        c => c.With("@kind", (short)kind).With("@key", key))).FirstOrDefault();

    async Task<int> EndAsync(DefinitionKind kind)
    {
        var last = await QueryAsync(
            $"SELECT {DefinitionRows.Columns} FROM definition WHERE kind = @kind ORDER BY ordinal DESC LIMIT 1", c => c.With("@kind", (short)kind));
        return last.Count == 0 ? 1 : last[0].Definition.Order + 1;
    }

    Task<List<DefinitionVersion>> QueryAsync(string sql, Action<DbCommand> bind) => _connection.QueryAsync(
        sql,
        c =>
        {
            c.Transaction = _transaction;
            bind(c);
        },
        DefinitionRows.Version,
        _cancellation);

    async Task AddAsync(Definition definition, bool deleted)
    {
        await using var command = _connection.Command($"""
            INSERT INTO definition ({DefinitionRows.Columns})
            VALUES (@kind, @key, @version, @ordinal, @name, @rule, @description, @at, @by, @deleted)
            """)
            .With("@kind", (short)definition.Kind).With("@key", definition.Key).With("@version", definition.Version).With("@ordinal", definition.Order)
            .With("@name", definition.Name).With("@rule", definition.Rule).With("@description", definition.Description)
            .With("@at", definition.PublishedAt).With("@by", definition.PublishedBy).With("@deleted", deleted);
        command.Transaction = _transaction;
        await command.ExecuteNonQueryAsync(_cancellation);
    }
}
