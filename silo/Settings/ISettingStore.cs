namespace CustomerGrains.Silo.Settings;

/// <summary>Small facts about the whole installation, such as the reporting currency; one text under each name.</summary>
public interface ISettingStore
{
    /// <summary>The value, or null.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>The values of all names that begin so.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Sets the value unless there is one: of several processes that try at once, the first wins.</summary>
    /// <returns>The value that holds now.</returns>
    Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Sets the value.</summary>
    Task SetAsync(string name, string value, CancellationToken cancellationToken);
}
