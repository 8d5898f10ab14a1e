using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Value.Models;

/// <summary>
/// The fitted models in the store: one setting for each version, and one that says which is the latest. Of several processes that fit at once the first
/// wins; the latest <see cref="Kept"/> stay, for views of the past.
/// </summary>
sealed class ModelStore(StoreDatabase database)
{
    /// <summary>So many versions are kept: two months of daily fits.</summary>
    public const int Kept = 60;

    const string Latest = "value.model";

    /// <summary>The latest version; 0 before the first.</summary>
    public async Task<int> VersionAsync(CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT value FROM setting WHERE name = @name", c => c.With("@name", Latest), r => Number(r.GetString(0)), cancellationToken)).FirstOrDefault();

    /// <summary>All models that are kept, newest first. One that this program can't read is left out: the next fit replaces it.</summary>
    public async Task<IReadOnlyList<FittedModel>> LoadAsync(CancellationToken cancellationToken)
    {
        var texts = await database.QueryAsync(
            "SELECT value FROM setting WHERE name LIKE @prefix", c => c.With("@prefix", Latest + "/%"), r => r.GetString(0), cancellationToken);
        return [.. texts.Select(Read).OfType<FittedModel>().OrderByDescending(model => model.Version)];
    }

    /// <summary>Writes a model within a transaction; false if another process wrote that version first.</summary>
    public static async Task<bool> TryAddAsync(DbConnection connection, DbTransaction transaction, FittedModel model, CancellationToken cancellationToken)
    {
        var taken = model.Version == 1
            ? await ExecuteAsync("INSERT INTO setting (name, value) VALUES (@name, @version) ON CONFLICT (name) DO NOTHING")
            : await ExecuteAsync("UPDATE setting SET value = @version WHERE name = @name AND value = @before");
        if (!taken)
            return false;
        await ExecuteAsync("INSERT INTO setting (name, value) VALUES (@own, @json) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        await ExecuteAsync("DELETE FROM setting WHERE name = @old");
        return true;

        async Task<bool> ExecuteAsync(string sql)
        {
            await using var command = connection.Command(sql)
                .With("@name", Latest).With("@version", Text(model.Version)).With("@before", Text(model.Version - 1))
                .With("@own", $"{Latest}/{Text(model.Version)}").With("@json", model.ToJson()).With("@old", $"{Latest}/{Text(model.Version - Kept)}");
            command.Transaction = transaction;
            return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        }
    }

    static FittedModel? Read(string json)
    {
        try
        {
            return FittedModel.FromJson(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
