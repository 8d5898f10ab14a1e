using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Settings;

/// <summary>The settings of either store.</summary>
sealed class SettingStore(StoreDatabase database) : ISettingStore
{
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        (await database.QueryAsync("SELECT value FROM setting WHERE name = @name", c => c.With("@name", name), r => r.GetString(0), cancellationToken))
            .FirstOrDefault();

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => await database.QueryAsync(
        "SELECT value FROM setting WHERE substr(name, 1, @length) = @prefix ORDER BY name",
        c => c.With("@prefix", prefix).With("@length", prefix.Length),
        r => r.GetString(0),
        cancellationToken);

    public async Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            "INSERT INTO setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
            c => c.With("@name", name).With("@value", value),
            cancellationToken);
        return await GetAsync(name, cancellationToken) ?? value;
    }

    public Task SetAsync(string name, string value, CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        c => c.With("@name", name).With("@value", value),
        cancellationToken);
}
