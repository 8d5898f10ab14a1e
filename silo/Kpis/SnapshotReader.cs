using System.Data.Common;
using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Reads journals as they were when a transaction began.</summary>
sealed class SnapshotReader(DbConnection connection, DbTransaction transaction) : IJournalReader
{
    const int Page = 1_000;

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string customerId, long fromSeq, long throughSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = $"SELECT {JournalReader.Columns} FROM journal WHERE customer_id = @id AND seq BETWEEN @from AND @through ORDER BY seq LIMIT @page";
        List<JournalEntry> entries;
        do
        {
            var first = fromSeq;
            entries = await connection.QueryAsync(
                sql,
                command =>
                {
                    command.Transaction = transaction;
                    command.With("@id", customerId).With("@from", first).With("@through", throughSeq).With("@page", Page);
                },
                r => JournalReader.Entry(r, 0),
                cancellationToken);
            foreach (var entry in entries)
                yield return entry;
            fromSeq = entries.Count == 0 ? fromSeq : entries[^1].Seq + 1;
        }
        while (entries.Count == Page);
    }

    public async Task<IReadOnlyList<JournalBase>> ReadBasesAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken)
    {
        var bases = new List<JournalBase>();
        foreach (var id in customerIds)
        {
            bases.AddRange(await connection.QueryAsync(
                "SELECT customer_id, seq, received_at, state, seen FROM journal_base WHERE customer_id = @id",
                command =>
                {
                    command.Transaction = transaction;
                    command.With("@id", id);
                },
                JournalReader.Base,
                cancellationToken));
        }

        return bases;
    }

    ValueTask<JournalStart> IJournalReader.StartAsync(string customerId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<SeenMessage>> IJournalReader.ReadMessageIdsAsync(
        IReadOnlyList<string> customerIds, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlySet<UInt128>> IJournalReader.FindEvictedAsync(
        IReadOnlyList<string> customerIds, IReadOnlyList<UInt128> hashes, DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
